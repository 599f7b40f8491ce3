"""What the control APIs of the stand-ins share: actions as JSON calls, and the live stream of events."""

import asyncio
import base64
import binascii
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from aiohttp import web

from simulator.standin import StandIn

Json = dict[str, Any]
Action = Callable[..., Any]
KEEP_ALIVE_SECONDS = 15.0
AnyStandIn = TypeVar("AnyStandIn", bound=StandIn[Any, Any])


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


class Control(Generic[AnyStandIn]):
    """Run actions posted as JSON, show what there is to see, and stream the feed as server-sent events.

    `files` is the word in the path of a stored file.
    """

    files: str

    def __init__(self, standin: AnyStandIn, table: Mapping[str, Action], plain: Callable[[Any], Any]) -> None:
        self.standin = standin
        self.table = table
        self.plain = plain

    def see(self, what: str, query: Mapping[str, str]) -> Json | None:
        """Give what `GET <prefix>/<what>` shows beside the calls, None where there is no such thing."""
        raise NotImplementedError

    async def next_message(self, query: Mapping[str, str], after: int, timeout: float) -> Json:
        """Wait for the next message to the chat or person of the query.

        Raises:
            TimeoutError: none came.
            KeyError, ValueError: the query names nobody.
        """
        raise NotImplementedError

    def stored(self, key: str) -> tuple[bytes, str] | None:
        """Give the bytes and the type of a stored file."""
        raise NotImplementedError

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """Give the routes of the control API below `prefix`."""
        return [
            web.post(prefix + "/{action}", self.act),
            web.get(prefix + "/events", self.events),
            web.get(prefix + "/wait", self.wait),
            web.get(f"{prefix}/{self.files}/{{key}}", self.file),
            web.get(prefix + "/{what}", self.look),
        ]

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
        since = request.headers.get("Last-Event-ID") or request.query.get("since")
        try:
            await response.prepare(request)
            async with self.standin.feed.subscribe(int(since) if since and since.isdigit() else None) as queue:
                while True:
                    try:
                        event = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
                    except TimeoutError:
                        await response.write(b": alive\n\n")
                        continue
                    if event is None:
                        break
                    await response.write(event.sse())
        except ConnectionError:  # the reader has gone, as a tab that closes does
            pass
        return response

    async def look(self, request: web.Request) -> web.Response:
        """Show the calls, or what the platform has to show under this name."""
        what, query = request.match_info["what"], request.query
        if what in ("calls", "refused"):
            calls = self.standin.calls if what == "calls" else self.standin.refused
            return answer({"calls": [call.shape() for call in calls[-int(query.get("limit", 1000)) :]]})
        seen = self.see(what, query)
        return answer({"error": "nothing to see under this name"}, 404) if seen is None else answer(seen)

    async def wait(self, request: web.Request) -> web.Response:
        """Wait for the next message after number `after`, up to `timeout` seconds."""
        query = request.query
        try:
            after, timeout = int(query.get("after", 0)), float(query.get("timeout", 10))
            return answer({"message": await self.next_message(query, after, timeout)})
        except TimeoutError:
            return answer({"error": "nothing came"}, 504)
        except (KeyError, ValueError) as error:
            return answer({"error": f"bad query: {error}"}, 400)

    async def file(self, request: web.Request) -> web.Response:
        """Give a stored file, with a type that cannot run in a page."""
        stored = self.stored(request.match_info["key"])
        if stored is None:
            return answer({"error": "no such file"}, 404)
        data, mime = stored
        return web.Response(body=data, content_type=harmless_type(mime))
