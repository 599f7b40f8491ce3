"""The document of a desk's list: a row for each open ticket, and for those that ended lately."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import msgspec
from msgspec import structs

from core.vocabulary.docket import DeskCounts, DocketRow, Listed, UnitCounts, Unlisted
from core.vocabulary.ticket import TicketStatus

MOST_WORDED: Final = 500
"""Open rows that are kept with their words; those beyond are found by number, place and category alone."""
MOST_ENDED: Final = 200
ENDED_KEPT: Final = timedelta(days=60)
"""An ended ticket is found by its words for so long; by its number always, for the ticket itself answers."""
MOST_GONE: Final = 200
"""Tickets that left for another desk: enough to know news of before when it comes late."""


SILENT: Final[TicketStatus] = "lewat"
"""The end in silence: looked at from outside, so that each of these is kept for its time, however many there are."""

_Row = TypeVar("_Row")

Marks = dict[str, dict[str, list[str]]]
"""Unit -> name of a list -> marks of tickets in their order (`core.docket.standing`)."""


class Gone(msgspec.Struct, frozen=True):
    """A ticket that left at a revision."""

    number: str
    revision: int


class Lapse(msgspec.Struct, frozen=True, array_like=True):
    """A ticket that ended in the citizen's silence, kept without its row: its unit, and when it changed last."""

    unit: str
    revision: int
    at: datetime


class DocketState(msgspec.Struct, frozen=True, omit_defaults=True):
    """All tickets of one desk by number. ``lapsed`` are all that ended in silence lately, those without a row too.
    ``told`` is what its group was told last, and ``told_in`` the group's lane;
    ``unlike_since`` says since when that is not how things are. ``morning`` is when the next digest is due.
    ``counts`` and ``lists`` say the same as the rows, unit by unit, for who reads no rows; None until the next step.
    """

    open: dict[str, DocketRow] = {}
    ended: dict[str, DocketRow] = {}
    lapsed: dict[str, Lapse] = {}
    gone: tuple[Gone, ...] = ()
    told: DeskCounts | None = None
    told_in: str = ""
    unlike_since: datetime | None = None
    morning: datetime | None = None
    counts: dict[str, UnitCounts] | None = None
    lists: Marks | None = None

    def __iter__(self) -> Iterator[DocketRow]:
        """Yield the rows of all open tickets."""
        return iter(self.open.values())


def load(raw: Any) -> DocketState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return DocketState()
    return raw if isinstance(raw, DocketState) else msgspec.convert(raw, DocketState)


def listed(state: DocketState, body: Listed, now: datetime) -> DocketState:
    """Put a ticket's row where it belongs, unless something newer is known of it."""
    row = body.row
    known = state.open.get(row.number) or state.ended.get(row.number) or state.lapsed.get(row.number)
    newest = max((one.revision for one in state.gone if one.number == row.number), default=-1)
    if row.revision < newest or (known is not None and row.revision < known.revision):
        return state
    state = with_lapsed(state, now)
    lapsed = _without(state.lapsed, row.number)
    if row.status == SILENT:
        lapsed[row.number] = Lapse(row.unit, row.revision, row.changed_at)
    opened, ended = _without(state.open, row.number), _without(state.ended, row.number)
    if row.stage == "ended":
        ended[row.number] = row
        ended = _kept(ended, now)
    else:
        wordless = len(opened) >= MOST_WORDED
        opened[row.number] = structs.replace(row, words="", roots=()) if wordless else row
    gone = tuple(one for one in state.gone if one.number != row.number)
    return structs.replace(state, open=opened, ended=ended, lapsed=lapsed, gone=gone)


def with_lapsed(state: DocketState, now: datetime) -> DocketState:
    """Let go of what ended in silence long ago; what an older version kept as rows alone is taken up."""
    rows = {one.number: Lapse(one.unit, one.revision, one.changed_at) for one in state.ended.values() if _silent(one)}
    every = {**rows, **state.lapsed}
    return structs.replace(state, lapsed={number: one for number, one in every.items() if now - one.at < ENDED_KEPT})


def _silent(row: DocketRow) -> bool:
    return row.status == SILENT


def unlisted(state: DocketState, body: Unlisted) -> DocketState:
    """Take a ticket off that lies on another desk, unless it has come back since."""
    known = state.open.get(body.number) or state.ended.get(body.number) or state.lapsed.get(body.number)
    if known is not None and body.revision < known.revision:
        return state
    gone = (*(one for one in state.gone if one.number != body.number), Gone(body.number, body.revision))
    return structs.replace(
        state,
        open=_without(state.open, body.number),
        ended=_without(state.ended, body.number),
        lapsed=_without(state.lapsed, body.number),
        gone=gone[-MOST_GONE:],
    )


def _without(rows: Mapping[str, _Row], number: str) -> dict[str, _Row]:
    return {name: row for name, row in rows.items() if name != number}


def _kept(ended: dict[str, DocketRow], now: datetime) -> dict[str, DocketRow]:
    """Let go of what ended long ago; the newest stay."""
    lately = [row for row in ended.values() if now - row.changed_at < ENDED_KEPT]
    newest = sorted(lately, key=lambda row: (row.changed_at, row.number))[-MOST_ENDED:]
    return {row.number: row for row in newest}
