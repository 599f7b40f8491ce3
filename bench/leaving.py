"""How fast tickets leave the house, and how large the process is meanwhile, by the command and by the address.

An export is followed for some seconds and then given up.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import aiohttp

from bench.servers import Server
from core.vocabulary.clients import Client
from storage.mongo.store import MongoStore
from web.keys import SECRET_BYTES, digest_of, key_of

NAME: Final = "bench"


@dataclass
class Left:
    """What came: rows, bytes, in how many seconds, and the most resident memory (bytes) of who sent it."""

    rows: int = 0
    size: int = 0
    seconds: float = 0.0
    peak: int = 0
    whole: bool = True

    def __str__(self) -> str:
        rate, state = self.rows / self.seconds, "all" if self.whole else "the first"
        return f"{state} {self.rows:>7,} rows, {rate:5.0f} a second, {self.peak / 1e6:4.0f} MB resident at most"


async def command(uri: str, database: str, words: Sequence[str], seconds: float) -> Left:
    """Run ``kanal export`` on a database, for so many seconds at most."""
    settings = {"KANAL_MONGODB_URI": uri, "KANAL_MONGODB_DATABASE": database}
    process = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).parent / "kanal"), "export", "-", "--format", "jsonl", *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **settings},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    left = await _followed(_blocks(process.stdout), process.pid, seconds)
    if not left.whole:
        process.kill()
    said, code = (await process.stderr.read()).decode(), await process.wait()
    assert not left.whole or code == 0, said
    return left


async def key(store: MongoStore) -> str:
    """Make a key that opens every export."""
    written = key_of(f"{NAME}-{secrets.token_hex(6)}", secrets.token_urlsafe(SECRET_BYTES))
    name = written.partition(".")[0]
    assert await store.add_client(Client(name, digest_of(written), ("export", "monitor"), datetime.now(UTC)))
    return written


async def address(server: Server, path: str, opened_by: str, seconds: float) -> Left:
    """Read an export from a bridge, for so many seconds at most."""
    headers = {"Authorization": f"Bearer {opened_by}"}
    async with aiohttp.ClientSession() as session, session.get(server.url + path, headers=headers) as answer:
        assert answer.status == 200, f"{path}: {answer.status}"
        return await _followed(answer.content.iter_any(), server.process.pid, seconds)


async def _blocks(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while block := await stream.read(1 << 16):
        yield block


async def _followed(blocks: AsyncIterator[bytes], pid: int, seconds: float) -> Left:
    left, begun = Left(), time.perf_counter()
    async for block in blocks:
        left.rows += block.count(b"\n")
        left.size += len(block)
        left.peak = max(left.peak, resident(pid))
        if time.perf_counter() - begun > seconds:
            left.whole = False
            break
    left.seconds = time.perf_counter() - begun
    return left


def resident(pid: int) -> int:
    """Give the resident memory of a process in bytes, 0 when it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
