"""Published days for tests: three of them, the key changed on the last, a slip in the first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.proof.keys import Signer, written
from core.proof.merkle import in_order, leaf
from core.proof.roots import Published, begin_of, key_of, made, slip_leaf
from core.proof.slip import slip_for
from core.vocabulary.proof import DayRoot
from core.vocabulary.seal import sealed_by

ZONE = ZoneInfo("Asia/Makassar")
NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
OLD, NEW, FOREIGN = (Signer.of(written(bytes([n]) * 32)) for n in range(3))
KEYS = (key_of(OLD, NOON, None), key_of(NEW, NOON + timedelta(days=2), OLD))
WORDS = "Lampu jalan mati su 3 hari"
SLIP = slip_for("KPG-26-00001-5", WORDS, NOON, sealed_by(b"a"), OLD)
LEAVES = [in_order([slip_leaf(SLIP), leaf(b"a"), leaf(b"b")]), [], in_order([leaf(b"c")])]


def days() -> list[Published]:
    """Make the days."""
    found: list[Published] = []
    last: DayRoot | None = None
    for n, (leaves, signer) in enumerate(zip(LEAVES, (OLD, OLD, NEW), strict=True)):
        day = date(2026, 12, 1) + timedelta(days=n)
        until = begin_of(day + timedelta(days=1), ZONE)
        last = made("KPG", day, until, last, leaves, until + timedelta(hours=1), signer)
        found.append(Published(last, tuple(one.hex() for one in leaves), KEYS[: 2 if n == 2 else 1]))
    return found
