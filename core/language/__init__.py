"""How people write, as data and as code: words, patterns, spellings, learnt weights. Knows no city."""
