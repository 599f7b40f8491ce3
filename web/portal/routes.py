"""Put the public pages on a server; each request pays for itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from core.vocabulary.errors import StoreDown
from web.gate import PAGE
from web.portal.figures import FigureReader
from web.portal.pages import PortalPages
from web.portal.reports import ListPages
from web.render import Pages
from web.site import Site

Show = Callable[[web.Request], Awaitable[web.Response]]


def add_portal(app: web.Application, site: Site) -> None:
    """Add the pages of counts and their files."""
    pages = Pages(site)
    portal = PortalPages(pages, FigureReader(site.store, site.city, site.clock))
    paths, add = portal.paths, app.router.add_get

    def guarded(show: Show) -> Show:
        async def handle(request: web.Request) -> web.Response:
            speech, gate = pages.speech(request), site.gate
            if wait := gate.spend(gate.address(request.remote or "", request.headers), PAGE):
                return pages.trouble(request, speech, "many", 429, seconds=wait)
            try:
                return await show(request)
            except StoreDown:
                return pages.trouble(request, speech, "down", 503)
            except Exception as bug:  # noqa: BLE001 - the boundary of one request: a page in place of a bare error
                site.report("page_failed", error=type(bug).__name__, bug=bug)
                return pages.trouble(request, speech, "broken", 500)

        return handle

    add(paths.root, guarded(portal.home))
    add(paths.reports, guarded(ListPages(portal, site.store, site.city).show))
    add(paths.figures, guarded(portal.latest))
    add(f"{paths.figures}.csv", guarded(portal.series_file))
    add(f"{paths.map}.csv", guarded(portal.map_file))
    add(f"{paths.map}/{{place}}", guarded(portal.place))
    add(f"{paths.figures}/{{month}}", guarded(portal.month))
    add(f"{paths.figures}/{{month}}/{{table}}.csv", guarded(portal.month_file))
