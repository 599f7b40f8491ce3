"""What is particular to the store on MongoDB: group commit, two processes, odd documents, a database that is away."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from pymongo import MongoClient

from core.vocabulary.errors import KanalError, StoreDown, UnreadableLane
from core.vocabulary.lanes import DeadLetter, Lane
from core.vocabulary.letters import Upload
from core.vocabulary.media import Held, Media
from core.vocabulary.order import oldest_first
from storage.errors import Unstorable
from storage.mongo.documents import event_document
from storage.mongo.store import MongoStore
from tests.clock import START, TestClock
from tests.contents import here, whole
from tests.contracts.things import LANE, entry, event, ids, receipt
from tests.storage.mongo.shapes import Shapes


@pytest.fixture
def client(mongo_uri: str) -> Any:
    """Give a plain client, to look behind the store."""
    with MongoClient[Any](mongo_uri) as plain:
        yield plain


@pytest.fixture
async def other(mongo_uri: str, database_name: str, clock: TestClock, store: MongoStore) -> AsyncIterator[MongoStore]:
    """Open a second store on the same database, as another process would."""
    opened = MongoStore(mongo_uri, database_name, clock=clock, worker="w2")
    await opened.open()
    yield opened
    await opened.close()


async def test_concurrent_calls_share_commands(mongo_uri: str, database_name: str, clock: TestClock) -> None:
    """Thirty-two callers at once need a few commands, not thirty-two each."""
    shapes = Shapes()
    store = MongoStore(mongo_uri, database_name, clock=clock, event_listeners=[shapes])
    await store.open()
    lanes = [f"chat:{n}" for n in range(32)]
    shapes.commands.clear()

    await asyncio.gather(*(store.accept([event(n, lane)]) for n, lane in enumerate(lanes)))
    await asyncio.gather(*(store.pending(lane) for lane in lanes))
    await asyncio.gather(*(store.load(lane) for lane in lanes))
    await asyncio.gather(*(store.commit(Lane(lane), 0) for lane in lanes))
    await asyncio.gather(*(store.commit(Lane(lane), 1) for lane in lanes))
    await asyncio.gather(*(store.record(receipt(n, str(n))) for n in range(32)))
    store.done([f"telegram:{n}" for n in range(32)])
    await store.close()

    commands = [name for name in shapes.commands if name != "endSessions"]
    births, changes = ["insert"] * 3, ["update"] * 3  # at most 12 lanes together
    assert ["insert", "find", "find", *births, *changes, "insert", "update"] == commands


async def test_two_processes_race_for_a_version(store: MongoStore, other: MongoStore) -> None:
    """Through two stores, alone or in batches, each version has one winner."""
    for version in range(5):
        calls = [worker.commit(Lane(f"chat:{n}"), version) for n in range(8) for worker in (store, other)]
        won = await asyncio.gather(*calls)
        assert [1] * 8 == [won[n] + won[n + 1] for n in range(0, 16, 2)]
    single = await asyncio.gather(store.commit(Lane("chat:0"), 5), other.commit(Lane("chat:0"), 5))
    assert [False, True] == sorted(single)


async def test_two_processes_take_an_event_once(store: MongoStore, other: MongoStore) -> None:
    """The same delivery to two processes is new in one of them."""
    new = await asyncio.gather(*(worker.accept([event(n)]) for n in range(10) for worker in (store, other)))

    assert [1] * 10 == [len(new[n]) + len(new[n + 1]) for n in range(0, 20, 2)]


async def test_one_event_that_cannot_be_stored_fails_alone(store: MongoStore) -> None:
    """Those that travel with a document above 16 MB are stored; its own caller is told."""
    calls = [store.accept([event(n, text="x" * (17_000_000 if n == 3 else 1))]) for n in range(6)]
    results = await asyncio.gather(*calls, return_exceptions=True)

    assert [n == 3 for n in range(6)] == [isinstance(result, Unstorable) for result in results]
    assert 5 == len(await store.pending(LANE))
    with pytest.raises(Unstorable):
        await store.commit(Lane(LANE, state={"number": 1 << 70}), 0)


async def test_fields_of_a_newer_version_are_left_out(store: MongoStore, client: Any, database_name: str) -> None:
    """Documents with fields that this version does not know are read all the same."""
    await store.accept([event(1)])
    await store.commit(Lane(LANE, state=1), 0)
    await store.record(receipt(1, "1"))
    for name in ("inbox", "lanes", "receipts"):
        client[database_name][name].update_many({}, {"$set": {"tomorrow": 1, "event.tomorrow": {"a": 1}}})

    assert ["telegram:1"] == ids(await store.pending(LANE))
    assert Lane(LANE, version=1, state=1) == await store.load(LANE)
    assert receipt(1, "1") == await store.by_message(LANE, "1")


async def test_an_unreadable_event_is_a_dead_letter(
    store: MongoStore, client: Any, database_name: str, clock: TestClock
) -> None:
    """An event of a kind that this version does not know does not block its lane; replayed it is tried again."""
    document = event_document(event(1), clock.now())
    document["event"]["body"] = {"type": "Telepathy"}
    client[database_name].inbox.insert_one(document)
    await store.accept([event(2)])

    assert ["telegram:2"] == ids(await store.pending(LANE))
    letter = await store.get_dead("telegram:1")
    assert isinstance(letter, DeadLetter)
    assert ("event", LANE, None) == (letter.kind, letter.lane, letter.event)
    assert "Telepathy" in letter.raw
    body = event_document(event(1), clock.now())["event"]["body"]
    client[database_name].inbox.update_one({"_id": "telegram:1"}, {"$set": {"event.body": body}})
    assert LANE == await store.replay_dead("telegram:1")
    assert ["telegram:1", "telegram:2"] == sorted(ids(await store.pending(LANE)))


async def test_a_flood_on_one_lane_hides_none_of_the_others(store: MongoStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the shared read is full, each lane's oldest events are read by themselves."""
    monkeypatch.setattr("storage.mongo.inbox._BATCH_READ_CAP", 20)
    flood = [event(n, order=n) for n in range(150)]
    await store.accept(list(reversed(flood)))
    await store.accept([event("other", "chat:z")])

    mine, others = await asyncio.gather(store.pending(LANE), store.pending("chat:z"))

    assert ids(flood[:100]) == ids(mine)
    assert ["telegram:other"] == ids(others)


async def test_the_database_sorts_events_as_we_do(store: MongoStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's own sort gives the one order: cut off by it, a flood loses none of its oldest events."""
    monkeypatch.setattr("storage.mongo.inbox._BATCH_READ_CAP", 20)
    monkeypatch.setattr("storage.mongo.inbox.PENDING_LIMIT", 24)
    times = [START + timedelta(milliseconds=at) for at in (0, 1, 1000)]
    plan = list(itertools.product(times, (0, 1, 2, 10), times, ("a", "B", "é", "z", "🙏")))
    events = [
        msgspec.structs.replace(event(f"{name}{n}", at=at, order=order), received=received)
        for n, (at, order, received, name) in enumerate(plan)
    ]
    oldest = ids(oldest_first(events))
    random.Random(1).shuffle(events)
    await store.accept(events)

    sorted_by_database = [document["_id"] for document in await store._inbox._find_oldest(LANE)]
    assert oldest[:48] == sorted_by_database
    assert oldest[:24] == ids(await store.pending(LANE))


async def test_done_marks_reach_the_database(store: MongoStore, other: MongoStore) -> None:
    """Another process stops seeing a done event soon."""
    await store.accept([event(1), event(2)])
    store.done(["telegram:1"])

    async with asyncio.timeout(5.0):
        while len(await other.pending(LANE)) > 1:  # each look is a command to the server
            pass

    assert ["telegram:2"] == ids(await other.pending(LANE))


async def test_a_file_cut_short_by_a_kill_is_completed(store: MongoStore, client: Any, database_name: str) -> None:
    """Chunks without a file are no file; storing it again makes it whole, whatever was begun before."""
    photo = bytes(range(256)) * 3000
    await store.put_media(Held(photo), "image/jpeg", "a.jpg", "m:1")
    files, chunks = client[database_name]["media.files"], client[database_name]["media.chunks"]
    files.delete_one({"_id": "m:1"})
    chunks.delete_one({"n": 2})

    assert await store.get_media("m:1") is None
    await store.put_media(Held(photo), "image/jpeg", "a.jpg", "m:1")
    assert Media(Held(photo), "image/jpeg", "a.jpg") == await here(await store.get_media("m:1"))

    files.delete_one({"_id": "m:1"})
    await store.put_media(Held(b"other"), "image/jpeg", "b.jpg", "m:1")
    assert Media(Held(b"other"), "image/jpeg", "b.jpg") == await here(await store.get_media("m:1"))


async def test_a_file_that_waited_before_there_were_chunks(store: MongoStore, client: Any, database_name: str) -> None:
    """What an earlier version left is read to its end, so that no photo is lost on the day of a new one."""
    old = {"_id": "u:2", "content": b"foto", "mime": "image/jpeg", "at": START}
    client[database_name]["uploads"].insert_one(old)
    upload = await store.get_upload("u:2")
    assert upload is not None
    assert Upload("u:2", Held(b"foto"), "image/jpeg", START) == upload


async def test_two_contents_for_one_id_leave_one_whole_file(
    store: MongoStore, other: MongoStore, client: Any, database_name: str
) -> None:
    """When two processes store different bytes at once, the first one's file stays, without leftovers."""
    contents = [bytes([n]) * 600_000 for n in (1, 2)]
    await asyncio.gather(
        store.put_media(Held(contents[0]), "a/b", "n", "m:1"), other.put_media(Held(contents[1]), "a/b", "n", "m:1")
    )

    stored = await store.get_media("m:1")
    assert stored is not None
    assert await whole(stored.content) in contents
    assert 3 == client[database_name]["media.chunks"].count_documents({})


async def test_a_database_that_does_not_answer_is_store_down(clock: TestClock) -> None:
    """Opening, reading and writing raise ``StoreDown`` in bounded time, and so does a closed store."""
    store = MongoStore("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100", "kanal", clock=clock)

    calls: list[Callable[[], Awaitable[object]]] = [
        store.open,
        lambda: store.accept([event(1)]),
        lambda: store.load(LANE),
        lambda: store.by_key("a", "b"),
    ]

    assert [StoreDown] * 4 == [await error_of(call) for call in calls]
    store.done(["telegram:1"])
    await asyncio.wait_for(store.close(), 5.0)
    assert [StoreDown] * 4 == [await error_of(call) for call in calls]


async def error_of(call: Callable[[], Awaitable[object]]) -> type[BaseException] | None:
    """Give the kind of error that a call raises within five seconds."""
    try:
        await asyncio.wait_for(call(), 5.0)
    except KanalError as error:
        return type(error)
    return None


async def test_a_replay_gives_up_on_a_lane_that_never_stands_still(
    store: MongoStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Putting an entry back ends with an error and keeps the letter when every compare-and-set is lost."""

    async def lose(*_: Any) -> bool:
        return False

    await store.bury(DeadLetter("e:1", "entry", LANE, START, "x", entry=entry("e:1")))
    monkeypatch.setattr(store._lanes, "commit", lose)

    with pytest.raises(RuntimeError):
        await store.replay_dead("e:1")
    assert await store.get_dead("e:1") is not None


async def test_a_lane_that_cannot_be_read_is_a_dead_letter(store: MongoStore, client: Any, database_name: str) -> None:
    """Its document is kept as it is and as a copy; others load; when it can be read a replay removes the letter."""
    await store.commit(Lane(LANE, state=1), 0)
    await store.commit(Lane("chat:telegram:2", state=2), 0)
    client[database_name].lanes.update_one({"_id": LANE}, {"$set": {"seen": "rumah saya"}})

    broken, well = await asyncio.gather(store.load(LANE), store.load("chat:telegram:2"), return_exceptions=True)
    assert isinstance(broken, UnreadableLane)
    assert "rumah" not in str(broken)
    assert isinstance(well, Lane)
    letter = await store.get_dead(f"lane:{LANE}")
    assert letter is not None
    assert ("lane", "ValidationError at $.seen") == (letter.kind, letter.error)
    assert await store.replay_dead(letter.id) is None
    client[database_name].lanes.update_one({"_id": LANE}, {"$set": {"seen": []}})
    assert LANE == await store.replay_dead(letter.id)
    assert await store.get_dead(letter.id) is None
