"""The bytes of a picture, in memory or as if they were, also as a file that ends where the picture does."""

from __future__ import annotations

import io
import mmap

from storage.files.placed import PlacedReader

Shown = bytes | mmap.mmap


class Cut(PlacedReader):
    """Read the first so many bytes."""

    def __init__(self, content: Shown, end: int) -> None:
        super().__init__()
        self._content = content
        self._end = end

    def end(self) -> int:
        """Give where it is cut."""
        return self._end

    def at(self, place: int, count: int) -> bytes:
        """Give bytes from a place on, none beyond the cut."""
        return self._content[place : max(place, min(self._end, place + count))]


def as_file(content: Shown, end: int | None = None) -> io.BufferedReader:
    """Give the bytes as a file."""
    return io.BufferedReader(Cut(content, len(content) if end is None else end))
