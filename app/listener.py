"""What puts everything that is served on this process's server, and opens its door."""

import asyncio
from collections.abc import Mapping
from functools import partial

from aiohttp import web

from app.doors import KEEP_ALIVE_SECONDS, LINGER_SECONDS, Doors, listen
from app.exchange import serve_open311
from app.export.chains import every_report
from app.export.serving import serve_exports
from app.gauges import Gauges
from app.intake import Intake
from app.observe import Observer
from app.oversight import factors_of, provider_of
from app.pages import serve_pages
from app.policy import Desk
from app.readiness import Readiness
from app.server import build_app
from app.settings import Settings
from app.signing import signer_of
from channels.contract import Channel
from channels.web.settings import WebSettings
from core.city.city import City
from core.vocabulary.steps import Clock
from storage.mongo.store import MongoStore
from web.monitor.chain_pages import add_chains
from web.monitor.routes import add_oversight
from web.policy.routes import add_policy
from web.proof.routes import add_proof


class Listener:
    """The server of one process: webhooks, pages, files, and what else is mounted."""

    def __init__(
        self, settings: Settings, city: City, clock: Clock, channels: Mapping[str, Channel], observe: Observer
    ) -> None:
        self.settings = settings
        self.channels = channels
        self.city = city
        self.clock = clock
        self.observe = observe
        self._sub_apps: dict[str, web.Application] = {}
        self._front = ""
        self.runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None

    def mount(self, prefix: str, app: web.Application, *, front: bool = False) -> None:
        """Serve another application below a path of ours (the demo page); with ``front``, ``/`` leads there."""
        self._sub_apps[prefix] = app
        self._front = prefix if front else self._front

    async def open(self, store: MongoStore, intake: Intake, readiness: Readiness, gauges: Gauges, policy: Desk) -> str:
        """Serve; give the address where we do. Raises ``OSError`` for a port that is taken."""
        doors = Doors()
        app = build_app(intake, readiness, gauges, self.observe, doors)
        for prefix, sub_app in self._sub_apps.items():
            app.add_subapp(prefix, sub_app)
        self._serve_people(app, store, intake, policy)
        self._serve_machines(app, store, intake)
        if self._front:
            app.router.add_get("/", self._to_front)
        self.runner = web.AppRunner(
            app,
            access_log=None,
            shutdown_timeout=3.0,
            auto_decompress=False,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            lingering_time=LINGER_SECONDS,
        )
        await self.runner.setup()
        self._server = await listen(self.runner, doors, self.settings.host, self.settings.port)
        port = self._server.sockets[0].getsockname()[1]
        return f"http://{self.settings.host}:{port}"

    async def close(self) -> None:
        """Take no more, and let the requests under way end."""
        if self._server is not None:
            self._server.close()
        if self.runner is not None:
            await self.runner.cleanup()

    def _serve_people(self, app: web.Application, store: MongoStore, intake: Intake, policy: Desk) -> None:
        """Add the pages, and of those that look at the city's work the ones that are switched on."""
        site = serve_pages(
            app,
            self.channels,
            self._web_settings(),
            self.settings.public_url,
            self.city,
            self.clock,
            store,
            intake,
            self.observe,
            portal=self.settings.portal,
            proof=signer_of(self.settings) is not None,
        )
        if site is not None and site.proof:
            add_proof(app, site, store)
        if site is not None and self.settings.monitor:
            oversight = add_oversight(
                app, site, store, store, factors_of(self.settings), provider=provider_of(self.settings)
            )
            add_policy(oversight, policy)
            add_chains(oversight, partial(every_report, store, self.city))
        self._front = self._front or (site.paths.form if site is not None else "")

    def _serve_machines(self, app: web.Application, store: MongoStore, intake: Intake) -> None:
        """Add the exports and Open311."""
        proxies = self._web_settings().proxies
        serve_exports(app, store, self.city, self.clock, proxies, self.observe)
        serve_open311(
            app,
            self.channels,
            proxies,
            self.settings.public_url,
            self.city,
            self.clock,
            store,
            intake.handle,
            self.observe,
        )

    async def _to_front(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{self._front}/" if self._front in self._sub_apps else self._front)

    def _web_settings(self) -> WebSettings:
        return self.settings if isinstance(self.settings, WebSettings) else WebSettings(_env_file=None)
