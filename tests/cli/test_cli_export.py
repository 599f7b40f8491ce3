"""`kanal export`: a file in which no person can be found, whole or not at all."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.ticket.registry import RegistryState
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import registry_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.national import KeptNationally
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from tests.core.ticket.lane import NUMBER, OTHER, brought_to


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Store a ticket of long ago, and give the settings that reach it."""
    lane = brought_to("diproses")
    await store.commit(Lane(registry_lane("KPG", 26), state=RegistryState(1)), 0)
    await store.commit(Lane(ticket_lane(NUMBER), state=lane.state), 0)
    at = datetime(2025, 7, 6, 2, tzinfo=UTC)
    for n, effect in enumerate(effect for effect in lane.all_effects if isinstance(effect, Record)):
        await store.journal(f"e:{n}", Record(NUMBER, "x", effect.what, effect.status, at, "", effect.details))
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}


def names(folder: Path, start: str) -> list[str]:
    """List the files of a folder that begin so."""
    return [file.name for file in folder.iterdir() if file.name.startswith(start)]


async def test_a_file_and_its_sum(settings: dict[str, str], tmp_path: Path) -> None:
    """The file is there with a row, its size and sum are said, and only its owner may read it."""
    file = tmp_path / "tickets.csv"
    ended = await kanal(tmp_path, "export", str(file), "--for", "monitor", settings=settings)
    assert (0, "") == (ended.code, ended.out)
    content = file.read_bytes()
    assert hashlib.sha256(content).hexdigest() in ended.err
    assert [b"number", NUMBER.encode()] == [line.split(b",")[0] for line in content.splitlines()]
    assert (0o600, [file.name]) == (file.stat().st_mode & 0o777, names(tmp_path, "tickets"))


async def test_to_standard_output(settings: dict[str, str], tmp_path: Path) -> None:
    """With a dash the rows are what is printed; the public reads no number."""
    ended = await kanal(tmp_path, "export", "-", "--format", "jsonl", settings=settings)
    assert 0 == ended.code
    assert ended.out.startswith('{"month":"2025-07","category":null,"kelurahan":null')
    assert NUMBER not in ended.out


async def test_what_cannot_be_had(settings: dict[str, str], tmp_path: Path) -> None:
    """No format, no reader, no period: one line, and no file."""
    for words in (("x.txt",), ("x.csv", "--for", "mayor"), ("x.csv", "--period", "2026-W10"), ("x.csv", "--words")):
        ended = await kanal(tmp_path, "export", *words, settings=settings)
        assert (2, 1) == (ended.code, len(ended.err.splitlines()))
    assert [] == names(tmp_path, "x")


async def test_numbers_of_the_national_service(settings: dict[str, str], store: MongoStore, tmp_path: Path) -> None:
    """Each pair is told to its ticket; a report that there is not is named, and makes the command fail."""
    file = tmp_path / "numbers.csv"
    file.write_text(f"{NUMBER},8123456\n{OTHER},8123457\n", encoding="utf-8")
    ended = await kanal(tmp_path, "national", "numbers", str(file), settings=settings)
    assert (1, f"kanal: no report {OTHER}\n1 numbers taken, 1 lines left out\n") == (ended.code, ended.err)
    assert [KeptNationally("8123456")] == [event.body for event in await store.pending(ticket_lane(NUMBER))]


async def test_a_file_for_the_national_service(settings: dict[str, str], tmp_path: Path) -> None:
    """It has a row for the report, under headings in the city's language."""
    ended = await kanal(tmp_path, "national", "export", "-", settings=settings)
    assert ["Nomor Laporan", NUMBER] == [line.split(",")[0] for line in ended.out.splitlines()]
