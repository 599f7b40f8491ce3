"""`kanal dead`: dead letters listed, shown whole, put back to work, or dropped."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from cli import dead as letters
from core.vocabulary.effects import Send
from core.vocabulary.events import Event
from core.vocabulary.lanes import DeadLetter, Entry, Lane
from core.vocabulary.officials import Notice
from storage.mongo.store import MongoStore
from tests.cli.kanal import NOWHERE, ROOT, Ended, kanal
from tests.clock import TestClock

LANE = "chat:telegram:5001"


class Desk:
    """Does what the command does, in this process, on the store of the test."""

    def __init__(self, uri: str, database: str, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture
        self._settings: dict[str, Any] = {
            "KANAL_CITY": ROOT / "cities/kupang",
            "KANAL_MONGODB_URI": uri,
            "KANAL_MONGODB_DATABASE": database,
        }

    async def dead(self, work: Callable[..., Awaitable[int]], *arguments: object, **more: str) -> Ended:
        """Do one of the works of `cli.dead`, with more settings."""
        self._capture.readouterr()
        code = await work(Settings(_env_file=None, **{**self._settings, **more}), *arguments)
        return Ended(code, *self._capture.readouterr())


@pytest.fixture
def desk(mongo_uri: str, database_name: str, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Give the command on a fresh database."""
    return Desk(mongo_uri, database_name, capsys)


async def bury_event(store: MongoStore, clock: TestClock) -> Event:
    """Keep an event as a dead letter, as the engine does after five tries."""
    event = Event("telegram:1:9", LANE, clock.now(), Notice("officials.start"), received=clock.now())
    await store.accept([event])
    await store.bury(DeadLetter(event.id, "event", LANE, clock.now(), "KeyError", event=event))
    return event


async def test_an_empty_list_says_so(desk: Desk, store: MongoStore) -> None:
    """Without letters nothing is printed but a word on stderr, with code 0."""
    ended = await desk.dead(letters.show_all, 50)

    assert (0, "", "no dead letters\n") == (ended.code, ended.out, ended.err)


async def test_the_newest_letter_is_listed_first(desk: Desk, store: MongoStore, clock: TestClock) -> None:
    """One line per letter: id, kind, time, lane, error, apart by tabs; `--limit` takes the newest."""
    for number in range(3):
        at = clock.now() + timedelta(minutes=number)
        await store.bury(DeadLetter(f"parked:telegram:{number}", "body", "", at, "not JSON", raw="x"))

    ended = await desk.dead(letters.show_all, 50)
    newest = await desk.dead(letters.show_all, 1)

    assert [f"parked:telegram:{number}" for number in (2, 1, 0)] == [line.split("\t")[0] for line in ended.lines]
    assert ["body", "not JSON"] == [ended.lines[0].split("\t")[1], ended.lines[0].split("\t")[4]]
    assert ended.err.startswith("3 dead letters")
    assert ended.lines[:1] == newest.lines


async def test_a_letter_is_shown_whole(desk: Desk, store: MongoStore, clock: TestClock) -> None:
    """`show` prints JSON with the event as it was stored."""
    event = await bury_event(store, clock)

    ended = await desk.dead(letters.show, event.id)

    letter = json.loads(ended.out)
    assert (0, event.id, "event", "KeyError") == (ended.code, letter["id"], letter["kind"], letter["error"])
    assert "officials.start" == letter["event"]["body"]["key"]


async def test_a_replayed_event_is_pending_again(desk: Desk, store: MongoStore, clock: TestClock) -> None:
    """`replay` puts the event back into the inbox and removes the letter."""
    event = await bury_event(store, clock)
    assert [] == list(await store.pending(LANE))

    ended = await desk.dead(letters.replay, event.id)

    assert 0 == ended.code
    assert "back at work" in ended.out
    assert [event.id] == [one.id for one in await store.pending(LANE)]
    assert None is await store.get_dead(event.id)


async def test_a_replayed_message_is_in_the_outbox_again(desk: Desk, store: MongoStore, clock: TestClock) -> None:
    """A message that a platform refused goes to the end of its lane's outbox."""
    entry = Entry("telegram:1:9:0", Send("Halo"), clock.now())
    await store.commit(Lane(LANE, version=1, channel="telegram", address="5001"), 0)
    await store.bury(DeadLetter(entry.id, "entry", LANE, clock.now(), "our request is wrong", entry=entry))

    ended = await desk.dead(letters.replay, entry.id)

    lane = await store.load(LANE)
    assert 0 == ended.code
    assert lane is not None
    assert [entry.id] == [one.id for one in lane.outbox]


TOKEN = {"TELEGRAM_BOT_TOKEN": "7100000001:AAparkedparkedparkedparkedparkedpar"}
SAID = {
    "update_id": 77,
    "message": {
        "message_id": 5,
        "date": 1_793_581_200,
        "chat": {"id": 5001, "type": "private", "first_name": "Ina"},
        "from": {"id": 5001, "is_bot": False, "first_name": "Ina"},
        "text": "Lampu jalan mati",
    },
}


@pytest.mark.parametrize(
    ("token", "raw", "why"),
    [({}, json.dumps(SAID), "telegram is switched off"), (TOKEN, "x", "nobody can read it yet")],
)
async def test_a_body_that_still_cannot_be_read_is_kept(
    desk: Desk, store: MongoStore, clock: TestClock, token: dict[str, str], raw: str, why: str
) -> None:
    """It says why, keeps the letter, and ends with 1."""
    await store.bury(DeadLetter("parked:telegram:a", "body", "", clock.now(), "not JSON", raw=raw))

    ended = await desk.dead(letters.replay, "parked:telegram:a", **token)

    assert 1 == ended.code
    assert why in ended.err
    assert None is not await store.get_dead("parked:telegram:a")


async def test_a_parked_body_is_parsed_anew(desk: Desk, store: MongoStore, clock: TestClock) -> None:
    """What is in it is pending like any other event, also when it is replayed twice, and the letter is gone."""
    for _ in range(2):
        letter = DeadLetter("parked:telegram:a", "body", "", clock.now(), "AtlasError", raw=json.dumps(SAID))
        await store.bury(letter)
        ended = await desk.dead(letters.replay, letter.id, **TOKEN)
        assert (0, "") == (ended.code, ended.err)

    assert ["Lampu jalan mati"] == [getattr(one.body, "text", "") for one in await store.pending(LANE)]
    assert None is await store.get_dead("parked:telegram:a")


async def test_a_dropped_letter_is_gone(desk: Desk, store: MongoStore, clock: TestClock) -> None:
    """`drop` deletes the letter; the second time there is none."""
    event = await bury_event(store, clock)

    first, second = await desk.dead(letters.drop, event.id), await desk.dead(letters.drop, event.id)

    assert (0, 1) == (first.code, second.code)
    assert None is await store.get_dead(event.id)
    assert [] == list(await store.pending(LANE))


@pytest.mark.parametrize("work", [letters.show, letters.replay, letters.drop])
async def test_a_letter_that_is_not_there(desk: Desk, store: MongoStore, work: Callable[..., Awaitable[int]]) -> None:
    """The id is named, with the command that shows which there are; code 1."""
    ended = await desk.dead(work, "nothing")

    assert (1, "") == (ended.code, ended.out)
    assert "kanal: no dead letter nothing; `kanal dead list` shows what there is\n" == ended.err


async def test_the_command_works_on_the_configured_store(
    tmp_path: Path, mongo_uri: str, database_name: str, store: MongoStore, clock: TestClock
) -> None:
    """`kanal dead list`, `show`, `replay` and `drop` do all this as a process of their own."""
    event = await bury_event(store, clock)
    settings = {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}

    listed = await kanal(tmp_path, "dead", "list", "--limit", "1", settings=settings)
    shown = await kanal(tmp_path, "dead", "show", event.id, settings=settings)
    replayed = await kanal(tmp_path, "dead", "replay", event.id, settings=settings)
    dropped = await kanal(tmp_path, "dead", "drop", event.id, settings=settings)

    assert [event.id] == [line.split("\t")[0] for line in listed.lines]
    assert [0, 0, 1] == [shown.code, replayed.code, dropped.code]
    assert [event.id] == [one.id for one in await store.pending(LANE)]


async def test_the_store_is_down(tmp_path: Path) -> None:
    """One line and code 1, no traceback."""
    ended = await kanal(tmp_path, "dead", "list", settings={"KANAL_MONGODB_URI": NOWHERE})

    assert (1, 1) == (ended.code, ended.err.count("\n"))
    assert "does not answer" in ended.err
