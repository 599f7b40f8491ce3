"""`kanal chains`, `kanal roots`, `kanal audit`: what the city says of itself is checked from outside."""

from __future__ import annotations

import asyncio
from datetime import UTC
from pathlib import Path

import pytest

from app.rooting import know_key, make_roots
from core.proof.keys import written
from core.ticket.registry import RegistryState
from core.vocabulary.lane_names import registry_lane, ticket_lane
from core.vocabulary.lanes import Entry, Lane
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from tests.core.proof.city_life import SIGNER, lives
from tests.core.ticket.lane import MONDAY, city

KEY = written(SIGNER.public)


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Store some lives with the roots of their days; the newest line of all is still in its outbox."""
    await know_key(store, SIGNER, None, MONDAY.astimezone(UTC))
    await store.commit(Lane(registry_lane("KPG", 26), state=RegistryState(5)), 0)
    newest = max(lives(), key=lambda life: life.records[-1].at)
    for life in lives():
        *written_down, last = life.records
        waits = life is newest
        outbox = (Entry("last", last, last.at),) if waits else ()
        await store.commit(Lane(ticket_lane(life.number), state=life.state, outbox=outbox), 0)
        lines = written_down if waits else life.records
        await asyncio.gather(*(store.journal(f"{life.number}:{n}", line) for n, line in enumerate(lines)))
    assert 2 < await make_roots(store, city(), SIGNER, newest.records[-1].at)
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}


async def test_from_the_city_to_the_auditor(settings: dict[str, str], tmp_path: Path) -> None:
    """The file of chains and the files of days are enough to say that all is right, and what was counted."""
    chains, folder = tmp_path / "chains.jsonl", tmp_path / "days"
    made = await kanal(tmp_path, "chains", str(chains), settings=settings)
    assert (0, True) == (made.code, made.err.startswith("4 reports, "))
    kept = await kanal(tmp_path, "roots", str(folder), settings=settings)
    again = await kanal(tmp_path, "roots", str(folder), settings=settings)
    assert (f"0 new days in {folder}", True) == (again.lines[0], not kept.lines[0].startswith("0 "))
    text = chains.read_text(encoding="utf-8")
    assert [] == [word for word in ("Maria", "Yosef", "Pungli", "diganti") if word in text]

    checked = await kanal(tmp_path, "audit", str(chains), "--roots", str(folder), "--key", KEY, settings=settings)
    assert (0, "all is right") == (checked.code, checked.lines[-1])
    assert "dishub\tanswers in time 1\tlate 0\tlimits that passed 1" in checked.lines
    assert "limits of 4 reports counted again, of 1 of them without being told their kind" in checked.lines


async def test_a_city_that_changes_a_line(settings: dict[str, str], store: MongoStore, tmp_path: Path) -> None:
    """Whoever changes the database is found by the next file of chains."""
    folder, chains = tmp_path / "days", tmp_path / "chains.jsonl"
    await kanal(tmp_path, "roots", str(folder), settings=settings)
    journal = store._connection["journal"]
    changed = await journal.update_one({"subject": lives()[1].number, "what": "late"}, {"$set": {"what": "catatan"}})
    assert 1 == changed.modified_count
    await kanal(tmp_path, "chains", str(chains), settings=settings)

    ended = await kanal(tmp_path, "audit", str(chains), "--roots", str(folder), "--key", KEY, settings=settings)
    assert (1, "NOT RIGHT: 1") == (ended.code, ended.lines[-1])
    assert "altered\tline " in ended.lines[0]


async def test_a_file_of_something_else(tmp_path: Path) -> None:
    """What is no file of chains, and a file that is not there, are named in one line."""
    (tmp_path / "x").write_text("number,month\n", encoding="utf-8")
    for name in ("x", "nothing"):
        ended = await kanal(tmp_path, "audit", str(tmp_path / name))
        assert (2, 1) == (ended.code, len(ended.err.splitlines()))


async def test_keys_are_listed(settings: dict[str, str], tmp_path: Path) -> None:
    """A key is shown with what may be printed of it."""
    ended = await kanal(tmp_path, "key", "list", settings=settings)
    assert [f"{SIGNER.key}\t{KEY}\t2026-07-06\tthe first"] == ended.lines
