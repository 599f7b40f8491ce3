"""What every store promises of machines that have a key."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import msgspec

from core.vocabulary.clients import Client
from tests.clock import START


def client(name: str, **more: Any) -> Client:
    """Give a client with some digest."""
    return Client(id=name, digest=f"digest of {name}", scopes=("report",), added_at=START, **more)


class ClientContract:
    """Clients are added once, read by name and revoked for good."""

    async def test_a_client_is_kept_as_it_was_added(self, store: Any) -> None:
        """A client is read with all that it was added with; a name that was never given is nobody."""
        full = client("kota-lain", requests_per_minute=7, reports_per_day=3, public=True, media_hosts=("a.id",))
        assert await store.add_client(full)

        assert [full, None] == [await store.get_client("kota-lain"), await store.get_client("kota")]

    async def test_a_name_is_given_once(self, store: Any) -> None:
        """Of two who take a name at one moment one gets it, and nobody gets it after it was revoked."""
        first, second = client("satu"), msgspec.structs.replace(client("satu"), digest="another")
        taken = await asyncio.gather(store.add_client(first), store.add_client(second))
        assert [False, True] == sorted(taken)

        assert await store.revoke_client("satu", START)
        assert not await store.add_client(second)

    async def test_a_key_is_revoked_once_and_for_good(self, store: Any) -> None:
        """The moment of the first revocation stays, and only a client that is open can be revoked."""
        later = START + timedelta(hours=1)
        await store.add_client(client("dua"))
        answers = [await store.revoke_client(name, later) for name in ("dua", "dua", "tiga")]

        assert [True, False, False] == answers
        assert later == (await store.get_client("dua")).revoked_at

    async def test_clients_are_listed_by_name(self, store: Any) -> None:
        """All clients are listed, the revoked ones too, by name."""
        for name in ("c-3", "a-1", "b-2"):
            await store.add_client(client(name))
        await store.revoke_client("a-1", START)

        assert ["a-1", "b-2", "c-3"] == [one.id for one in await store.list_clients()]

    async def test_requests_of_a_minute_are_counted_together(self, store: Any) -> None:
        """Each of many who ask at one moment gets another count; a new minute begins anew, a late one counts in it."""
        counted = await asyncio.gather(*(store.count_request("kota", 7) for _ in range(20)))
        assert [*range(1, 21)] == sorted(counted)
        later = (("lain", 7), ("kota", 8), ("kota", 7), ("kota", 8))
        assert [1, 1, 2, 3] == [await store.count_request(*one) for one in later]
