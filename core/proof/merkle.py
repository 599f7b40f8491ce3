"""A tree of digests over the leaves of a day (RFC 9162, section 2.1): one root stands for all of them.

The leaves are sorted, each once, so that the tree depends on nothing but what is in it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

BYTES: Final = 32
_LEAF, _NODE = b"\x00", b"\x01"
EMPTY: Final = hashlib.sha256(b"").digest()
"""The root of a day on which nothing happened."""


def leaf(content: bytes) -> bytes:
    """Give the digest of a leaf: no leaf can pass for a node."""
    return hashlib.sha256(_LEAF + content).digest()


def in_order(leaves: Iterable[bytes]) -> list[bytes]:
    """Sort leaves, each once."""
    return sorted(set(leaves))


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the root of leaves that are in order."""
    level = list(leaves)
    if not level:
        return EMPTY
    while len(level) > 1:
        level = [_joined(level[place : place + 2]) for place in range(0, len(level), 2)]
    return level[0]


def _joined(pair: Sequence[bytes]) -> bytes:
    """Join two nodes; one without a neighbour rises as it is."""
    return pair[0] if len(pair) == 1 else hashlib.sha256(_NODE + pair[0] + pair[1]).digest()


def place_of(leaves: Sequence[bytes], wanted: bytes) -> int:
    """Find a leaf among those that are in order; -1 where it is not."""
    place = bisect_left(leaves, wanted)
    return place if place < len(leaves) and leaves[place] == wanted else -1


def packed(leaves: Sequence[bytes]) -> bytes:
    """Write leaves one behind the other."""
    return b"".join(leaves)


def unpacked(content: bytes) -> list[bytes]:
    """Read what `packed` wrote."""
    return [content[start : start + BYTES] for start in range(0, len(content), BYTES)]
