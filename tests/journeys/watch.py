"""Watch a journey: what it logged, what it answered, what it told whom; and judge it at the end."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pikepdf
import structlog
from pymongo import MongoClient

from app.logs import configure_logging
from tests.journeys.driver import Town
from tests.journeys.reading import Json

LIBRARIES = ("httpx", "httpcore", "aiohttp", "apscheduler", "asyncio", "pymongo", "motor", "telegram", "PIL", "pikepdf")
CLIENTS = ("tweepy", "oauthlib")
"""Their lines of DEBUG show how a request was signed."""
PHONES = ("081234567890", "+6281234567890", "6281234567890", "0812-3456-7890")
SHORTEST_INSIDE = 4
"""Fewer letters stand by chance in the bytes of a picture."""
SHORTEST_WORDS = 12
"""Shorter texts ("ya", "batal") are also names of commands and choices."""


@contextmanager
def captured_logs(secrets: tuple[str, ...]) -> Iterator[io.StringIO]:
    """Write all logs to memory, as the program writes them: ours from DEBUG, the libraries' from INFO."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in (*LIBRARIES, *CLIENTS)}
    configure_logging(secrets, level="DEBUG", json=True)
    written = io.StringIO()
    for handler in root.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(written)
    for name in (*LIBRARIES, *CLIENTS):
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        yield written
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
        structlog.reset_defaults()


async def judge(town: Town, logs: io.StringIO) -> None:
    """Demand what every journey owes."""
    await town.settle()
    if "refused" not in town.allowed:
        assert [] == town.refusals(), "requests that the platform would have refused as wrong"
    if "answers" not in town.allowed:
        wrong = _wrongly_answered(town)
        assert not wrong, f"each press is answered once, unlike {wrong}"
    letters = _dead_letters(town)
    for process in range(len(town.runtimes)):
        await town.front.ask("GET", "/metrics", process=process)
    if "dead" not in town.allowed:
        assert [] == letters, "dead letters"
    scan(
        town,
        "\n".join([logs.getvalue(), *town.more_logs]),
        [f"{letter['_id']} {letter['error']}" for letter in letters],
        _person_ids(town),
    )


def _wrongly_answered(town: Town) -> list[tuple[str, list[str]]]:
    """Give the presses without exactly one answer; processes that share a chat may give the same one again.

    An answer has no receipt, so whoever takes over a chat in the middle of it cannot know; the platform shows the
    first one only.
    """
    given: dict[str, list[str]] = {one.id: [] for one in town.standin.world.callbacks.values()}
    for answer in town.standin.answers:
        given[answer["id"]].append(str(answer["text"]))
    if town.most_processes > 1:
        given = {query: sorted(set(texts)) for query, texts in given.items()}
    pressed = {one.id: one.data for one in town.standin.world.callbacks.values()}
    return [(pressed[query], texts) for query, texts in given.items() if len(texts) != 1]


def _dead_letters(town: Town) -> list[dict[str, Any]]:
    """Read what could not be done; nothing where the database ended with its process."""
    if not town.uri:
        return []
    with MongoClient[dict[str, Any]](town.uri, serverSelectionTimeoutMS=3_000) as client:
        return list(client[town.database]["dead"].find({}, {"error": 1}))


def _person_ids(town: Town) -> list[str]:
    """Read by which ids the bridge knows the citizens: who has all telephone numbers could tell whose they are."""
    if not town.uri:
        return []
    with MongoClient[dict[str, Any]](town.uri, serverSelectionTimeoutMS=3_000) as client:
        lanes = client[town.database]["lanes"].find({"_id": {"$gte": "person:", "$lt": "person;"}}, {"_id": 1})
        return [str(lane["_id"]).removeprefix("person:") for lane in lanes]


def scan(town: Town, logs: str, errors: list[str], person_ids: Sequence[str] = ()) -> None:
    """Look for secrets and persons wherever they must not be."""
    secrets = [town.standin.token, *town.settings().secrets(), *person_ids]
    persons = [name for person in town.citizens for name in (*person.names, str(person.id))]
    hidden = [name for person in town.citizens if person.anonymous for name in (*person.names, str(person.id))]
    words = [text for text in town.spoken if len(text) >= SHORTEST_WORDS and not text.startswith("/")]
    replies = "\n".join(body for _status, body in town.front.answers)
    group = "\n".join(map(written, town.group()))
    alerts = "\n".join(str(answer["text"]) for answer in town.standin.answers)
    ever = "\n".join(str(call.params) for call in town.standin.calls if _is_for(town, call.params))
    _absent("the logs", logs, [*secrets, *PHONES, *persons, *words])
    _absent("the answers over HTTP", replies, [*secrets, *PHONES, *persons, *words])
    _absent("the stored errors", "\n".join(errors), [*secrets, *PHONES, *persons, *words])
    _absent("the group", group, [*secrets, *PHONES, *hidden, *town.never_shown])
    _absent("the answers of pressed buttons", alerts, [*secrets, *PHONES, *persons, *town.never_shown])
    _absent("what the group was ever shown", ever, [*secrets, *PHONES, *town.never_shown])
    _absent_inside(town, [one for one in (*secrets, *hidden, *town.never_shown) if len(one) >= SHORTEST_INSIDE])


def written(message: Json) -> str:
    """Write down everything that a message shows: words, buttons, names and titles of files, places and contacts."""
    around = ("from", "chat", "reply_to_message", "date", "edit_date", "message_id")
    return json.dumps({key: value for key, value in message.items() if key not in around}, ensure_ascii=False)


def _is_for(town: Town, params: Any) -> bool:
    return isinstance(params, dict) and str(params.get("chat_id", "")) == str(town.group_id)


def _absent_inside(town: Town, forbidden: list[str]) -> None:
    """Look into the files that went to the group, packed ones unpacked, in the ways in which letters are written."""
    for message in town.group():
        for file_id in _file_ids(message):
            for name, content in _unpacked(town.standin.world.files.by_id[file_id].data):
                lower = content.lower()
                found = {
                    one
                    for one in forbidden
                    for code in ("utf-8", "utf-16-le", "utf-16-be")
                    if one.lower().encode(code) in lower
                }
                assert set() == found, f"in a file of the group: {name} of {written(message)[:300]}"


def _file_ids(found: Any) -> list[str]:
    """Give the ids of every file in a message, thumbnails too."""
    if isinstance(found, list):
        return [one for item in found for one in _file_ids(item)]
    if not isinstance(found, dict):
        return []
    own = [str(found["file_id"])] if "file_id" in found else []
    inner = (value for key, value in found.items() if key != "reply_to_message")
    return own + [one for item in inner for one in _file_ids(item)]


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    yield "itself", content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF-"):
        with (
            contextlib.suppress(pikepdf.PdfError, pikepdf.PasswordError),
            pikepdf.open(io.BytesIO(content)) as document,
        ):
            for item in document.objects:
                stream = isinstance(item, pikepdf.Stream)
                yield "object", item.read_raw_bytes() if stream else repr(item).encode()


def _absent(where: str, text: str, forbidden: list[str]) -> None:
    lines = text.lower().splitlines()
    found = {(one, line[:300]) for one in forbidden if one for line in lines if one.lower() in line}
    assert set() == found, f"in {where}"
