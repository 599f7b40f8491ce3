"""`kanal report`: indicators of a period, broken down, drawn, and hidden from whom they are not for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.tally.months import MonthState
from core.tally.state import DayState, counted
from core.vocabulary.lane_names import month_lane, tally_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.tally import Tallied, TallyRow
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Store the counts of a day, and give the settings that reach them."""
    row = TallyRow(("received",), "jalan", "Oebufu", channel="whatsapp", times=4)
    done = TallyRow(("answered", "in_time"), "jalan", "Oebufu", "pupr", "whatsapp", times=6)
    assert await store.commit(Lane(tally_lane(date(2026, 3, 4)), 1, counted(DayState(), Tallied((row, done)))), 0)
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}


async def test_a_month_is_shown(settings: dict[str, str], tmp_path: Path) -> None:
    """Name, value and meaning of each indicator; a chart of the days where a file is named."""
    ended = await kanal(
        tmp_path, "report", "2026-03", "--figures", "--chart", str(tmp_path / "c.png"), settings=settings
    )
    assert (0, "", "1–31 Mar 2026") == (ended.code, ended.err, ended.lines[0])
    assert ["Laporan masuk", "4"] == ended.lines[1].split("\t")[:2]
    assert b"\x89PNG" == (tmp_path / "c.png").read_bytes()[:4]


async def test_a_table_as_the_public_sees_it(settings: dict[str, str], store: MongoStore, tmp_path: Path) -> None:
    """Of a month that is out, as it was published: without what is too small, and without its covers."""
    rows = (
        TallyRow(("answered", "in_time"), "jalan", "Oebufu", "pupr", "whatsapp", times=60),
        TallyRow(("answered", "in_time"), "jalan", "Oesapa", "pupr", "whatsapp", times=40),
        TallyRow(("answered", "in_time"), "jalan", "Fatululi", "pupr", "whatsapp", times=1),
    )
    state = MonthState(datetime(2026, 4, 4, tzinfo=UTC), counted(DayState(), Tallied(rows)))
    assert await store.commit(Lane(month_lane("2026-03"), 1, state), 0)
    words = ("report", "2026-03", "--by", "kelurahan", "--viewer", "public", "--language", "en")
    ended = await kanal(tmp_path, *words, settings=settings)
    values = [line.split("\t")[2] for line in ended.lines if line.split("\t")[0] in ("Oebufu", "Oesapa", "Fatululi")]
    assert (0, "–", 1) == (ended.code, values[0], values[1:].count("–")), ended.lines
    ended = await kanal(tmp_path, "report", "2026-03", "--viewer", "public", settings=settings)
    assert (0, "101") == (ended.code, ended.lines[2].split("\t")[1])


async def test_what_is_not_out_is_not_for_the_public(settings: dict[str, str], tmp_path: Path) -> None:
    """A week, a month that is not published and a table by channel are refused, each in a line."""
    for words in (("2026-W10",), ("2026-03",), ("2026-03", "--by", "channel")):
        ended = await kanal(tmp_path, "report", *words, "--viewer", "public", settings=settings)
        assert (2, 1) == (ended.code, len(ended.err.splitlines()))


async def test_no_period(settings: dict[str, str], tmp_path: Path) -> None:
    """What is no period, no table or no viewer is said in one line."""
    for words in (("march",), ("2026-03", "--by", "name"), ("2026-03", "--viewer", "me")):
        ended = await kanal(tmp_path, "report", *words, settings=settings)
        assert (2, 1) == (ended.code, len(ended.err.splitlines()))
