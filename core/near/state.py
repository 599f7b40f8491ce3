"""The document of a lane of what is open near a place: one kind of matter in one kelurahan."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from core.vocabulary.near import NearRow

MOST_ROWS: Final = 60
"""The newest are kept: so many open tickets of one kind in one kelurahan are more than two weeks bring."""
MOST_ROOTS: Final = 20
"""Roots kept of a landmark or of words: the document stays small, and so many tell matters apart."""


class NearState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Open tickets, the one told last at the end."""

    rows: tuple[NearRow, ...] = ()


def load(raw: Any) -> NearState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return NearState()
    return raw if isinstance(raw, NearState) else msgspec.convert(raw, NearState)


def without(state: NearState, number: str) -> NearState:
    """Take a ticket out."""
    return NearState(tuple(row for row in state.rows if row.number != number))


def with_row(state: NearState, row: NearRow) -> NearState:
    """Put a ticket in, or what it reads now in place of before; the oldest beyond the cap fall out."""
    rows = sorted((*without(state, row.number).rows, row), key=lambda one: (one.at, one.number))
    return NearState(tuple(rows[-MOST_ROWS:]))


def since(state: NearState, now: datetime, days: int) -> NearState:
    """Leave out what is older than so many days."""
    return NearState(tuple(row for row in state.rows if row.at >= now - timedelta(days=days)))
