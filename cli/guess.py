"""Guess what one line of text is about, and what it does while something is open, as `kanal guess` prints it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from core.city.city import City
from core.reading.decide import decide
from core.reading.heard import Hearer
from core.reading.matter import matter_of
from core.reading.standing import Own, Standing
from core.reading.understand import Understander
from core.ticket.number import find_numbers, format_number, without_numbers

ABOUT = "lampu jalan mati"
"""What the report is about that stands open in a guess, unless another is given."""
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""Any moment: the report that stands open was talked about just then."""


class Open(StrEnum):
    """What stands open when a text is said."""

    NONE = "none"
    DRAFT = "draft"
    PLACE = "place"
    QUESTION = "question"
    VERDICT = "verdict"
    LAPSED = "lapsed"
    RATING = "rating"
    FILED = "filed"
    CLOSED = "closed"


SEPARATORS = "\x85\u2028\u2029"
"""JSON may hold these as they are, and many readers of lines would break a line there."""


def as_line(answer: dict[str, Any]) -> str:
    """Write an answer as one line of JSON with its newline."""
    line = json.dumps(answer, ensure_ascii=False)
    for separator in SEPARATORS:
        line = line.replace(separator, f"\\u{ord(separator):04x}")
    return line + "\n"


def guess_line(understander: Understander, text: str) -> dict[str, Any]:
    """Give one guess as a JSON-ready object.

    Keys: `text`, `classification`, `categories` (three of `code` and `score`, best first), `kelurahan` (name or None)
    and `emergency` (the number to call as text, or None). An empty text gives an object too.
    """
    read = understander.read(text)
    return {
        "text": text,
        "classification": read.classification,
        "categories": [{"code": guess.code, "score": guess.score} for guess in read.categories],
        "kelurahan": read.kelurahan,
        "emergency": read.emergency.number if read.emergency else None,
    }


class OpenGuesser:
    """Guess what texts do while the same thing is open: a draft or a report about `about`."""

    def __init__(self, city: City, understander: Understander, what: Open, about: str = ABOUT) -> None:
        """Set the scene."""
        self._city, self._understander, self._hearer = city, understander, Hearer(city)
        self._number = format_number(city.prefix, 26, 1)
        self._standing = _standing(what, Own(self._number, "diproses", understander.read(about).category, about))

    def guess(self, text: str) -> dict[str, Any]:
        """Give the keys beside those of `guess_line`: `act`, `score`, `reasons`, `maybe` and `danger`.

        `danger` has `kind` (code, empty for none), `reasons` and `learnt` (log odds, None when not asked): danger is
        answered before any act. Commands, numbers of choices and labels of buttons are no acts either.
        """
        named = tuple(one for one in find_numbers(text, self._city.prefix) if self._standing.own(one) is not None)
        standing = replace(self._standing, named=named)
        heard = self._hearer.hear(without_numbers(text, self._city.prefix))
        matter = matter_of(self._understander.read(text), standing, text, self._understander.stems)
        reading, danger = decide(heard, matter, standing), self._understander.why_danger(text)
        return {
            "act": reading.act,
            "score": reading.score,
            "reasons": list(reading.reasons),
            "maybe": list(reading.maybe),
            "danger": {
                "kind": danger.kind,
                "reasons": list(danger.reasons),
                "learnt": None if danger.learnt is None else round(danger.learnt, 2),
            },
        }


def _standing(what: Open, own: Own) -> Standing:
    if what is Open.NONE:
        return Standing(_NOW)
    if what in (Open.DRAFT, Open.PLACE):
        return Standing(_NOW, draft="place" if what is Open.PLACE else "shown", draft_category=own.category)
    own = replace(own, spoken_at=_NOW)
    if what is Open.QUESTION:
        own = replace(own, status="menunggu_pelapor", asked=True)
    elif what is Open.VERDICT:
        own = replace(own, status="ditindaklanjuti")
    elif what is Open.LAPSED:
        own = replace(own, status="lewat")
    elif what in (Open.RATING, Open.CLOSED):
        own = replace(own, status="selesai", confirmed=True, rated=what is Open.CLOSED)
    return Standing(_NOW, tickets=(own,))
