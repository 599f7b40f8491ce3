"""What an export of chains shows of a line, and what it hides: nothing of a person, no words, no exact place."""

from __future__ import annotations

from typing import Final

from core.proof.chain import DETAIL, fields_of
from core.proof.lines import Shown
from core.vocabulary.effects import Record

_NOBODY: Final = frozenset(("pelapor", "sistem", "pengikut"))
"""Actors who are no persons: an official is shown by the unit alone."""
_CODES: Final = frozenset(
    (
        "by_unit", "unit", "decider", "returns", "due", "until", "kind", "stage", "outcome", "priority", "rating",
        "evidence", "doubts", "action", "calendar", "filed_at", "words", "slip_key", "persons", "privacy", "solved",
        "telltale", "urgent", "why",
    )
)  # fmt: skip
"""Details that are codes, dates and counts, whoever it is about."""
_WHERE: Final = frozenset(("category", "classification", "channel", "kelurahan", "other", "before"))
"""Details that say what a report is about and where: hidden of a confidential one."""


_OF_REGISTER: Final = frozenset(DETAIL + name for name in ("unit", "role", "desk", "version", "until"))
"""Of a change in the register: what was done stands in every line; who it was done to and by stays hidden."""


def shown_of_register(name: str, _value: str) -> bool:
    """Tell what of a line of the register is shown."""
    return name in _OF_REGISTER


_LASTING: Final = frozenset(("actor", *(DETAIL + name for name in (
    *_CODES, *_WHERE, "office", "account", "national", "listed", "closed_by", "from", "name",
))))  # fmt: skip
"""What stays of a line when what is personal in its report is erased: what the city did, and who did it for the city.

All else goes: words of citizens and officials, and links to what somebody said in public.
"""


def passing(record: Record) -> frozenset[str]:
    """Name what of a line goes when its report is erased."""
    return frozenset(fields_of(record)) - _LASTING


def shown(*, confidential: bool) -> Shown:
    """Tell what of a report is shown."""
    names = {DETAIL + name for name in (_CODES if confidential else _CODES | _WHERE)}
    return lambda name, value: name in names or (name == "actor" and value in _NOBODY)
