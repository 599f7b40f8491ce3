"""What a store promises of roots and keys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec import structs

from core.proof.chain import linked
from core.vocabulary.proof import CityKey, DayRoot, HeadMark
from core.vocabulary.seal import sealed_by
from tests.clock import START
from tests.contracts.things import record

ENDED, MADE = "2026-12-01T16:00:00.000Z", "2026-12-02T00:00:00.000Z"
ROOT = DayRoot("KPG", "2026-12-01", ENDED, 1, "", 1, "ab" * 32, MADE, "1a2b3c4d", "signed")


class RootContract:
    """Roots and keys are written once; lines are read by their moment."""

    async def test_a_day_has_one_root(self, store: Any) -> None:
        """The first root of a day stays, with its leaves; the newest is that of the last day."""
        assert (None, b"") == (await store.last_root(), await store.leaves_of(ROOT.day))
        assert await store.put_root(ROOT, b"\x01" * 32)
        assert not await store.put_root(structs.replace(ROOT, size=9), b"")
        next_day = structs.replace(ROOT, day="2027-01-01", number=2)
        assert await store.put_root(next_day, b"")

        assert (ROOT, next_day) == (await store.root_of(ROOT.day), await store.last_root())
        assert b"\x01" * 32 == await store.leaves_of(ROOT.day)
        assert [ROOT] == list(await store.roots_of("2026"))
        assert [next_day] == list(await store.roots_of("2027"))
        assert None is await store.root_of("2026-12-02")

    async def test_a_key_is_known_once(self, store: Any) -> None:
        """Keys come back by their age, each as it was known first."""
        old, new = CityKey("b", "public", START), CityKey("a", "public2", START + timedelta(days=1), "b", "signed")
        assert [True, True, False] == [await store.put_key(one) for one in (new, old, structs.replace(old, public="x"))]
        assert [old, new] == list(await store.city_keys())

    async def test_lines_are_read_by_their_moment(self, store: Any) -> None:
        """Lines of a stretch of time come with what a root needs of them; its end is not in it."""
        head, wanted = "", []
        for n in range(5):
            moment = START + timedelta(seconds=n)
            details = {"words": "w", "slip_key": "k"} if n == 0 else {}
            line, head = linked(record(at=moment, details=details), n + 1, head, sealed_by(b""))
            await store.journal(f"e:{n}", line)
            wanted.append(HeadMark(line.subject, moment, n + 1, head, *(("w", "k") if n == 0 else ("", ""))))
        await store.journal("e:9", record(at=START + timedelta(seconds=9)))

        found = await store.head_marks(START, START + timedelta(seconds=4))
        assert wanted[:4] == sorted(found, key=lambda mark: int(mark.n))
        (bare,) = await store.head_marks(START + timedelta(seconds=9), START + timedelta(seconds=10))
        assert (0, "") == (bare.n, bare.head)
