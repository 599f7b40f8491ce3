"""`kanal hook`: who is told, what waits, the secret of each, and telling again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.hooks.subscribers import read_subscribers
from core.ticket.registry import RegistryState
from core.vocabulary.effects import Send
from core.vocabulary.hooks import TicketNews
from core.vocabulary.lane_names import hook_lane, registry_lane, ticket_lane
from core.vocabulary.lanes import Entry, Lane
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from tests.core.ticket.lane import NUMBER, brought_to

HOOKS = "erp=https://erp.example/in pupr=https://pupr.example/in"
SECRET = "long enough for all the systems of a city"


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Store a ticket and a message that waits, and give the settings that reach them."""
    await store.commit(Lane(registry_lane("KPG", 26), state=RegistryState(1)), 0)
    await store.commit(Lane(ticket_lane(NUMBER), state=brought_to("diproses").state), 0)
    waiting = Entry("e:0", Send("{}", audience="public"), datetime(2026, 7, 6, 2, tzinfo=UTC))
    await store.commit(Lane(hook_lane("erp"), outbox=(waiting,)), 0)
    names = {"KANAL_HOOKS": HOOKS, "KANAL_HOOKS_SECRET": SECRET}
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name, **names}


async def test_who_is_told(settings: dict[str, str], tmp_path: Path) -> None:
    """A line for each, with what waits and since when; the secret is not among it."""
    ended = await kanal(tmp_path, "hook", "list", settings=settings)
    expected = [
        "erp\thttps://erp.example/in\t1 waiting\tsince 2026-07-06 02:00",
        "pupr\thttps://pupr.example/in\t0 waiting\tsince -",
    ]
    assert (0, expected) == (ended.code, ended.lines)


async def test_the_secret_of_one(settings: dict[str, str], tmp_path: Path) -> None:
    """It is that of the settings' secret and the name; nobody who is not told has one."""
    ended = await kanal(tmp_path, "hook", "secret", "pupr", settings=settings)
    assert [read_subscribers(HOOKS, SECRET).secret_of("pupr")] == ended.lines
    assert 1 == (await kanal(tmp_path, "hook", "secret", "bkd", settings=settings)).code


async def test_telling_again(settings: dict[str, str], store: MongoStore, tmp_path: Path) -> None:
    """Every ticket of the period waits for the system's lane; no period is said in a line."""
    ended = await kanal(tmp_path, "hook", "replay", "erp", "--period", "2026-07", settings=settings)
    assert (0, "erp is told of 1 tickets again: a running bridge does it\n") == (ended.code, ended.err)
    (event,) = await store.pending(hook_lane("erp"))
    assert isinstance(event.body, TicketNews)
    assert ("changed", NUMBER, True) == (event.body.event, event.body.number, event.body.again)
    for words in (("bkd",), ("erp", "--period", "july")):
        assert 1 <= (await kanal(tmp_path, "hook", "replay", *words, settings=settings)).code


async def test_a_wrong_setting_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    """A short secret or a wrong address stops the start with one line, in which no secret stands."""
    for wrong in ({"KANAL_HOOKS_SECRET": "short-secret"}, {"KANAL_HOOKS": "erp"}):
        ended = await kanal(tmp_path, "hook", "list", settings={**settings, **wrong})
        assert (2, 1) == (ended.code, len(ended.err.splitlines()))
        assert "short-secret" not in ended.err
