"""Find tickets by words: roots of what was said, places, categories, status, units; typing errors are forgiven.

Confidential reports are found by nothing but their number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bots.officials.left import time_left
from bots.officials.turn import Office
from core.docket.counting import is_late, most_urgent_first
from core.language.words import one_apart
from core.reading.understand import Understander
from core.vocabulary.docket import DocketRow

_WORD = re.compile(r"[^\W_]+")
_PREFIX = 3
"""So many letters of a word find it."""
_FORGIVEN = 5
"""Shorter words have too many neighbours to forgive an error."""
MOST_TERMS = 8


def find(office: Office, rows: Iterable[DocketRow], words: str, now: datetime) -> list[DocketRow]:
    """Give the rows that every word fits, or else those that most of them fit; open ones first."""
    terms = tuple(_terms(office, words))
    if not terms:
        return []
    scored = [(_score(office, row, terms, now), row) for row in rows if not row.confidential]
    best = max((score for score, _row in scored), default=0)
    if not best:
        return []
    fitting = [row for score, row in scored if score == best]
    ended = sorted((row for row in fitting if row.stage == "ended"), key=lambda row: row.changed_at, reverse=True)
    return [*most_urgent_first([row for row in fitting if row.stage != "ended"], now), *ended]


def _terms(office: Office, words: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each word asked for, with its roots; small words that say nothing only where there is no other."""
    asked = [word for word in _WORD.findall(words.casefold()) if len(word) > 1]
    fillers = frozenset(office.city.language.group("fillers"))
    telling = [word for word in asked if word not in fillers] or asked
    for word in dict.fromkeys(telling[:MOST_TERMS]):
        yield word, frozenset(Understander.of(office.city).stems(word))


def _score(office: Office, row: DocketRow, terms: Sequence[tuple[str, frozenset[str]]], now: datetime) -> int:
    said, roots = set(_WORD.findall(_all_of(office, row, now).casefold())), set(row.roots)
    return sum(bool(stems & roots) or _is_there(word, said) for word, stems in terms)


def _is_there(word: str, said: set[str]) -> bool:
    if word in said or (len(word) >= _PREFIX and any(one.startswith(word) for one in said)):
        return True
    return len(word) >= _FORGIVEN and any(one_apart(word, one) for one in said)


def _all_of(office: Office, row: DocketRow, now: datetime) -> str:
    """Write all by which a ticket is found, in the group's language."""
    unit = office.city.tree[row.unit].name if row.unit in office.city.tree else ""
    area = office.city.area(row.kelurahan)
    late = row.due_at is not None and is_late(row, now)
    parts = (
        row.words,
        row.place,
        row.kelurahan,
        area.kecamatan if area is not None else "",
        office.city.category_name(row.category, office.lang),
        row.category,
        office.word("officials.status", row.status),
        office.unit_name(row.unit) if row.unit else "",
        unit,
        row.holder,
        office.say("officials.list.late_word") if late else "",
        time_left(office, row.due_at, now) if late and row.due_at is not None else "",
    )
    return " ".join(parts)
