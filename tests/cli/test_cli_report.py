"""`kanal report`: indicators of a period, broken down, drawn, and hidden from whom they are not for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.tally.state import DayState, counted
from core.vocabulary.lane_names import tally_lane
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


async def test_a_table_as_the_public_sees_it(settings: dict[str, str], tmp_path: Path) -> None:
    """Broken down by kelurahan, without what is too small for everybody's eyes."""
    ended = await kanal(
        tmp_path, "report", "2026-W10", "--by", "kelurahan", "--viewer", "public", "--language", "en", settings=settings
    )
    assert 0 == ended.code
    assert ["", "Received", "Answered as done", "Within the limit"] == ended.lines[1].split("\t")[:4]
    assert ["Oebufu", "–", "6", "100%"] == ended.lines[2].split("\t")[:4]


async def test_no_period(settings: dict[str, str], tmp_path: Path) -> None:
    """What is no period, no table or no viewer is said in one line."""
    for words in (("march",), ("2026-03", "--by", "name"), ("2026-03", "--viewer", "me")):
        ended = await kanal(tmp_path, "report", *words, settings=settings)
        assert (2, 1) == (ended.code, len(ended.err.splitlines()))
