"""Put the exports on a server: a key, an order, a file that streams; refusals are problem details (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Final, Literal

from aiohttp import web

from core.vocabulary.clients import Client, Scope
from core.vocabulary.errors import KanalError, StoreDown
from core.vocabulary.steps import Clock
from web.gate import LOOK_UP, Gate
from web.keys import Keys, NoKey, TooMany, key_in
from web.site import Report

WRONG_KEY: Final = 20.0
"""What a key that opens nothing costs its address: whoever guesses is soon out of room."""
AT_ONCE: Final = 2
"""Exports that one process writes at a time: each reads the database as fast as it can."""
AGAIN_SECONDS: Final = 60
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
Reader = Literal["public", "monitor", "auditor"]
PATHS: Final[Mapping[str, tuple[Reader, Scope]]] = {
    "/export/reports": ("public", "export"),
    "/export/tickets": ("monitor", "monitor"),
    "/export/chains": ("auditor", "audit"),
}
"""For whom a path is, and what a key has to open."""


class NoSuchExport(KanalError):
    """Raise for an order that cannot be carried out; its words say why, and nothing of the request is in them."""


@dataclass(frozen=True)
class Export:
    """A file that can be read: the kind of its content, its name, and its parts as they are written."""

    content_type: str
    name: str
    parts: AsyncIterator[bytes]


Begin = Callable[[Reader, Mapping[str, str], str, Client], Awaitable[Export]]
"""Begin an export: for whom, by which parameters, in which format, whose key.

Raises ``NoSuchExport``, ``StoreDown``.
"""


class _Refused(KanalError):
    """Raise for a request that gets no file."""

    def __init__(self, status: int, detail: str, seconds: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.seconds = seconds


class Exports:
    """Takes requests for exports. ``begin`` makes them, ``report`` says what happened for log and metrics."""

    def __init__(self, begin: Begin, keys: Keys, gate: Gate, report: Report, clock: Clock) -> None:
        self._begin = begin
        self._keys = keys
        self._gate = gate
        self._report = report
        self._clock = clock
        self._busy: set[str] = set()

    def add(self, app: web.Application) -> None:
        """Add the routes."""
        for path, (reader, scope) in PATHS.items():
            app.router.add_get(f"{path}.{{suffix:[a-z]+}}", partial(self._answer, reader, scope), allow_head=False)

    async def _answer(self, reader: Reader, scope: Scope, request: web.Request) -> web.StreamResponse:
        try:
            client = await self._client(request, scope)
            if client.id in self._busy or len(self._busy) >= AT_ONCE:
                raise _Refused(429, "an export is being read already", AGAIN_SECONDS)
            self._busy.add(client.id)
            try:
                export = await self._begin(reader, request.query, request.match_info["suffix"], client)
                return await self._streamed(request, export, client)
            finally:
                self._busy.discard(client.id)
        except _Refused as refused:
            return _problem(refused)
        except NoSuchExport as reason:
            return _problem(_Refused(400, str(reason)))
        except StoreDown:
            return _problem(_Refused(503, "nothing can be read just now, come again", 5))

    async def _client(self, request: web.Request, scope: Scope) -> Client:
        address, key = self._gate.address(request.remote or "", request.headers), key_in(request.headers)
        if wait := self._gate.spend(address, LOOK_UP):
            raise _Refused(429, "too many requests", wait)
        try:
            return await self._keys.client(key, scope)
        except NoKey as none:
            if none.given:
                self._gate.owe(address, WRONG_KEY)
            self._report("machine_without_key", given=none.given)
            raise _Refused(403 if none.given else 401, "no key that opens this was given") from None
        except TooMany as many:
            raise _Refused(429, "too many requests in this minute", many.seconds) from None

    async def _streamed(self, request: web.Request, export: Export, client: Client) -> web.StreamResponse:
        """Write a file as it comes; one that breaks off is cut, so that nobody takes it for whole."""
        named = {"Content-Type": export.content_type, "Content-Disposition": f'attachment; filename="{export.name}"'}
        response = web.StreamResponse(headers={**HEADERS, **named})
        size, begun = 0, self._clock.now()
        try:
            async for part in export.parts:
                if not response.prepared:  # what goes wrong until here is still told by a status
                    await response.prepare(request)
                if part:
                    await response.write(part)
                size += len(part)
            await response.write_eof()
        except StoreDown:
            if not response.prepared:
                raise
            self._report("export_cut", client=client.id)
            if request.transport is not None:
                request.transport.abort()
            return response
        seconds = (self._clock.now() - begun).total_seconds()
        self._report("export_read", client=client.id, file=export.name, size=size, seconds=round(seconds, 1))
        return response


def _problem(refused: _Refused) -> web.Response:
    title = HTTPStatus(refused.status).phrase
    said = {"type": "about:blank", "title": title, "status": refused.status, "detail": refused.detail}
    headers = {**HEADERS, **({"Retry-After": str(refused.seconds)} if refused.seconds else {})}
    if refused.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    body = json.dumps(said).encode()
    return web.Response(body=body, status=refused.status, content_type="application/problem+json", headers=headers)
