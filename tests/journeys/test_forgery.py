"""Requests that are not the platform's: refused with a fixed body, and nothing is stored."""

from __future__ import annotations

import asyncio
import json
import socket
from urllib.parse import urlsplit

from pymongo import MongoClient

from demo.stage import WEBHOOK_SECRET
from tests.journeys.driver import Town

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/webhooks/telegram"
UPDATE = json.dumps(
    {
        "update_id": 990_000_001,
        "message": {
            "message_id": 5,
            "date": 1_793_581_200,
            "chat": {"id": 4_440_001, "type": "private", "first_name": "Palsu"},
            "from": {"id": 4_440_001, "is_bot": False, "first_name": "Palsu"},
            "text": "Lampu jalan mati di depan kantor lurah",
        },
    }
).encode()

FORGED = {
    "missing": {},
    "empty": {HEADER: ""},
    "wrong": {HEADER: "not-the-secret"},
    "truncated": {HEADER: WEBHOOK_SECRET[:-1]},
    "longer": {HEADER: WEBHOOK_SECRET + "x"},
    "other case": {HEADER: WEBHOOK_SECRET.upper()},
    "of another channel": {"X-Hub-Signature-256": "sha256=" + "0" * 64},
}


def counted(town: Town) -> dict[str, int]:
    """Count the documents of every collection."""
    with MongoClient[dict[str, object]](town.uri, serverSelectionTimeoutMS=3_000) as client:
        database = client[town.database]
        return {name: database[name].count_documents({}) for name in sorted(database.list_collection_names())}


async def test_forged_requests_are_refused_and_nothing_is_stored(bare: Town) -> None:
    """Without the right secret the answer is 403 with a fixed body, whatever the body says."""
    await bare.settle()
    before = counted(bare)
    found = {
        (name, body): await bare.front.ask("POST", PATH, body=body, headers=headers)
        for name, headers in FORGED.items()
        for body in (UPDATE, b"{not json", b"")
    }
    await bare.settle()
    assert dict.fromkeys(found, (403, "forbidden")) == found
    assert before == counted(bare)


async def test_a_header_with_bytes_beyond_ascii_is_refused(bare: Town) -> None:
    """A secret made of any bytes at all is compared, not choked on."""
    await bare.settle()
    before = counted(bare)
    answer = await _raw(bare, "POST", {HEADER: "räh\u00e9sia-\udcff"})
    assert answer.startswith("HTTP/1.1 403")
    assert answer.endswith("forbidden")
    assert before == counted(bare)


async def _raw(town: Town, method: str, headers: dict[str, str]) -> str:
    """Send bytes that no client library would, and read the whole answer."""
    address = urlsplit(town.front.targets[0])
    lines = [
        f"{method} {PATH} HTTP/1.1",
        f"Host: {address.netloc}",
        "Connection: close",
        f"Content-Length: {len(UPDATE)}",
    ]
    head = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items())]) + "\r\n\r\n"
    reader, writer = await asyncio.open_connection(address.hostname, address.port, family=socket.AF_INET)
    writer.write(head.encode("utf-8", "surrogateescape") + UPDATE)
    await writer.drain()
    answer = (await asyncio.wait_for(reader.read(), 5.0)).decode()
    writer.close()
    await writer.wait_closed()
    return answer


ELSEWHERE = {
    ("POST", "/webhooks/unknown"): 404,
    ("POST", "/webhooks/messenger"): 404,
    ("POST", "/webhooks"): 404,
    ("GET", "/webhooks/unknown"): 404,
    ("GET", PATH): 405,
    ("PUT", PATH): 405,
    ("DELETE", PATH): 405,
}


async def test_wrong_paths_and_methods_are_refused(bare: Town) -> None:
    """Only the fixed paths answer, with the right secret too."""
    await bare.settle()
    before = counted(bare)
    genuine = {HEADER: WEBHOOK_SECRET}
    found = {
        (method, path): (await bare.front.ask(method, path, body=UPDATE, headers=genuine))[0]
        for method, path in ELSEWHERE
    }
    assert ELSEWHERE == found
    assert before == counted(bare)


async def test_the_right_secret_is_let_in(bare: Town) -> None:
    """The same body with the right secret is stored: the table above fails for its headers alone."""
    await bare.settle()
    before = counted(bare)
    bare.people.add_user(4_440_001, "Palsu")
    bare.standin.world.chats[4_440_001].started = True
    assert (200, "ok") == await bare.front.ask("POST", PATH, body=UPDATE, headers={HEADER: WEBHOOK_SECRET})
    await bare.settle()
    assert before["inbox"] + 1 == counted(bare)["inbox"]


UNREADABLE = [b"{not json", b"[]", b"", b"\xff\xfe", b'"text"', b"[" * 5000]


async def test_malformed_bodies_are_parked(town: Town) -> None:
    """Genuine requests with an unreadable body are answered 200 and kept for the operator, each once."""
    town.allowed.add("dead")
    for body in UNREADABLE * 2:
        assert (200, "ok") == await town.front.ask("POST", PATH, body=body, headers={HEADER: WEBHOOK_SECRET})
    letters = await town.runtime.store.list_dead()
    assert ["body"] * len(UNREADABLE) == [letter.kind for letter in letters]
    await town.citizen().reports()
