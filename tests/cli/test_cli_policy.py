"""`kanal report MONTH`: what it says for policy, and the same numbers again from an export."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from core.tally.state import DayState, counted
from core.ticket.number import format_number
from core.ticket.registry import RegistryState
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import registry_lane, tally_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.tally import Tallied, TallyRow
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from tests.core.ticket.lane import TicketLane

MARCH = datetime(2026, 3, 10, 2, tzinfo=UTC)
REPORTS = 8


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Store eight reports of March, of which one is confidential, and give the settings that reach them."""
    for serial in range(1, REPORTS + 1):
        number = format_number("KPG", 2026, serial)
        privacy = "rahasia" if serial == REPORTS else "anonim"
        lane = TicketLane(MARCH + timedelta(hours=serial)).opens(privacy=privacy)
        await store.commit(Lane(ticket_lane(number), state=structs.replace(lane.ticket, number=number)), 0)
        for n, effect in enumerate(effect for effect in lane.all_effects if isinstance(effect, Record)):
            await store.journal(f"e:{serial}:{n}", structs.replace(effect, subject=number))
    await store.commit(Lane(registry_lane("KPG", 26), state=RegistryState(REPORTS)), 0)
    row = TallyRow(("received",), "lampu-jalan", "Oebufu", channel="telegram", times=REPORTS)
    await store.commit(Lane(tally_lane(MARCH.date()), state=counted(DayState(), Tallied((row,)))), 0)
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}


async def test_every_number_can_be_counted_again(settings: dict[str, str], tmp_path: Path) -> None:
    """The commands under each section, and nothing but them, give that section again from files."""
    ended = await kanal(tmp_path, "report", "2026-03", "--chart", str(tmp_path / "c.png"), settings=settings)
    assert (0, "") == (ended.code, ended.err)
    assert b"\x89PNG" == (tmp_path / "c.png").read_bytes()[:4]
    assert "- 1 di antaranya rahasia: jenis dan tempatnya tidak ikut dihitung di bawah ini." in ended.lines
    assert "| Laporan masuk | 8 | 0 |" in ended.lines
    sections = _sections(ended.out)
    assert 5 == len(sections)
    ran: dict[tuple[str, ...], str] = {}
    for title, section in sections.items():
        commands = tuple(line for line in section.splitlines() if line.startswith("kanal "))
        assert 3 == len(commands), title
        if commands not in ran:
            *exports, again = commands
            for command in exports:
                assert 0 == (await kanal(tmp_path, *_here(command, tmp_path), settings=settings)).code
            offline = await kanal(tmp_path, *_here(again, tmp_path), settings={})
            assert (0, "") == (offline.code, offline.err)
            ran[commands] = offline.out
        assert section == _sections(ran[commands])[title]


def _sections(text: str) -> dict[str, str]:
    return {part.partition("\n")[0]: part.rstrip() for part in text.split("\n## ")[1:]}


def _here(command: str, folder: Path) -> list[str]:
    return [str(folder / word) if word.endswith(".jsonl") else word for word in command.split()[1:]]


async def test_one_sheet_as_a_file(settings: dict[str, str], tmp_path: Path) -> None:
    """With its name a sheet is given alone, as CSV; a name that is none is answered with all there are."""
    ended = await kanal(tmp_path, "report", "2026-03", "--sheet", "category", "--language", "en", settings=settings)
    assert (0, ["Kind,This period,Before,Change", "Street lights,7,0,+7"]) == (ended.code, ended.lines[:2])
    ended = await kanal(tmp_path, "report", "2026-03", "--sheet", "names", settings=settings)
    assert (2, True) == (ended.code, "cells" in ended.err)


async def test_what_cannot_be_written(settings: dict[str, str], tmp_path: Path) -> None:
    """A day that is not over, one before the period, a file that is no export: one line."""
    (tmp_path / "other.jsonl").write_text('{"month":"2026-03"}\n')
    ended = await kanal(tmp_path, "report", "2099-01", settings=settings)
    assert (2, 1) == (ended.code, len(ended.err.splitlines()))
    for words in (("--until", "2036-01-01"), ("--until", "2026-02-01"), ("--rows", str(tmp_path / "other.jsonl"))):
        ended = await kanal(tmp_path, "report", "2026-03", *words, settings=settings)
        assert (2, 1) == (ended.code, len(ended.err.splitlines()))
