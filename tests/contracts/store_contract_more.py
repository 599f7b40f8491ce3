"""What every store promises beside inbox and lanes: receipts, journal, dead letters, shared facts, files."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from core.proof.chain import linked
from core.proof.lines import flaws, line_of
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Publish, Send, Unheard
from core.vocabulary.lane_names import hook_lane
from core.vocabulary.lanes import DeadLetter, Lane
from core.vocabulary.media import Held, Known, Likeness, Media
from core.vocabulary.publishing import PublicReport
from core.vocabulary.seal import sealed_by
from core.vocabulary.store import Backlog, Levels
from storage.errors import MediaTooLarge
from storage.mongo.retention import RECEIPTS_KEPT_LONGER
from tests.clock import START, TestClock
from tests.contents import here
from tests.contracts.things import LANE, entry, event, ids, receipt, record

MINUTE = timedelta(minutes=1)


class ReceiptContract:
    """Deliveries are recorded once and found in three ways."""

    async def test_receipts_are_found_by_entry(self, store: Any) -> None:
        """Those of the asked entries that were delivered are given; a second record of an entry changes nothing."""
        first = receipt(1, "100", "101")
        await asyncio.gather(store.record(first), store.record(receipt(2, "102")))
        await store.record(receipt(1, "999"))

        assert {first.id: first} == await store.receipts([first.id, "entry:unknown"])
        assert {} == await store.receipts([])

    async def test_a_receipt_is_found_by_any_of_its_message_ids(self, store: Any) -> None:
        """A platform message id finds its receipt, in its own lane only."""
        album = receipt(1, "100", "101")
        await store.record(album)

        assert album == await store.by_message(LANE, "101")
        assert await store.by_message(LANE, "102") is None
        assert await store.by_message("chat:telegram:2", "101") is None

    async def test_the_newest_receipt_of_a_name_is_found(self, store: Any) -> None:
        """A key finds the newest receipt, whatever the order in which they were recorded."""
        old, new = receipt(1, "1", key="card"), receipt(2, "2", key="card", at=START + MINUTE)
        await store.record(new)
        await store.record(old)
        await store.record(receipt(3, "3", lane="chat:telegram:2", key="card", at=START + 2 * MINUTE))

        assert new == await store.by_key(LANE, "card")
        assert await store.by_key(LANE, "other") is None

    async def test_names_recorded_at_once_are_all_found(self, store: Any) -> None:
        """Concurrent records of many names, new and known, leave each name with its newest receipt."""
        await asyncio.gather(*(store.record(receipt(n, str(n), key=f"k{n}")) for n in range(0, 10, 2)))
        newer = [receipt(f"n{n}", f"n{n}", key=f"k{n}", at=START + MINUTE) for n in range(10)]
        await asyncio.gather(*(store.record(one) for one in newer))

        assert newer == [await store.by_key(LANE, f"k{n}") for n in range(10)]

    async def test_the_lines_of_a_ticket_are_found(self, store: Any) -> None:
        """A receipt is a line of each ticket that it is about, oldest first; a message that is gone leaves its line."""
        mine, other = About("T-1", "desk.card"), About("T-2", "reporter.filed")
        sent = structs.replace(receipt(2, "2", key="card", at=START + MINUTE), about=(mine, other), channel="telegram")
        held = structs.replace(receipt(1), about=(mine,), course="held", reason="window", channel="telegram")
        await asyncio.gather(store.record(sent), store.record(held), store.record(receipt(3, "3")))
        expected = [("held", "window", held.id), ("sent", "", sent.id)]
        assert expected == [(one.course, one.reason, one.entry) for one in await store.deliveries("T-1")]
        assert ["reporter.filed"] == [one.what for one in await store.deliveries("T-2")]
        await store.forget(sent.id)
        assert await store.by_key(LANE, "card") is None
        assert await store.by_message(LANE, "2") is None
        assert expected == [(one.course, one.reason, one.entry) for one in await store.deliveries("T-1")]
        assert [] == await store.deliveries("T-3")

    async def test_a_forgotten_receipt_is_gone(self, store: Any) -> None:
        """Forgetting removes the receipt and its name, and leaves a newer one of that name alone."""
        old, new = receipt(1, "1", key="card"), receipt(2, "2", key="card", at=START + MINUTE)
        await store.record(old)
        await store.record(new)
        await store.forget(old.id)
        assert new == await store.by_key(LANE, "card")

        await store.forget(new.id)
        await store.forget("entry:unknown")

        assert await store.by_key(LANE, "card") is None
        assert await store.by_message(LANE, "2") is None
        assert {} == await store.receipts([old.id, new.id])

    async def test_the_journal_keeps_each_line_once_in_order(self, store: Any) -> None:
        """Lines of a subject come back by time and by their number; the same entry id twice is one line."""
        lines = [record(what=f"langkah {n}", details={"n": str(n)}) for n in range(12)]
        await asyncio.gather(*(store.journal(f"telegram:1:{n}", line) for n, line in reversed([*enumerate(lines)])))
        await store.journal("telegram:1:3", record(what="lain"))
        await store.journal("telegram:0:0", record(what="kemudian", at=START + MINUTE))
        await store.journal("telegram:9:0", record("KPG-26-2"))

        assert [*lines, record(what="kemudian", at=START + MINUTE)] == await store.journal_of("KPG-26-1")

    async def test_the_journals_of_a_stretch_are_read_at_once(self, store: Any) -> None:
        """Each subject's lines come in order, of those from one to another by their text."""
        lines = [record(what=what) for what in ("opened", "ambil")]
        for n, line in enumerate(lines):
            await store.journal(f"telegram:1:{n}", line)
        for n in (0, 2, 3):
            await store.journal(f"telegram:9:{n}", record(f"KPG-26-{n}"))
        expected = {"KPG-26-1": lines, "KPG-26-2": [record("KPG-26-2")]}
        assert expected == await store.journal_between("KPG-26-1", "KPG-26-2")
        assert {} == await store.journal_between("KPG-27-0", "KPG-27-9")

    async def test_the_journal_keeps_what_chains_a_line(self, store: Any) -> None:
        """A line comes back with its chain, and can be hashed as it was, whatever was cut from its moment."""
        line, head = linked(record(details={"n": "1"}, at=START + timedelta(microseconds=1234)), 1, "", sealed_by(b""))
        await store.journal("telegram:1:0", line)

        (kept,) = await store.journal_of("KPG-26-1")
        assert [] == list(flaws("KPG-26-1", [line_of(kept, lambda _name, _value: True)]))
        assert head == kept.chain.head

    async def test_the_journal_takes_records_only(self, store: Any) -> None:
        """Another effect is a programming error."""
        with pytest.raises(TypeError):
            await store.journal("telegram:1:0", Send("x"))


class DeadLetterContract:
    """What failed for good is kept, shown, dropped or replayed."""

    async def test_a_dead_event_leaves_the_inbox_and_comes_back(self, store: Any, clock: TestClock) -> None:
        """A buried event is not pending; replayed it is pending again without tries, and the letter is gone."""
        await store.accept([event(1), event(2)])
        for _ in range(5):
            await store.failed("telegram:1")
        letter = DeadLetter("telegram:1", "event", LANE, START, "boom", event=event(1))
        await store.bury(letter)
        await store.bury(letter)

        assert ["telegram:2"] == ids(await store.pending(LANE))
        assert [letter] == await store.list_dead(10)
        assert letter == await store.get_dead("telegram:1")
        clock.move(minutes=10)
        assert LANE == await store.replay_dead("telegram:1")
        assert ["telegram:1", "telegram:2"] == ids(await store.pending(LANE))
        assert await store.get_dead("telegram:1") is None
        assert 1 == await store.failed("telegram:1")

    async def test_a_dead_event_that_was_purged_comes_back(self, store: Any) -> None:
        """Replaying works from the letter alone."""
        await store.bury(DeadLetter("telegram:1", "event", LANE, START, "boom", event=event(1)))

        assert LANE == await store.replay_dead("telegram:1")
        assert ["telegram:1"] == ids(await store.pending(LANE))

    async def test_a_dead_entry_goes_back_into_its_outbox(self, store: Any, clock: TestClock) -> None:
        """A replayed entry is at the end of its lane's outbox, as of now, once."""
        await store.commit(Lane(LANE, state=1, outbox=(entry("e:2"),)), 0)
        letter = DeadLetter("e:1", "entry", LANE, START, "Bad Request", entry=entry("e:1"))
        await store.bury(letter)
        now = clock.move(minutes=1)

        assert LANE == await store.replay_dead("e:1")
        expected = Lane(LANE, version=2, state=1, outbox=(entry("e:2"), entry("e:1", now)))
        assert expected == await store.load(LANE)
        await store.bury(letter)
        assert LANE == await store.replay_dead("e:1")
        assert expected == await store.load(LANE)

    async def test_a_body_that_nobody_could_read_is_kept(self, store: Any) -> None:
        """A parked body can be looked at and dropped, and cannot be replayed."""
        parked = DeadLetter("parked:1", "body", "", START, "no JSON", raw="<html>")
        await store.bury(parked)

        assert await store.replay_dead("parked:1") is None
        assert parked == await store.get_dead("parked:1")
        assert await store.drop_dead("parked:1")
        assert not await store.drop_dead("parked:1")
        assert await store.replay_dead("parked:1") is None

    async def test_dead_letters_are_listed_newest_first(self, store: Any) -> None:
        """The list is bounded and starts with the newest."""
        for n in range(3):
            await store.bury(DeadLetter(f"p:{n}", "body", "", START + n * MINUTE, "x"))

        assert ["p:2", "p:1"] == ids(await store.list_dead(2))


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
