"""The door before every page: who is logged in, may see it, and means it; and the line in the log of looks.

A page is a function of a request and a `Visit`. `Doors.page` makes a handler of it::

    doors.page(show, "policy", offices=("mayor", "ministry", "ombudsman"))
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web

from core.vocabulary.accounts import Account, LookLine, Office, Session
from core.vocabulary.errors import StoreDown
from web.gate import PAGE, POST, Origin
from web.monitor import cookies
from web.monitor.factors import FactorShut
from web.monitor.login import Entrance
from web.monitor.secrets import same, token_of
from web.monitor.words import ROOM, OversightPaths
from web.posts import NotRead, Post, read_post
from web.render import Pages, Speech
from web.words import Phrases

ALL: Final[tuple[Office, ...]] = ("ombudsman", "ministry", "mayor")
FORM: Final = "form"
"""What a token of a form is for."""
TOKEN: Final = "token"
_SAID: Final = re.compile(r"(?=.*\d)[\w-]{1,20}")
_ASKED: Final = {"month": _SAID, "page": _SAID, "number": _SAID, "list": re.compile(r"[a-z]{1,12}")}
"""What of an address is kept in the log of looks beside its path: any words may stand there, and the log stays."""
LOGIN_COST: Final = 60.0
"""Of the room of an address: ten tries at once, and two a minute."""


@dataclass(frozen=True)
class Visit:
    """Who looks: the account and its session, with the token that each form on the page has to carry.

    ``post`` is what was posted, None where something is only asked; ``look`` names the line of this look in the log.
    """

    account: Account
    session: Session
    token: str
    post: Post | None = None
    look: str = ""


Show = Callable[[web.Request, Visit], Awaitable[web.StreamResponse]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Doors:
    """Makes handlers of pages, and draws what they have in common."""

    pages: Pages
    entrance: Entrance
    https: bool
    sections: list[tuple[str, frozenset[Office]]] = field(default_factory=list)
    """Pages that stand in the navigation, by the name of their path, with who may see them."""

    @property
    def paths(self) -> OversightPaths:
        """Give the addresses of these pages."""
        return OversightPaths.of(self.pages.site.texts)

    # --- handlers ---------------------------------------------------------------------------------------------------

    def page(self, show: Show, name: str, offices: Collection[Office] = ALL) -> Handler:
        """Give the handler of a page that only these offices see; each look at it is in the log before it is given.

        What the path names (``{number}``, ``{unit}``, ``{month}``) goes into the log with it.
        """

        async def handle(request: web.Request) -> web.StreamResponse:
            speech = self.pages.speech(request)
            if request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
                return web.Response(status=403)  # a look ahead by a browser is nobody's look
            if wait := self._pay(request, PAGE):
                return self.pages.trouble(request, speech, "many", 429, seconds=wait)
            visit = await self._visit(request)
            if visit is None:
                return self._to_login(request)
            if visit.account.office not in offices:
                return self.pages.trouble(request, speech, "forbidden", 403)
            look = await self._log(request, visit, name)
            return await show(request, replace(visit, look=look))

        return self._guarded(handle)

    def act(self, do: Show) -> Handler:
        """Give the handler of what somebody does who is logged in: only a form of ours, in this session, does it."""

        async def handle(request: web.Request) -> web.StreamResponse:
            speech = self.pages.speech(request)
            if wait := self._pay(request, POST):
                return self.pages.trouble(request, speech, "many", 429, seconds=wait)
            visit = await self._visit(request)
            if visit is None:
                return self._to_login(request)
            post = await self.posted(request)
            if post is None or not same(post.fields.get(TOKEN, ""), visit.token):
                return self._forged(request, speech)
            return await do(request, replace(visit, post=post))

        return self._guarded(handle)

    def entry(self, do: Callable[[web.Request, Post], Awaitable[web.StreamResponse]]) -> Handler:
        """Give the handler of a form that somebody posts who is not logged in: it was drawn for this very browser."""

        async def handle(request: web.Request) -> web.StreamResponse:
            speech = self.pages.speech(request)
            if wait := self._pay(request, LOGIN_COST):
                return self.pages.trouble(request, speech, "many", 429, seconds=wait)
            door, post = cookies.read(request, cookies.DOOR, https=self.https), await self.posted(request)
            if post is None or not door or not same(post.fields.get(TOKEN, ""), token_of(door, FORM)):
                return self._forged(request, speech)
            return await do(request, post)

        return self._guarded(handle)

    def open(self, show: Handler) -> Handler:
        """Give the handler of a page for whoever is not logged in yet."""

        async def handle(request: web.Request) -> web.StreamResponse:
            if wait := self._pay(request, PAGE):
                return self.pages.trouble(request, self.pages.speech(request), "many", 429, seconds=wait)
            return await show(request)

        return self._guarded(handle)

    def _guarded(self, handle: Handler) -> Handler:
        """Turn trouble into a page; the log names the error and nobody."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                return await handle(request)
            except web.HTTPException:
                raise
            except StoreDown:
                return self.pages.trouble(request, self.pages.speech(request), "down", 503)
            except FactorShut as reason:
                self.pages.site.report("factor_shut", error=str(reason))
                return self.pages.trouble(request, self.pages.speech(request), "shut", 503)
            except Exception as bug:  # noqa: BLE001 - the boundary of one request: a page in place of a bare error
                self.pages.site.report("page_failed", error=type(bug).__name__, bug=bug)
                return self.pages.trouble(request, self.pages.speech(request), "broken", 500)

        return guarded

    async def posted(self, request: web.Request) -> Post | None:
        """Read a form of ours; None for one that another page sends, or that is none."""
        where = Origin.of(request.headers, self.pages.site.public_url)
        if where.foreign or not (where.site or where.origin):  # behind a cookie a browser has to say where it is
            return None
        try:
            return await read_post(request, self.pages.site.limits)
        except NotRead:
            return None

    # --- who it is --------------------------------------------------------------------------------------------------

    async def _visit(self, request: web.Request) -> Visit | None:
        word = cookies.read(request, cookies.SESSION, https=self.https)
        known = await self.entrance.known(word)
        return Visit(*known, token_of(word, FORM)) if known is not None else None

    async def _log(self, request: web.Request, visit: Visit, name: str) -> str:
        site, named = self.pages.site, dict(request.match_info)
        number = named.pop("number", "")
        asked = (value for key, value in request.query.items() if key in _ASKED and _ASKED[key].fullmatch(value))
        about = "".join(sign if sign.isprintable() else "?" for sign in " ".join((*named.values(), *asked)))[:100]
        account = visit.account
        look = LookLine(site.fresh(), account.name, account.office, site.clock.now(), name, about, number)
        await self.entrance.accounts.keep_look(look)
        return look.id

    def _to_login(self, request: web.Request) -> web.Response:
        back = f"?next={quote(request.path)}" if request.method == "GET" else ""
        headers = {"Location": f"{self.paths.login}{back}", "Cache-Control": "no-store"}
        response = web.Response(status=303, headers=headers)
        if cookies.read(request, cookies.SESSION, https=self.https):
            cookies.forget(response, cookies.SESSION, https=self.https)
        return response

    def _forged(self, request: web.Request, speech: Speech) -> web.Response:
        self.pages.site.report("form_foreign")
        return self.pages.trouble(request, speech, "forbidden", 403)

    def _pay(self, request: web.Request, cost: float) -> int:
        gate = self.pages.site.gate
        return gate.spend(gate.address(request.remote or "", request.headers), cost)

    # --- what pages look like ---------------------------------------------------------------------------------------

    def draw(
        self, request: web.Request, name: str, visit: Visit | None, *, status: int = 200, **context: Any
    ) -> web.Response:
        """Draw a page of this room (``monitor/<name>``) with the navigation of whoever looks."""
        speech = self.pages.speech(request)
        said = Phrases(self.pages.site.texts, speech.language, ROOM)
        sections = [one for one, offices in self.sections if visit is not None and visit.account.office in offices]
        return self.pages.draw(
            request,
            f"monitor/{name}",
            speech,
            status=status,
            o=said,
            visit=visit,
            sections=sections,
            oversight=self.paths,
            **{"here": request.path, "token": visit.token if visit is not None else "", **context},
        )
