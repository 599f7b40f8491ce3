"""What every store promises of letters, links and files on their way in."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import msgspec

from core.vocabulary.effects import Choice
from core.vocabulary.letters import Letter, PageLink, Upload
from core.vocabulary.media import Held
from core.vocabulary.report import Evidence
from tests.clock import START
from tests.contents import whole

MINUTE = timedelta(minutes=1)


def letter(number: int, box: str = "box", **more: Any) -> Letter:
    """Give a letter that came so many minutes after the start."""
    return Letter(f"{box}:{number}", box, START + number * MINUTE, f"kata {number}", **more)


class LetterContract:
    """Boxes keep what is put into them, each thing once."""

    async def test_a_box_gives_its_newest_letters_in_order(self, store: Any) -> None:
        """The newest letters of one box come oldest first; what was put twice is there once, as it was first."""
        full = letter(2, choices=(Choice("a", "A"),), evidence=(Evidence("photo", "r", "m1"),), ref="N", key="k")
        await asyncio.gather(*(store.put_letter(one) for one in (letter(3), letter(1), full, letter(1, "other"))))
        await store.put_letter(msgspec.structs.replace(letter(1), text="lain"))

        assert [letter(1), full, letter(3)] == list(await store.letters("box", 9))
        assert [full, letter(3)] == list(await store.letters("box", 2))
        assert [] == list(await store.letters("none", 9))

    async def test_letters_are_marked_as_read(self, store: Any) -> None:
        """What was seen is marked, and nothing else."""
        for number in (1, 2):
            await store.put_letter(letter(number))
        await store.mark_read(["box:1"])
        await store.mark_read([])

        assert [True, False] == [one.read for one in await store.letters("box", 9)]

    async def test_a_link_leads_to_its_box_until_it_is_closed(self, store: Any) -> None:
        """A link is bound once; closed, it leads nowhere, also when it is bound again."""
        await store.bind_link("d1", "box", START)
        await store.bind_link("d1", "other", START)
        assert [PageLink("box"), PageLink()] == [await store.link_of("d1"), await store.link_of("d2")]

        await store.close_link("d1")
        await store.bind_link("d1", "box", START)
        assert PageLink() == await store.link_of("d1")

    async def test_a_link_is_renewed_once(self, store: Any) -> None:
        """A new link takes the place of one that was not renewed itself; of two that try the first one does."""
        await store.bind_link("d1", "box", START)
        assert [True, True, False] == [await store.renew_link("d1", new, START) for new in ("d2", "d2", "d3")]
        assert PageLink("", START) == await store.link_of("d1")
        assert [PageLink("box", renewed=True), PageLink()] == [await store.link_of("d2"), await store.link_of("d3")]
        assert [False, False] == [await store.renew_link(old, "d4", START) for old in ("d2", "d9")]
        await store.close_link("d2")
        assert "" == (await store.link_of("d2")).box

    async def test_two_cannot_renew_a_link_at_once(self, store: Any) -> None:
        """Of many that renew one link at one moment one has a link that works."""
        await store.bind_link("d1", "box", START)
        new = [f"n{one}" for one in range(6)]
        done = await asyncio.gather(*(store.renew_link("d1", one, START) for one in new))
        working = [(await store.link_of(one)).box for one in new]
        assert (1, 1) == (sum(done), working.count("box"))

    async def test_files_on_their_way_in_are_kept_for_a_while(self, store: Any) -> None:
        """A file is given as it came until it is purged by its age."""
        old, new = (
            Upload("u1", Held(b"\x00\xff"), "image/png", START),
            Upload("u2", Held(b"x"), "image/jpeg", START + MINUTE),
        )
        for one in (old, new, old):
            await store.put_upload(one)
        kept = await store.get_upload("u1")
        assert old == msgspec.structs.replace(kept, content=Held(await whole(kept.content)))

        assert 1 == await store.purge_uploads(START + MINUTE)
        kept = await store.get_upload("u2")
        assert new == msgspec.structs.replace(kept, content=Held(await whole(kept.content)))
        assert await store.get_upload("u1") is None
