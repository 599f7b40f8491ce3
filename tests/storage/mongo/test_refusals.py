"""Every way in which a database says no: one document's own fault is its own, all else is a store that is down."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from bson.raw_bson import RawBSONDocument

from core.vocabulary.effects import Unheard
from core.vocabulary.errors import KanalError, StoreDown
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.lanes import DeadLetter, Lane
from core.vocabulary.media import Held
from storage.errors import BadAddress, IndexRefused, Unstorable
from storage.mongo.connection import Connection
from storage.mongo.documents import encode
from storage.mongo.store import MongoStore
from tests.clock import START, TestClock
from tests.contracts.things import LANE, event, ids, receipt, record
from tests.storage.mongo.proxy import Answer, Command, Proxy, between, faithful

NOT_NOW = {
    14031: "OutOfDiskSpace",
    8000: "AtlasError",
    13: "Unauthorized",
    10107: "NotWritablePrimary",
    189: "PrimarySteppedDown",
    11600: "InterruptedAtShutdown",
    91: "ShutdownInProgress",
    112: "WriteConflict",
    2: "BadValue",
    1: "InternalError",
    8: "UnknownError",
    59: "CommandNotFound",
    999_999: "NobodyKnows",
}
"""Answers to a write that say nothing about the document."""
ITS_OWN = (10334, 22, 121)

WRITES: dict[str, Callable[[MongoStore], Awaitable[object]]] = {
    "accept": lambda store: store.accept([event(7)]),
    "accept many": lambda store: store.accept([event(7), event(8)]),
    "commit a new lane": lambda store: store.commit(Lane("chat:telegram:9"), 0),
    "commit": lambda store: store.commit(Lane(LANE, state=2), 1),
    "record": lambda store: store.record(receipt(9, "9")),
    "journal": lambda store: store.journal("e:9", record()),
    "unheard": lambda store: store.keep_unheard("e:9", Unheard("draft", "?"), START),
    "alias": lambda store: store.alias("telegram:9", LANE),
    "bury": lambda store: store.bury(DeadLetter("p:9", "body", "", START, "x")),
    "acquire": lambda store: store.acquire("poll", "w", START, START),
    "channel down": lambda store: store.channel_down("telegram", "401", START),
    "file": lambda store: store.put_media(Held(b"x" * 600_000), "a/b", "n", "m:9"),
    "failed": lambda store: store.failed("telegram:1"),
    "purge": lambda store: store.purge(START.replace(year=2030)),
}
WRITE_COMMANDS = {"insert", "update", "delete"}


def is_write(command: Command) -> bool:
    """Tell whether a command changes something."""
    return next(iter(command), "") in WRITE_COMMANDS


@pytest.fixture
async def proxied(mongo_uri: str, database_name: str, clock: TestClock) -> AsyncIterator[tuple[Proxy, MongoStore]]:
    """Give a store with a lane and an event in it, that reaches its database through a proxy."""
    async with between(mongo_uri) as (proxy, uri):
        impatient = f"{uri}&heartbeatFrequencyMS=500&serverSelectionTimeoutMS=1000"
        store = MongoStore(impatient, database_name, clock=clock, worker="w1")
        await store.open()
        await store.accept([event(1)])
        await store.commit(Lane(LANE, state=1), 0)
        await store.record(receipt(1, "1"))
        yield proxy, store
        proxy.rule = faithful
        await store.close()


async def outcome(call: Awaitable[object]) -> type[BaseException] | None:
    """Give the kind of error that a call raises."""
    try:
        await call
    except KanalError as error:
        return type(error)
    return None


async def outcomes(store: MongoStore) -> dict[str, type[BaseException] | None]:
    """Try every write at once; give the kind of error that each raises."""
    found = await asyncio.gather(*(outcome(write(store)) for write in WRITES.values()))
    return dict(zip(WRITES, found, strict=True))


@pytest.mark.parametrize("code", NOT_NOW)
async def test_a_command_that_is_refused_is_store_down(proxied: tuple[Proxy, MongoStore], code: int) -> None:
    """Whatever write meets a code that is not about its document raises ``StoreDown``, and works again afterwards."""
    proxy, store = proxied

    def refuse(command: Command, answer: Command) -> Answer:
        return {"ok": 0.0, "code": code, "codeName": NOT_NOW[code], "errmsg": "secret"} if is_write(command) else answer

    proxy.rule = refuse
    found = await outcomes(store)
    assert dict.fromkeys(WRITES, StoreDown) == found
    proxy.rule = faithful
    async with asyncio.timeout(5.0):
        while await outcome(store.accept([event(5)])):  # a server that stepped down is asked again after a while
            pass
    assert {"telegram:1", "telegram:5"} <= set(ids(await store.pending(LANE)))


@pytest.mark.parametrize("code", NOT_NOW)
async def test_a_write_error_that_is_not_the_documents_is_store_down(
    proxied: tuple[Proxy, MongoStore], code: int
) -> None:
    """The same where the command is taken and the write in it is not, as a full disk shows."""
    proxy, store = proxied

    def refuse(command: Command, answer: Command) -> Answer:
        errors = [{"index": 0, "code": code, "errmsg": "secret"}]
        return {"ok": 1.0, "n": 0, "nModified": 0, "writeErrors": errors} if is_write(command) else answer

    proxy.rule = refuse
    found = await outcomes(store)
    assert dict.fromkeys(WRITES, StoreDown) == found


async def test_a_read_that_is_refused_is_store_down(proxied: tuple[Proxy, MongoStore]) -> None:
    """Reading from a server that refuses is no different."""
    proxy, store = proxied
    proxy.rule = lambda command, answer: {"ok": 0.0, "code": 8000, "errmsg": "x"} if "find" in command else answer
    reads = [store.load(LANE), store.pending(LANE), store.by_key(LANE, "k"), store.due(START, 1), store.list_dead()]

    assert [StoreDown] * 5 == [await outcome(read) for read in reads]


async def test_one_refused_among_many_fails_alone(proxied: tuple[Proxy, MongoStore]) -> None:
    """Of concurrent requests in one bulk each gets its own answer: stored, known, never storable, or not now."""
    proxy, store = proxied

    def some(command: Command, answer: Command) -> Answer:
        if "insert" not in command:
            return answer
        wanted = {"telegram:3": 14031, "telegram:4": 10334, "telegram:6": 8000, "telegram:7": 121}
        found = [
            {"index": n, "code": wanted[one["_id"]], "errmsg": "x"}
            for n, one in enumerate(command["documents"])
            if one["_id"] in wanted
        ]
        return {**answer, "writeErrors": [*answer.get("writeErrors", ()), *found]} if found else answer

    proxy.rule = some
    calls = [store.accept([event(n)]) for n in (1, 2, 3, 4, 5)] + [store.accept([event(6), event(7), event(8)])]
    got = await asyncio.gather(*calls, return_exceptions=True)

    assert [frozenset(), frozenset({"telegram:2"})] == got[:2]
    assert [StoreDown, Unstorable] == [type(one) for one in got[2:4]]
    assert frozenset({"telegram:5"}) == got[4]
    assert isinstance(got[5], StoreDown)  # it is repeated whole: nothing of it may be parked yet


@pytest.mark.parametrize("code", ITS_OWN)
async def test_a_documents_own_fault_is_unstorable(proxied: tuple[Proxy, MongoStore], code: int) -> None:
    """Too large, invalid or against the collection's rules: that will not change by repeating."""
    proxy, store = proxied

    def refuse(command: Command, answer: Command) -> Answer:
        errors = [{"index": 0, "code": code, "errmsg": "secret"}]
        return {"ok": 1.0, "n": 0, "nModified": 0, "writeErrors": errors} if is_write(command) else answer

    proxy.rule = refuse
    for name in ("accept", "accept many", "commit a new lane", "commit", "record", "journal"):
        assert Unstorable is await outcome(WRITES[name](store)), name


async def test_commits_together_are_judged_one_by_one(proxied: tuple[Proxy, MongoStore]) -> None:
    """When a statement for several lanes is refused, those that the server takes alone are written."""
    proxy, store = proxied
    lanes = [f"chat:{n}" for n in range(6)]
    await asyncio.gather(*(store.commit(Lane(lane), 0) for lane in lanes))

    def refuse(command: Command, answer: Command) -> Answer:
        if "update" not in command:
            return answer
        if len(command["updates"]) == 1:  # the statement for all of them
            return {"ok": 1.0, "n": 0, "nModified": 0, "writeErrors": [{"index": 0, "code": 14031, "errmsg": "x"}]}
        return {**answer, "writeErrors": [{"index": 2, "code": 14031, "errmsg": "x"}]}

    first = store.commit(Lane(lanes[0], state=1), 1)  # alone on the wire while the others gather
    proxy.rule = faithful
    task = asyncio.ensure_future(first)
    await asyncio.sleep(0)
    proxy.rule = refuse
    others = await asyncio.gather(*(store.commit(Lane(lane, state=1), 1) for lane in lanes[1:]), return_exceptions=True)
    await asyncio.gather(task, return_exceptions=True)

    assert 1 == sum(isinstance(one, StoreDown) for one in others)
    assert not [one for one in others if isinstance(one, BaseException) and not isinstance(one, StoreDown)]


async def test_lazy_marks_wait_for_a_database_that_works(proxied: tuple[Proxy, MongoStore]) -> None:
    """Done marks that are refused are kept and written when the server takes them."""
    proxy, store = proxied
    refused = asyncio.Event()

    def refuse(command: Command, answer: Command) -> Answer:
        if "update" not in command:
            return answer
        refused.set()
        return {"ok": 0.0, "code": 14031, "errmsg": "x"}

    proxy.rule = refuse
    store.done(["telegram:1"])
    async with asyncio.timeout(5.0):
        await refused.wait()
    proxy.rule = faithful
    await store.close()
    assert [("inbox", "telegram:1")] == [
        (one["update"], one["updates"][0]["q"]["_id"]) for one in proxy.seen if one.get("update") == "inbox"
    ][-1:]


GARBLED: dict[str, Callable[[Command], Answer]] = {
    "noise": lambda _answer: b"\x00\xff" * 40,
    "html": lambda _answer: b"HTTP/1.1 502 Bad Gateway\r\n\r\n<html>",
    "half a document": lambda _answer: struct.pack("<iiiiIB", 30, 1, 0, 2013, 0, 0) + b"\x20\x00\x00\x00\x02ok\x00\x00",
    "no ok": lambda _answer: {"n": 1},
    "a word for a number": lambda _answer: {"ok": 1.0, "n": "many", "writeErrors": "none"},
    "no batch": lambda _answer: {"ok": 1.0, "cursor": {"id": 0}},
    "a list of words": lambda _answer: {"ok": 1.0, "n": 0, "writeErrors": ["x"]},
}


@pytest.mark.parametrize("kind", GARBLED)
async def test_an_answer_that_is_none_is_store_down(proxied: tuple[Proxy, MongoStore], kind: str) -> None:
    """What is not an answer of a database never becomes a success, an unstorable document or an unknown error."""
    proxy, store = proxied
    proxy.rule = lambda command, answer: GARBLED[kind](answer) if is_write(command) or "find" in command else answer
    async with asyncio.timeout(20.0):
        found = [await outcome(store.accept([event(7), event(8)])), await outcome(store.load(LANE))]

    assert StoreDown in found
    assert set(found) <= {StoreDown, None}


async def test_what_the_server_says_is_not_repeated(proxied: tuple[Proxy, MongoStore]) -> None:
    """An error's words may quote a document: the code and its name are all that is told."""
    proxy, store = proxied
    proxy.rule = lambda command, answer: (
        {"ok": 0.0, "code": 13, "codeName": "Unauthorized", "errmsg": "not authorized to insert { text: 'rumah saya' }"}
        if is_write(command)
        else answer
    )

    with pytest.raises(StoreDown, match=r"^OperationFailure: Unauthorized \(13\)$"):
        await store.accept([event(7)])


@pytest.mark.new_database
async def test_an_index_that_does_not_fit_is_named(
    store: MongoStore, mongo_uri: str, database_name: str, clock: TestClock
) -> None:
    """An index of the same name and another shape stops the start, with what it is and how to remove it."""
    connection = Connection(mongo_uri, database_name)
    await connection["lanes"].drop_index("wake_at")
    await connection["lanes"].create_index([("other", 1)], name="wake_at")
    await connection.close()

    again = MongoStore(mongo_uri, database_name, clock=clock)
    with pytest.raises(IndexRefused, match=r"lanes.wake_at") as caught:
        await again.open()
    await again.close()
    assert f"use {database_name}" in caught.value.advice
    assert 'getCollection("lanes").dropIndex("wake_at")' in caught.value.advice


ADDRESSES = {
    "": ("majority", True),
    "?w=1": (1, True),
    "?w=majority&journal=false": ("majority", False),
    "?w=2&wtimeoutMS=500": (2, True),
    "?replicaSet=rs0": ("majority", True),
}


@pytest.mark.parametrize("options", ADDRESSES)
async def test_writes_are_durable_unless_the_address_says_otherwise(options: str) -> None:
    """The majority and the journal acknowledge every write by default; the address may ask for more or less."""
    connection = Connection(f"mongodb://127.0.0.1:1/{options}", "kanal")
    concern = connection["inbox"].write_concern.document
    await connection.close()

    assert ADDRESSES[options] == (concern["w"], concern["j"])


@pytest.mark.parametrize("options", ["?w=0", "?no_such_option=1", "?w=majority&j=true", "?maxPoolSize=many"])
async def test_an_address_that_cannot_be_meant_is_refused(options: str) -> None:
    """Options that nobody knows, or that would acknowledge nothing, are one readable error without the password."""
    with pytest.raises(BadAddress) as caught:
        Connection(f"mongodb://kanal:hunter2@127.0.0.1:1/{options}", "kanal")
    assert "hunter2" not in str(caught.value)


def test_documents_are_encoded_ahead() -> None:
    """What cannot be stored is known before it travels with others."""
    assert isinstance(encode({"_id": OFFICIALS_LANE}), RawBSONDocument)
    assert ["telegram:1"] == ids([event(1)])
