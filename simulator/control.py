"""What the control APIs of the stand-ins share: actions as JSON calls, and the live stream of events."""

import asyncio
import base64
import binascii
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from simulator.feed import Feed

Json = dict[str, Any]
Action = Callable[..., Any]
KEEP_ALIVE_SECONDS = 15.0


class Impossible(ValueError):
    """Raised when a person could not do that on the real platform: a mistake in a test, not in the bot."""


def arguments(action: Action, given: Json) -> Json:
    """Decode base64 where the action wants bytes.

    Raises:
        TypeError: an argument is missing or unknown.
        ValueError: broken base64.
    """
    signature = inspect.signature(action)
    signature.bind(**given)
    decoded = dict(given)
    for name, value in given.items():
        wanted = signature.parameters[name].annotation if name in signature.parameters else None
        if wanted is bytes:
            decoded[name] = base64.b64decode(value, validate=True)
        elif wanted == Sequence[bytes]:
            decoded[name] = [base64.b64decode(item, validate=True) for item in value]
    return decoded


def answer(body: Json, status: int = 200) -> web.Response:
    """Answer with JSON."""
    return web.json_response(body, status=status)


def harmless_type(mime: str) -> str:
    """Keep only the types that cannot run in a page: people choose the type of a document."""
    kind = mime.partition(";")[0]
    harmless = kind.startswith(("image/", "audio/", "video/")) and "svg" not in kind
    return kind if harmless else "application/octet-stream"


class Control:
    """Run actions posted as JSON, and stream a feed as server-sent events."""

    def __init__(self, feed: Feed, table: Mapping[str, Action], plain: Callable[[Any], Any]) -> None:
        self.feed = feed
        self.table = table
        self.plain = plain

    async def act(self, request: web.Request) -> web.Response:
        """Run the action that the path names with the arguments of the body."""
        action = self.table.get(request.match_info["action"])
        if action is None:
            return answer({"error": "no such action", "actions": sorted(self.table)}, 404)
        # A page of another site can post forms and text here, but not JSON.
        if request.can_read_body and request.content_type != "application/json":
            return answer({"error": "JSON only"}, 415)
        try:
            given = await request.json() if request.can_read_body else {}
            result = action(**arguments(action, given))
            if inspect.isawaitable(result):
                result = await result
            return answer({"result": self.plain(result)})
        except (Impossible, TypeError, ValueError, KeyError, binascii.Error) as error:
            return answer({"error": str(error)}, 400)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream what happens as server-sent events, from number `since` or `Last-Event-ID` on, else new ones only."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        since = request.headers.get("Last-Event-ID") or request.query.get("since")
        async with self.feed.subscribe(int(since) if since and since.isdigit() else None) as queue:
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    await response.write(b": alive\n\n")
                    continue
                if event is None:
                    break
                try:
                    await response.write(event.sse())
                except ConnectionError:
                    break
        return response
