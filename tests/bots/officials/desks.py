"""Desks with tickets on them, for tests of lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from core.docket.state import DocketState
from core.ticket.number import format_number
from core.vocabulary.docket import DocketRow
from core.vocabulary.lane_names import docket_lane
from tests.bots.officials.group import BUDI, START, Group

DAY = timedelta(days=1)


def number(serial: int) -> str:
    """Give a ticket number."""
    return format_number("KPG", 2026, serial)


def row(serial: int, **changes: Any) -> DocketRow:
    """Give a row of a lamp that Budi works on, due in a week."""
    plain = DocketRow(
        number(serial),
        1,
        "diproses",
        "working",
        "lampu-jalan",
        START - 9 * DAY,
        START,
        unit="dishub",
        kelurahan="Oebufu",
        place="depan SDN Oebufu",
        words="Lampu jalan mati su 3 hari",
        roots=("jalan", "lampu", "mati"),
        holder_id=BUDI.id,
        holder="Budi L.",
        due_at=START + 7 * DAY,
        due_kind="tindak_lanjut",
    )
    return msgspec.structs.replace(plain, **changes)


def desk(*rows: DocketRow) -> dict[str, Any]:
    """Give the document of a desk's list, as it is stored."""
    opened = {one.number: one for one in rows if one.stage != "ended"}
    ended = {one.number: one for one in rows if one.stage == "ended"}
    return msgspec.to_builtins(DocketState(opened, ended), builtin_types=(type(START),))  # type: ignore[no-any-return]


def group_with(**desks: tuple[DocketRow, ...]) -> Group:
    """Give a group with Budi in it and tickets on its desks."""
    group = Group(dockets={docket_lane(key): desk(*rows) for key, rows in desks.items()})
    group.registers(BUDI)
    return group
