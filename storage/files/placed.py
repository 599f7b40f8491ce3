"""Files with a place of their own in bytes that lie elsewhere, so that several read them at once."""

from __future__ import annotations

import io
import os
from abc import abstractmethod


class Placed(io.RawIOBase):
    """Keep where the next byte is read or written."""

    def __init__(self) -> None:
        self.place = 0

    @abstractmethod
    def end(self) -> int:
        """Give how many bytes there are."""

    def seekable(self) -> bool:
        """Tell that any byte may be the next."""
        return True

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        """Go on from another byte. Raises ``ValueError`` before the first."""
        start = (0, self.place, self.end())[whence]
        if start + place < 0:
            raise ValueError("before the first byte")
        self.place = start + place
        return self.place


class PlacedReader(Placed):
    """Read bytes by their place."""

    @abstractmethod
    def at(self, place: int, count: int) -> bytes:
        """Give bytes from a place on, fewer where they end."""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, room: object) -> int:
        """Read as much as there is room for."""
        with memoryview(room) as into:  # type: ignore[arg-type]
            found = self.at(self.place, len(into))
            into[: len(found)] = found
        self.place += len(found)
        return len(found)
