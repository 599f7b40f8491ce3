"""What a store promises of what it holds beside the lanes: all of some chats, and nothing of anybody else's."""

from __future__ import annotations

from typing import Any

from core.vocabulary.holdings import StoredFile
from core.vocabulary.lanes import Receipt
from core.vocabulary.report import Origin
from tests.clock import START
from tests.contracts.erasure_contract import CHAT, PERSON, filled


class HoldingsContract:
    """Reading what belongs to some chats."""

    async def test_events_and_messages_are_those_of_the_chats(self, store: Any) -> None:
        """Events done and waiting come, receipts only with their message."""
        await filled(store)
        await store.record(Receipt("r3", CHAT, START, ("10",)))
        assert ["telegram:1", "telegram:4"] == sorted(one.id for one in await store.events_in([CHAT]))
        assert ["r1"] == [one.id for one in await store.messages_to([CHAT])]
        assert ([], []) == (await store.events_in([PERSON]), await store.messages_to(["chat:web:bo"]))

    async def test_names_and_links_lead_to_the_chats(self, store: Any) -> None:
        """Names and links of others are not among them."""
        await filled(store)
        assert [f"key:{CHAT}"] == await store.names_of([CHAT])
        assert ([START], []) == (await store.links_to(["box"]), await store.links_to(["other"]))

    async def test_files_are_described_with_what_is_kept_of_them(self, store: Any) -> None:
        """Size, kind and time, and when and where a photo was taken, with the day on which that goes."""
        await filled(store)
        (file,) = await store.stored_files(["m1", "m9"])
        assert file.origin_until is not None
        assert StoredFile("m1", "image/jpeg", 7, file.at, Origin(START), file.origin_until) == file
