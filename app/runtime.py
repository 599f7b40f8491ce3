"""The composition root: from settings to a running bridge. The only place that knows every part."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from aiohttp import web

from app.channels import KITS, build_channels, officials_group
from app.clock import SystemClock
from app.connections import Connections
from app.files import about_helpers, file_tools
from app.gauges import Gauges
from app.groups import Groups
from app.hooks.channel import HookChannel
from app.hooks.subscribers import CHANNEL
from app.intake import Intake
from app.listener import Listener
from app.notes import StoredFeed, StoredLetters, StoredNotes
from app.observe import Observer
from app.oversight import keep_factors
from app.policy import Desk
from app.readiness import Readiness
from app.recount import recount
from app.rooting import know_key, make_roots
from app.settings import Settings
from app.signing import checking_page, former_signer, signer_of, slip_pictures
from app.steppers import build_steppers
from app.sweeps import build_sweeps, purging
from app.worker import is_dead, worker_id
from channels.contract import Checks, Finding, Polls
from channels.kit import Around, Kit
from core.city.city import City
from core.city.templates import template_finder
from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.tally.billing import Billing
from core.vocabulary.steps import Clock
from storage.city import read_city
from storage.embedded.child import STOP_GRACE_SECONDS
from storage.embedded.server import EmbeddedServer
from storage.mongo.store import MongoStore

FLUSH_SECONDS = 2.5
"""For what the store still has to write at the end, and its good-bye to the server."""

SHUTDOWN_SECONDS = 5.0
"""Left for work under way at SIGTERM, requests and lanes together; with four for the database it stays below ten."""


class Runtime:
    """One process of the bridge: web server, engine, sweeps, pollers, and the embedded database when it is ours."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        engine_settings: EngineSettings | None = None,
        city: City | None = None,
        event_listeners: Sequence[Any] = (),
        worker: str = "",
        sweeps: bool = True,
        paced: bool = True,
        kits: Iterable[Kit[Any]] = KITS,
    ) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.observe = Observer("".join(settings.secrets()).encode())
        self.city = city or read_city(settings.city)
        self.worker = worker or worker_id()
        self.kits = tuple(kits)
        bind_words = self.city.language.plain_words("officials_commands", "bind")
        self.groups = Groups(officials_group(self.kits, settings), self.city.groups, bind_words)
        around = Around(
            self.city,
            self.clock,
            self.observe,
            settings.public_url,
            paced,
            StoredNotes(lambda: getattr(self, "store", None)),
            StoredLetters(lambda: getattr(self, "store", None)),
            StoredFeed(lambda: getattr(self, "store", None)),
        )
        self.channels = build_channels(self.kits, settings, around)
        self.subscribers = settings.subscribers()
        if self.subscribers.urls:
            self.channels[CHANNEL] = HookChannel(self.subscribers, self.clock)
        self.embedded: EmbeddedServer | None = None
        self.url = ""
        self._engine_settings = engine_settings or EngineSettings()
        self.listeners = event_listeners
        self._with_sweeps = sweeps
        self.listener = Listener(settings, self.city, self.clock, self.channels, self.observe)

    def mount(self, prefix: str, app: web.Application, *, front: bool = False) -> None:
        """Serve another application below a path of ours (the demo page); with ``front``, ``/`` leads there."""
        self.listener.mount(prefix, app, front=front)

    # --- start ----------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start everything, in the order in which things need each other."""
        await self.open_store()
        try:
            await self._start_on_store()
        except BaseException:  # a taken port: do not leave a database running behind
            await self.close_store()
            raise

    async def _start_on_store(self) -> None:
        self.engine = Engine(
            self.store,
            build_steppers(
                self.city,
                self.groups.common.admin_ids,
                "".join(self.settings.secrets()).encode(),
                signer_of(self.settings),
                self.subscribers.names,
                self.channels,
            ),
            self.channels,
            self.clock,
            worker=self.worker,
            settings=self._engine_settings,
            is_dead=is_dead,
            observe=self.observe,
            templates=template_finder(self.city.templates, self.city.default_language),
            tools=file_tools(self.settings, self.city, self.store),
            bills=Billing(self.city),
        )
        self.readiness = Readiness(self.store)
        self.gauges = Gauges(
            self.store, self.clock, self.channels, self.readiness, self.observe, self.city, self.subscribers.names
        )
        self.policy = Desk(self.store, self.city, self.clock)
        self.intake = Intake(self.engine, self.channels, self.groups, self.observe)
        self._connections = self._connect()
        self.url = await self.listener.open(self.store, self.intake, self.readiness, self.gauges, self.policy)
        if self.settings.monitor:
            await keep_factors(self.store, self.settings, self.observe)
        await self._greet_groups()
        await self.engine.accept(self.subscribers.greetings(self.worker, self.clock.now()))
        await recount(self.store, self.city, self.clock.now(), self.engine.accept)
        await self.engine.sweeps.stale(0.0)
        self.scheduler = build_sweeps(
            self.engine,
            purging(self.store, self.clock, self.settings.unheard_days),
            self.observe,
            await self._sign(),
        )
        if self._with_sweeps:
            self.scheduler.start()
        self._connections.start(self.settings.public_url or self.url)

    async def open_store(self) -> None:
        """Connect to the database, starting the embedded one when no address is given."""
        uri = self.settings.mongodb_uri.get_secret_value()
        if not uri:
            self.embedded = EmbeddedServer(self.settings.data_dir)
            uri = await self.embedded.start()
        self.store = MongoStore(
            uri,
            self.settings.mongodb_database,
            clock=self.clock,
            event_listeners=tuple(self.listeners),
            drawn=slip_pictures(checking_page(self.settings, self.city, self.channels)),
        )
        try:
            await self.store.open()
        except BaseException:
            await self.close_store()
            raise

    async def _sign(self) -> Callable[[], Awaitable[object]] | None:
        """Let the city's key be known, and give what makes the roots of its days; None where nobody signs."""
        signer = signer_of(self.settings)
        if signer is None:
            return None
        await know_key(self.store, signer, former_signer(self.settings), self.clock.now())
        return lambda: make_roots(self.store, self.city, signer, self.clock.now())

    def _connect(self) -> Connections:
        return Connections(
            self.channels,
            self.groups,
            self.store,
            self.engine.accept,
            self.intake.handle,
            self.clock,
            self.observe,
            self.worker,
        )

    async def _greet_groups(self) -> None:
        """Tell the officials' lanes where their groups are, and let them see to their topics."""
        await self.engine.accept(self.groups.greetings(self.worker, self.clock.now()))

    # --- stop -----------------------------------------------------------------------------------------------------

    async def stop(self) -> None:
        """Take no more, finish or hand on what is under way, and stop what we started."""
        deadline = asyncio.get_running_loop().time() + SHUTDOWN_SECONDS
        self._connections.give_up()
        await self.listener.close()
        await self.readiness.close()
        await self.gauges.close()
        await self.policy.close()
        if self._with_sweeps and self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        await self._connections.stop()
        await self.engine.stop(max(1.0, deadline - asyncio.get_running_loop().time()))
        await self.close_channels()
        await self.close_store()

    async def close_channels(self) -> None:
        """Close the connections to the platforms."""
        for channel in self.channels.values():
            await channel.close()

    async def close_store(self) -> None:
        """Close the connection, and the embedded database if it is ours."""
        grace_seconds = STOP_GRACE_SECONDS
        try:
            async with asyncio.timeout(FLUSH_SECONDS):
                await self.store.close()
        except TimeoutError:  # it hangs: what was acknowledged is written, what was not is brought again
            grace_seconds = 0.5
        if self.embedded is not None:
            await self.embedded.stop(grace_seconds)

    def states(self) -> str:
        """Say in one line which channels are on and which are off."""
        return ", ".join(f"{kit.name} {'on' if kit.name in self.channels else 'off'}" for kit in self.kits)

    def unreached(self) -> list[str]:
        """Name the channels that wait for a platform to call us, and so need a public address."""
        return [name for name, channel in self.channels.items() if not isinstance(channel, Polls) and name != CHANNEL]

    async def findings(self) -> list[Finding]:
        """Check every helper that is named, and every channel that is on."""
        found = await about_helpers(self.settings, self.city)
        for channel in self.channels.values():
            if isinstance(channel, Checks):
                found.extend(await channel.check())
        return found
