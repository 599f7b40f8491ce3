"""Resident memory over many conversations: ``python -m bench.memory`` (about three minutes for 20,000).

``python -m bench.memory --films 6`` lets so many people send a film of 20 MB at one moment, and says how much memory
that takes at its highest, besides what was resident before.
"""

import argparse
import asyncio
import struct
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient

from bench.crowds import SCRIPT, TelegramCrowd
from bench.servers import KANAL, Server
from simulator.telegram import TelegramStandIn
from storage.embedded.server import EmbeddedServer

DATABASE = "bench_memory"
PARALLEL = 32
TURNS = 2


FILM_BYTES = 20 * 1024 * 1024
WARMING = 64
"""Conversations held before the first measurement."""


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Server, TelegramStandIn, str]]:
    """Give a server, a platform and the address of the database."""
    with tempfile.TemporaryDirectory(prefix="kanal-bench-") as folder:
        embedded = EmbeddedServer(Path(folder))
        uri = await embedded.start()
        standin = TelegramStandIn(limits=None, remember_messages=5, remember_calls=100, remember_events=100)
        await standin.start()
        server = await Server.start(KANAL, uri, DATABASE, standin)
        await server.point(standin)
        try:
            yield server, standin, uri
        finally:
            await server.stop()
            await standin.stop()
            await embedded.stop()


async def talk(crowd: TelegramCrowd, count: int) -> None:
    """Hold so many conversations of two turns, one after the other."""
    for _ in range(count):
        citizen = crowd.newcomer()
        for line in SCRIPT[:TURNS]:
            await crowd.turn(citizen, line.format(citizen=citizen), answered=True)


async def conversations(count: int) -> None:
    """Hold conversations, and print the memory after each tenth of them."""
    async with serving() as (server, standin, _uri):
        crowd = TelegramCrowd(standin)
        step = max(1, count // 10 // PARALLEL)
        for tenth in range(11):
            rss = (await server.stats())["rss"] / 1e6
            print(f"{tenth * step * PARALLEL:>7} conversations: {rss:.0f} MB resident", flush=True)
            if tenth < 10:
                await asyncio.gather(*(talk(crowd, step) for _ in range(PARALLEL)))


async def films(count: int) -> None:
    """Let so many people send a film, and print the highest memory until all are stored."""
    async with serving() as (server, standin, uri), _client(uri) as client:
        crowd = TelegramCrowd(standin)
        await talk(crowd, WARMING)
        process, content = Path(f"/proc/{server.process.pid}"), film()
        before, began = resident(process, "VmRSS"), time.monotonic()
        count_anew(process)
        for _ in range(count):
            standin.people.send_file(crowd.newcomer(), "video", content, mime="video/mp4", name="film.mp4")
        while await client[DATABASE]["media.files"].count_documents({}) < count:  # noqa: ASYNC110 - another process's
            await asyncio.sleep(0.1)
        seconds = time.monotonic() - began
        print(f"{count} films of {len(content) / 1e6:.0f} MB at once: {before:.0f} MB resident before, ", end="")
        print(f"{resident(process, 'VmHWM') - before:.0f} MB more at the highest, in {seconds:.1f} s")


def _client(uri: str) -> AsyncMongoClient[dict[str, Any]]:
    return AsyncMongoClient(uri)


def count_anew(process: Path) -> None:
    """Let the highest memory of a process be counted from now on (proc(5), clear_refs)."""
    (process / "clear_refs").write_text("5")


def resident(process: Path, name: str) -> float:
    """Give a line of a process's status, in megabytes."""
    line = next(line for line in (process / "status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024 / 1e6


def film() -> bytes:
    """Make a film as large as a bot may download: a head that says so, and what would be pictures."""
    head = box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", box(b"mvhd", bytes(100)))
    return head + box(b"mdat", bytes(FILM_BYTES - len(head) - 8))


def box(kind: bytes, body: bytes) -> bytes:
    """Pack a part of a film (ISO/IEC 14496-12)."""
    return struct.pack(">I", len(body) + 8) + kind + body


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.memory", description=__doc__)
    parser.add_argument("--conversations", type=int, default=20_000)
    parser.add_argument("--films", type=int, default=0)
    arguments = parser.parse_args()
    asyncio.run(films(arguments.films) if arguments.films else conversations(arguments.conversations))
