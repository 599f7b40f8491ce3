"""Boxes in memory, and pages on a small server that stores nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from core.city.city import City
from core.vocabulary.errors import StoreDown
from core.vocabulary.events import Event
from core.vocabulary.lanes import Lane
from core.vocabulary.letters import Letter, PageLink, Upload
from core.vocabulary.media import Media
from core.vocabulary.publishing import Placed, PublicReport
from tests.clock import TestClock
from tests.core.kupang import kupang
from web.gate import Gate
from web.routes import add_pages
from web.site import Limits, Site

WORD = "A" * 43
OTHER_WORD = "B" * 43


@dataclass
class Boxes:
    """Everything that pages store; ``down``: nothing is taken."""

    kept: dict[str, Letter] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    renewed: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    public: list[PublicReport] = field(default_factory=list)
    down: bool = False

    async def handle(self, events: Sequence[Event]) -> frozenset[str]:
        """Store events."""
        self._reach()
        new = frozenset(event.id for event in events if event.id not in self.events)
        self.events.update({event.id: event for event in events if event.id in new})
        return new

    async def put_letter(self, letter: Letter) -> None:
        """Put a letter into its box."""
        self._reach()
        self.kept.setdefault(letter.id, letter)

    async def letters(self, box: str, limit: int) -> Sequence[Letter]:
        """Give the newest letters of a box."""
        self._reach()
        found = sorted((one for one in self.kept.values() if one.box == box), key=lambda one: (one.at, one.id))
        return found[-limit:]

    async def mark_read(self, letter_ids: Sequence[str]) -> None:
        """Note that letters were seen."""
        for own in letter_ids:
            self.kept[own] = msgspec.structs.replace(self.kept[own], read=True)

    async def put_upload(self, upload: Upload) -> None:
        """Keep a file."""
        self._reach()
        self.files.setdefault(upload.id, upload)

    async def get_upload(self, upload_id: str) -> Upload | None:
        """Read a file."""
        return self.files.get(upload_id)

    async def bind_link(self, digest: str, box: str, at: datetime) -> None:
        """Let a link lead to a box."""
        self._reach()
        self.links.setdefault(digest, box)

    async def link_of(self, digest: str) -> PageLink:
        """Give what is known of a link."""
        self._reach()
        box, next_one = self.links.get(digest, ""), self.renewed.get(digest)
        took_place = any(new == digest for new, _at in self.renewed.values())
        return PageLink(box, next_one[1] if next_one and not box else None, took_place)

    async def renew_link(self, digest: str, new: str, at: datetime) -> bool:
        """Put a new link in the place of another, once."""
        self._reach()
        found = await self.link_of(digest)
        if found.box and not found.renewed:
            self.renewed.setdefault(digest, (new, at))
            self.links |= {new: found.box, digest: ""}
        return self.renewed.get(digest, ("", at))[0] == new

    async def close_link(self, digest: str) -> None:
        """Let a link lead nowhere."""
        self.links[digest] = ""

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        self._reach()
        return self.lanes.get(lane)

    async def public_report(self, number: str) -> PublicReport | None:
        """Give a line of the public list."""
        self._reach()
        return next((one for one in self.public if one.number == number), None)

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane."""
        self._reach()
        states = {
            one: msgspec.to_builtins(self.lanes[one].state, builtin_types=(datetime,))
            for one in lanes
            if one in self.lanes
        }
        return {lane: {name: state[name] for name in fields if name in state} for lane, state in states.items()}

    async def public_reports(self, category: str, kelurahan: str, after: int, limit: int) -> Sequence[Placed]:
        """Give lines of the public list."""
        self._reach()
        lines = [Placed(n, one) for n, one in enumerate(sorted(self.public, key=lambda one: one.at), start=1)]
        fits = (one for one in lines if category in ("", one.line.category) and kelurahan in ("", one.line.kelurahan))
        return [one for one in fits if not after or one.place < after][: -limit - 1 : -1]

    async def get_media(self, media_id: str) -> Media | None:
        """Read a file of the media store."""
        return self.media.get(media_id)

    def _reach(self) -> None:
        if self.down:
            raise StoreDown("down")


@cache
def small_limits() -> Limits:
    """Give limits that tests reach without large files, and no patience."""
    return Limits(photo=64 * 1024, post=512 * 1024, small=16 * 1024, seconds=2.0, wait=0.2, patience=0.0)


@dataclass
class Town:
    """A served site and what it stored."""

    boxes: Boxes
    client: TestClient[web.Request, web.Application]
    site: Site
    clock: TestClock

    async def ask(self, path: str, method: str = "get", **more: Any) -> tuple[int, str]:
        """Ask for a page without following where it leads."""
        async with self.client.request(method, path, allow_redirects=False, **more) as answer:
            return answer.status, await answer.text()


def small_site(boxes: Boxes, clock: TestClock, *, city: City | None = None, room: float = 1e9, **more: Any) -> Site:
    """Make a city's site on what is in memory; addresses that our proxy names are believed."""
    given: dict[str, Any] = {
        "fresh": lambda: WORD,
        "channel": "web",
        "gate": Gate(clock, frozenset({"127.0.0.1"}), room),
        "limits": small_limits(),
        **more,
    }
    return Site(city=city or kupang(), clock=clock, store=boxes, handle=boxes.handle, **given)


@asynccontextmanager
async def served(
    *, city: City | None = None, limits: Limits | None = None, room: float = 1e9, **more: Any
) -> AsyncIterator[Town]:
    """Serve the pages of a city on boxes in memory."""
    boxes, clock = Boxes(), TestClock()
    site = small_site(boxes, clock, city=city, room=room, limits=limits or small_limits(), **more)
    app = web.Application()
    add_pages(app, site)
    client = TestClient(TestServer(app))
    await client.start_server()
    try:
        yield Town(boxes, client, site, clock)
    finally:
        await client.close()


def patient(limits: Limits) -> Limits:
    """Give limits with time for the bridge."""
    return replace(limits, patience=2.0)
