"""Graph over HTTP: token, path, faults, the handler, the journal, and the answer before what follows from it."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from simulator.faults import Faults, cut
from simulator.journal import Journal
from simulator.whatsapp.errors import GraphError, malformed, no_object, unauthorized
from simulator.whatsapp.faults import Fault
from simulator.whatsapp.graph import Ask, Graph, Upload
from simulator.whatsapp.journal import Call
from simulator.whatsapp.statuses import Statuses
from simulator.whatsapp.world import World

Json = dict[str, Any]
After = Callable[[], None]
_PATH = re.compile(r"/v(\d+\.\d+)/([A-Za-z0-9_/-]+?)/?")
_ANSWERS = {"too_many_requests": (4, 429), "unavailable": (2, 503)}
_SORRY = "<html><body>Sorry, something went wrong.</body></html>"
_PAGES = {"server_error": 500, "bad_gateway": 502}


@dataclass
class Gateway:
    """Answer requests; `time_scale` shortens the real waits of slow faults."""

    graph: Graph
    faults: Faults[Fault]
    journal: Journal[Call]
    statuses: Statuses
    token: str
    closing: asyncio.Event
    time_scale: float = 1.0
    revoked: bool = False

    @property
    def world(self) -> World:
        """Give the world behind the paths."""
        return self.graph.sending.world

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one Graph request and write it down."""
        at, started = self.world.now(), time.perf_counter()
        ask = Ask(request.method, (), request.query)
        seen = _Seen()
        try:
            result = await self._run(request, ask, seen)
            seen.body, seen.after = result if isinstance(result, tuple) else (result, None)
        except GraphError as error:
            seen.status, seen.body, seen.bug = error.status, error.envelope(), error.bug
        except _Page as page:
            seen.status, seen.body = page.status, {}
        took = time.perf_counter() - started
        shown = {"type": ask.file.mime, "bytes": len(ask.file.data)} if ask.file else ask.body
        call = self._note(request, seen, shown, at, took)
        data = {"method": call.method, "status": call.status, "details": call.details, "user": call.user}
        self.world.feed.publish("call", data)
        return await self._finish(request, seen)

    def _note(self, request: web.Request, seen: "_Seen", body: Json, at: float, took: float) -> Call:
        call = Call(
            number=self.journal.count + 1, method=seen.method, path=request.path, body=body, user=seen.user,
            status=0 if seen.cut else seen.status, answer=seen.body, at=at, took_seconds=took,
        )  # fmt: skip
        return self.journal.record(call, seen.bug)

    async def _run(self, request: web.Request, ask: Ask, seen: "_Seen") -> Any:
        """Let the right handler answer, unless a fault does."""
        found = _PATH.fullmatch(request.path)
        if found is None:
            raise GraphError(2500, title="Unknown path components", status=400, bug=True)
        self._authorize(request)
        ask.path = tuple(found.group(2).split("/"))
        seen.method, handler = self.graph.route(request.method, ask.path)
        await _read(request, ask)
        if seen.method == "messages" and "status" in ask.body:
            seen.method = "read"
        seen.user = self._user_of(ask.body)
        seen.fault = ask.fault = self.faults.take(seen.method, seen.user)
        if seen.fault is not None:
            await self._strike(seen.fault)
            if seen.fault.kind in ("cut", "empty"):
                return {}
        result: Any = handler(ask)
        return await result if asyncio.iscoroutine(result) else result

    async def _finish(self, request: web.Request, seen: "_Seen") -> web.StreamResponse:
        """Answer first, then let the statuses go, unless they are to overtake the answer."""
        after = seen.after
        if after is not None and (seen.cut or self.statuses.mode.before_answer):
            after()
            after = None
        if seen.cut:
            return cut(request)
        if seen.body or (seen.fault is not None and seen.fault.kind == "empty"):
            response = web.json_response(seen.body, status=seen.status)
        else:
            response = web.Response(status=seen.status, text=_SORRY, content_type="text/html")
        if after is None:
            return response
        await response.prepare(request)
        await response.write_eof()
        after()
        return response

    def _authorize(self, request: web.Request) -> None:
        header = request.headers.get("Authorization", "")
        token = header[7:] if header.startswith("Bearer ") else request.query.get("access_token", "")
        if not token:
            raise unauthorized("An access token is required to request this resource")
        if token != self.token or self.revoked:
            raise unauthorized()

    def _user_of(self, body: Json) -> str | None:
        for key in ("to", "recipient"):
            if isinstance(reference := body.get(key), str):
                user = self.world.find(reference.lstrip("+"))
                return user.key if user is not None else None
        return None

    async def _strike(self, fault: Fault) -> None:
        """Apply a fault that is an answer or a wait; those about content are its handler's.

        Raises:
            GraphError: the answer of the fault.
        """
        await fault.wait(self.closing, self.time_scale)
        if fault.kind == "timeout":
            raise _Page(504)
        if fault.kind == "error":
            raise GraphError(fault.code, fault.details, status=fault.status)
        if fault.kind in _ANSWERS:
            code, status = _ANSWERS[fault.kind]
            raise GraphError(code, fault.details, status=status)
        if fault.kind in _PAGES:
            raise _Page(_PAGES[fault.kind])
        if fault.kind == "page":
            raise _Page(fault.status or 403)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give the bytes behind an address, with the token, for five minutes."""
        seen = _Seen(method="download", fault=self.faults.take("download", None))
        media, kind = None, seen.fault.kind if seen.fault is not None else ""
        try:
            self._authorize(request)
            if seen.fault is not None:
                await self._strike(seen.fault)
            media = self.graph.medias.behind(request.query.get("hash", ""))
            if media is None or kind == "media_gone":
                error = no_object(request.query.get("mid", ""))
                error.status = 404
                raise error
        except GraphError as error:
            seen.status, seen.body = error.status, error.envelope()
        except _Page as page:
            seen.status = page.status
        call = self._note(request, seen, {}, self.world.now(), 0.0)
        if media is None or call.status != 200:
            return await self._finish(request, seen)
        data = b"?" + media.data[1:] if kind == "media_wrong" else media.data
        return web.Response(body=data, headers={"Content-Type": media.mime})


@dataclass
class _Seen:
    """What is known of a request while it is answered."""

    method: str = "unknown"
    user: str | None = None
    fault: Fault | None = None
    status: int = 200
    body: Json = field(default_factory=dict)
    after: After | None = None
    bug: bool = False

    @property
    def cut(self) -> bool:
        """Tell whether the connection is to be cut instead of an answer."""
        return self.fault is not None and self.fault.kind in ("cut", "cut_after")


class _Page(Exception):
    """Answer with an HTML page, as load balancers do."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def _read(request: web.Request, ask: Ask) -> None:
    """Read a JSON body or a multipart form.

    Raises:
        GraphError: 100, it is neither.
    """
    if not request.can_read_body:
        return
    if request.content_type.startswith("multipart/"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                ask.file = Upload(value.file.read(), value.filename, value.content_type)
            else:
                ask.body[name] = value
        return
    if request.content_type == "application/x-www-form-urlencoded":
        ask.body = {name: str(value) for name, value in (await request.post()).items()}
        return
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise malformed("The body is not a JSON object")
    ask.body = body
