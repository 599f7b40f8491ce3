"""The bytes of a picture, in memory or as if they were, also as a file that ends where the picture does."""

from __future__ import annotations

import io
import mmap
import os

Shown = bytes | mmap.mmap


class Cut(io.RawIOBase):
    """Read the first so many bytes."""

    def __init__(self, content: Shown, end: int) -> None:
        self._content = content
        self._end = end
        self._place = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from anywhere."""
        return True

    def readinto(self, room: object) -> int:
        """Read as much as there is room for."""
        with memoryview(room) as into:  # type: ignore[arg-type]
            found = self._content[self._place : min(self._end, self._place + len(into))]
            into[: len(found)] = found
        self._place += len(found)
        return len(found)

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        """Go on from another byte."""
        self._place = max(0, (0, self._place, self._end)[whence] + place)
        return self._place


def as_file(content: Shown, end: int | None = None) -> io.BufferedReader:
    """Give the bytes as a file."""
    return io.BufferedReader(Cut(content, len(content) if end is None else end))
