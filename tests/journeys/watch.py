"""Watch a journey: what it logged, what it answered, what it told whom; and judge it at the end."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from pymongo import MongoClient

from bots.logs import configure_logging
from tests.journeys.driver import Town
from tests.journeys.reading import text_of

LIBRARIES = ("httpx", "httpcore", "aiohttp", "apscheduler", "asyncio", "pymongo", "motor", "telegram")
PHONES = ("081234567890", "+6281234567890", "6281234567890", "0812-3456-7890")
SHORTEST_WORDS = 12
"""Shorter texts ("ya", "batal") are also names of commands and choices."""


@contextmanager
def captured_logs(secrets: tuple[str, ...]) -> Iterator[io.StringIO]:
    """Write all logs to memory, as the program writes them: ours from DEBUG, the libraries' from INFO."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in LIBRARIES}
    configure_logging(secrets, level="DEBUG", json=True)
    written = io.StringIO()
    for handler in root.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(written)
    for name in LIBRARIES:
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
    if "dead" not in town.allowed:
        assert [] == letters, "dead letters"
    scan(
        town,
        "\n".join([logs.getvalue(), *town.more_logs]),
        [f"{letter['_id']} {letter['error']}" for letter in letters],
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


def scan(town: Town, logs: str, errors: list[str]) -> None:
    """Look for secrets and persons wherever they must not be."""
    secrets = [town.standin.token, *town.settings().secrets()]
    persons = [name for person in town.citizens for name in (*person.names, str(person.id))]
    hidden = [name for person in town.citizens if person.anonymous for name in (*person.names, str(person.id))]
    words = [text for text in town.spoken if len(text) >= SHORTEST_WORDS and not text.startswith("/")]
    replies = "\n".join(body for _status, body in town.front.answers)
    group = "\n".join(f"{text_of(message)} {message.get('reply_markup', '')}" for message in town.group())
    _absent("the logs", logs, [*secrets, *PHONES, *persons, *words])
    _absent("the answers over HTTP", replies, [*secrets, *PHONES, *persons, *words])
    _absent("the stored errors", "\n".join(errors), [*secrets, *PHONES, *persons, *words])
    _absent("the group", group, [*secrets, *PHONES, *hidden])


def _absent(where: str, text: str, forbidden: list[str]) -> None:
    lines = text.lower().splitlines()
    found = {(one, line[:300]) for one in forbidden if one for line in lines if one.lower() in line}
    assert set() == found, f"in {where}"
