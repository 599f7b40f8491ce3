"""A man in the middle between driver and database: lets a test change, delay, cut or garble single answers."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator, Callable
from typing import Any

import bson

OP_MSG = 2013
Command = dict[str, Any]
Answer = dict[str, Any] | bytes | None
Rule = Callable[[Command, Command], Answer]
"""Takes the command and the database's answer; gives the answer to pass on, raw bytes, or None for silence."""


def faithful(_command: Command, answer: Command) -> Answer:
    """Change nothing."""
    return answer


class Proxy:
    """Listens on ``port``; ``rule`` is asked for each answer, ``seen`` has the names of the commands that passed."""

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream
        self.port = 0
        self.rule: Rule = faithful
        self.seen: list[Command] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Cut every connection."""
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        asked: dict[int, Command] = {}
        to_database = None
        try:
            from_database, to_database = await asyncio.open_connection("127.0.0.1", self._upstream)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._requests(reader, to_database, asked))
                group.create_task(self._answers(from_database, writer, asked))
        except* (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the end of a connection, however it comes
        finally:
            self._tasks.discard(task)
            for one in (writer, to_database):
                if one is not None:
                    one.close()

    async def _requests(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: dict[int, Command]
    ) -> None:
        while True:
            head, rest = await _message(reader)
            _length, number, _to, kind = struct.unpack("<iiii", head)
            if kind == OP_MSG:
                asked[number] = _read(rest)
                self.seen.append(asked[number])
            writer.write(head + rest)
            await writer.drain()

    async def _answers(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: dict[int, Command]
    ) -> None:
        while True:
            head, rest = await _message(reader)
            _length, number, to, kind = struct.unpack("<iiii", head)
            command = asked.pop(to, None) if kind == OP_MSG else None
            if command is None:
                writer.write(head + rest)
                continue
            answer = self.rule(command, _read(rest))
            if isinstance(answer, dict):
                body = struct.pack("<IB", 0, 0) + bson.encode(answer)
                answer = struct.pack("<iiii", 16 + len(body), number, to, kind) + body
            if answer is not None:
                writer.write(answer)
            await writer.drain()


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readexactly(16)
    return head, await reader.readexactly(struct.unpack("<i", head[:4])[0] - 16)


def _read(rest: bytes) -> Command:
    """Read an OP_MSG: its document, with document sequences put back under their names."""
    place, document = 4, {}
    sequences: dict[str, list[Any]] = {}
    end = len(rest) - (4 if struct.unpack("<I", rest[:4])[0] & 1 else 0)
    while place < end:
        section, place = rest[place], place + 1
        (size,) = struct.unpack("<i", rest[place : place + 4])
        if section == 0:
            document = bson.decode(rest[place : place + size])
        else:
            name, _, packed = rest[place + 4 : place + size].partition(b"\0")
            sequences[name.decode()] = bson.decode_all(packed)
        place += size
    return {**document, **sequences}


@contextlib.asynccontextmanager
async def between(uri: str) -> AsyncIterator[tuple[Proxy, str]]:
    """Stand between a client and the server of an address; give the proxy and the address through it."""
    place, _, rest = uri.rpartition("@")[2].removeprefix("mongodb://").partition("/")
    proxy = Proxy(int(place.rpartition(":")[2]))
    await proxy.start()
    try:
        yield proxy, uri.replace(f"{place}/{rest}", f"127.0.0.1:{proxy.port}/{rest}")
    finally:
        await proxy.stop()
