"""Who may ask, and how much: by address and by what an answer costs. Known to one process, forgotten after an hour."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from cachetools import TTLCache
from multidict import MultiMapping

from core.vocabulary.steps import Clock

ROOM = 600.0
"""A whole village may share one address of its mobile network, so a burst of eighteen reports is let through."""
PER_SECOND = 2.0
ADDRESSES = 50_000
HOUR_SECONDS = 3600.0

PAGE, LOOK_UP, READ, POST, PER_MEGABYTE = 1.0, 5.0, 5.0, 30.0, 2.0
"""Costs: a private page, a look-up by number, reading somebody's words, a post that is stored, each megabyte of it."""
NETWORK_BITS = 64
"""Of IPv6: whoever has one address has the whole network."""


Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORT = re.compile(r"\[(.+)\](?::\d+)?|([\d.]+):\d+")


def _read(written: str) -> Address | None:
    """Read an address, also with a port; one of IPv4 is one however a socket of IPv6 writes it (RFC 4291, 2.5.5)."""
    found = _PORT.fullmatch(written.strip())
    try:
        known = ipaddress.ip_address((found[1] or found[2]) if found else written.strip())
    except ValueError:
        return None
    return (known.ipv4_mapped or known) if isinstance(known, ipaddress.IPv6Address) else known


@dataclass
class _Bucket:
    left: float
    at: datetime


class Gate:
    """Let requests in while their address has room left, and believe a proxy of ours who it speaks for."""

    def __init__(self, clock: Clock, proxies: frozenset[str] = frozenset(), room: float = ROOM) -> None:
        self._clock = clock
        self._proxies = tuple(ipaddress.ip_network(one) for one in proxies)
        self._room = room
        self._buckets: TTLCache[str, _Bucket] = TTLCache(ADDRESSES, HOUR_SECONDS, timer=lambda: clock.now().timestamp())

    def address(self, peer: str, headers: MultiMapping[str]) -> str:
        """Name who asks: the peer, or the nearest forwarded address that is no proxy of ours.

        A proxy may write its line below one that the stranger brought: together they are one list (RFC 9110, 5.3).
        """
        known = _read(peer)
        if self._is_proxy(known):
            lines = headers.getall("X-Forwarded-For", [])
            forwarded = [_read(one) for one in ",".join(lines).split(",") if one.strip()]
            known = next((one for one in reversed(forwarded) if not self._is_proxy(one)), known)
        if known is None:
            return "?"
        if known.version == 6:
            return str(ipaddress.ip_network((known, NETWORK_BITS), strict=False))
        return str(known)

    def _is_proxy(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._proxies)

    def owe(self, address: str, cost: float) -> None:
        """Take a cost that an address brought on itself, also below nothing."""
        self.spend(address, 0.0)
        self._buckets[address].left -= cost

    def spend(self, address: str, cost: float) -> int:
        """Take the cost from an address; give 0, or the whole seconds after which there is room for it."""
        now = self._clock.now()
        bucket = self._buckets.get(address) or _Bucket(self._room, now)
        left = min(self._room, bucket.left + (now - bucket.at).total_seconds() * PER_SECOND)
        if left < cost:
            self._buckets[address] = _Bucket(left, now)
            return max(1, math.ceil((min(cost, self._room) - left) / PER_SECOND))
        self._buckets[address] = _Bucket(left - cost, now)
        return 0


@dataclass(frozen=True)
class Origin:
    """Where a request comes from, as the browser says."""

    site: str = ""
    origin: str = ""
    hosts: frozenset[str] = field(default_factory=frozenset)
    """Hosts that are ours."""

    @classmethod
    def of(cls, headers: Mapping[str, str], public_url: str) -> Origin:
        """Read it from headers (Fetch Metadata Request Headers; Fetch, "Origin")."""
        ours = {headers.get("Host", ""), urlsplit(public_url).netloc} - {""}
        return cls(headers.get("Sec-Fetch-Site", ""), headers.get("Origin", ""), frozenset(ours))

    @property
    def foreign(self) -> bool:
        """Tell whether another site's page makes this request.

        No cookie and no login stands behind a form of ours, so there is nothing that a foreign page could abuse but
        somebody's address; a private page is reached by a word that no other page knows.
        """
        if self.site:
            return self.site not in ("same-origin", "none")
        if not self.origin or self.origin == "null":  # no word of it, or a page that sends no Referer
            return False
        try:
            return urlsplit(self.origin).netloc not in self.hosts
        except ValueError:  # no address of any page
            return True
