"""What a store promises of an erasure: nothing is left that names somebody, and repeats and chains are still known."""

from __future__ import annotations

from typing import Any

from core.proof.chain import linked
from core.proof.lines import flaws, line_of
from core.proof.showing import shown
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Record, Send
from core.vocabulary.eraser import Scope
from core.vocabulary.feed import MachineNews, MachineReport
from core.vocabulary.lanes import DeadLetter, Lane, Receipt
from core.vocabulary.letters import Letter
from core.vocabulary.media import Held, Known
from core.vocabulary.report import Origin
from core.vocabulary.seal import sealed_by
from tests.clock import START
from tests.contracts.things import entry, event

NUMBER, OTHER = "KPG-26-00001-5", "KPG-26-00002-7"
CHAT, PERSON, STRANGER = "chat:web:box", "person:ina", "chat:web:other"
OF_TICKET = Scope((NUMBER,), (CHAT,), (PERSON,), ("m1",))
OF_PERSON = Scope((NUMBER,), (CHAT,), (PERSON,), ("m1",), whole=True)


def journal() -> list[Record]:
    """Give three chained lines: words, a dispute, and the line that says that they were erased."""
    head, lines = "", []
    for n, (what, reason) in enumerate((("opened", "Ina bilang gelap"), ("disputed", "Ina lagi"), ("erased", ""))):
        details = {"why": "request"} if what == "erased" else {"category": "lampu-jalan", "link": "https://x.example"}
        record, head = linked(
            Record(NUMBER, "pelapor", what, "selesai", START, reason, details), n + 1, head, sealed_by(b"s")
        )
        lines.append(record)
    return lines


async def filled(store: Any) -> None:
    """Store something of a person, and of somebody else, everywhere."""
    await store.accept([event("1", CHAT), event("1:0", "registry:x"), event("1:0:0", "group:officials", text="Ina")])
    await store.accept([event("2", STRANGER), event("3", "group:officials", text=f"Ina {NUMBER}"), event("4", CHAT)])
    for name in ("1", "1:0", "1:0:0", "2", "3"):
        await store.bury(DeadLetter(f"x{name}", "event", "x", START, "e", event(name)))
        await store.drop_dead(f"x{name}")
    await store.bury(DeadLetter("d1", "body", "telegram", START, "e", raw=CHAT))
    await store.bury(DeadLetter("d2", "body", "telegram", START, "e", raw=STRANGER))
    for n, record in enumerate(journal()):
        await store.journal(f"j{n}:0", record)
    await store.journal("j9:0", Record(PERSON, "sistem", "linked", "", START))
    about = (About(NUMBER, "reporter.filed"),)
    await store.record(Receipt("r1", CHAT, START, ("9",), message=Send("Ina"), about=about))
    await store.record(Receipt("r2", STRANGER, START, ("9",), message=Send("Eli"), about=about))
    for letter_id, box, key, ref in (
        ("l1", "box", f"push:{NUMBER}:filed", NUMBER),
        ("l2", "box", "", ""),
        ("l3", "other", "", ""),
    ):
        await store.put_letter(Letter(letter_id, box, START, "Ina", key=key, ref=ref))
    await store.put_report(MachineReport(NUMBER, "app", "a", START))
    for news_id, number, kind in (("n1", NUMBER, "answered"), ("n2", NUMBER, "erased"), ("n3", OTHER, "answered")):
        await store.put_news(MachineNews(news_id, "app", "a", number, START, "Ina", kind))
    for media in ("m1", "m2"):
        await store.put_media(Held(b"picture"), "image/jpeg", "", media)
        await store.keep_known(Known(media, "0" * 64))
        await store.put_origin(media, Origin(START))
    for lane in (CHAT, PERSON, STRANGER):
        await store.alias(f"key:{lane}", lane)
        assert await store.commit(Lane(lane, 1, {"name": "Ina"}), 0)
    await store.bind_link("digest", "box", START)
    await store.write_note("erasing:x", "Ina")


async def carried_out(store: Any, scope: Scope, *, dry: bool = False) -> dict[str, tuple[int, int]]:
    """Erase; give how many documents were found, and how many wait, by collection."""
    every = [one async for one in store.erase(scope, dry=dry)]
    return {one.collection: (one.found, one.waiting) for one in every if one.found}


class ErasureContract:
    """Erasing by collection."""

    async def test_of_a_report_its_words_go(self, store: Any) -> None:
        """Events keep only ids, lines their digests, letters the number; chats and persons stay."""
        await filled(store)
        counted = await carried_out(store, OF_TICKET, dry=True)
        assert counted == await carried_out(store, OF_TICKET)
        assert (5, 1) == counted["inbox"]
        again = await carried_out(store, OF_TICKET)
        assert {"inbox": (1, 1)} == again

        lines = await store.journal_of(NUMBER)
        assert ["", "", ""] == [line.reason for line in lines]
        assert ["lampu-jalan", "lampu-jalan"] == [line.details.get("category") for line in lines[:2]]
        exported = [line_of(line, shown(confidential=True)) for line in lines]
        assert ([], [2, 2, 0]) == ([*flaws(NUMBER, exported)], [len(line.gone) for line in exported])
        assert frozenset() == await store.accept([event("1", CHAT), event("3", "group:officials")])
        assert ["l1"] == [letter.id for letter in await store.letters("box", 9)]
        assert ["n2", "n3"] == [
            one.id for one in await store.news_for("app", START, START.max.replace(tzinfo=START.tzinfo), 0, 9)
        ]
        assert (None, True) == (await store.get_media("m1"), await store.get_media("m2") is not None)
        found = await store.receipts(["r1", "r2"])
        assert (None, Send("Eli")) == (found["r1"].message, found["r2"].message)
        assert ["d2"] == [letter.id for letter in await store.list_dead(9)]
        assert await store.load(CHAT) is not None

    async def test_of_a_person_everything_goes(self, store: Any) -> None:
        """Lanes, addresses, links, receipts and letters go; those of everybody else stay."""
        await filled(store)
        await carried_out(store, OF_PERSON)
        await store.drop_note("erasing:x")
        lanes = [await store.load(lane) for lane in (CHAT, PERSON, STRANGER)]
        assert [True, True, False] == [lane is None for lane in lanes]
        assert [f"key:{STRANGER}"] == [*await store.resolve([f"key:{lane}" for lane in (CHAT, STRANGER)])]
        assert "" == (await store.link_of("digest")).box
        assert ["r2"] == [*await store.receipts(["r1", "r2"])]
        assert ([], ["l3"]) == (await store.letters("box", 9), [one.id for one in await store.letters("other", 9)])
        assert ([], 3) == (await store.journal_of(PERSON), len(await store.journal_of(NUMBER)))
        assert "" == await store.read_note("erasing:x")

    async def test_what_is_on_its_way_waits(self, store: Any) -> None:
        """A chat that still has something to send is left for the next time."""
        await filled(store)
        known = await store.load(CHAT)
        assert await store.commit(Lane(CHAT, known.version + 1, {}, outbox=(entry("e1"),)), known.version)
        assert (2, 1) == (await carried_out(store, OF_PERSON))["lanes"]
        assert {"lanes": (1, 1), "inbox": (1, 1)} == await carried_out(store, OF_PERSON)
