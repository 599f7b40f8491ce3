"""What libraries log comes through as one safe line; what people and platforms say does not come through at all."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import threading
from typing import Any

import pytest
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from app.logs import catch_the_rest
from app.masking import FACT_CHARACTERS
from app.observe import Observer
from core.vocabulary.lane_names import person_lane

WORDS = "rumah saya di jalan mawar 12"
BODY = '{"result": [{"first_name": "Yuliana", "phone": "081234567890", "text": "' + WORDS + '"'


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    """Read the lines; each must be JSON, with none of the words."""
    text = written.getvalue()
    for word in (WORDS, "Yuliana", "081234567890", "mawar"):
        assert word not in text
    return [json.loads(line) for line in text.splitlines()]


def raised() -> BaseException:
    """Give an error that quotes a person, with its traceback."""
    try:
        raise ValueError(BODY)
    except ValueError as error:
        return error


LOGGERS = ("aiohttp.server", "aiohttp.access", "apscheduler.executors.default", "httpx", "httpcore.http11", "telegram")
WAYS = {
    "as it is": lambda log: log.error(f"bad answer {BODY}"),
    "as an argument": lambda log: log.error("bad answer: %s", BODY),
    "as arguments by name": lambda log: log.error("bad answer: %(body)s", {"body": BODY}),
    "as an error": lambda log: log.error(raised()),
    "in a traceback": lambda log: log.error("Error handling request", exc_info=raised()),
    "in a traceback with an argument": lambda log: log.error("Error from %s", BODY, exc_info=raised()),
    "with a stack": lambda log: log.error("bad answer %s", BODY, stack_info=True),
    "as a broken format": lambda log: log.error("bad %d %s", BODY),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("logger", [*LOGGERS, "motor", "pymongo.command", "asyncio", "any.other.library"])
def test_a_library_says_nothing_of_a_body(written: io.StringIO, logger: str, way: str) -> None:
    """However a library logs what a platform sent, one line is left, with logger, place and the error's class."""
    WAYS[way](logging.getLogger(logger))

    (line,) = lines(written)
    assert ("library", logger, "error") == (line["event"], line["logger"], line["level"])
    assert ("ValueError" if "traceback" in way else None) == line.get("error")
    assert "test_logs.py" in line["where"]


def test_the_constant_part_of_a_librarys_words_is_kept(written: io.StringIO) -> None:
    """What helps an operator and cannot be a person's is there."""
    logging.getLogger("some.library").warning("retrying in %s seconds", 3)

    assert ["retrying in %s seconds"] == [line["words"] for line in lines(written)]


def test_chatter_of_libraries_is_silent(written: io.StringIO) -> None:
    """Below a warning nothing of a library is written."""
    for name in LOGGERS:
        logging.getLogger(name).info("HTTP Request: POST %s", BODY)

    assert [] == lines(written)


def test_our_own_notes_are_one_line_without_a_traceback(written: io.StringIO) -> None:
    """A line of a channel keeps its words, masked and short; an error is its class and its place."""
    log = logging.getLogger("channels.toy.polling")
    log.warning("polling: %s", "<html><body>081234567890 " + WORDS)
    log.warning("no such number +6281234567890")
    try:
        raise ValueError(BODY)
    except ValueError:
        log.exception("handling a batch failed; it comes again")

    page, number, failed = lines(written)
    assert ("note", "polling:[a page]") == (page["event"], page["words"])
    assert "no such number [number]" == number["words"]
    assert ("handling a batch failed; it comes again", "ValueError") == (failed["words"], failed["error"])


async def test_real_libraries_are_tamed(written: io.StringIO) -> None:
    """aiohttp's server, APScheduler and asyncio report our bugs as one line each, without the error's words."""

    async def fail(_request: web.Request) -> web.Response:
        raise ValueError(BODY)

    async def job() -> None:
        raise ValueError(BODY)

    app = web.Application()
    app.router.add_get("/", fail)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    await reader.read()
    writer.close()
    await runner.cleanup()
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(job)
    scheduler.start()
    asyncio.get_running_loop().call_exception_handler({"message": f"Task failed {BODY}", "exception": raised()})
    async with asyncio.timeout(5.0):
        while len(written.getvalue().splitlines()) < 3:  # noqa: ASYNC110 - a log has no event
            await asyncio.sleep(0)
    scheduler.shutdown(wait=False)

    found = {line["logger"]: line["error"] for line in lines(written)}
    assert dict.fromkeys(("aiohttp.server", "apscheduler.executors.default", "asyncio"), "ValueError") == found


def test_what_nobody_catches_is_one_line(written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error at the end of a thread or of the program leaves no traceback with its words."""
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    catch_the_rest()
    error = raised()

    sys.excepthook(type(error), error, error.__traceback__)
    threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))
    assert ["ValueError"] * 2 == [line["error"] for line in lines(written)]


@pytest.mark.parametrize("channel", ["telegram", "x2", "line4u", "web-form", "sms_2"])
def test_a_chat_of_any_channel_is_masked(written: io.StringIO, channel: str) -> None:
    """Names of channels may have digits and signs."""
    Observer(b"k")("held", lane=f"chat:{channel}:6281234567890", event=f"timer:chat:{channel}:6281234567890:2026")

    (line,) = lines(written)
    assert line["lane"].startswith(f"chat:{channel}:~")
    assert line["event_id"].endswith(":2026")


def test_a_person_is_masked(written: io.StringIO) -> None:
    """The id of a person could be found again from a telephone number, so that no line carries it."""
    lane = person_lane("chat:sms:6281234567890")
    Observer(b"k")("held", lane=lane, event=f"timer:{lane}:2026", error=f"no {lane}")

    (line,) = lines(written)
    assert line["lane"].startswith("person:~")
    assert line["event_id"].endswith(":2026")
    assert lane.partition(":")[2] not in str(line)


@pytest.mark.parametrize(
    "name",
    ["errors.ServerSelectionTimeoutError", "aiohttp.ClientConnectorCertificateError", "asyncio.IncompleteReadError"],
)
def test_the_class_of_an_error_is_no_id(written: io.StringIO, name: str) -> None:
    """An operator reads which error it was, also with its module before it."""
    Observer(b"k")("lane_failed", lane="ticket:1", error=name)
    Observer(b"k")("lane_failed", lane="ticket:1", error=f"{name}: in time", detail=f"({name})")

    first, second = lines(written)
    assert name == first["error"]
    assert [f"{name}: in time", f"({name})"] == [second["error"], second["detail"]]


def test_long_and_strange_facts_stay_short(written: io.StringIO) -> None:
    """A platform's page, a number in its words and endless words do not land in a line."""
    observer = Observer(b"k")
    observer("send_retry", lane="ticket:1", detail="busy <!DOCTYPE html><p>Yuliana")
    observer("send_retry", lane="ticket:1", detail="x" * 5000)
    observer("not_sent", lane="ticket:1", detail="no such recipient 6281234567890\nsecond line")

    page, long, number = lines(written)
    assert "busy[a page]" == page["detail"]
    assert FACT_CHARACTERS == len(long["detail"])
    assert "no such recipient [number] second line" == number["detail"]


def test_an_outage_is_a_line_now_and_then(written: io.StringIO) -> None:
    """A thousand refusals in a second are one line; the next one, later, says how many there were; all are counted."""
    now = [100.0]
    observer = Observer(monotonic=lambda: now[0])
    for _ in range(1000):
        observer("store_down", lane="ticket:1", error="WriteError: OutOfDiskSpace (14031)")
    observer("store_down", lane="ticket:1", error="AutoReconnect: x")
    now[0] += 11.0
    observer("store_down", lane="ticket:2", error="WriteError: OutOfDiskSpace (14031)")

    assert [("WriteError", None), ("AutoReconnect", None), ("WriteError", 999)] == [
        (line["error"].partition(":")[0], line.get("left_out")) for line in lines(written)
    ]
    assert 'kanal_happenings_total{name="store_down"} 1002.0' in observer.exposition().decode()
