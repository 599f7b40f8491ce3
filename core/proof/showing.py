"""What an export of chains shows of a line, and what it hides: nothing of a person, no words, no exact place."""

from __future__ import annotations

from typing import Final

from core.proof.chain import DETAIL
from core.proof.lines import Shown

_NOBODY: Final = frozenset(("pelapor", "sistem", "pengikut"))
"""Actors who are no persons: an official is shown by the unit alone."""
_CODES: Final = frozenset(
    (
        "by_unit", "unit", "decider", "returns", "due", "until", "kind", "stage", "outcome", "priority", "rating",
        "evidence", "doubts", "action", "calendar", "filed_at", "words", "slip_key", "persons", "privacy", "solved",
        "telltale", "urgent",
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


def shown(*, confidential: bool) -> Shown:
    """Tell what of a report is shown."""
    names = {DETAIL + name for name in (_CODES if confidential else _CODES | _WHERE)}
    return lambda name, value: name in names or (name == "actor" and value in _NOBODY)
