"""Tell words that cannot be a place from names and landmarks that nobody has listed."""

from __future__ import annotations

from typing import Final

from core.city.city import City
from core.reading.heard import GIBBERISH, Hearer, Label

_LEAST_LETTERS: Final = 2
"""Different letters that a name has: "aaaa" is none."""
_FEW_WORDS: Final = 4
"""More words than these say something, whatever a single one of them is."""
_ANSWERS: Final[tuple[Label, ...]] = (
    "affirm", "negate", "thanks", "greet", "chat", "abuse", "skip", "unknown", "cancel", "later",
)  # fmt: skip
"""What is said instead of an answer."""


def says_no_place(city: City, words: str) -> bool:
    """Tell whether words in which no name was found say nothing that could be one: signs, struck keys, a mere "ya"."""
    if len({character.casefold() for character in words if character.isalpha()}) < _LEAST_LETTERS:
        return True
    heard = city.once("hearer_of_places", lambda: Hearer(city)).hear(words)
    if GIBBERISH in heard.marks and not words.isupper():  # capitals are an abbreviation: "BTN"
        return True
    return heard.words <= _FEW_WORDS and heard.top in _ANSWERS and heard.by_cue(heard.top)
