"""Graph over HTTP: token, path, faults, the handler, the journal."""

import asyncio
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from simulator.faults import Faults, cut
from simulator.journal import Journal
from simulator.pages.errors import GraphError, invalid, unauthorized
from simulator.pages.faults import Fault
from simulator.pages.graph import Ask, Graph
from simulator.pages.journal import Call
from simulator.pages.world import World

Json = dict[str, Any]
_PATH = re.compile(r"/v(\d+\.\d+)/([A-Za-z0-9_/-]+?)/?")
_SORRY = "<html><body>Sorry, something went wrong.</body></html>"
_PAGES = {"server_error": 500, "bad_gateway": 502, "timeout": 504}


@dataclass
class _Seen:
    method: str = "unknown"
    user: str | None = None
    fault: Fault | None = None
    status: int = 200
    body: Json = field(default_factory=dict)
    bug: bool = False
    page: bool = False


@dataclass
class Gateway:
    """Answer requests; `time_scale` shortens the real waits of slow faults."""

    world: World
    graph: Graph
    faults: Faults[Fault]
    journal: Journal[Call]
    token: str
    closing: asyncio.Event
    time_scale: float = 1.0
    revoked: bool = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one Graph request and write it down."""
        at, started = self.world.now(), time.perf_counter()
        ask, seen = Ask(request.method, (), request.query), _Seen()
        try:
            await self._run(request, ask, seen)
        except GraphError as error:
            seen.status, seen.body, seen.bug = error.status, error.envelope(), error.bug
        is_cut = seen.fault is not None and seen.fault.kind in ("cut", "cut_after")
        shown = {**ask.body, **({"filedata": {"type": ask.file[1], "bytes": len(ask.file[0])}} if ask.file else {})}
        call = Call(
            number=self.journal.count + 1, method=seen.method, path=request.path, query=dict(request.query), body=shown,
            user=seen.user, status=0 if is_cut else seen.status, answer=seen.body, at=at,
            took_seconds=time.perf_counter() - started,
        )  # fmt: skip
        self.journal.record(call, seen.bug)
        self.world.feed.publish("call", {"method": call.method, "status": call.status, "user": call.user})
        if is_cut:
            return cut(request)
        if seen.page:
            return web.Response(status=seen.status, text=_SORRY, content_type="text/html")
        return web.json_response(seen.body, status=seen.status)

    async def _run(self, request: web.Request, ask: Ask, seen: _Seen) -> None:
        found = _PATH.fullmatch(request.path)
        if found is None:
            raise GraphError(2500, "Unknown path components", bug=True)
        await _read(request, ask)
        self._authorize(request, ask)
        ask.path = tuple(found.group(2).split("/"))
        seen.method, handler = self.graph.route(request.method, ask.path)
        if seen.method == "messages" and "sender_action" in ask.body:
            seen.method = "action"
        seen.user = self._user_of(ask)
        fault = seen.fault = self.faults.take(seen.method, seen.user)
        if fault is not None and await self._struck(fault, seen):
            return
        result: Any = handler(ask)
        seen.body = await result if asyncio.iscoroutine(result) else result

    async def _struck(self, fault: Fault, seen: _Seen) -> bool:
        """Apply a fault; say whether it is the whole answer."""
        await fault.wait(self.closing, self.time_scale)
        if fault.kind == "error":
            raise GraphError(fault.code, fault.details, fault.subcode, status=fault.status)
        if fault.kind == "too_many_requests":
            raise GraphError(613, "Calls to this api have exceeded the rate limit.")
        if fault.kind == "unavailable":
            raise GraphError(2, "Service temporarily unavailable")
        if fault.kind in _PAGES or fault.kind == "page":
            seen.page, seen.status = True, _PAGES.get(fault.kind, fault.status or 403)
            return True
        return fault.kind in ("empty", "cut")

    def _authorize(self, request: web.Request, ask: Ask) -> None:
        header = request.headers.get("Authorization", "")
        shown = header[7:] if header.startswith("Bearer ") else request.query.get("access_token", "")
        shown = shown or str(ask.body.pop("access_token", ""))
        if shown != self.token or self.revoked:
            raise unauthorized()

    def _user_of(self, ask: Ask) -> str | None:
        recipient = ask.body.get("recipient")
        if isinstance(recipient, str):
            recipient = json.loads(recipient)
        identity = recipient.get("id", "") if isinstance(recipient, dict) else ""
        user = self.world.find(str(identity)) if identity else None
        return user.key if user is not None else None

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give the bytes of a file to whoever knows its address, while it lives."""
        fault = self.faults.take("download", None)
        if fault is not None:
            await fault.wait(self.closing, self.time_scale)
            if fault.kind in ("cut", "cut_after"):
                return cut(request)
            return web.Response(status=fault.status or 503, text=_SORRY, content_type="text/html")
        media = self.world.media.get(request.match_info["key"])
        if media is None or self.world.now() >= media.expires:
            return web.Response(status=404, text=_SORRY, content_type="text/html")
        return web.Response(body=media.data, headers={"Content-Type": media.mime})


async def _read(request: web.Request, ask: Ask) -> None:
    """Read a JSON body or a form.

    Raises:
        GraphError: 100, it is neither.
    """
    if not request.can_read_body:
        return
    if request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                ask.file = (value.file.read(), value.content_type, value.filename)
            else:
                ask.body[name] = value
        return
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise invalid("The body is not a JSON object")
    ask.body = body
