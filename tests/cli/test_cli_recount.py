"""`kanal recount`: which open tickets a new calendar moves, and having them counted again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.recount import NOTE
from core.docket.state import DocketState
from core.ticket.state import Limit, TicketState
from core.vocabulary.dates import Recount
from core.vocabulary.docket import DocketRow
from core.vocabulary.lane_names import docket_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Report
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal

NUMBER = "KPG-26-00001-5"
FILED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
WRONG = datetime(2026, 11, 6, 15, 59, 59, tzinfo=UTC)
"""A day later than three working days from Monday."""


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Store a ticket that was counted by another calendar, and give the settings that reach it."""
    plain = TicketState(
        NUMBER,
        "person:x",
        "baru",
        Report("Lampu mati", "pengaduan", "lampu-jalan"),
        FILED,
        due_at=WRONG,
        due_kind="verifikasi",
        counted_from=FILED,
        limit=Limit(3),
    )
    row = DocketRow(NUMBER, 1, "baru", "new", "lampu-jalan", FILED, FILED)
    desk = docket_lane("verifikasi")
    for lane in (Lane(ticket_lane(NUMBER), 1, plain), Lane(desk, 1, DocketState(open={NUMBER: row}))):
        assert await store.commit(lane, 0)
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}


async def test_what_would_move_is_listed(settings: dict[str, str], tmp_path: Path, store: MongoStore) -> None:
    """With --dry-run each ticket that would move is shown with both days, and nothing is done."""
    ended = await kanal(tmp_path, "recount", "--dry-run", settings=settings)
    assert (0, "") == (ended.code, ended.err)
    assert [f"{NUMBER}\t6 Nov 2026\t5 Nov 2026", "1 of 1 open tickets move"] == ended.lines
    assert "" == await store.read_note(NOTE)


async def test_tickets_are_counted_again(settings: dict[str, str], tmp_path: Path, store: MongoStore) -> None:
    """Without it the desk's list is told, for the bridge to go on with."""
    ended = await kanal(tmp_path, "recount", settings=settings)
    assert (0, "They are counted again by the bridge as it runs, or when it starts.") == (ended.code, ended.lines[-1])
    (event,) = await store.pending(docket_lane("verifikasi"))
    assert isinstance(event.body, Recount)
