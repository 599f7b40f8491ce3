"""Keys of machines: whose they are, what they open, and how often."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
import pytest

from core.vocabulary.clients import Client
from tests.clock import START, TestClock
from web.keys import Keys, NoKey, TooMany, digest_of, key_in, key_of

SECRET = "s" * 43
KEY = key_of("kota", SECRET)


@dataclass
class KnownClients:
    """Clients in memory."""

    kept: dict[str, Client] = field(default_factory=dict)
    asked: Counter[tuple[str, int]] = field(default_factory=Counter)

    async def add_client(self, client: Client) -> bool:
        """Keep a client."""
        return self.kept.setdefault(client.id, client) is client

    async def get_client(self, client_id: str) -> Client | None:
        """Read a client."""
        return self.kept.get(client_id)

    async def list_clients(self) -> Sequence[Client]:
        """Read all."""
        return list(self.kept.values())

    async def revoke_client(self, client_id: str, at: datetime) -> bool:
        """Close a key."""
        self.kept[client_id] = msgspec.structs.replace(self.kept[client_id], revoked_at=at)
        return True

    async def count_request(self, client_id: str, minute: int) -> int:
        """Count a request."""
        self.asked[client_id, minute] += 1
        return self.asked[client_id, minute]


def known(**more: Any) -> KnownClients:
    """Give a store with one client."""
    return KnownClients({"kota": Client("kota", digest_of(KEY), ("report",), START, **more)})


async def test_a_key_opens_its_scope() -> None:
    """A right key gives its client; for another scope it is as good as none."""
    keys = Keys(known(), TestClock())
    assert "kota" == (await keys.client(KEY, "report")).id
    with pytest.raises(NoKey):
        await keys.client(KEY, "export")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "kota",
        "kota.",
        SECRET,
        key_of("kota", "t" * 43),
        key_of("lain", SECRET),
        key_of("KOTA", SECRET),
        key_of("kota", SECRET + "s"),
        key_of("kota\n", SECRET),
        key_of("$ne", SECRET),
        key_of("kota", "s" * 42 + "ß"),
    ],
)
async def test_a_wrong_key_opens_nothing(key: str) -> None:
    """What is not exactly a key of ours is refused, and nothing says what of it was wrong."""
    with pytest.raises(NoKey) as refused:
        await Keys(known(), TestClock()).client(key, "report")
    assert bool(key) == refused.value.given


async def test_a_revoked_key_opens_nothing() -> None:
    """A key that was taken back is refused with the next request."""
    store = known()
    keys = Keys(store, TestClock())
    await keys.client(KEY, "report")
    await store.revoke_client("kota", START)
    with pytest.raises(NoKey):
        await keys.client(KEY, "report")


async def test_a_minute_has_so_many_requests() -> None:
    """Requests beyond the limit are told when there is room again; wrong keys take nobody's room."""
    clock = TestClock()
    keys = Keys(known(requests_per_minute=2), clock)
    for _ in range(2):
        await keys.client(KEY, "report")
        with pytest.raises(NoKey):
            await keys.client(key_of("kota", "t" * 43), "report")
    with pytest.raises(TooMany) as refused:
        await keys.client(KEY, "report")
    clock.move(seconds=refused.value.seconds)
    assert "kota" == (await keys.client(KEY, "report")).id


async def test_processes_share_the_minute() -> None:
    """What one process let in is taken from what another may; who is refused once asks the store no more."""
    store, clock = known(requests_per_minute=3), TestClock()
    one, other = Keys(store, clock), Keys(store, clock)
    for keys in (one, other, one):
        await keys.client(KEY, "report")
    for keys in (other, one, other, one):
        with pytest.raises(TooMany):
            await keys.client(KEY, "report")
    assert [5] == [*store.asked.values()]


@pytest.mark.parametrize(
    ("headers", "parameter"),
    [
        ({}, KEY),
        ({"X-API-Key": KEY}, ""),
        ({"Authorization": f"Bearer {KEY}"}, ""),
        ({"Authorization": f"bearer  {KEY} "}, ""),
        ({"Authorization": "Basic " + base64.b64encode(f"siapa:{KEY}".encode()).decode()}, ""),
    ],
)
def test_a_key_is_read_from_where_clients_put_it(headers: dict[str, str], parameter: str) -> None:
    """A key stands in a parameter or in one of three headers."""
    assert KEY == key_in(headers, parameter)


@pytest.mark.parametrize("value", ["", "Basic", "Basic ???", "Basic /w==", "Basic \udcff", "Digest x", "Bearer"])
def test_what_is_no_key_is_none(value: str) -> None:
    """Whatever else stands in the header is no key, and no error."""
    assert "" == key_in({"Authorization": value})
