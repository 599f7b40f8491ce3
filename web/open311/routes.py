"""Put Open311 on a server: every answer in the format that was asked for, and refusals in the same one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from aiohttp import web

from core.vocabulary.clients import Client
from core.vocabulary.errors import StoreDown, Unstorable
from web.gate import LOOK_UP, PAGE
from web.keys import NoKey, TooMany, key_in
from web.open311 import services
from web.open311.asking import MOST_ROWS, check_jurisdiction, wanted
from web.open311.discovery import discovery
from web.open311.exchange import Exchange
from web.open311.filing import Filing
from web.open311.openapi import description
from web.open311.refusals import Refused, body_of
from web.open311.requests import Requests
from web.open311.trees import MIMES, Fields, Format, Rows, written
from web.open311.updates import Updates
from web.posts import NotRead, Post
from web.queue import Room

WRONG_KEY: Final = 20.0
"""What a key that opens nothing costs its address: whoever guesses is soon out of room."""
ROWS_A_PAGE: Final = 50.0
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Vary": "Accept",
}
_UNREAD: Final = {400: "the body cannot be read", 408: "the body came too slowly", 413: "the body is too large"}
KEY: Final = "api_key"
REPEAT_KEY: Final = "Idempotency-Key"
Answer = Callable[["Asked"], Awaitable[Rows | Fields]]


@dataclass(frozen=True)
class Asked:
    """A request that may come in: its query or form, whose it is, and what was posted."""

    request: web.Request
    fields: Mapping[str, str]
    client: Client | None
    post: Post = field(default_factory=Post)

    def part(self, name: str) -> str:
        """Give a part of the path."""
        return self.request.match_info[name]


def add_exchange(app: web.Application, exchange: Exchange) -> None:
    """Add every address of Open311."""
    Doorman(exchange).add(app)


class Doorman:
    """Takes requests of machines, and hands on those that may come in."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._site = exchange.site
        self._room = Room(exchange.site.limits)
        self._requests, self._updates, self._filing = Requests(exchange), Updates(exchange), Filing(exchange)

    def add(self, app: web.Application) -> None:
        """Add the routes; a path without a format is answered in the one that ``Accept`` names."""
        root, end, get, post = self._exchange.root, r"{format:(?:\.[^/]*)?}", "GET", "POST"
        ways: list[tuple[str, str, Answer, bool]] = [
            (get, "/discovery", self._discovery, False),
            (get, "/services", self._services, False),
            (get, "/services/{code:[^/.]+}", self._service, False),
            (get, "/requests", self._many, False),
            (get, "/requests/{number:[^/.]+}", self._one, False),
            (get, r"/tokens/{token:[^/.]+(?:\.[A-Za-z0-9_-]{43})?}", self._token, False),
            (post, "/requests", self._file, True),
            (get, "/servicerequestupdates", self._news, True),
            (post, "/servicerequestupdates", self._update, True),
        ]
        for method, path, answer, needs_key in ways:
            app.router.add_route(method, f"{root}{path}{end}", partial(self._answered, answer, needs_key))
        parent = root.rpartition("/")[0]
        app.router.add_get(f"{parent}/discovery{end}", partial(self._answered, self._discovery, False))
        app.router.add_get(f"{root}/openapi.json", self._openapi)

    # --- what is asked ----------------------------------------------------------------------------------------------

    async def _discovery(self, asked: Asked) -> Fields:
        return discovery(self._exchange, self._origin(asked.request))

    async def _services(self, asked: Asked) -> Rows:
        return services.service_list(self._exchange)

    async def _service(self, asked: Asked) -> Fields:
        return services.service_definition(self._exchange, asked.part("code"))

    async def _many(self, asked: Asked) -> Rows:
        return await self._requests.many(wanted(asked.fields, self._site.city, self._site.clock.now()), asked.client)

    async def _one(self, asked: Asked) -> Rows:
        return await self._requests.one(asked.part("number"), asked.client)

    async def _token(self, asked: Asked) -> Rows:
        return await self._requests.token(asked.part("token"))

    async def _file(self, asked: Asked) -> Rows:
        return await self._filing.take(_needed(asked), asked.post, asked.request.headers.get(REPEAT_KEY, ""))

    async def _news(self, asked: Asked) -> Rows:
        return await self._updates.news(_needed(asked), asked.fields)

    async def _update(self, asked: Asked) -> Rows:
        return await self._updates.take(_needed(asked), asked.post)

    # --- the door ---------------------------------------------------------------------------------------------------

    async def _answered(self, answer: Answer, needs_key: bool, request: web.Request) -> web.Response:
        kind = _format_of(request)
        try:
            if kind is None:
                raise Refused(404, "formats are .xml and .json")
            async with AsyncExitStack() as place:
                asked = await self._asked(request, needs_key, place)
                check_jurisdiction(asked.fields, self._site.city)
                return _said(200, await answer(asked), kind)
        except Refused as refused:
            return _refusal(refused, kind)
        except (StoreDown, Unstorable):
            return _refusal(Refused(503, "nothing can be stored just now, come again", seconds=5), kind)
        except Exception as bug:  # noqa: BLE001 - the boundary of one request: a list of errors in place of a bare one
            self._site.report("page_failed", error=type(bug).__name__, bug=bug)
            return _refusal(Refused(500, "this is ours to mend"), kind)

    async def _asked(self, request: web.Request, needs_key: bool, place: AsyncExitStack) -> Asked:
        """Let a request in. A key is looked at before a body is read, except where only the body has it.

        What came with it is there as long as its ``place``.
        """
        key = key_in(request.headers, request.query.get(KEY, ""))
        address = self._site.gate.address(request.remote or "", request.headers)
        if request.method == "POST":
            return await self._posted(request, address, key, place)
        self._pay(address, 0.0 if key else _cost(request))
        client = await self._client(address, key) if key or needs_key else None
        return Asked(request, request.query, client)

    async def _posted(self, request: web.Request, address: str, key: str, place: AsyncExitStack) -> Asked:
        """Take a form; what its address pays for a body that may have no key is given back where there is one."""
        client = await self._client(address, key) if key else None
        if client is None:
            self._pay(address, LOOK_UP)
        post = await self._read(request, address, place)
        if client is None:
            client = await self._client(address, post.fields.get(KEY, ""))
            self._site.gate.owe(address, -LOOK_UP)
        return Asked(request, post.fields, client, post)

    async def _client(self, address: str, key: str) -> Client:
        try:
            return await self._exchange.keys.client(key, "report")
        except NoKey as none:
            if none.given:
                self._site.gate.owe(address, WRONG_KEY)
            self._site.report("machine_without_key", given=none.given)
            raise Refused(403, "api_key is missing or opens nothing") from None
        except TooMany as many:
            raise Refused(429, "too many requests in this minute", seconds=many.seconds) from None

    async def _read(self, request: web.Request, address: str, place: AsyncExitStack) -> Post:
        size = request.content_length or self._site.limits.post
        try:
            return await place.enter_async_context(self._room.received(request, address, size))
        except NotRead as reason:
            status = 400 if reason.status == 415 else reason.status
            words = "the body is no form" if reason.status == 415 else _UNREAD[reason.status]
            raise Refused(status, words, unread=True) from None

    def _pay(self, address: str, cost: float) -> None:
        if wait := self._site.gate.spend(address, cost):
            raise Refused(429, "too many requests", seconds=wait)

    def _origin(self, request: web.Request) -> str:
        return self._site.public_url.rstrip("/") or f"{request.scheme}://{request.host}"

    async def _openapi(self, request: web.Request) -> web.Response:
        body = description(self._exchange, self._origin(request))
        return web.Response(body=body, content_type="application/json", charset="utf-8", headers=HEADERS)


def _cost(request: web.Request) -> float:
    """Give what an answer costs who has no key: a long list is as many pages."""
    last = request.path.rpartition("/")[2]
    if last.startswith("requests"):
        size = request.query.get("page_size", "")
        rows = int(size) if size.isascii() and size.isdigit() and len(size) <= 4 else MOST_ROWS
        return LOOK_UP + rows / ROWS_A_PAGE
    return PAGE if last.startswith(("services", "discovery")) or "/services/" in request.path else LOOK_UP


def _needed(asked: Asked) -> Client:
    if asked.client is None:
        raise Refused(403, "api_key is missing or opens nothing")
    return asked.client


def _format_of(request: web.Request) -> Format | None:
    """Give the format of an answer: that of the path, else JSON where only that is accepted; None for another."""
    end = request.match_info["format"].removeprefix(".")
    if not end:
        return "json" if "json" in request.headers.get("Accept", "") else "xml"
    return "xml" if end == "xml" else "json" if end == "json" else None


def _said(status: int, tree: Rows | Fields, kind: Format | None) -> web.Response:
    known: Format = kind or "xml"
    body = written(tree, known)
    return web.Response(body=body, status=status, content_type=MIMES[known], charset="utf-8", headers=HEADERS)


def _refusal(refused: Refused, kind: Format | None) -> web.Response:
    response = _said(refused.status, body_of(refused), kind)
    if refused.seconds:
        response.headers["Retry-After"] = str(refused.seconds)
    if refused.unread:
        response.force_close()  # the rest of what was sent is not worth reading
    return response
