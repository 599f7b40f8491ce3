"""What every store promises to the engine; run against each implementation by its own test module."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from core.engine.sweeps import next_page
from core.vocabulary.effects import Send
from core.vocabulary.lanes import Lane, Lease
from core.vocabulary.store import Unsent
from tests.clock import START, TestClock
from tests.contracts.things import LANE, entry, event, ids

MINUTE = timedelta(minutes=1)


class InboxContract:
    """Events are accepted once, read oldest first, and leave when done."""

    async def test_new_ids_are_named_once(self, store: Any) -> None:
        """Accepting gives the ids that were new; a known id is not an error."""
        assert frozenset({"telegram:1", "telegram:2"}) == await store.accept([event(1), event(2)])
        assert frozenset({"telegram:3"}) == await store.accept([event(1), event(3)])
        assert frozenset() == await store.accept([])

    async def test_a_repeat_in_one_request_is_one_event(self, store: Any) -> None:
        """The same event twice in one request is stored once."""
        assert frozenset({"telegram:1"}) == await store.accept([event(1), event(1)])
        assert ["telegram:1"] == ids(await store.pending(LANE))

    async def test_parallel_repeats_are_new_to_one(self, store: Any) -> None:
        """Of many who accept the same event at once, exactly one is told that it was new."""
        answers = await asyncio.gather(*(store.accept([event(1), event(f"own-{n}")]) for n in range(20)))

        assert 1 == sum("telegram:1" in new for new in answers)
        assert all(f"telegram:own-{n}" in new for n, new in enumerate(answers))

    async def test_a_stored_event_reads_as_it_was(self, store: Any, clock: TestClock) -> None:
        """An event comes back whole, with the time of storing filled in."""
        await store.accept([event(1, text="Jalan rusak 🙏")])

        expected = msgspec.structs.replace(event(1, text="Jalan rusak 🙏"), received=clock.now())
        assert [expected] == await store.pending(LANE)

    async def test_text_that_no_utf8_can_carry_is_mended(self, store: Any) -> None:
        """A half surrogate pair becomes the replacement character instead of an error that repeats for ever."""
        await store.accept([event(1, text="a\ud83d")])

        assert ["a\ufffd"] == [one.body.text for one in await store.pending(LANE)]

    async def test_pending_is_oldest_first(self, store: Any, clock: TestClock) -> None:
        """Pending events come by platform time, then platform order, then arrival, then id."""
        await store.accept([event("late", at=START + MINUTE)])
        await store.accept([event("b", order=2), event("a", order=3)])
        clock.move(seconds=1)
        await store.accept([event("y", order=1), event("x", order=1)])

        assert [
            "telegram:x",
            "telegram:y",
            "telegram:b",
            "telegram:a",
            "telegram:late",
        ] == ids(await store.pending(LANE))

    async def test_pending_is_of_one_lane_and_at_most_a_hundred(self, store: Any) -> None:
        """A lane's pending events are its own, and no more than the 100 oldest."""
        flood = [event(n, order=n) for n in range(130)]
        await store.accept(flood)
        await store.accept([event("other", "chat:telegram:2")])

        assert ids(flood[:100]) == ids(await store.pending(LANE))
        assert ["telegram:other"] == ids(await store.pending("chat:telegram:2"))

    async def test_many_lanes_asked_at_once_each_get_their_own(self, store: Any) -> None:
        """Concurrent reads, which travel together, do not mix lanes."""
        await store.accept([event(n, f"chat:telegram:{n}") for n in range(30)])

        found = await asyncio.gather(*(store.pending(f"chat:telegram:{n}") for n in range(40)))

        assert [[f"telegram:{n}"] for n in range(30)] + [[]] * 10 == [ids(events) for events in found]

    async def test_done_events_are_not_pending(self, store: Any) -> None:
        """A done event is not pending any more, and still known when it is repeated."""
        await store.accept([event(1), event(2)])
        store.done(["telegram:1"])

        assert ["telegram:2"] == ids(await store.pending(LANE))
        assert frozenset() == await store.accept([event(1)])

    async def test_failed_tries_are_counted(self, store: Any) -> None:
        """Each failed try gives the new count; an unknown event has none."""
        await store.accept([event(1)])

        assert [1, 2, 3] == [await store.failed("telegram:1") for _ in range(3)]
        assert 0 == await store.failed("telegram:unknown")

    async def test_stale_lanes_are_named_longest_waiting_first(self, store: Any, clock: TestClock) -> None:
        """Lanes with events received before a moment are named once each, done ones not at all."""
        await store.accept([event(1, "chat:b"), event(2, "chat:done")])
        clock.move(seconds=1)
        await store.accept([event(3, "chat:a"), event(4, "chat:b")])
        store.done(["telegram:2"])
        moment = clock.move(seconds=1)
        await store.accept([event(5, "chat:fresh")])

        assert ["chat:b", "chat:a"] == list(await store.stale(moment, 10))
        assert ["chat:b"] == list(await store.stale(moment, 1))


class LaneContract:
    """A lane is one document under compare-and-set."""

    async def test_what_was_read_can_be_written_again(self, store: Any) -> None:
        """Numbers beyond 32 bits, as platforms number their messages, come back as numbers and go in again."""
        large = {"order": 2_117_059_138_604_236_801, "parts": [{"order": 2**31}], "small": 7}
        assert await store.commit(Lane(id=LANE, version=1, state=large), 0)
        read = await store.load(LANE)

        assert large == read.state
        assert await store.commit(msgspec.structs.replace(read, version=2), 1)
        assert large == (await store.load(LANE)).state

    async def test_an_unknown_lane_is_none(self, store: Any) -> None:
        """Loading a lane that was never written gives nothing."""
        assert await store.load("chat:nobody") is None

    async def test_a_field_of_a_document_is_read_alone(self, store: Any) -> None:
        """Only what is asked for comes, of those lanes that are there."""
        await store.commit(Lane("docket:a", state={"counts": {"": {"n": 1}}, "rows": [1, 2]}), 0)
        await store.commit(Lane("docket:b", state={"rows": []}), 0)

        found = await store.excerpts(["docket:a", "docket:b", "docket:c"], ["counts", "other"])

        assert {"docket:a": {"counts": {"": {"n": 1}}}, "docket:b": {}} == found

    async def test_a_lane_reads_as_it_was_written(self, store: Any) -> None:
        """Every field of a lane comes back; its version is one above the expected one."""
        lane = Lane(
            LANE,
            version=1,
            state={"draft": {"text": "a.b", "files": []}, "$odd.key": 1, "at": START},
            seen=("telegram:1",),
            outbox=(entry("telegram:1:0"), entry("telegram:1:1", START + MINUTE)),
            wake_at=START + MINUTE,
            sending=Lease("w1", START + MINUTE, "telegram:1:1"),
            channel="telegram",
            address="1",
        )

        assert await store.commit(lane, 0)
        assert lane == await store.load(LANE)

    async def test_only_the_expected_version_is_replaced(self, store: Any) -> None:
        """A commit that expects another version than the stored one changes nothing."""
        assert await store.commit(Lane(LANE, state=1), 0)

        assert not await store.commit(Lane(LANE, state=2), 0)
        assert not await store.commit(Lane(LANE, state=3), 2)
        assert await store.commit(Lane(LANE, state=4), 1)
        assert Lane(LANE, version=2, state=4) == await store.load(LANE)
        assert not await store.commit(Lane("chat:never", state=1), 3)
        assert await store.load("chat:never") is None

    @pytest.mark.parametrize("expected", [0, 1])
    async def test_of_many_who_write_at_once_one_wins(self, store: Any, expected: int) -> None:
        """Concurrent commits on the same version have exactly one winner, whose document is stored."""
        if expected:
            await store.commit(Lane(LANE), 0)

        won = await asyncio.gather(*(store.commit(Lane(LANE, state=n), expected) for n in range(24)))

        assert 1 == sum(won)
        stored = await store.load(LANE)
        assert (won.index(True), expected + 1) == (stored.state, stored.version)

    async def test_losers_and_winners_of_one_flush_are_told_apart(self, store: Any) -> None:
        """When commits of many lanes travel together, each caller learns about its own."""
        await asyncio.gather(*(store.commit(Lane(f"chat:{n}", state="old"), 0) for n in range(20)))

        calls = [store.commit(Lane(f"chat:{n}", state="new"), 1 if n % 3 else 7) for n in range(20)]
        calls += [store.commit(Lane(f"chat:{n}", state="born"), 0) for n in range(15, 25)]
        won = await asyncio.gather(*calls)

        assert [bool(n % 3) for n in range(20)] + [False] * 5 + [True] * 5 == won
        states = [(await store.load(f"chat:{n}")).state for n in range(25)]
        assert [("new" if n % 3 else "old") for n in range(20)] + ["born"] * 5 == states

    async def test_many_loads_at_once_each_get_their_own(self, store: Any) -> None:
        """Concurrent loads, which travel together, do not mix lanes."""
        for n in range(0, 20, 2):
            await store.commit(Lane(f"chat:{n}", state=n), 0)

        found = await asyncio.gather(*(store.load(f"chat:{n}") for n in [*range(20), 4]))

        assert [n if n % 2 == 0 else None for n in range(20)] + [4] == [one and one.state for one in found]

    async def test_due_lanes_are_named_with_their_time(self, store: Any) -> None:
        """Lanes whose time has come are named earliest first; others and those without a time are not."""
        await store.commit(Lane("chat:second", wake_at=START + MINUTE), 0)
        await store.commit(Lane("chat:first", wake_at=START), 0)
        await store.commit(Lane("chat:later", wake_at=START + 3 * MINUTE), 0)
        await store.commit(Lane("chat:never"), 0)

        assert [("chat:first", START), ("chat:second", START + MINUTE)] == list(await store.due(START + MINUTE, 10))
        assert [("chat:first", START)] == list(await store.due(START + MINUTE, 1))
        await store.commit(Lane("chat:first"), 1)
        assert [("chat:second", START + MINUTE)] == list(await store.due(START + MINUTE, 10))

    async def test_unsent_lanes_are_named_by_their_oldest_entry(self, store: Any) -> None:
        """Lanes whose outbox has waited since before a moment are named, the longest waiting first."""
        await store.commit(Lane("chat:new", outbox=(entry("e:0", START + 2 * MINUTE),)), 0)
        await store.commit(Lane("chat:old", outbox=(entry("e:1", START), entry("e:2", START + 2 * MINUTE))), 0)
        await store.commit(Lane("chat:older", outbox=(entry("e:3", START - MINUTE),)), 0)
        await store.commit(Lane("chat:empty"), 0)

        assert ["chat:older", "chat:old"] == [one.lane for one in await store.unsent(START + MINUTE, 10)]
        await store.commit(Lane("chat:old"), 1)
        assert [Unsent("chat:older", START - MINUTE, "", ("Send",))] == list(await store.unsent(START + MINUTE, 10))

    async def test_unsent_lanes_are_read_page_by_page(self, store: Any) -> None:
        """From one page to the next none is left out and none comes twice, also of those with the same moment."""
        moments = {n: START - (n // 4) * MINUTE for n in range(10)}
        for n, since in moments.items():
            await store.commit(Lane(f"chat:{n}", outbox=(entry(f"e:{n}", since),)), 0)

        seen: list[str] = []
        page = None
        while found := await store.unsent(START + MINUTE, 3, page):
            seen += [one.lane for one in found]
            page = next_page(page, found)
        assert sorted(f"chat:{n}" for n in moments) == sorted(seen)
        assert ["chat:8", "chat:9"] == sorted(seen[:2])

    async def test_times_keep_milliseconds(self, store: Any) -> None:
        """A stored time is cut to milliseconds, the same way everywhere."""
        exact = datetime(2026, 11, 2, 1, 2, 3, 456789, tzinfo=UTC)
        await store.commit(Lane(LANE, wake_at=exact, outbox=(entry("e:0", exact, "x"),)), 0)

        cut = exact.replace(microsecond=456000)
        expected = Lane(LANE, version=1, wake_at=cut, outbox=(entry("e:0", cut, "x"),))
        assert expected == await store.load(LANE)
        assert Send("x") == expected.outbox[0].effect
