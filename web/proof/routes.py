"""Put what can be checked on a server; each request pays for itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from core.vocabulary.errors import StoreDown
from web.gate import LOOK_UP, PAGE, Origin
from web.posts import NotRead
from web.proof.pages import ProofPages, Proofs
from web.render import Pages
from web.site import Site

Show = Callable[[web.Request], Awaitable[web.Response]]
DAY, YEAR = "{day:[0-9]{4}-[0-9]{2}-[0-9]{2}}", "{year:[0-9]{4}}"


def add_proof(app: web.Application, site: Site, store: Proofs) -> None:
    """Add the page that checks receipts, and the files of keys and roots."""
    pages = Pages(site)
    proof = ProofPages(pages, store)
    path, add = proof.path, app.router.add_get

    def guarded(show: Show, cost: float = PAGE) -> Show:
        async def handle(request: web.Request) -> web.Response:
            speech, gate = pages.speech(request), site.gate
            if wait := gate.spend(gate.address(request.remote or "", request.headers), cost):
                return pages.trouble(request, speech, "many", 429, seconds=wait)
            if request.method == "POST" and Origin.of(request.headers, site.public_url).foreign:
                return pages.trouble(request, speech, "forbidden", 403)
            try:
                return await show(request)
            except StoreDown:
                return pages.trouble(request, speech, "down", 503)
            except NotRead as reason:
                return pages.trouble(request, speech, "strange", reason.status)
            except web.HTTPNotFound:
                raise
            except Exception as bug:  # noqa: BLE001 - the boundary of one request: a page in place of a bare error
                site.report("page_failed", error=type(bug).__name__, bug=bug)
                return pages.trouble(request, speech, "broken", 500)

        return handle

    add(path, guarded(proof.show, LOOK_UP))
    app.router.add_post(path, guarded(proof.take, LOOK_UP))
    add(f"{path}/keys.json", guarded(proof.keys))
    add(f"{path}/roots/{YEAR}.json", guarded(proof.year))
    add(f"{path}/roots/{DAY}.json", guarded(proof.day))
