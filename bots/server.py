"""The web server: webhooks, health, metrics. Paths are fixed: platforms are set to them."""

from typing import Protocol

from aiohttp import web

from bots.intake import Intake
from bots.observe import Observer
from core.errors import StoreDown

MAX_BODY = 4 * 1024 * 1024
"""Meta's webhooks carry up to 3 MB (Webhooks, payload size)."""


class Reachable(Protocol):
    """A store that can be asked whether it answers."""

    async def ping(self) -> None:
        """Check that the database answers. Raises ``StoreDown``."""
        ...


def build_app(intake: Intake, store: Reachable, observe: Observer) -> web.Application:
    """Make the application with every fixed path."""
    app = web.Application(client_max_size=MAX_BODY)

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(_request: web.Request) -> web.Response:
        try:
            await store.ping()
        except StoreDown:
            return web.json_response({"status": "store unreachable"}, status=503)
        return web.json_response({"status": "ready"})

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=observe.exposition(), content_type="text/plain")

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)
    app.router.add_post("/webhooks/{channel}", intake.post)
    app.router.add_get("/webhooks/{channel}", intake.get)
    return app
