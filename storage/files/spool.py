"""Where a file lies on its way: in a file of the system's without a name, that nobody else can open.

It is gone when it is closed, and with its process: a kill leaves nothing. It lies in the folder for temporary files
(``TMPDIR``).
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import mmap
import os
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from core.vocabulary.errors import HelperDown
from core.vocabulary.media import PIECE_BYTES
from storage.files.placed import Placed, PlacedReader

HELPER = "temporary files"
_BUFFER = 64 * 1024
_ZEROS = bytes(_BUFFER)


class TemporarySpool:
    """One file on its way. What is not awaited is for threads, inside of ``lent``: it waits for the disk.

    A thread that nobody waits for any more still has it: the last who leaves it closes it.
    """

    def __init__(self) -> None:
        self._file: io.FileIO | None = None
        self._turn = threading.Lock()
        self._borrowers = 0
        self._left = False

    def __enter__(self) -> TemporarySpool:
        """Take a file; nothing is opened before its first byte."""
        return self

    def __exit__(self, *_ended: object) -> None:
        """Let it go."""
        with self._turn:
            self._left = True
            self._close()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Keep it open for a thread."""
        with self._turn:
            if self._left:
                raise ValueError("the file is gone")
            self._borrowers += 1
        try:
            yield
        finally:
            with self._turn:
                self._borrowers -= 1
                self._close()

    def _close(self) -> None:
        if self._left and not self._borrowers and self._file is not None:
            self._file.close()

    @property
    def size(self) -> int:
        """Give how many bytes there are."""
        return 0 if self._file is None else os.fstat(self._file.fileno()).st_size

    async def write(self, piece: bytes) -> None:
        """Put bytes behind those that are there. Raises ``HelperDown`` where there is no room."""
        await asyncio.to_thread(self._append, piece)

    async def clear(self) -> None:
        """Begin anew."""
        if self._file is not None:
            await asyncio.to_thread(self._emptied)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the bytes from the first to the last."""
        with self.reader() as reader:
            while piece := await asyncio.to_thread(reader.read, PIECE_BYTES):
                yield piece

    async def digest(self) -> str:
        """Give the SHA-256 of the bytes in hexadecimal digits."""
        return await asyncio.to_thread(self._digest)

    # --- in threads ---------------------------------------------------------------------------------------------------

    def reader(self) -> io.BufferedReader:
        """Read from the first byte on, apart from everybody else; to be closed."""
        return io.BufferedReader(_Reader(os.dup(self._number())), _BUFFER)

    def writer(self) -> io.BufferedWriter:
        """Write from the first byte on. What has no room raises ``HelperDown``."""
        return io.BufferedWriter(_Writer(self._number()), _BUFFER)

    def fileno(self) -> int:
        """Give the number of the file, for a process that works on it from its first byte on."""
        number = self._number()
        os.lseek(number, 0, os.SEEK_SET)
        return number

    @contextmanager
    def mapped(self) -> Iterator[mmap.mmap]:
        """Show the bytes as if they were in memory; of a file that has some."""
        with mmap.mmap(self._number(), 0, access=mmap.ACCESS_READ) as shown:
            yield shown

    def at(self, place: int, count: int) -> bytes:
        """Give bytes from a place on, fewer where it ends."""
        return os.pread(self._number(), count, place)

    def put(self, place: int, content: bytes) -> None:
        """Write over what stands at a place."""
        with _room():
            while content:
                written = os.pwrite(self._number(), content, place)
                place, content = place + written, content[written:]

    def blank(self, place: int, stop: int) -> None:
        """Write zeros from a place to another, no further than there are bytes."""
        stop = min(stop, self.size)
        while place < stop:
            self.put(place, _ZEROS[: stop - place])
            place += _BUFFER

    def cut(self, stop: int) -> None:
        """Let it end earlier."""
        os.truncate(self._number(), stop)

    def copy(self, source: TemporarySpool, start: int = 0, stop: int | None = None) -> None:
        """Put bytes of another file behind those that are there."""
        end = source.size if stop is None else stop
        while start < end and (piece := source.at(start, min(PIECE_BYTES, end - start))):
            self._append(piece)
            start += len(piece)

    def _append(self, piece: bytes) -> None:
        with self.lent():
            self.put(self.size, piece)

    def _emptied(self) -> None:
        with self.lent():
            self.cut(0)

    def _digest(self) -> str:
        with self.lent(), self.reader() as reader:
            return hashlib.file_digest(reader, "sha256").hexdigest()

    def _number(self) -> int:
        if self._file is None:
            with _room():
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by the last who leaves
        return self._file.fileno()


class _Reader(PlacedReader):
    """Read a file without moving anybody else's place in it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def end(self) -> int:
        return os.fstat(self._number).st_size

    def at(self, place: int, count: int) -> bytes:
        return os.pread(self._number, count, place)

    def close(self) -> None:
        if not self.closed:
            os.close(self._number)
        super().close()


class _Writer(Placed):
    """Write a file; no room is no fault of what is written."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def end(self) -> int:
        return os.fstat(self._number).st_size

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        with _room():
            written = os.pwrite(self._number, content, self.place)  # type: ignore[arg-type]
        self.place += written
        return written


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HelperDown(HELPER, type(error).__name__ if error.errno is None else os.strerror(error.errno)) from None
