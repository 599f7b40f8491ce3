"""WhatsApp in the bridge: verified, parsed, registered, marked as read."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from app.channels import build_channels
from channels.contract import Received, Reply, Request, Route
from channels.kit import Around
from channels.whatsapp.kit import KIT
from channels.whatsapp.running import RunningWhatsApp
from channels.whatsapp.settings import WhatsAppSettings
from core.vocabulary.errors import Forged, Malformed
from core.vocabulary.events import Said
from simulator.whatsapp import WhatsAppStandIn
from tests.channels.whatsapp.fixtures import FOLDER, RECEIVED
from tests.clock import TestClock
from tests.core.kupang import kupang

SECRET = "app-secret-of-the-test"
VERIFY = "kata-verifikasi"


class Reports(list[tuple[str, dict[str, Any]]]):
    """Notes what is reported."""

    def __init__(self) -> None:
        super().__init__()
        self.came = asyncio.Event()

    def __call__(self, name: str, **facts: Any) -> None:
        """Note one."""
        self.append((name, facts))
        self.came.set()

    @property
    def names(self) -> list[str]:
        """Name what was reported."""
        return [name for name, _ in self]


def settings(standin: WhatsAppStandIn | None = None) -> WhatsAppSettings:
    """Give the channel's settings."""
    values: dict[str, Any] = {
        "META_APP_SECRET": SECRET,
        "META_VERIFY_TOKEN": VERIFY,
        "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
        "WHATSAPP_TOKEN": standin.token if standin else "EAAx",
        "GRAPH_API_BASE": standin.base_url if standin else "http://127.0.0.1:1",
    }
    return WhatsAppSettings(_env_file=None, **values)


@pytest.fixture
async def standin() -> AsyncIterator[WhatsAppStandIn]:
    """A Graph server where one citizen has written."""
    standin = WhatsAppStandIn(limits=None, app_secret=SECRET, retry_base_seconds=0.001)
    await standin.start()
    standin.people.add_user("6281339001122", "Budi")
    yield standin
    await standin.stop()


@pytest.fixture
def reports() -> Reports:
    """What the channel reports."""
    return Reports()


@pytest.fixture
async def channel(standin: WhatsAppStandIn, reports: Reports) -> AsyncIterator[RunningWhatsApp]:
    """The channel on the stand-in."""
    channel = RunningWhatsApp(settings(standin), Around(kupang(), TestClock(), reports))
    yield channel
    await channel.close()


def asked(body: bytes, headers: dict[str, str] | None = None) -> Request:
    """Make a request as the platform does."""
    return Request("POST", headers or {}, {}, body, RECEIVED)


def signed(body: bytes) -> Request:
    """Make a genuine one."""
    headers = KIT.sign(settings(), body).headers
    return asked(body, {name.lower(): value for name, value in headers.items()})


def route_of(channel: RunningWhatsApp, method: str) -> Route:
    """Find who takes a method."""
    return next(route for route in channel.routes if method in route.methods)


def take(channel: RunningWhatsApp, request: Request) -> Received:
    """Ask the channel as the intake does."""
    route = route_of(channel, request.method)
    route.admit(request)
    route.verify(request)
    return route.take(request)


async def test_a_signed_body_is_parsed_and_marked(standin: WhatsAppStandIn, channel: RunningWhatsApp) -> None:
    """A genuine body gives its events, and each person sees once that it was read."""
    said = standin.people.say("6281339001122", "halo")
    body = (FOLDER / "text.json").read_text().replace("wamid.WrZlbKTfnygtPJIKFE1otLqB75dtYsRv", said["id"])
    (event,) = take(channel, signed(body.encode())).events
    assert isinstance(event.body, Said)
    assert [] == standin.calls_of("read")  # not before it is stored
    channel.stored([event])
    await standin.wait_for(lambda: standin.calls_of("read"))
    assert standin.calls_of("read")[0].body["message_id"] == said["id"]


async def test_statuses_are_not_marked(standin: WhatsAppStandIn, channel: RunningWhatsApp) -> None:
    """A status needs no read mark."""
    channel.stored(take(channel, signed((FOLDER / "status_read.json").read_bytes())).events)
    await asyncio.sleep(0)
    assert [] == standin.calls


async def test_a_mark_that_fails_is_only_reported(
    standin: WhatsAppStandIn, channel: RunningWhatsApp, reports: Reports
) -> None:
    """The trouble of a read mark stays without consequence."""
    standin.revoke_token()
    channel.stored(take(channel, signed((FOLDER / "text.json").read_bytes())).events)
    async with asyncio.timeout(5):
        await reports.came.wait()
    assert ["not_marked"] == reports.names


@pytest.mark.parametrize(("name", "readable"), [("no_sender", 0), ("no_message_id", 0), ("unsigned_among_others", 1)])
async def test_what_names_nobody_is_kept(channel: RunningWhatsApp, name: str, readable: int) -> None:
    """A body with a message of nobody is parked whole, and what else is in it is read all the same."""
    received = take(channel, signed((FOLDER / f"{name}.json").read_bytes()))
    assert received.lost
    assert readable == len(received.events)


async def test_another_account_of_the_app_is_one_line(
    standin: WhatsAppStandIn, channel: RunningWhatsApp, reports: Reports
) -> None:
    """What the platform says of an account that is not ours is no notice, and one line in the log."""
    await channel.register("")
    body = (FOLDER / "account_violation.json").read_bytes()
    (ours,) = take(channel, signed(body.replace(b"102290129340398", standin.business.waba_id.encode()))).events
    assert "WABA" in str(ours.body)
    assert () == take(channel, signed(body.replace(b"102290129340398", b"99999"))).events
    assert [("other_account", "account_update")] == [(name, facts["fields"]) for name, facts in reports]


async def test_a_forged_body(channel: RunningWhatsApp) -> None:
    """A body without our signature is refused before it is read."""
    with pytest.raises(Forged):
        take(channel, asked(b"not even JSON"))


async def test_a_genuine_body_that_is_no_object(channel: RunningWhatsApp) -> None:
    """A signed body that cannot be read is malformed, to be parked."""
    with pytest.raises(Malformed):
        take(channel, signed(b"[]"))


async def test_ignored_fields_are_reported(channel: RunningWhatsApp, reports: Reports) -> None:
    """What Kanal has no use for leaves its name in the log."""
    assert Received() == take(channel, signed((FOLDER / "calls.json").read_bytes()))
    assert [("ignored", {"channel": "whatsapp", "fields": "calls"})] == reports


async def test_the_challenge(channel: RunningWhatsApp) -> None:
    """Meta's verification gets its challenge back, a wrong token does not."""
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "42"}
    assert Received(reply=Reply("42")) == take(channel, Request("GET", {}, query, b"", RECEIVED))
    with pytest.raises(Forged):
        take(channel, Request("GET", {}, {**query, "hub.verify_token": "lain"}, b"", RECEIVED))


async def test_start_subscribes(standin: WhatsAppStandIn, channel: RunningWhatsApp, reports: Reports) -> None:
    """Without a public address the app is subscribed and the address in the app's settings stays."""
    standin.webhook.subscribed = False
    await channel.register("http://127.0.0.1:8080")
    assert (True, "", []) == (standin.webhook.subscribed, standin.webhook.url, reports)


async def test_start_registers_the_public_address(standin: WhatsAppStandIn, reports: Reports) -> None:
    """With a public address Meta is told of it and verifies it, and bodies come there, signed."""
    got: list[Any] = []

    async def handle(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        hook = Request(request.method, headers, dict(request.query), await request.read(), RECEIVED)
        received = take(running, hook)
        got.extend(received.events)
        return web.Response(text=(received.reply or route_of(running, request.method).reply).body)

    app = web.Application()
    app.router.add_route("*", "/webhooks/whatsapp", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    running = RunningWhatsApp(settings(standin), Around(kupang(), TestClock(), reports, address))
    assert "" == running.entrance(), "our number is not known yet"
    try:
        await running.register(address)
        assert "https://wa.me/628113801708?text={words}" == running.entrance()
        standin.people.say("6281339001122", "Lampu jalan mati 😡 di Oebufu / Kupang")
        await standin.wait_for(lambda: got)
    finally:
        await running.close()
        await runner.cleanup()
    assert ("Lampu jalan mati 😡 di Oebufu / Kupang", []) == (got[0].body.text, reports)


async def test_check_tells_the_operator(channel: RunningWhatsApp) -> None:
    """The check-up's findings carry the channel's name."""
    found = await channel.check()
    assert {"whatsapp"} == {one.subject for one in found}


def test_what_the_channel_needs() -> None:
    """Without its four settings the channel is off, and they are named."""
    bare = WhatsAppSettings(_env_file=None)
    assert (
        "WHATSAPP_PHONE_NUMBER_ID",
        "WHATSAPP_TOKEN",
        "META_APP_SECRET",
        "META_VERIFY_TOKEN",
    ) == KIT.missing(bare)
    around = Around(kupang(), TestClock(), lambda _name, **_facts: None)
    assert {} == build_channels([KIT], bare, around)
    assert ["whatsapp"] == list(build_channels([KIT], settings(), around))
