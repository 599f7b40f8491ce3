"""Put the pages on a server: each request pays for itself and comes from a page of ours."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from core.vocabulary.errors import StoreDown, Unstorable
from web.form_pages import FormPages, cost_of
from web.gate import LOOK_UP, PAGE, Origin
from web.notice import notice
from web.posts import NotRead, Post, read_post
from web.private_pages import PrivatePages
from web.queue import Room
from web.render import STATIC, Kept, Pages, Speech
from web.site import Site
from web.tracking import TrackingPage
from web.words import LANGUAGE

Show = Callable[[web.Request], Awaitable[web.Response]]
ShowPrivate = Callable[[web.Request, str], Awaitable[web.Response]]
Take = Callable[[web.Request, Post, Speech], Awaitable[web.Response]]
TakePrivate = Callable[[web.Request, str, Post, Speech], Awaitable[web.Response]]

KEPT_SECONDS = 31_536_000
STRANGE_WORD = 20.0
"""What a link that leads nowhere costs: whoever guesses is soon out of room."""
_TROUBLE = {408: "large", 413: "large", 415: "strange", 400: "strange"}
ROBOTS = "User-agent: *\nDisallow: /\n"


def add_pages(app: web.Application, site: Site) -> None:
    """Add the form, private pages, tracking, their styles and what robots are told."""
    pages = Pages(site)
    pages.set_up(app)
    Doorman(site, pages).add(app)


class Doorman:
    """Takes requests for pages, and hands on those that may come in."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self._site = site
        self._pages = pages
        self._large = Room(site.limits)
        self._form, self._mine, self._track = FormPages(pages), PrivatePages(pages), TrackingPage(pages)

    def add(self, app: web.Application) -> None:
        """Add the routes."""
        paths, add = self._site.paths, app.router
        one = f"{paths.mine}/{{word}}"
        add.add_get(paths.form, partial(self._shown, self._form.first, 0.0))
        add.add_get(paths.check, self._to_form)
        add.add_get(paths.send, self._to_form)
        add.add_post(paths.check, partial(self._taken, self._form.check))
        add.add_post(paths.send, partial(self._taken, self._form.send))
        add.add_get(paths.track, self._tracked)
        add.add_get(paths.notice, partial(self._shown, partial(notice, self._pages), 0.0))
        add.add_get(one, partial(self._private, self._mine.show))
        add.add_get(f"{one}/receipt", partial(self._private, self._mine.receipt))
        add.add_get(f"{one}/count", partial(self._private, self._mine.count))
        add.add_get(f"{one}/file/{{media}}", partial(self._private, self._mine.file))
        for name, act in (
            ("say", self._mine.say),
            ("press", self._mine.press),
            ("link", self._mine.link),
            ("reach", self._mine.reach),
        ):
            add.add_post(f"{one}/{name}", partial(self._acted, act))
        add.add_get(f"{STATIC}/{{mark}}/{{name}}", self._asset)
        add.add_get("/robots.txt", self._robots)

    # --- what is asked ----------------------------------------------------------------------------------------------

    async def _shown(self, show: Show, cost: float, request: web.Request) -> web.Response:
        speech = self._pages.speech(request)
        if wait := self._pay(request, cost):
            return self._pages.trouble(request, speech, "many", 429, seconds=wait)
        try:
            return await show(request)
        except StoreDown:
            return self._down(request, speech)
        except Exception as bug:  # noqa: BLE001 - the boundary of one request: a page in place of a bare error
            return self._broken(request, speech, bug)

    async def _tracked(self, request: web.Request) -> web.Response:
        return await self._shown(self._track.show, LOOK_UP if request.query.get("number") else 0.0, request)

    async def _private(self, show: ShowPrivate, request: web.Request) -> web.Response:
        speech = self._pages.speech(request)
        if wait := self._pay(request, PAGE):
            return self._pages.trouble(request, speech, "many", 429, secret=True, seconds=wait)
        try:
            box = await self._mine.box(request)
            if not box:
                self._site.gate.owe(self._address(request), STRANGE_WORD)
                return self._mine.closed(request, speech)
            return await show(request, box)
        except StoreDown:
            return self._down(request, speech, secret=True)
        except Exception as bug:  # noqa: BLE001 - as above
            return self._broken(request, speech, bug, secret=True)

    async def _to_form(self, request: web.Request) -> web.Response:
        raise web.HTTPSeeOther(self._pages.speech(request).url(self._site.paths.form))

    # --- what is posted ---------------------------------------------------------------------------------------------

    async def _taken(self, take: Take, request: web.Request) -> web.Response:
        return await self._posted(request, take, secret=False)

    async def _acted(self, act: TakePrivate, request: web.Request) -> web.Response:
        async def take(asked: web.Request, post: Post, speech: Speech) -> web.Response:
            if box := await self._mine.box(asked):
                return await act(asked, box, post, speech)
            return await self._mine.link_again(asked, post, speech)

        return await self._posted(request, take, secret=True)

    async def _posted(self, request: web.Request, take: Take, *, secret: bool) -> web.Response:
        speech = self._pages.speech(request)
        if Origin.of(request.headers, self._site.public_url).foreign:
            self._site.report("form_foreign")
            return self._pages.trouble(request, speech, "forbidden", 403, secret=secret)
        size = request.content_length or self._site.limits.post
        if wait := self._pay(request, cost_of(request.path, self._site.paths.check, size)):
            return await self._refused(request, speech, wait, size, secret=secret)
        kept: Kept | None = None
        try:
            async with self._large.received(request, self._address(request), size) as post:
                speech, kept = self._pages.speech(request, post.text(LANGUAGE)), Kept.of(request, post)
                return await take(request, post, speech)
        except NotRead as reason:
            return self._unread(request, speech, reason, secret=secret)
        except (StoreDown, Unstorable):
            return self._down(request, speech, secret=secret, kept=kept)
        except Exception as bug:  # noqa: BLE001 - as above
            return self._broken(request, speech, bug, secret=secret, kept=kept)

    async def _refused(
        self, request: web.Request, speech: Speech, wait: int, size: int, *, secret: bool
    ) -> web.Response:
        """Say when to come back; words are handed back, for a whole village may stand behind one address."""
        kept = None
        if size <= self._site.limits.small:
            with contextlib.suppress(NotRead):
                kept = Kept.of(request, await read_post(request, self._site.limits))
        return self._pages.trouble(request, speech, "many", 429, secret=secret, kept=kept, seconds=wait)

    def _unread(self, request: web.Request, speech: Speech, reason: NotRead, *, secret: bool) -> web.Response:
        """Say what cannot be taken of a post, with the words that came before it."""
        self._site.report("form_unread", status=reason.status)
        kept = Kept.of(request, Post(reason.fields), photos=True) if reason.fields.get("words") else None
        key = _TROUBLE[reason.status]
        response = self._pages.trouble(request, speech, key, reason.status, secret=secret, kept=kept)
        response.force_close()  # the rest of what was sent is not worth reading
        return response

    def _broken(
        self,
        request: web.Request,
        speech: Speech,
        bug: Exception,
        *,
        secret: bool = False,
        kept: Kept | None = None,
    ) -> web.Response:
        """Say that it is ours to mend; the log names the error and not the address, which may be a key."""
        self._site.report("page_failed", error=type(bug).__name__, bug=bug)
        return self._pages.trouble(request, speech, "broken", 500, secret=secret, kept=kept)

    def _down(
        self, request: web.Request, speech: Speech, *, secret: bool = False, kept: Kept | None = None
    ) -> web.Response:
        return self._pages.trouble(request, speech, "down", 503, secret=secret, kept=kept)

    def _pay(self, request: web.Request, cost: float) -> int:
        return self._site.gate.spend(self._address(request), cost) if cost else 0

    def _address(self, request: web.Request) -> str:
        return self._site.gate.address(request.remote or "", request.headers)

    # --- files of ours ----------------------------------------------------------------------------------------------

    async def _asset(self, request: web.Request) -> web.Response:
        asset = self._pages.assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        kept = f"public, max-age={KEPT_SECONDS}, immutable" if request.match_info["mark"] == asset.mark else "no-cache"
        headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response = web.Response(body=asset.content, content_type=asset.mime, charset="utf-8", headers=headers)
        response.enable_compression()
        return response

    async def _robots(self, _request: web.Request) -> web.Response:
        allowed = f"Allow: {self._site.portal}\n" if self._site.portal else ""
        return web.Response(text=f"{ROBOTS}{allowed}", headers={"Cache-Control": "public, max-age=86400"})
