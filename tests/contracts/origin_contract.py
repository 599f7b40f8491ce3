"""What every store promises of when and where photos were taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.vocabulary.report import Origin
from storage.mongo.origins import KEPT, WAITS
from tests.clock import START, TestClock

SCHOOL = Origin(START, -10.1583, 123.6231)
TIMED = Origin(START)
MINUTE = timedelta(minutes=1)


class OriginContract:
    """An origin waits for its sender's word, is kept for a time when it is allowed, and is gone else."""

    async def test_nobody_reads_what_waits(self, store: Any) -> None:
        """Only what was allowed can be read, as it came; what comes again changes nothing."""
        await store.put_origin("m1", SCHOOL)
        await store.put_origin("m2", TIMED)
        assert {} == await store.origins(["m1", "m2"])

        await store.keep_origins(["m1", "m3"])
        await store.put_origin("m1", TIMED)
        assert {"m1": SCHOOL} == await store.origins(["m1", "m2", "m3"])
        assert {} == await store.origins([])

    async def test_what_is_dropped_does_not_come_back(self, store: Any) -> None:
        """A yes that comes after the no finds nothing, and so does a repeat of it."""
        for media in ("m1", "m2"):
            await store.put_origin(media, SCHOOL)
        await store.keep_origins(["m2"])
        await store.drop_origins(["m1", "m2", "m3"])
        await store.keep_origins(["m1", "m2"])

        assert {} == await store.origins(["m1", "m2"])

    async def test_each_goes_in_its_time(self, store: Any, clock: TestClock) -> None:
        """Without a word it goes in three days, with a yes in half a year, counted from the first yes."""
        for media in ("waits", "kept"):
            await store.put_origin(media, SCHOOL)
        await store.keep_origins(["kept"])
        assert 0 == await store.purge_origins(START + WAITS)
        assert 1 == await store.purge_origins(START + WAITS + MINUTE)

        clock.move(days=100)
        await store.keep_origins(["kept", "waits"])
        assert {"kept": SCHOOL} == await store.origins(["kept", "waits"])
        await store.put_origin("late", SCHOOL)
        clock.move(seconds=WAITS.total_seconds())
        await store.keep_origins(["late"])
        assert {"kept": SCHOOL} == await store.origins(["kept", "late"])
        now = clock.move(seconds=(KEPT - WAITS - timedelta(days=100)).total_seconds())
        assert {} == await store.origins(["kept"])
        assert 2 == await store.purge_origins(now + MINUTE)
