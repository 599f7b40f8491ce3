"""The signed roots of days hang on each other, by keys that vouch for each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from core.proof.keys import Signer, written
from core.proof.merkle import in_order, leaf
from core.proof.roots import (
    Gathered,
    begin_of,
    due_days,
    flaws_of_leaves,
    flaws_of_roots,
    head_leaf,
    key_of,
    made,
    slip_leaf,
    trusted,
)
from core.proof.slip import slip_for
from core.vocabulary.proof import DayRoot, HeadMark
from core.vocabulary.seal import sealed_by

ZONE = ZoneInfo("Asia/Makassar")
FIRST = date(2026, 12, 1)
NOW = datetime(2026, 12, 4, 18, 0, tzinfo=UTC)
OLD, NEW, FOREIGN = (Signer.of(written(bytes([n]) * 32)) for n in range(3))
LEAVES = in_order(leaf(bytes([n])) for n in range(5))


def roots(signers: tuple[Signer, ...] = (OLD, OLD, NEW)) -> list[DayRoot]:
    """Make the roots of days that follow each other, each signed by one of these."""
    found: list[DayRoot] = []
    for n, signer in enumerate(signers):
        last = found[-1] if found else None
        day = FIRST + timedelta(days=n)
        found.append(made("KPG", day, begin_of(day + timedelta(days=1), ZONE), last, LEAVES[n:], NOW, signer))
    return found


KEYS = (key_of(OLD, NOW, None), key_of(NEW, NOW + timedelta(days=1), OLD))


def found(row: list[DayRoot]) -> list[tuple[str, str]]:
    """List what is wrong, by day and kind."""
    return [(flaw.subject, flaw.flaw) for flaw in flaws_of_roots(row, trusted(KEYS))]


def mark(subject: str, n: int, at: datetime = NOW, words: str = "", key: str = "") -> HeadMark:
    """Give a line of a ticket."""
    return HeadMark(subject, at, n, f"head of {subject} {n}", words, key)


def test_a_row_of_days() -> None:
    """Roots of days one after the other, by keys that vouch for each other, are right."""
    assert [] == found(roots())


def test_a_key_that_nobody_vouches_for() -> None:
    """A key is believed when the one before it signed it; one that only says so is not."""
    unvouched = (KEYS[0], structs.replace(key_of(FOREIGN, NOW, None), before=OLD.key))
    assert {OLD.key} == set(trusted(unvouched))
    assert {OLD.key, NEW.key} == set(trusted(KEYS))
    assert {NEW.key} == set(trusted(KEYS, NEW.public))
    assert {OLD.key, NEW.key} == set(trusted(KEYS[1:], OLD.public))
    assert {FOREIGN.key} == set(trusted(KEYS, FOREIGN.public))
    assert {} == trusted((structs.replace(KEYS[0], id=FOREIGN.key),))


@given(st.integers(0, 2), st.sampled_from(["day", "until", "number", "previous", "size", "root", "at", "key", "city"]))
def test_whatever_is_altered_in_a_root_is_found(place: int, name: str) -> None:
    """A root that says anything else is not signed any more."""
    row = roots()
    value = getattr(row[place], name)
    other = value + 1 if isinstance(value, int) else f"{value}0"
    row[place] = structs.replace(row[place], **{name: other})
    assert (f"root {row[place].day}", "signature") in found(row)


def test_a_day_that_is_missing_or_made_anew() -> None:
    """A day that was left out leaves a hole, and one that was signed again breaks those behind it."""
    row = roots()
    assert [("root 2026-12-03", "missing")] == found([row[0], row[2]])
    again = made("KPG", FIRST + timedelta(days=1), NOW, row[0], LEAVES, NOW, OLD)
    assert [("root 2026-12-03", "broken")] == found([row[0], again, row[2]])


def test_leaves_are_those_of_the_root() -> None:
    """A leaf more or less, or another order, is found."""
    (root, *_) = roots()
    assert [] == list(flaws_of_leaves(root, LEAVES))
    for wrong in (LEAVES[1:], LEAVES[::-1], [*LEAVES, LEAVES[-1]], []):
        assert ["altered"] == [flaw.flaw for flaw in flaws_of_leaves(root, wrong)]


def test_what_a_day_gathers() -> None:
    """Of each ticket the last line counts, in whatever order they come; a slip is a leaf of its own."""
    slip = slip_for("A", "Lampu mati", NOW, sealed_by(b"a"), OLD)
    day = Gathered()
    for one in (
        mark("A", 2),
        mark("A", 1, NOW, slip.words, slip.key),
        mark("B", 1),
        structs.replace(mark("C", 0), head=""),
    ):
        day.add(one)
    heads = [head_leaf("A", 2, "head of A 2"), head_leaf("B", 1, "head of B 1")]
    assert in_order([*heads, slip_leaf(slip)]) == day.leaves()
    assert in_order([heads[1], slip_leaf(slip)]) == day.leaves({heads[0]})


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-12-01T15:59:00+00:00", []),
        ("2026-12-01T16:30:00+00:00", []),
        ("2026-12-01T17:00:00+00:00", [1]),
        ("2026-12-04T16:59:00+00:00", [1, 2, 3]),
    ],
)
def test_which_days_are_over(now: str, days: list[int]) -> None:
    """A day is over an hour after the local midnight; days that were missed come one after the other."""
    due = list(due_days(None, FIRST, datetime.fromisoformat(now), ZONE))
    assert [date(2026, 12, day) for day in days] == due


def test_the_day_after_the_last_root_is_next() -> None:
    """What has a root is not made again."""
    assert [date(2026, 12, 3), date(2026, 12, 4)] == list(due_days(roots()[1], FIRST, NOW, ZONE))
