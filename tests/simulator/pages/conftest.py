"""A Page and an Instagram account on a clock that stands still, a client, and somebody who takes the webhooks."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from simulator.clock import ManualClock
from simulator.meta.webhook import SIGNATURE_HEADER, signature
from simulator.pages import InstagramStandIn, MessengerStandIn, PageStandIn
from simulator.pages.server import DEFAULT_VERIFY_TOKEN

Json = dict[str, Any]


@dataclass
class Inbox:
    """What came by webhook, every body with a good signature."""

    standin: PageStandIn
    url: str = ""
    bodies: list[Json] = field(default_factory=list)

    async def challenge(self, request: web.Request) -> web.Response:
        """Prove that the address is ours."""
        good = request.query["hub.verify_token"] == DEFAULT_VERIFY_TOKEN
        return web.Response(text=request.query["hub.challenge"], status=200 if good else 403)

    async def take(self, request: web.Request) -> web.Response:
        """Take a body."""
        body = await request.read()
        assert signature(self.standin.app_secret, body) == request.headers[SIGNATURE_HEADER]
        self.bodies.append(json.loads(body))
        return web.Response(text="ok")

    async def items(self, key: str = "messaging") -> list[Json]:
        """Give what came under a key, when nothing is on the way any more."""
        await self.standin.webhook.idle()
        return [item for body in self.bodies for entry in body["entry"] for item in entry.get(key, ())]


@dataclass
class Api:
    """Call the stand-in with its token."""

    standin: PageStandIn
    session: aiohttp.ClientSession

    async def call(self, verb: str, path: str, body: Json | None = None, **query: str) -> tuple[int, Json]:
        """Give the status and the body of an answer."""
        headers = {"Authorization": f"Bearer {self.standin.token}"}
        url = f"{self.standin.base_url}/v26.0/{path}"
        async with self.session.request(verb, url, json=body, params=query, headers=headers) as answer:
            return answer.status, await answer.json()

    async def send(self, user: str, message: Json, **more: Any) -> tuple[int, int | None] | str:
        """Send a message; give its id, or code and subcode of the refusal."""
        person = self.standin.world.user(user)
        body = {"recipient": {"id": person.id}, "messaging_type": "RESPONSE", "message": message, **more}
        status, answer = await self.call("POST", "me/messages", body)
        if status == 200:
            return str(answer["message_id"])
        return answer["error"]["code"], answer["error"].get("error_subcode")


@pytest.fixture
def clock() -> ManualClock:
    """Give a clock that stands still."""
    return ManualClock()


async def _running(standin: PageStandIn) -> AsyncIterator[Api]:
    await standin.start()
    standin.people.add_user("yanti", "Yanti Lopo", "yantilopo")
    async with aiohttp.ClientSession() as session:
        yield Api(standin, session)
    await standin.stop()


@pytest.fixture
async def messenger(clock: ManualClock) -> AsyncIterator[Api]:
    """Run a Page."""
    async for api in _running(MessengerStandIn(now=clock, retry_base_seconds=0.001)):
        yield api


@pytest.fixture
async def instagram(clock: ManualClock) -> AsyncIterator[Api]:
    """Run an Instagram account."""
    async for api in _running(InstagramStandIn(now=clock, retry_base_seconds=0.001)):
        yield api


async def listening(api: Api) -> tuple[Inbox, web.AppRunner]:
    """Let somebody take the webhooks."""
    inbox = Inbox(api.standin)
    app = web.Application()
    app.router.add_get("/hook", inbox.challenge)
    app.router.add_post("/hook", inbox.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    inbox.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await api.standin.subscribe(inbox.url)
    return inbox, runner


@pytest.fixture
async def page_inbox(messenger: Api) -> AsyncIterator[Inbox]:
    """Take the webhooks of the Page."""
    inbox, runner = await listening(messenger)
    yield inbox
    await runner.cleanup()


@pytest.fixture
async def account_inbox(instagram: Api) -> AsyncIterator[Inbox]:
    """Take the webhooks of the Instagram account."""
    inbox, runner = await listening(instagram)
    yield inbox
    await runner.cleanup()
