"""A system of the city as a strict stand-in: it believes nothing that is not signed, dated and new to it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from core.vocabulary.steps import Clock

TOLERANCE_SECONDS = 300
"""Standard Webhooks, "Verifying webhook authenticity": older ones may be replayed by somebody."""


class Receiver:
    """Takes what is posted to `/hook`; `planned` are answers that come before the right ones, `broken` messages that
    it cannot take."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.secret = ""
        self.planned: list[tuple[int, dict[str, str]]] = []
        self.broken: set[str] = set()
        self.tries: list[str] = []
        self.taken: dict[str, dict[str, Any]] = {}
        self.complaints: list[str] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        """Answer one request."""
        body = await request.read()
        self.complaints += self._wrong(request, body)
        message_id = request.headers.get("webhook-id", "")
        self.tries.append(message_id)
        if message_id in self.broken:
            return web.Response(status=500)
        if self.planned:
            status, headers = self.planned.pop(0)
            return web.Response(status=status, headers=headers)
        self.taken[message_id] = json.loads(body)
        return web.Response(status=204)

    def _wrong(self, request: web.Request, body: bytes) -> list[str]:
        said = request.headers
        stamp, message_id = said.get("webhook-timestamp", ""), said.get("webhook-id", "")
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = f"{message_id}.{stamp}.".encode() + body
        right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        found = []
        if f"v1,{right}" not in said.get("webhook-signature", "").split():
            found.append("signature")
        if not stamp.isdecimal() or abs(int(stamp) - self.clock.now().timestamp()) > TOLERANCE_SECONDS:
            found.append("timestamp")
        if not message_id.startswith("msg_") or "application/json" != said.get("Content-Type"):
            found.append("headers")
        if {"type", "timestamp", "data"} != set(json.loads(body)):
            found.append("body")
        return found


@asynccontextmanager
async def receiving(clock: Clock) -> AsyncIterator[Receiver]:
    """Listen on a port."""
    receiver, app = Receiver(clock), web.Application()
    app.router.add_post("/hook", receiver.take)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver
