"""The stand-in itself: an HTTP server in front of the world."""

import asyncio
import json
import re
import time
from collections import deque
from dataclasses import asdict
from typing import Any

from aiohttp import web

from simulator.clock import Now
from simulator.faults import cut
from simulator.standin import StandIn
from simulator.telegram.api import Api
from simulator.telegram.budget import Budget, Limits
from simulator.telegram.errors import ApiError, unauthorized
from simulator.telegram.faults import Fault
from simulator.telegram.groups import Groups
from simulator.telegram.journal import Call
from simulator.telegram.limits import UPLOAD_BYTES
from simulator.telegram.media import Files
from simulator.telegram.params import Params, read_params
from simulator.telegram.personas import People
from simulator.telegram.updates import Updates
from simulator.telegram.webhook import Webhook
from simulator.telegram.world import User, World

Json = dict[str, Any]
DEFAULT_TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
_PATH = re.compile(r"/bot(\d+:[A-Za-z0-9_-]+)/([A-Za-z]+)")
_FILE = re.compile(r"/file/bot(\d+:[A-Za-z0-9_-]+)/(.+)")
DEFAULT_LIMITS = Limits()


class TelegramStandIn(StandIn[Fault, Call]):
    """A strict Telegram for one bot: Bot API, people, faults, and a record of everything seen.

    `limits=None` turns the sending budgets off. `now` is the clock of the world (dates, budgets, ages); `time_scale`
    shortens the real waits of long polls and slow faults. `remember_*` cap what is kept. Act through `people` and
    `groups`; break things through `fail`; look at `calls`, `refused`, `answers`, `messages`, `last`.
    """

    def __init__(
        self, *, token: str = DEFAULT_TOKEN, bot_name: str = "Kanal", bot_username: str = "kanal_kupang_bot",
        limits: Limits | None = DEFAULT_LIMITS, now: Now = time.time, time_scale: float = 1.0, privacy: bool = True,
        retry_base_seconds: float = 0.05, retry_cap_seconds: float = 2.0, remember_messages: int = 1_000,
        remember_calls: int = 10_000, remember_events: int = 5_000, remember_files: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(remember_calls, remember_events)
        self.token = token
        self.revoked = False
        bot = User(int(token.partition(":")[0]), bot_name, username=bot_username, is_bot=True)
        self.updates = Updates(now, self.feed.poke)
        self.world = World(
            bot, now, self.feed, Files(remember_files), self.updates.add, remember_messages, privacy,
            users={bot.id: bot}, names={bot_username.lower(): bot.id},
        )  # fmt: skip
        self.people = People(self.world)
        self.groups = Groups(self.world, self.people)
        self.webhook = Webhook(self.updates, self._execute, self.feed.poke, retry_base_seconds, retry_cap_seconds)
        self.updates.on_new = self.webhook.push
        self.budget = Budget(limits, now)
        self.api = Api(self.world, self.budget, self.updates, self.webhook, self.groups, time_scale)
        self.answers: deque[Json] = deque(maxlen=remember_calls)
        self.time_scale = time_scale

    # -- running -----------------------------------------------------------------------------------------------------

    async def start(self, host: str = "127.0.0.1", port: int = 0, routes: tuple[web.RouteDef, ...] = ()) -> None:
        """Listen; port 0 takes a free one. The address is in `base_url` afterwards.

        `routes` are served besides the platform's own, such as those of `simulator.telegram.routes`.
        """
        app = web.Application(client_max_size=UPLOAD_BYTES + 1024 * 1024)
        app.add_routes(routes)
        app.router.add_route("*", "/file/{rest:.*}", self._file)
        app.router.add_route("*", "/{rest:.*}", self._handle)
        await self._listen(app, host, port)

    async def stop(self) -> None:
        """Stop listening and delivering."""
        self.closing.set()
        self.feed.close()
        self.updates.end_poll("terminated by the end of the stand-in")
        await self.webhook.close()
        await self._hang_up()

    # -- the Bot API over HTTP ---------------------------------------------------------------------------------------

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        found = _PATH.fullmatch(request.path)
        if found is None:
            return _respond(404, ApiError(404, "Not Found").envelope())
        token, name = found.groups()
        at, started = self.world.now(), time.perf_counter()
        params = Params()
        bug = False
        silent = False
        try:
            if token != self.token or self.revoked:
                raise unauthorized()
            params = await read_params(request)
            fault = self.faults.take(name, _number(params.values.get("chat_id")))
            if fault is not None and fault.kind == "page":
                self._note(name, params, fault.code, {}, at, time.perf_counter() - started, False)
                return web.Response(status=fault.code, text="<html>Blocked by a proxy</html>", content_type="text/html")
            if fault is not None:
                silent = await self._strike(fault, params)
            body: Json = {
                "ok": True,
                "result": None if silent and fault and fault.kind == "cut" else await self.api.call(name, params),
            }
            status = 200
        except ApiError as error:
            status, body, bug = error.code, error.envelope(), error.bug
        took = time.perf_counter() - started
        self._note(name, params, 0 if silent else status, body, at, took, bug)
        return cut(request) if silent else _respond(status, body)

    async def _strike(self, fault: Fault, params: Params) -> bool:
        """Apply a fault; give whether the connection is to be cut."""
        if fault.kind in ("cut", "cut_after"):
            return True
        await fault.wait(self.closing, self.time_scale)
        if fault.kind == "timeout":
            raise ApiError(504, "Gateway Timeout")
        self.api.strike(fault, params)
        return False

    def _execute(self, name: str, params: Params) -> None:
        """Run a method that came in the body of a webhook answer."""
        at, bug = self.world.now(), False
        try:
            body: Json = {"ok": True, "result": self.api.call_now(name.lower(), params)}
            status = 200
        except ApiError as error:
            status, body, bug = error.code, error.envelope(), error.bug
        self._note(name, params, status, body, at, 0.0, bug)

    def _note(self, method: str, params: Params, status: int, body: Json, at: float, took: float, bug: bool) -> None:
        call = Call(
            number=self.journal.count + 1, method=method, raw=params, status=status, answer=body, at=at,
            took_seconds=took,
        )  # fmt: skip
        self.journal.record(call, bug)
        name = method.lower()
        if name == "answercallbackquery" and call.answer.get("result"):  # not one that was cut off before its effect
            callback = self.world.callbacks[str(call.raw.values["callback_query_id"])]
            texts, alert = {name: call.raw.text(name) for name in ("text", "url")}, call.raw.flag("show_alert")
            self.answers.append({**asdict(callback), **texts, "show_alert": alert})
        if name != "getupdates":
            data = {"method": call.method, "status": call.status, "description": call.description}
            self.feed.publish("call", data)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        found = _FILE.fullmatch(request.path)
        if found is None:
            return _respond(404, ApiError(404, "Not Found").envelope())
        if found.group(1) != self.token or self.revoked:
            return _respond(401, unauthorized().envelope())
        stored = self.world.files.by_path.get(found.group(2))
        if stored is None:
            return _respond(404, ApiError(404, "Not Found").envelope())
        # The real server gives no useful type: names and MIME types may be lost (Bot API, getFile).
        return web.Response(body=stored.data, content_type="application/octet-stream")

    # -- breaking things ---------------------------------------------------------------------------------------------

    def fail(
        self, kind: str, method: str | None = None, chat_id: int | None = None, times: int | None = 1,
        retry_after_seconds: int = 3, seconds: float = 0.2, code: int = 400, description: str = "",
    ) -> Fault:  # fmt: skip
        """Plan a fault (`simulator.telegram.faults.KINDS`) for the next `times` matching calls, None = for ever."""
        fault = Fault(
            kind, method, times, seconds,
            chat_id=chat_id, retry_after_seconds=retry_after_seconds, code=code, description=description,
        )  # fmt: skip
        return self.faults.add(fault)

    def revoke_token(self) -> None:
        """Answer 401 to everything until `restore_token`."""
        self.revoked = True

    def restore_token(self) -> None:
        """Accept the token again."""
        self.revoked = False

    def inject(self, update: Json, lane: int = 0) -> int:
        """Queue a raw update, numbered unless it has an update_id; give its id."""
        return self.updates.inject(update, lane)

    # -- looking -----------------------------------------------------------------------------------------------------

    def messages(self, chat_id: int, thread: int | None = None, *, from_bot: bool | None = None) -> list[Json]:
        """Give the messages of a chat, or of one topic, oldest first; by the bot or by people alone when asked."""
        found = self.world.chats[chat_id].messages.values() if chat_id in self.world.chats else ()
        return [
            message
            for message in found
            if (thread is None or message.get("message_thread_id") == thread)
            and (from_bot is None or (message["from"]["id"] == self.world.bot.id) == from_bot)
        ]

    def last(self, chat_id: int, thread: int | None = None) -> Json | None:
        """Give the bot's last message in a chat or topic."""
        chat = self.world.chats.get(chat_id)
        for message in reversed(chat.messages.values()) if chat else ():
            if message["from"]["id"] == self.world.bot.id and (
                thread is None or message.get("message_thread_id") == thread
            ):
                return message
        return None

    def topic(self, chat_id: int, name: str) -> int | None:
        """Give the id of the topic whose name contains this."""
        topics = self.world.chats[chat_id].topics.values()
        return next((topic.id for topic in topics if name.lower() in topic.name.lower()), None)

    async def next_message(self, chat_id: int, after: int = 0, timeout: float = 5.0) -> Json:
        """Wait for the first message of the bot in a chat with an id above `after`; cheap in crowds.

        Raises:
            TimeoutError: none came.
        """
        chat = self.world.chats[chat_id]
        async with asyncio.timeout(timeout):
            while True:
                for message_id in range(after + 1, chat.last_id + 1):
                    message = chat.messages.get(message_id)
                    if message is not None and message["from"]["id"] == self.world.bot.id:
                        return message
                await self.feed.changed(chat_id)


def _respond(status: int, body: Json) -> web.Response:
    headers = {}
    retry_after = body.get("parameters", {}).get("retry_after")
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(status=status, text=text, content_type="application/json", headers=headers)


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
