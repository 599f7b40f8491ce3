"""The web server: webhooks, health, metrics. Paths are fixed: platforms are set to them."""

from aiohttp import web

from app.bodies import MAX_BODY
from app.doors import Doors
from app.gauges import Gauges
from app.intake import Intake
from app.observe import Observer
from app.readiness import Readiness
from web.headers import BARE_HEADERS


def build_app(intake: Intake, readiness: Readiness, gauges: Gauges, observe: Observer, doors: Doors) -> web.Application:
    """Make the application with every fixed path."""
    app = web.Application(client_max_size=MAX_BODY, middlewares=[doors.watch])

    async def guard(request: web.Request, response: web.StreamResponse) -> None:
        if len(request.match_info.apps) == 1:  # the page of the demo is an application of its own
            for name, value in BARE_HEADERS.items():
                response.headers.setdefault(name, value)

    app.on_response_prepare.append(guard)

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(_request: web.Request) -> web.Response:
        if trouble := await readiness.trouble():
            return web.json_response({"status": trouble}, status=503)
        return web.json_response({"status": "ready"})

    async def metrics(_request: web.Request) -> web.Response:
        await gauges.refresh()
        return web.Response(body=observe.exposition(), content_type="text/plain")

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)
    app.router.add_route("*", "/webhooks/{channel:[^/]+}{suffix:(?:/.*)?}", intake.answer)
    return app
