"""Databases for tests, one server for each process that runs tests."""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from pymongo import MongoClient

MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 << 30
"""So much must be free in memory: a run of the whole suite leaves some hundred megabytes."""
RESTING = 4
"""A database rests for so many tests: what a killed process left on the wire has come to an end before it is used."""


@contextmanager
def server_folder(usual: Path) -> Iterator[Path]:
    """Give the folder of a server: in memory where there is room, since each of its writes waits until it is kept."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM_BYTES:
        yield usual
        return
    with tempfile.TemporaryDirectory(prefix="kanal-tests-", dir=MEMORY) as folder:
        yield Path(folder)


class Databases:
    """Names databases without documents: those of earlier tests, emptied, or new ones.

    To make one with its indexes, and to drop it, costs the server more than most tests do.
    """

    def __init__(self, uri: str) -> None:
        self.client: MongoClient[dict[str, Any]] = MongoClient(uri, serverSelectionTimeoutMS=3_000)
        self._resting: deque[str] = deque()
        self._made: set[str] = set()

    def new(self) -> str:
        """Name one that was never used."""
        name = f"kanal_test_{uuid4().hex[:12]}"
        self._made.add(name)
        return name

    def empty(self) -> str:
        """Name one without documents; its collections and indexes may be there."""
        if len(self._resting) < RESTING:
            return self.new()
        name = self._resting.popleft()
        database = self.client[name]
        for collection in database.list_collection_names():
            database[collection].delete_many({})
        return name

    def rest(self, name: str) -> None:
        """Take one back."""
        self._resting.append(name)

    def drop(self, *names: str) -> None:
        """Drop what nobody can use again."""
        for name in names:
            self.client.drop_database(name)
            self._made.discard(name)

    def close(self, *, drop: bool) -> None:
        """Say good-bye to the server, having dropped everything where it lives on."""
        if drop:
            self.drop(*self._made)
        self.client.close()
