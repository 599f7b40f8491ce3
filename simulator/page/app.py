"""Serve the demo page and its calls; everything is relative, so that it works under any prefix."""

from pathlib import Path

from aiohttp import web

from simulator.page.scene import Scene, StandIns, furnish
from simulator.pages.routes import control_routes as page_routes
from simulator.sms.routes import control_routes as sms_routes
from simulator.telegram.routes import control_routes as telegram_routes
from simulator.whatsapp.routes import control_routes as whatsapp_routes
from simulator.x.routes import control_routes as x_routes

STATIC = Path(__file__).parent / "static"
_POLICY = "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'"


def demo_app(standins: StandIns, scene: Scene | None = None) -> web.Application:
    """Make the application of the demo page; mount it with `app.add_subapp("/demo", demo_app(...))`.

    The people and the group of the scene are created when they are missing. Whoever can open the page can act as
    anybody in it: it belongs to stand-ins only, never beside a real bot's credentials.
    """
    furnished = furnish(standins, scene)
    whatsapp = standins.whatsapp

    async def scene_of(request: web.Request) -> web.Response:
        return web.json_response(furnished.shape(standins.apps))

    async def index(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html")

    async def end_streams(_app: web.Application) -> None:
        """Let open pages go at once, so that the end of the program does not wait for them."""
        for standin in (standins.telegram, whatsapp, *standins.pages.values(), standins.x, standins.sms):
            if standin is not None:
                standin.feed.close()

    async def redirect(request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{request.path}/")

    app = web.Application(client_max_size=32 * 1024 * 1024)
    app.on_response_prepare.append(_secure)
    app.on_shutdown.append(end_streams)
    app.router.add_get("", redirect)
    app.router.add_get("/", index)
    app.router.add_get("/api/scene", scene_of)
    app.add_routes(telegram_routes(standins.telegram, "/api"))
    if whatsapp is not None:
        app.add_routes(whatsapp_routes(whatsapp, "/api/whatsapp"))
    for name, page in standins.pages.items():
        app.add_routes(page_routes(page, f"/api/{name}"))
    if standins.x is not None:
        app.add_routes(x_routes(standins.x, "/api/x"))
    if standins.sms is not None:
        app.add_routes(sms_routes(standins.sms, "/api/sms"))
    app.router.add_static("/static", STATIC)
    return app


async def _secure(request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-cache")
