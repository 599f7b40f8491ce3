"""What every store promises of letters, links and files on their way in."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import msgspec

from core.vocabulary.effects import Choice
from core.vocabulary.letters import Letter, Upload
from core.vocabulary.report import Evidence
from tests.clock import START

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
        assert ["box", ""] == [await store.box_of("d1"), await store.box_of("d2")]

        await store.close_link("d1")
        await store.bind_link("d1", "box", START)
        assert "" == await store.box_of("d1")

    async def test_files_on_their_way_in_are_kept_for_a_while(self, store: Any) -> None:
        """A file is given as it came until it is purged by its age."""
        old, new = Upload("u1", b"\x00\xff", "image/png", START), Upload("u2", b"x", "image/jpeg", START + MINUTE)
        for one in (old, new, old):
            await store.put_upload(one)
        assert old == await store.get_upload("u1")

        assert 1 == await store.purge_uploads(START + MINUTE)
        assert [None, new] == [await store.get_upload("u1"), await store.get_upload("u2")]
