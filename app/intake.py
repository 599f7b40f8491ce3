"""From a platform's request to stored events: verify, parse, find the lane, store, and only then acknowledge."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

import msgspec
from aiohttp import web
from cachetools import TTLCache

from app.addresses import People
from app.bodies import Bodies, NotTaken
from app.observe import Observer
from channels.contract import Group, Webhook, Wired
from core.vocabulary.errors import Forged, Malformed, StoreDown, Unstorable
from core.vocabulary.events import OFFICIALS_LANE, Event, Migrated, Rekeyed
from core.vocabulary.lanes import DeadLetter
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

FORBIDDEN = "forbidden"
"""The fixed body of every refusal: it tells a forger nothing."""

GROUP_PREFIX = "group:"

STRANGERS_EVERY = timedelta(hours=1)
STRANGERS_KEPT = 100
"""Groups that are none of ours of which is remembered when they were last named in the log."""


PARKED = "parked:"
"""Begins the id of the dead letter of a body: ``parked:<channel>:<digest>``."""


class Accepting(Protocol):
    """What takes events: a running engine, or the store alone for the command line."""

    store: Store
    clock: Clock

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Store events durably; give the ids of the new ones. Raises ``StoreDown``."""
        ...


def _headers(request: web.Request) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


class Intake:
    """Takes requests of all channels. Groups other than the officials' own are not listened to."""

    def __init__(
        self,
        engine: Accepting,
        wired: Mapping[str, Wired],
        group: Group,
        observe: Observer,
        bodies: Bodies | None = None,
    ) -> None:
        self._engine = engine
        self._wired = wired
        self._group = group
        self._observe = observe
        self._known_groups: dict[str, str] = {}
        self._strangers: TTLCache[str, None] = TTLCache(
            STRANGERS_KEPT, STRANGERS_EVERY.total_seconds(), timer=lambda: engine.clock.now().timestamp()
        )
        self._bodies = bodies or Bodies()
        self._people = People(engine.store, engine.clock)

    # --- requests -------------------------------------------------------------------------------------------------

    async def post(self, request: web.Request) -> web.Response:
        """Answer a platform's POST: 200 stored, 403 forged, 404 channel off, 503 store down, 4xx no readable body."""
        wired = self._wired.get(request.match_info["channel"])
        if wired is None:
            return web.Response(status=404, text="not found")
        headers = _headers(request)
        with self._observe.accept_seconds.labels(wired.name).time():
            try:
                wired.admit(headers)  # before the body: a stranger's is not worth reading
                body = await self._bodies.read(request)
            except Forged:
                return self._forbid(wired)
            except NotTaken as reason:
                self._observe("not_taken", channel=wired.name, status=reason.status, error=str(reason))
                response = web.Response(status=reason.status, text="not taken")
                response.force_close()
                return response
            return await self._take(wired, Webhook(headers, dict(request.query), body, self._engine.clock.now()))

    async def get(self, request: web.Request) -> web.Response:
        """Answer a platform's verification."""
        wired = self._wired.get(request.match_info["channel"])
        if wired is None:
            return web.Response(status=404, text="not found")
        try:
            challenge = wired.challenge(Webhook(_headers(request), dict(request.query), b"", self._engine.clock.now()))
        except Forged:
            return self._forbid(wired)
        if challenge is None:
            return web.Response(status=405, text="method not allowed")
        return web.Response(text=challenge)

    def _forbid(self, wired: Wired) -> web.Response:
        self._observe("forged", channel=wired.name)
        return web.Response(status=403, text=FORBIDDEN)

    async def _take(self, wired: Wired, webhook: Webhook) -> web.Response:
        try:
            events = wired.receive(webhook)
        except Forged:
            return self._forbid(wired)
        except Malformed as reason:
            return await self._keep(wired, webhook, reason)
        except Exception as bug:  # noqa: BLE001 - a body that our parser cannot take is kept, and read again when it can
            self._observe("parse_failed", channel=wired.name, error=type(bug).__name__, bug=bug)
            return await self._park(wired, webhook, type(bug).__name__)
        try:
            await self._store(wired, events)
        except Unstorable as reason:
            return await self._keep(wired, webhook, reason)
        except StoreDown as reason:
            self._observe("store_down", channel=wired.name, error=str(reason))
            return web.Response(status=503, text="try again")
        except Exception as bug:  # noqa: BLE001 - nothing was acknowledged: the platform brings it again
            self._observe("intake_failed", channel=wired.name, error=type(bug).__name__, bug=bug)
            return web.Response(status=503, text="try again")
        return web.Response(text="ok")

    async def _store(self, wired: Wired, events: Sequence[Event]) -> None:
        new = await self.handle(events)
        wired.taken([event for event in events if event.id in new])

    async def _keep(self, wired: Wired, webhook: Webhook, reason: Malformed | Unstorable) -> web.Response:
        """Store what of a body can be read, and park the whole for the rest."""
        try:
            if isinstance(reason, Malformed) and reason.readable:
                await self._store(wired, reason.readable)
        except StoreDown as down:
            self._observe("store_down", channel=wired.name, error=str(down))
            return web.Response(status=503, text="try again")
        except Unstorable:
            pass  # parked with the rest
        return await self._park(wired, webhook, str(reason))

    async def _park(self, wired: Wired, webhook: Webhook, reason: str) -> web.Response:
        digest = hashlib.sha256(webhook.body).hexdigest()[:24]
        letter_id = f"{PARKED}{wired.name}:{digest}"
        raw = webhook.body.decode("utf-8", errors="replace")
        try:
            await self._engine.store.bury(DeadLetter(letter_id, "body", "", webhook.received, reason, raw=raw))
        except StoreDown as down:
            self._observe("store_down", channel=wired.name, error=str(down))
            return web.Response(status=503, text="try again")
        self._observe("parked", channel=wired.name, id=letter_id, error=reason)
        return web.Response(text="ok")

    # --- lanes ----------------------------------------------------------------------------------------------------

    async def handle(self, events: Sequence[Event]) -> frozenset[str]:
        """Store events on the lanes they belong to; give the ids of the new ones. Raises ``StoreDown``."""
        if any(event.lane.startswith(GROUP_PREFIX) for event in events):
            events = [routed for event in events if (routed := await self._routed(event)) is not None]
        if any(event.aliases or isinstance(event.body, Rekeyed) for event in events):
            events = await self._people.place(events)
        return await self._engine.accept(events)

    async def _routed(self, event: Event) -> Event | None:
        if not event.lane.startswith(GROUP_PREFIX) or event.lane == OFFICIALS_LANE:
            return event
        lane = await self._group_lane(event.lane.removeprefix(GROUP_PREFIX))
        if lane is None:
            self._stranger(event)
            return None
        if isinstance(event.body, Migrated):
            await self._engine.store.alias(f"{event.channel}:{event.body.address}", lane)
        return msgspec.structs.replace(event, lane=lane)

    def _stranger(self, event: Event) -> None:
        """Log a group that is none of ours, once an hour: everybody in it can write as much as they like."""
        if event.lane not in self._strangers:
            self._strangers[event.lane] = None
            self._observe("unknown_group", group=event.lane, event=event.id)

    async def _group_lane(self, key: str) -> str | None:
        """Find the lane of ``<channel>:<group address>``: the configured group, or what it became by migration."""
        if key == f"{self._group.channel}:{self._group.address}":
            return OFFICIALS_LANE
        if key not in self._known_groups:
            found = await self._engine.store.resolve([key])
            if key not in found:
                return None
            self._known_groups[key] = found[key]
        return self._known_groups[key]
