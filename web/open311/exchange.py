"""What Open311 needs of the bridge: a site of its own, the keys of machines, and what waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from core.vocabulary.clients import Clients
from core.vocabulary.events import Event
from core.vocabulary.feed import Feed
from web.keys import Keys
from web.site import PageStore, Site


class ExchangeStore(PageStore, Clients, Feed, Protocol):
    """The store as Open311 uses it. Every method raises ``StoreDown``."""

    async def count(self, name: str, amounts: Mapping[str, int]) -> Mapping[str, int]:
        """Add to the counts under a name; give the sums."""
        ...

    async def pending(self, lane: str) -> Sequence[Event]:
        """Read the lane's events that are not done."""
        ...


@dataclass(frozen=True)
class Exchange:
    """One city's Open311. ``site.channel`` names the channel of machines' reports; ``root`` is where it is served."""

    site: Site
    store: ExchangeStore
    keys: Keys
    root: str = "/open311/v2"
    patience: float = 4.0
    """Seconds until a report has its number, or a token is given in its place."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """Give the city's time zone."""
        return ZoneInfo(self.site.city.timezone)

    @property
    def language(self) -> str:
        """Give the language of those who file by machines, as nobody says another one."""
        return self.site.city.default_language

    def say(self, key: str, **values: object) -> str:
        """Say a text of this room."""
        return self.site.texts.say(f"exchange.{key}", self.language, **values)
