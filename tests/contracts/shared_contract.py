"""What every store promises of what no lane owns: aliases, leases, channels, files and age."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from core.vocabulary.effects import Publish, Unheard
from core.vocabulary.lane_names import hook_lane
from core.vocabulary.lanes import DeadLetter, Lane
from core.vocabulary.media import Held, Known, Likeness, Media
from core.vocabulary.publishing import PublicReport
from core.vocabulary.store import Backlog, Levels
from storage.errors import MediaTooLarge
from storage.mongo.retention import RECEIPTS_KEPT_LONGER
from tests.clock import START, TestClock
from tests.contents import here
from tests.contracts.store_contract_more import MINUTE
from tests.contracts.things import LANE, entry, event, ids, receipt


class SharedContract:
    """Aliases, leases, channels, files and age."""

    async def test_the_first_binding_of_an_address_stays(self, store: Any) -> None:
        """An alias is given to the first lane that asks, also when many ask at once."""
        lanes = await asyncio.gather(*(store.alias("telegram:1", f"chat:{n}") for n in range(8)))

        assert 1 == len(set(lanes))
        assert lanes[0] == await store.alias("telegram:1", "chat:late")
        assert {"telegram:1": lanes[0]} == await store.resolve(["telegram:1", "telegram:2"])
        assert {} == await store.resolve([])

    async def test_a_lease_has_one_holder(self, store: Any) -> None:
        """A lease is renewed by its holder, taken by others only when expired or given back."""
        until = START + MINUTE
        taken = await asyncio.gather(*(store.acquire("poll", f"w{n}", until, START) for n in range(6)))
        assert 1 == sum(taken)
        holder = f"w{taken.index(True)}"

        assert await store.acquire("poll", holder, until, START)
        assert not await store.acquire("poll", "other", until + MINUTE, until - MINUTE / 2)
        assert await store.acquire("poll", "other", until + MINUTE, until)
        await store.release("poll", holder)
        assert not await store.acquire("poll", holder, until + MINUTE, until)
        await store.release("poll", "other")
        assert await store.acquire("poll", holder, until + MINUTE, until)

    async def test_a_note_reads_as_it_was_written_last(self, store: Any) -> None:
        """A name without a note is empty; a later note takes the place of the one before."""
        assert "" == await store.read_note("place")
        await store.write_note("place", "first")
        await store.write_note("place", "second")
        await store.write_note("other", "third")

        assert ["second", "third"] == [await store.read_note(name) for name in ("place", "other")]

    async def test_counts_add_up_however_many_add(self, store: Any) -> None:
        """What several add at once is all in the sums, which reading alone does not change."""
        assert {} == await store.count("day", {})
        await asyncio.gather(*(store.count("day", {"read": 2, "written": n}) for n in range(1, 7)))
        await store.count("other", {"read": 1})

        assert {"read": 12, "written": 21} == await store.count("day", {})
        assert {"read": 13, "written": 21} == await store.count("day", {"read": 1})

    async def test_a_channel_goes_down_and_up_once(self, store: Any) -> None:
        """Only the first who says so is told that it is news."""
        assert await store.channel_down("telegram", "401", START)
        assert not await store.channel_down("telegram", "again", START)
        assert {"telegram": "401"} == await store.channels_down()
        assert await store.channel_up("telegram")
        assert not await store.channel_up("telegram")
        assert {} == await store.channels_down()

    async def test_a_file_reads_as_it_was_stored(self, store: Any) -> None:
        """A file of many chunks comes back whole; the same id again is harmless."""
        photo = bytes(range(256)) * 5000
        await asyncio.gather(*(store.put_media(Held(photo), "image/jpeg", "jalan.jpg", "m:1") for _ in range(3)))
        await store.put_media(Held(b""), "text/plain", "kosong.txt", "m:2")

        assert Media(Held(photo), "image/jpeg", "jalan.jpg") == await here(await store.get_media("m:1"))
        assert Media(Held(b""), "text/plain", "kosong.txt") == await here(await store.get_media("m:2"))
        assert await store.get_media("m:3") is None

    async def test_a_file_above_the_limit_is_refused(self, store: Any) -> None:
        """More than 20 MB is a typed error and stores nothing."""
        with pytest.raises(MediaTooLarge):
            await store.put_media(Held(bytes(20 * 1024 * 1024 + 1)), "video/mp4", "besar.mp4", "m:1")

        assert await store.get_media("m:1") is None

    async def test_files_are_known_again(self, store: Any) -> None:
        """A file is found by its hash or a key, those that share most first; the first ticket keeps it."""
        photos = [Known(f"m:{n}", f"hash{n}", likeness=Likeness(tuple(range(n, n + 18)), b"grey")) for n in range(5)]
        for known in (*photos, photos[0], Known("m:film", "hash9")):
            await store.keep_known(known)
        await store.exhibit("m:2", "KPG-26-00001-5")
        await store.exhibit("m:2", "KPG-26-00002-4")
        await store.exhibit("m:none", "KPG-26-00001-5")

        found = await store.known_by(range(16, 1600), "hash0", 3)
        assert ["m:0", "m:4", "m:3"] == [known.media for known in found]
        assert ["m:film"] == [known.media for known in await store.known_by((), "hash9", 9)]
        assert [] == list(await store.known_by((99,), "hash7", 9))
        expected = Known("m:2", "hash2", "KPG-26-00001-5", photos[2].likeness)
        assert [expected] == list(await store.known_by((), "hash2", 9))

    async def test_the_public_list_is_read_in_pages(self, store: Any) -> None:
        """Lines come the newest first, by kind and place; an older revision changes nothing; what left is gone."""

        def line(number: int, category: str = "jalan", kelurahan: str = "Oebufu") -> PublicReport:
            at = START + timedelta(seconds=number)
            return PublicReport(f"KPG-26-0000{number}-5", category, kelurahan, "2026-11", "waiting", "kata", at)

        lines = [line(1), line(2, "sampah"), line(3, kelurahan="Lasiana"), line(4)]
        for one in lines:
            await store.publish(Publish(one.number, 5, one))
        changed = structs.replace(lines[0], shade="confirmed")
        await store.publish(Publish(changed.number, 7, changed))
        await store.publish(Publish(changed.number, 6, None))
        await store.publish(Publish(lines[3].number, 5, changed))
        await store.publish(Publish("KPG-26-00009-5", 1, None))

        async def shown(category: str = "", kelurahan: str = "", after: int = 0, limit: int = 9) -> list[PublicReport]:
            return [one.line for one in await store.public_reports(category, kelurahan, after, limit)]

        assert [*lines[:0:-1], changed] == await shown()
        numbers = (lines[3].number, "KPG-26-00009-5", "x")
        assert [lines[3], None, None] == [await store.public_report(number) for number in numbers]
        assert [lines[3], lines[2]] == await shown(limit=2)
        assert [lines[3], changed] == await shown("jalan", "Oebufu")
        assert [lines[2]] == await shown(kelurahan="Lasiana")
        assert [lines[1]] == await shown("sampah")
        await store.publish(Publish(changed.number, 8, None))
        assert lines[:0:-1] == await shown()
        again = structs.replace(lines[0], at=START + timedelta(days=1))
        await store.publish(Publish(again.number, 9, again))
        assert [again, *lines[:0:-1]] == await shown()
        moved = structs.replace(lines[1], kelurahan="Lasiana")
        await store.publish(Publish(moved.number, 6, moved))
        assert {moved, lines[2]} == set(await shown(kelurahan="Lasiana"))
        assert [moved] == await shown("sampah", "Lasiana")
        assert [] == await shown("sampah", "Oebufu")

    async def test_pages_of_the_public_list_follow_each_other_whatever_leaves_it(self, store: Any) -> None:
        """Behind a place come the older lines, also where its line or hundreds of others left; other places end it."""
        lines = [
            PublicReport(f"KPG-26-{n:05d}-5", "jalan", ("Oebufu", "Oeba")[n % 2], "2026-11", "waiting", "kata", START)
            for n in range(60)
        ]
        for n, one in enumerate(lines):
            await store.publish(Publish(one.number, 1, structs.replace(one, at=START + timedelta(seconds=n))))
        first = await store.public_reports("", "Oebufu", 0, 2)
        assert [lines[58].number, lines[56].number] == [one.line.number for one in first]
        for one in lines[3:59]:
            await store.publish(Publish(one.number, 2, None))
        second = await store.public_reports("", "Oebufu", first[-1].place, 2)
        assert [lines[2].number, lines[0].number] == [one.line.number for one in second]
        assert [] == list(await store.public_reports("", "Oebufu", second[-1].place, 2))
        assert [] == list(await store.public_reports("sampah", "", 0, 2))
        every = await store.public_reports("", "", 999_999_999, 9)
        assert [lines[n].number for n in (59, 2, 1, 0)] == [one.line.number for one in every]

    async def test_lines_that_are_released_at_once_all_stand_in_the_public_list(self, store: Any) -> None:
        """Lists that begin in the same moment lose none."""
        numbers = [f"KPG-26-{n:05d}-5" for n in range(200)]
        lines = [PublicReport(one, "jalan", "Oebufu", "2026-11", "waiting", "kata", START) for one in numbers]
        await asyncio.gather(*(store.publish(Publish(one.number, 1, one)) for one in lines))
        found = await store.public_reports("jalan", "Oebufu", 0, 500)
        assert numbers == sorted(one.line.number for one in found)
        assert 200 == len({one.place for one in found})

    async def test_old_done_events_and_receipts_are_purged(self, store: Any, clock: TestClock) -> None:
        """Age removes done events, and receipts half a year later; what is pending stays however old it is."""
        await store.accept([event(1), event(2)])
        await store.bury(DeadLetter("telegram:1", "event", LANE, START, "x", event=event(1)))
        await store.record(receipt(1, "1"))
        now = clock.move(days=9)
        await store.record(receipt(2, "2", at=now))

        assert 0 == await store.purge(START)
        assert 1 == await store.purge(START + MINUTE)
        assert frozenset({"telegram:1"}) == await store.accept([event(1), event(2)])
        assert 1 == await store.purge(START + MINUTE + RECEIPTS_KEPT_LONGER)
        assert ["entry:2"] == list(await store.receipts(["entry:1", "entry:2"]))
        assert ["telegram:2", "telegram:1"] == ids(await store.pending(LANE))

    async def test_how_much_waits_is_told(self, store: Any) -> None:
        """Pending events, outboxes, held messages and dead letters are counted, with the oldest."""
        assert Levels() == await store.levels()
        await store.accept([event(1), event(2), event(3)])
        await store.bury(DeadLetter("telegram:1", "event", LANE, START, "x", event=event(1)))
        await store.bury(DeadLetter("lane:x", "lane", "x", START, "x"))
        outbox = (entry("e:1", START + MINUTE), entry("e:2", START))
        await store.commit(Lane(LANE, state={"a": 1}, outbox=outbox, held=(entry("e:3"),)), 0)
        await store.commit(Lane("ticket:2", state={"a": 1}), 0)

        levels = await store.levels()
        assert (2, 2, 1, 2, 1) == (levels.pending, levels.outbox, levels.held, levels.dead, levels.unreadable)
        assert START == levels.outbox_since
        assert entry("e:3").since == levels.held_since
        assert levels.pending_since is not None
        await store.commit(Lane(LANE, state={"a": 1}), 1)
        levels = await store.levels()
        assert (0, 0, None, None) == (levels.outbox, levels.held, levels.outbox_since, levels.held_since)

    async def test_what_waits_for_a_system_is_told_apart(self, store: Any) -> None:
        """Its outbox and the events behind it are counted for it, and not as events that the bridge has to step."""
        lane = hook_lane("erp")
        assert Backlog() == await store.backlog(lane)
        await store.accept([structs.replace(event(n), lane=lane) for n in (1, 2)])
        await store.accept([structs.replace(event(n), lane=name) for n, name in ((3, "group:x"), (4, "ticket:x"))])
        await store.commit(Lane(lane, state={}, outbox=(entry("e:1", START),)), 0)
        assert Backlog(3, START) == await store.backlog(lane)
        assert 2 == (await store.levels()).pending

    async def test_a_flood_on_one_lane_hides_no_other(self, store: Any, clock: TestClock) -> None:
        """Whatever waits on a lane in the thousands, lanes behind it in any order are named as stale."""
        await store.accept([structs.replace(event(n), lane="hook:erp") for n in range(2100)])
        await store.accept([structs.replace(event(n), lane=lane) for n, lane in ((3001, "chat:x"), (3002, "ticket:x"))])
        assert {"hook:erp", "chat:x", "ticket:x"} == set(await store.stale(clock.now() + MINUTE, 100))

    async def test_what_was_not_understood_is_kept_apart_and_for_a_while(self, store: Any, clock: TestClock) -> None:
        """A line is kept once, cut to a readable length, read newest first, and deleted by age."""
        for n, kind in enumerate(("draft", "verdict", "draft")):
            await store.keep_unheard(f"whatsapp:1:wamid.{n}:0", Unheard(kind, f"kata {n}" * 100), START + n * MINUTE)
        await store.keep_unheard("whatsapp:1:wamid.2:0", Unheard("draft", "again"), START)

        lines = await store.unheard()
        assert ["draft", "verdict", "draft"] == [line.kind for line in lines]
        assert [300] * 3 == [len(line.text) for line in lines]
        assert ["verdict"] == [line.kind for line in (await store.unheard(2))[1:]]
        assert 1 == await store.purge_unheard(START + MINUTE)
        assert [START + 2 * MINUTE, START + MINUTE] == [line.at for line in await store.unheard()]

    async def test_it_says_that_it_answers(self, store: Any) -> None:
        """A ping of a store that takes writes returns, also when many ask at once."""
        await asyncio.gather(*(store.ping() for _ in range(4)))
        assert await store.ping() is None
