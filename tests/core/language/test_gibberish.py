"""Which texts are keys hit at random, and which are only unknown."""

import pytest

from core.language.gibberish import is_gibberish
from core.language.words import Tokenizer, prepare
from tests.core.kupang import kupang


@pytest.mark.parametrize(
    ("text", "gibberish"),
    [
        ("hgjk lkjh", True),
        ("fghfgh sdfsd", True),
        ("lkasjd lkajsd lkj", True),
        ("Hendrik", False),
        ("Nggadas", False),
        ("Yohanes Tallo", False),
        ("sdh", False),
        ("hgjk 12", False),
        ("hgjk lampu", False),
        ("PLN", False),
        ("", False),
    ],
)
def test_heaps_of_consonants_are_no_words(text: str, gibberish: bool) -> None:
    """Nothing but heaps of consonants is gibberish; a name, a number, a known or a shortened word makes it readable."""
    city = kupang()
    tokens = Tokenizer(city.language).split(prepare(text))
    assert gibberish == is_gibberish(tokens, city.own_words)
