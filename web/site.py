"""What the pages need of the bridge: the city, its words, the store, and a way to say what happened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import Texts
from core.reading.secrecy import SecrecyReader
from core.reading.understand import Understander
from core.vocabulary.events import Event
from core.vocabulary.lanes import Lane
from core.vocabulary.letters import Letters
from core.vocabulary.media import Media
from core.vocabulary.publishing import Placed, PublicReport
from core.vocabulary.steps import Clock
from web.gate import Gate
from web.waiting import Arrivals
from web.words import Paths

Handle = Callable[[Sequence[Event]], Awaitable[frozenset[str]]]
"""Stores events durably and gives the ids of the new ones; raises ``StoreDown``."""
Report = Callable[..., Any]
"""Called with the name of a happening and facts for log and metrics, never with anybody's words or links."""


Entrances = Callable[[], Awaitable[Mapping[str, str]]]


async def _nowhere() -> Mapping[str, str]:
    return {}


class PageStore(Letters, Protocol):
    """What pages read besides letters. Every method raises ``StoreDown``."""

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        ...

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane; a lane or field that is not there is left out."""
        ...

    async def get_media(self, media_id: str) -> Media | None:
        """Read a file."""
        ...

    async def public_reports(self, category: str, kelurahan: str, after: int, limit: int) -> Sequence[Placed]:
        """Give lines of the public list of a kind and a kelurahan (empty for all), those released last first.

        Only those behind the place ``after`` (0 for all).
        """
        ...

    async def public_report(self, number: str) -> PublicReport | None:
        """Give a ticket's line of the public list; None where it has none."""
        ...


@dataclass(frozen=True)
class Limits:
    """What one post may bring; sizes in bytes, times in seconds.

    Of posts that are not ``small`` so many may be ``coming``, on the disk, and ``each`` address has so many of them; so
    many are in memory ``at_once``, and the others ``wait``. ``seconds`` are for a whole post over a slow network,
    ``patience`` until a number or an answer is there.
    """

    photos: int = 5
    photo: int = 8 * 1024 * 1024
    post: int = 24 * 1024 * 1024
    text: int = 4000
    seconds: float = 240.0
    small: int = 256 * 1024
    at_once: int = 6
    coming: int = 48
    each: int = 6
    wait: float = 30.0
    patience: float = 2.0


@dataclass(frozen=True)
class Site:
    """One city's pages. ``channel`` names the channel of the private pages, ``fresh`` gives an unguessable word.

    ``tile_url`` is where pictures of a map come from, empty for no map; ``public_url`` what links begin with;
    ``portal`` where the public portal is and ``proof`` where receipts are checked, each empty while it is off.
    """

    city: City
    clock: Clock
    store: PageStore
    handle: Handle
    fresh: Callable[[], str]
    channel: str
    gate: Gate
    report: Report = field(default=lambda _name, **_facts: None)
    entrances: Entrances = _nowhere
    """Gives the links into chats of other channels, by channel (`core.sources.marks`); raises ``StoreDown``."""
    reachable: bool = False
    """There are other channels by which a reporter could be told."""
    public_url: str = ""
    tile_url: str = ""
    portal: str = ""
    proof: str = ""
    limits: Limits = Limits()
    arrivals: Arrivals = field(default_factory=Arrivals)

    @cached_property
    def texts(self) -> Texts:
        """Give the city's texts."""
        return Texts(self.city.texts)

    @cached_property
    def paths(self) -> Paths:
        """Give the addresses of the pages, in the words of the city's first language."""
        return Paths.of(self.texts)

    @cached_property
    def reader(self) -> Understander:
        """Give what understands a citizen's words."""
        return Understander.of(self.city)

    @cached_property
    def secrecy(self) -> SecrecyReader:
        """Give what tells which reports had better be confidential."""
        return SecrecyReader(self.city)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """Give the city's calendar."""
        return WorkingCalendar(self.city)
