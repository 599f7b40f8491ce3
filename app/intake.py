"""From a platform's request to stored events: verify, parse, find the lane, store, and only then acknowledge."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol
from urllib.parse import parse_qsl

import msgspec
from aiohttp import web
from cachetools import TTLCache

from app.addresses import People
from app.bodies import Bodies, NotTaken
from app.groups import Groups
from app.observe import Observer
from app.parked import parked, place_of
from channels.contract import Acknowledges, Channel, Received, Request, Route
from core.register.state import RegisterState
from core.register.state import load as load_register
from core.register.tokens import known_by, read_code
from core.vocabulary.errors import Forged, Malformed, StoreDown, Unstorable
from core.vocabulary.events import Event, Migrated, Rekeyed, Said
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.lanes import DeadLetter
from core.vocabulary.register import BindGroup
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

FORBIDDEN = "forbidden"
"""The fixed body of every refusal: it tells a forger nothing."""

GROUP_PREFIX = "group:"

STRANGERS_EVERY = timedelta(hours=1)
STRANGERS_KEPT = 100
"""Groups that are none of ours of which is remembered when they were last named in the log."""


class Accepting(Protocol):
    """What takes events: a running engine, or the store alone for the command line."""

    store: Store
    clock: Clock

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Store events durably; give the ids of the new ones. Raises ``StoreDown``."""
        ...


class Intake:
    """Take requests of all channels. Groups other than the officials' are not listened to."""

    def __init__(
        self,
        engine: Accepting,
        channels: Mapping[str, Channel],
        groups: Groups,
        observe: Observer,
        bodies: Bodies | None = None,
    ) -> None:
        self._engine = engine
        self._channels = channels
        self._groups = groups
        self._observe = observe
        self._known_groups: dict[str, str] = {}
        self._strangers: TTLCache[str, None] = TTLCache(
            STRANGERS_KEPT, STRANGERS_EVERY.total_seconds(), timer=lambda: engine.clock.now().timestamp()
        )
        self._bodies = bodies or Bodies()
        self._people = People(engine.store, engine.clock)

    # --- requests -------------------------------------------------------------------------------------------------

    async def answer(self, asked: web.Request) -> web.Response:
        """Answer a platform: 403 forged, 404 no such address or channel off, 503 store down, 4xx no readable body.

        What is answered to all else is the channel's word.
        """
        channel = self._channels.get(asked.match_info["channel"])
        suffix = asked.match_info["suffix"]
        fitting = [route for route in (channel.routes if channel else ()) if route.fits(suffix)]
        nearest = max((route.suffix for route in fitting), key=len, default="")
        here = [route for route in fitting if route.suffix == nearest]
        if channel is None or not here:
            return web.Response(status=404, text="not found")
        route = next((route for route in here if asked.method in route.methods), None)
        if route is None:
            raise web.HTTPMethodNotAllowed(asked.method, [method for one in here for method in one.methods])
        with self._observe.accept_seconds.labels(channel.name).time():
            try:
                return await self._proven(channel, route, asked)
            except Forged:
                self._observe("forged", channel=channel.name)
                return web.Response(status=403, text=FORBIDDEN)
            except NotTaken as reason:
                self._observe("not_taken", channel=channel.name, status=reason.status, error=str(reason))
                response = web.Response(status=reason.status, text="not taken")
                response.force_close()
                return response
            except StoreDown as reason:
                self._observe("store_down", channel=channel.name, error=str(reason))
                return web.Response(status=503, text="try again")

    async def _proven(self, channel: Channel, route: Route, asked: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in asked.headers.items()}
        request = Request(
            asked.method,
            headers,
            dict(asked.query),
            b"",
            self._engine.clock.now(),
            remote=asked.remote or "",
            below=asked.match_info["suffix"].removeprefix(route.suffix),
            raw_query=asked.rel_url.raw_query_string,
        )
        route.admit(request)  # before the body: a stranger's is not worth reading
        request = replace(request, body=await self._bodies.read(asked))
        route.verify(request)
        received = self._read(channel, route, request)
        lost = received.lost
        try:
            await self._store(channel, received.events)
        except Unstorable as reason:
            lost = lost or str(reason)
        except StoreDown:
            raise
        except Exception as bug:  # noqa: BLE001 - nothing was acknowledged: the platform brings it again
            self._observe("intake_failed", channel=channel.name, error=type(bug).__name__, bug=bug)
            return web.Response(status=503, text="try again")
        if lost:
            await self._park(channel, route, request, lost)
        reply = received.reply or route.reply
        return web.Response(
            status=reply.status, text=reply.body, content_type=reply.content_type, headers=dict(reply.headers)
        )

    def _read(self, channel: Channel, route: Route, request: Request) -> Received:
        try:
            return route.take(request)
        except Malformed as reason:
            return Received(lost=str(reason))
        except Exception as bug:  # noqa: BLE001 - a body that our parser cannot take is kept, and read again when it can
            self._observe("parse_failed", channel=channel.name, error=type(bug).__name__, bug=bug)
            return Received(lost=type(bug).__name__)

    async def _store(self, channel: Channel, events: Sequence[Event]) -> None:
        new = await self.handle(events)
        if isinstance(channel, Acknowledges):
            channel.stored([event for event in events if event.id in new])

    async def _park(self, channel: Channel, route: Route, request: Request, reason: str) -> None:
        letter = parked(channel.name, route, request, reason)
        await self._engine.store.bury(letter)
        self._observe("parked", channel=channel.name, id=letter.id, error=reason)

    async def reread(self, letter: DeadLetter) -> str:
        """Read a parked request with this version and store what is in it; give what is still in the way.

        Raises ``Unstorable`` or ``StoreDown``.
        """
        name, suffix, is_query = place_of(letter)
        channel = self._channels.get(name)
        if channel is None:
            return f"{name} is switched off: its settings are needed to read it"
        fitting = (one for one in channel.routes if one.suffix == suffix and ("GET" in one.methods) == is_query)
        route = next(fitting, None)
        if route is None:
            return f"{name} has no such address any more"
        query = dict(parse_qsl(letter.raw, keep_blank_values=True)) if is_query else {}
        body = b"" if is_query else letter.raw.encode()
        try:
            raw_query = letter.raw if is_query else ""
            received = route.take(Request(route.methods[0], {}, query, body, letter.at, raw_query=raw_query))
        except Malformed as reason:
            return f"nobody can read it yet: {reason}"
        if received.lost:
            return f"nobody can read it yet: {received.lost}"
        await self.handle(received.events)
        return ""

    # --- lanes ----------------------------------------------------------------------------------------------------

    async def handle(self, events: Sequence[Event]) -> frozenset[str]:
        """Store events on the lanes they belong to; give the ids of the new ones. Raises ``StoreDown``."""
        if any(event.lane.startswith(GROUP_PREFIX) for event in events):
            events = [routed for event in events if (routed := await self._routed(event)) is not None]
        if any(event.aliases or isinstance(event.body, Rekeyed) for event in events):
            events = await self._people.place(events)
        return await self._engine.accept(events)

    async def _routed(self, event: Event) -> Event | None:
        if not event.lane.startswith(GROUP_PREFIX) or self._groups.is_ours(event.lane):
            return event
        key = event.lane.removeprefix(GROUP_PREFIX)
        lane = await self._group_lane(key)
        if lane is None:
            register = await self._register()
            lane = register.lane_at(*_split(key)) or None
            if lane is None:
                binding = self._binding(event, register)
                if binding is None:
                    self._stranger(event)
                return binding
        if isinstance(event.body, Migrated):
            await self._engine.store.alias(f"{event.channel}:{event.body.address}", lane)
        return msgspec.structs.replace(event, lane=lane)

    async def _register(self) -> RegisterState:
        """Read which groups are desks by a code: anew each time, for a desk may have gone home a moment ago."""
        stored = await self._engine.store.load(REGISTER_LANE)
        return load_register(stored.state if stored is not None else None)

    def _binding(self, event: Event, register: RegisterState) -> Event | None:
        """Make of a code that is known and typed in a strange group what the register is told; else nothing."""
        said = event.body
        if (
            not isinstance(said, Said)
            or said.sender.anonymous
            or said.command.casefold() not in self._groups.bind_words
        ):
            return None
        code, address = read_code(said.argument), _split(event.lane.removeprefix(GROUP_PREFIX))[1]
        if not code or known_by(code) not in register.codes:
            return None
        body = BindGroup(code, said.sender.id, event.channel, address)
        return Event(event.id, REGISTER_LANE, event.at, body, event.order)

    def _stranger(self, event: Event) -> None:
        """Log a group that is none of ours, once an hour: everybody in it can write as much as they like."""
        if event.lane not in self._strangers:
            self._strangers[event.lane] = None
            self._observe("unknown_group", group=event.lane, event=event.id)

    async def _group_lane(self, key: str) -> str | None:
        """Find the lane of ``<channel>:<group address>``: a configured group, or what it became by migration."""
        if lane := self._groups.lane_at(key):
            return lane
        if key not in self._known_groups:
            found = await self._engine.store.resolve([key])
            if key not in found:
                return None
            self._known_groups[key] = found[key]
        return self._known_groups[key]


def _split(key: str) -> tuple[str, str]:
    """Give channel and address of a group as it stands in the name of its lane."""
    channel, _, address = key.partition(":")
    return channel, address
