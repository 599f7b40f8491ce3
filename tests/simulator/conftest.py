"""A running Telegram stand-in with one citizen and one forum of officials."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from simulator.clock import ManualClock
from simulator.telegram import TelegramStandIn
from simulator.telegram.routes import control_routes

MARIA = 1001
ADI = 2001
BUDI = 2002
STRANGER = 3001


@dataclass
class Caller:
    """Call the API as a plain HTTP client would."""

    standin: TelegramStandIn
    session: aiohttp.ClientSession

    async def __call__(self, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        """Post JSON and give (HTTP status, body)."""
        url = f"{self.standin.base_url}/bot{self.standin.token}/{method}"
        async with self.session.post(url, json=params) as response:
            return response.status, await response.json()

    async def result(self, method: str, **params: Any) -> Any:
        """Post JSON, demand success and give the result."""
        status, body = await self(method, **params)
        assert (200, True) == (status, body["ok"]), body
        return body["result"]


@pytest.fixture
def clock() -> ManualClock:
    """Time that the test moves."""
    return ManualClock()


@pytest.fixture
async def standin(clock: ManualClock) -> AsyncIterator[TelegramStandIn]:
    """A stand-in without sending budgets, with Maria (started) and the group -100 of Adi and Budi."""
    standin = TelegramStandIn(limits=None, now=clock, retry_base_seconds=0.001)
    await standin.start(routes=control_routes(standin, "/control"))
    standin.people.add_user(MARIA, "Maria", username="maria_kupang")
    standin.people.add_user(ADI, "Adi")
    standin.people.add_user(BUDI, "Budi")
    standin.people.add_user(STRANGER, "Orang Lain")
    standin.groups.add_group("Kanal Kupang", ADI, members=[BUDI], chat_id=-1001)
    standin.people.start(MARIA)
    standin.updates.pending.clear()
    yield standin
    await standin.stop()


@pytest.fixture
async def call(standin: TelegramStandIn) -> AsyncIterator[Caller]:
    """A plain HTTP client of the stand-in."""
    async with aiohttp.ClientSession() as session:
        yield Caller(standin, session)


class Hook:
    """A web server that receives the webhook and answers as told."""

    def __init__(self) -> None:
        self.url = ""
        self.received: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.failing_chats: set[int] = set()
        self.running = 0
        self.most_at_once = 0

    async def handle(self, request: web.Request) -> web.Response:
        """Note the update and answer 200, or the next planned answer."""
        update = await request.json()
        self.received.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if update.get("message", {}).get("chat", {}).get("id") in self.failing_chats:
            return web.Response(status=500)
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def ids(self) -> list[int]:
        """The update ids as they came."""
        return [update["update_id"] for update in self.received]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A webhook receiver."""
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    async with TestServer(app) as server:
        hook.url = str(server.make_url("/hook"))
        yield hook
