"""What every store promises beside inbox and lanes: receipts, journal, dead letters."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from core.proof.chain import linked
from core.proof.lines import flaws, line_of
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Send
from core.vocabulary.lanes import DeadLetter, Lane
from core.vocabulary.seal import sealed_by
from tests.clock import START, TestClock
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
