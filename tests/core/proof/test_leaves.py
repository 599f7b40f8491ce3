"""Leaves of days are found and ticked off as sets would, in little memory."""

from __future__ import annotations

import tracemalloc
from hashlib import sha256
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.proof.leaves import Leaves

ONES = [b"\x00" * 8 + bytes([n]) * 24 for n in range(3)] + [sha256(bytes([n])).digest() for n in range(3)]
"""Three of them begin alike."""
ONE = st.sampled_from(ONES)
DAYS = st.lists(st.lists(ONE), min_size=1, max_size=5)
SPAN = st.tuples(st.integers(0, 5), st.integers(0, 7))


@given(DAYS, st.lists(st.tuples(ONE, SPAN)))
def test_leaves_are_found_in_the_days_that_are_asked_for(
    days: list[list[bytes]], asked: list[tuple[bytes, Any]]
) -> None:
    """What a line was found for is ticked off in these days and in no others."""
    leaves, left = Leaves(), [set(day) for day in days]
    for day in days:
        leaves.add([*day, b"", b"short"])
    for one, (first, more) in asked:
        within = range(first, first + more + 1)
        assert any(one in set(days[n]) for n in within if n < len(days)) == leaves.has(one, first, first + more)
        leaves.see(one, first, first + more)
        left = [rest - {one} if n in within else rest for n, rest in enumerate(left)]
    assert [(n, len(rest)) for n, rest in enumerate(left) if rest] == list(leaves.unseen())


def test_a_leaf_takes_little_memory() -> None:
    """A million reports have some millions of leaves."""
    every = [sha256(b"%d" % n).digest() for n in range(20_000)]
    leaves = Leaves()
    tracemalloc.start()
    try:
        leaves.add(every)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 50 * len(every)
