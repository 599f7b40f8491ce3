"""The leaves of all days while a file is checked: some 41 bytes for each, so that many reports need little memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final

from core.proof.merkle import BYTES, in_order, packed

_BEGINNING: Final = 8


class Leaves:
    """Which leaves each day has, and which of them some line was found for.

    Of each day its leaves stand in order, one behind the other, and beside them their first eight bytes as numbers, by
    which one is looked up.
    """

    def __init__(self) -> None:
        self._content: list[bytes] = []
        self._beginnings: list[array[int]] = []
        self._seen: list[bytearray] = []

    def add(self, leaves: Iterable[bytes]) -> None:
        """Take in the leaves of the next day."""
        ordered = [one for one in in_order(leaves) if len(one) == BYTES]
        self._content.append(packed(ordered))
        self._beginnings.append(array("Q", (_number(one) for one in ordered)))
        self._seen.append(bytearray(len(ordered)))

    def has(self, one: bytes, first: int, last: int) -> bool:
        """Tell whether one of some days has a leaf, both included."""
        return any(True for _ in self._places(one, first, last))

    def see(self, one: bytes, first: int, last: int) -> None:
        """Note that a line was found for a leaf of some days."""
        for day, place in self._places(one, first, last):
            self._seen[day][place] = 1

    def unseen(self) -> Iterator[tuple[int, int]]:
        """Yield the days of which leaves are left, and how many."""
        for day, seen in enumerate(self._seen):
            if count := seen.count(0):
                yield day, count

    def _places(self, one: bytes, first: int, last: int) -> Iterator[tuple[int, int]]:
        number = _number(one)
        for day in range(first, min(last + 1, len(self._content))):
            beginnings, content = self._beginnings[day], self._content[day]
            place = bisect_left(beginnings, number)
            while place < len(beginnings) and beginnings[place] == number:
                if content[place * BYTES : (place + 1) * BYTES] == one:
                    yield day, place
                place += 1


def _number(one: bytes) -> int:
    return int.from_bytes(one[:_BEGINNING], "big")
