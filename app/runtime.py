"""The composition root: from settings to a running bridge. The only place that knows every part."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from app import entrances
from app.channels import KITS, build_channels, officials_group
from app.clock import SystemClock
from app.doors import KEEP_ALIVE_SECONDS, LINGER_SECONDS, Doors, listen
from app.exchange import serve_open311
from app.export.serving import serve_exports
from app.files import about_helpers, file_tools
from app.gauges import Gauges
from app.groups import Groups
from app.hooks.channel import HookChannel
from app.hooks.subscribers import CHANNEL
from app.intake import Intake
from app.notes import StoredFeed, StoredLetters, StoredNotes
from app.observe import Observer
from app.oversight import provider_of
from app.pages import serve_pages
from app.policy import Desk
from app.readiness import Readiness
from app.recount import recount
from app.rooting import know_key, make_roots
from app.server import build_app
from app.settings import Settings
from app.signing import checking_page, former_signer, signer_of, slip_pictures
from app.steppers import build_steppers
from app.sweeps import build_sweeps
from app.worker import is_dead, worker_id
from bots.officials.news import LINK
from channels.contract import Checks, Finding, Invites, Polls, Profiles, Registers
from channels.kit import Around, Kit
from channels.web.settings import WebSettings
from core.city.city import City
from core.city.templates import template_finder
from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.tally.billing import Billing
from core.vocabulary.errors import SendError, StoreDown
from core.vocabulary.officials import Notice
from core.vocabulary.steps import Clock
from storage.city import read_city
from storage.embedded.child import STOP_GRACE_SECONDS
from storage.embedded.server import EmbeddedServer
from storage.mongo.store import MongoStore
from web.monitor.routes import add_oversight
from web.policy.routes import add_policy
from web.proof.routes import add_proof

POLL_LEASE_SECONDS = 15.0
"""How long a poller that died keeps the others away; renewed at a third of it."""

SESSIONS_KEPT = timedelta(days=1)
"""A session ends long before: it is forgotten a day after it was used last."""

NEWS_KEPT = timedelta(days=188)
"""As long as receipts: a client may ask for the last ninety days."""

UPLOADS_KEPT = timedelta(days=1)
"""A file of a form as it was sent, with all its traces: long enough for every try of bringing it in."""

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
        self._listeners = event_listeners
        self._with_sweeps = sweeps
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None
        self._sub_apps: dict[str, web.Application] = {}
        self._front = ""

    def mount(self, prefix: str, app: web.Application, *, front: bool = False) -> None:
        """Serve another application below a path of ours (the demo page); with ``front``, ``/`` leads there."""
        self._sub_apps[prefix] = app
        self._front = prefix if front else self._front

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
        self.gauges = Gauges(self.store, self.clock, self.channels, self.readiness, self.observe, self.city)
        self.policy = Desk(self.store, self.city, self.clock)
        self.intake = Intake(self.engine, self.channels, self.groups, self.observe)
        await self._listen()
        await self._greet_groups()
        await self.engine.accept(self.subscribers.greetings(self.worker, self.clock.now()))
        await recount(self.store, self.city, self.clock.now(), self.engine.accept)
        await self.engine.sweeps.stale(0.0)
        self.scheduler = build_sweeps(self.engine, self._purge, self.observe, await self._sign())
        if self._with_sweeps:
            self.scheduler.start()
        self._start_channels()

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
            event_listeners=tuple(self._listeners),
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

    async def _purge(self, before: datetime) -> int:
        """Delete what is kept for a while only; give how many documents went."""
        unheard = self.clock.now() - timedelta(days=self.settings.unheard_days)
        uploads = await self.store.purge_uploads(self.clock.now() - UPLOADS_KEPT)
        await self.store.purge_sessions(self.clock.now() - SESSIONS_KEPT)
        await self.store.purge_news(self.clock.now() - NEWS_KEPT)
        return uploads + await self.store.purge(before) + await self.store.purge_unheard(unheard)

    async def _listen(self) -> None:
        doors = Doors()
        app = build_app(self.intake, self.readiness, self.gauges, self.observe, doors)
        for prefix, sub_app in self._sub_apps.items():
            app.add_subapp(prefix, sub_app)
        site = serve_pages(
            app,
            self.channels,
            self._web_settings(),
            self.settings.public_url,
            self.city,
            self.clock,
            self.store,
            self.intake,
            self.observe,
            portal=self.settings.portal,
            proof=signer_of(self.settings) is not None,
        )
        if site is not None and site.proof:
            add_proof(app, site, self.store)
        if site is not None and self.settings.monitor:
            oversight = add_oversight(app, site, self.store, self.store, provider=provider_of(self.settings))
            add_policy(oversight, self.policy)
        serve_exports(app, self.store, self.city, self.clock, self._web_settings().proxies, self.observe)
        serve_open311(
            app,
            self.channels,
            self._web_settings().proxies,
            self.settings.public_url,
            self.city,
            self.clock,
            self.store,
            self.intake.handle,
            self.observe,
        )
        self._front = self._front or (site.paths.form if site is not None else "")
        if self._front:
            app.router.add_get("/", self._to_front)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            shutdown_timeout=3.0,
            auto_decompress=False,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            lingering_time=LINGER_SECONDS,
        )
        await self._runner.setup()
        self._server = await listen(self._runner, doors, self.settings.host, self.settings.port)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://{self.settings.host}:{port}"

    async def _to_front(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{self._front}/" if self._front in self._sub_apps else self._front)

    def _web_settings(self) -> WebSettings:
        return self.settings if isinstance(self.settings, WebSettings) else WebSettings(_env_file=None)

    async def _greet_groups(self) -> None:
        """Tell the officials' lanes where their groups are, and let them see to their topics."""
        await self.engine.accept(self.groups.greetings(self.worker, self.clock.now()))

    def _start_channels(self) -> None:
        for name, channel in self.channels.items():
            if isinstance(channel, Registers):
                self._tasks.append(asyncio.create_task(self._register(name, channel)))
            else:
                self._tasks.append(asyncio.create_task(self._keep_entrance(name)))
            if isinstance(channel, Polls):
                self._tasks.append(asyncio.create_task(self._poll(name, channel)))

    async def _register(self, name: str, channel: Registers) -> None:
        """Register at the platform, again and again until it works: the bridge already takes what arrives."""
        pause = 1.0
        while not self._stopping.is_set():
            try:
                await channel.register(self.settings.public_url or self.url)
            except Exception as reason:  # noqa: BLE001 - the boundary of one channel's start: the others go on
                said = str(reason) if isinstance(reason, SendError) else type(reason).__name__
                self.observe("channel_not_registered", channel=name, error=said)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)
                pause = min(pause * 2, 60.0)
            else:
                self.observe("channel_ready", channel=name)
                await self._keep_entrance(name)
                await self._tell_link(name)
                return

    async def _keep_entrance(self, name: str) -> None:
        """Leave a channel's link for posters and pages; known again at the next start."""
        with contextlib.suppress(StoreDown):
            await entrances.keep(self.store, name, self.channels[name])

    async def _tell_link(self, name: str) -> None:
        """Let the groups know how officials open their private chat with us."""
        channel = self.channels[name]
        link = channel.private_chat() if name == self.groups.channel and isinstance(channel, Profiles) else ""
        if not link:
            return
        links = {"link": link, "entry": channel.entry("{token}") if isinstance(channel, Invites) else ""}
        told = self.groups.telling(f"link:{name}:{links}", Notice(LINK, links), self.clock.now())
        with contextlib.suppress(StoreDown):  # known again at the next start; until then words stand for it
            await self.engine.accept(told)

    async def _poll(self, name: str, channel: Polls) -> None:
        """Poll while holding the lease; wait for it while another process does."""
        lease = f"poll:{name}"
        while not self._stopping.is_set():
            try:
                held = await self._renew(lease)
            except StoreDown:
                held = False
            if held:
                await self._poll_while_held(lease, channel)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), POLL_LEASE_SECONDS / 10)
        with contextlib.suppress(StoreDown):
            await self.store.release(lease, self.worker)

    async def _renew(self, lease: str) -> bool:
        now = self.clock.now()
        return await self.store.acquire(lease, self.worker, now + timedelta(seconds=POLL_LEASE_SECONDS), now)

    async def _poll_while_held(self, lease: str, channel: Polls) -> None:
        stop = asyncio.Event()
        task = asyncio.create_task(channel.poll(self.intake.handle, stop))
        try:
            while not self._stopping.is_set() and not task.done():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), POLL_LEASE_SECONDS / 3)
                try:
                    if not await self._renew(lease):
                        return
                except StoreDown:
                    return
        finally:
            stop.set()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    # --- stop -----------------------------------------------------------------------------------------------------

    async def stop(self) -> None:
        """Take no more, finish or hand on what is under way, and stop what we started."""
        deadline = asyncio.get_running_loop().time() + SHUTDOWN_SECONDS
        self._stopping.set()
        if self._server is not None:
            self._server.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.readiness.close()
        await self.gauges.close()
        await self.policy.close()
        if self._with_sweeps and self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
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
