"""See that one message tells of two matters, each with words of its own."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Protocol

from core.city.city import City
from core.language.phrases import any_phrase
from core.reading.understand import OTHER, Understanding

_ENOUGH = 0.45
_FEWEST_WORDS = 3


class Reads(Protocol):
    """Read a citizen's text."""

    def read(self, text: str, now: datetime | None = None) -> Understanding:
        """Understand one text."""
        ...


def two_matters(text: str, reader: Reads, city: City) -> tuple[str, str] | None:
    """Cut a text between two matters of different kinds, each told surely; None when it is one."""
    for cut in city.once("between matters", lambda: _between(city)).finditer(text):
        first, second = text[: cut.start()].strip(), text[cut.end() :].strip()
        if min(len(first.split()), len(second.split())) < _FEWEST_WORDS:
            continue
        left, right = reader.read(first).categories[0], reader.read(second).categories[0]
        different = OTHER not in (left.code, right.code) and left.code != right.code
        if different and min(left.score, right.score) >= _ENOUGH:
            return first, second
    return None


def _between(city: City) -> re.Pattern[str]:
    words = any_phrase(city.language.plain_words("small_words", "between_matters"), gap=" ")
    return re.compile(rf"\s*(?:[.;!?\n]+\s*|,?\s+\b{words}\b\s*)", re.IGNORECASE)
