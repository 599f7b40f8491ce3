"""A running WhatsApp stand-in with one citizen, a plain client of its API, and a receiver of its webhooks."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from simulator.clock import ManualClock
from simulator.meta.webhook import SIGNATURE_HEADER, signature
from simulator.whatsapp import WhatsAppStandIn
from simulator.whatsapp.routes import control_routes

MARIA = "6281234567801"
BUDI = "6281234567802"
Json = dict[str, Any]


class Caller:
    """Call the API as a plain HTTP client would."""

    def __init__(self, standin: WhatsAppStandIn, session: aiohttp.ClientSession) -> None:
        self.standin = standin
        self.session = session

    async def __call__(self, verb: str, path: str, body: Json | None = None, token: str = "", **query: str) -> Any:
        """Call a path below the version and give (HTTP status, body)."""
        headers = {"Authorization": f"Bearer {token or self.standin.token}"}
        url = f"{self.standin.base_url}/v25.0/{path}"
        async with self.session.request(verb, url, json=body, headers=headers, params=query) as response:
            return response.status, await response.json()

    async def send(self, body: Json, to: str = MARIA) -> tuple[int, Json]:
        """Send a message; the common keys are filled in."""
        common = {"messaging_product": "whatsapp", "to": to}
        path = f"{self.standin.business.phone_number_id}/messages"
        status, answer = await self("POST", path, {**common, **body})
        return status, answer

    async def sent(self, body: Json, to: str = MARIA) -> str:
        """Send a message, demand success and give its id."""
        status, answer = await self.send(body, to)
        assert 200 == status, answer
        identity: str = answer["messages"][0]["id"]
        return identity

    async def upload(self, data: bytes, mime: str, product: str = "whatsapp") -> tuple[int, Json]:
        """Upload a file."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", product)
        form.add_field("type", mime)
        form.add_field("file", io.BytesIO(data), filename="berkas", content_type=mime)
        url = f"{self.standin.base_url}/v25.0/{self.standin.business.phone_number_id}/media"
        headers = {"Authorization": f"Bearer {self.standin.token}"}
        async with self.session.post(url, data=form, headers=headers) as response:
            return response.status, await response.json()

    async def download(self, url: str, token: str = "") -> tuple[int, bytes]:
        """Download from the address of a file."""
        headers = {"Authorization": f"Bearer {token or self.standin.token}"}
        async with self.session.get(url, headers=headers) as response:
            return response.status, await response.read()


class Hook:
    """A web server that receives the webhook and answers as told."""

    def __init__(self, secret: str) -> None:
        self.url = ""
        self.secret = secret
        self.verify_token = "kata-sandi"
        self.bodies: list[Json] = []
        self.raw: list[bytes] = []
        self.forged = 0
        self.answers: list[int] = []

    async def receive(self, request: web.Request) -> web.Response:
        """Note the body and answer 200, or the next planned status."""
        body = await request.read()
        if request.headers[SIGNATURE_HEADER] != signature(self.secret, body):
            self.forged += 1
            return web.Response(status=403)
        self.raw.append(body)
        self.bodies.append(json.loads(body))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def verify(self, request: web.Request) -> web.Response:
        """Give the challenge back when the token is right."""
        if request.query.get("hub.verify_token") != self.verify_token:
            return web.Response(status=403)
        return web.Response(text=request.query["hub.challenge"])

    @property
    def changes(self) -> list[Json]:
        """Every change of every entry of every body."""
        return [change for body in self.bodies for entry in body["entry"] for change in entry["changes"]]

    @property
    def messages(self) -> list[Json]:
        """Every message, as they came."""
        return [message for change in self.changes for message in change["value"].get("messages", [])]

    @property
    def statuses(self) -> list[Json]:
        """Every status, as they came."""
        return [status for change in self.changes for status in change["value"].get("statuses", [])]


def text(body: str = "halo") -> Json:
    """Make a text."""
    return {"type": "text", "text": {"body": body}}


@pytest.fixture
async def standin(clock: ManualClock) -> AsyncIterator[WhatsAppStandIn]:
    """A stand-in without sending budgets; Maria has just written, Budi never has."""
    standin = WhatsAppStandIn(limits=None, now=clock, retry_base_seconds=0.001)
    await standin.start(routes=control_routes(standin, "/control"))
    standin.people.add_user(MARIA, "Maria Ndolu")
    standin.people.add_user(BUDI, "Budi Lay")
    standin.people.say(MARIA, "Selamat pagi")
    standin.webhook.waiting.clear()
    yield standin
    await standin.stop()


@pytest.fixture
async def call(standin: WhatsAppStandIn) -> AsyncIterator[Caller]:
    """A plain HTTP client of the stand-in."""
    async with aiohttp.ClientSession() as session:
        yield Caller(standin, session)


@pytest.fixture
async def hook(standin: WhatsAppStandIn) -> AsyncIterator[Hook]:
    """A webhook receiver that the stand-in has verified."""
    hook = Hook(standin.app_secret)
    app = web.Application(client_max_size=3 * 1024 * 1024)
    app.router.add_post("/hook", hook.receive)
    app.router.add_get("/hook", hook.verify)
    async with TestServer(app) as server:
        hook.url = str(server.make_url("/hook"))
        await standin.subscribe(hook.url, hook.verify_token)
        yield hook
