"""The bridge on stand-ins: the page to play on, and the story that plays by itself."""
