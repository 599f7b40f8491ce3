"""WhatsApp in the bridge: verified, parsed, registered, marked as read."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from app.channels import missing_settings, sign, wire_channels
from app.settings import Settings
from app.wire_whatsapp import WiredWhatsApp
from channels.contract import Webhook
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


def settings(standin: WhatsAppStandIn | None = None, **more: Any) -> Settings:
    values: dict[str, Any] = {
        "KANAL_CITY": Path("cities/kupang"),
        "META_APP_SECRET": SECRET,
        "META_VERIFY_TOKEN": VERIFY,
        "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
        "WHATSAPP_TOKEN": standin.token if standin else "EAAx",
        "GRAPH_API_BASE": standin.base_url if standin else "http://127.0.0.1:1",
        "KANAL_PUBLIC_URL": "",
        **more,
    }
    return Settings(_env_file=None, **values)


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
async def wired(standin: WhatsAppStandIn, reports: Reports) -> AsyncIterator[WiredWhatsApp]:
    """The channel on the stand-in."""
    wired = WiredWhatsApp(settings(standin), kupang(), TestClock(), reports)
    yield wired
    await wired.stop()


def webhook(body: bytes, headers: dict[str, str] | None = None, **query: str) -> Webhook:
    return Webhook(headers or {}, query, body, RECEIVED)


def signed(body: bytes) -> Webhook:
    headers = sign(settings(), "whatsapp", body) or {}
    return webhook(body, {name.lower(): value for name, value in headers.items()})


async def test_a_signed_body_is_parsed_and_marked(standin: WhatsAppStandIn, wired: WiredWhatsApp) -> None:
    """A genuine body gives its events, and each person sees once that it was read."""
    said = standin.people.say("6281339001122", "halo")
    body = (FOLDER / "text.json").read_text().replace("wamid.WrZlbKTfnygtPJIKFE1otLqB75dtYsRv", said["id"])
    (event,) = wired.receive(signed(body.encode()))
    assert isinstance(event.body, Said)
    assert [] == standin.calls_of("read")  # not before it is stored
    wired.taken([event])
    await standin.wait_for(lambda: standin.calls_of("read"))
    assert standin.calls_of("read")[0].body["message_id"] == said["id"]


async def test_statuses_are_not_marked(standin: WhatsAppStandIn, wired: WiredWhatsApp) -> None:
    """A status needs no read mark."""
    wired.taken(wired.receive(signed((FOLDER / "status_read.json").read_bytes())))
    await asyncio.sleep(0)
    assert standin.calls == []


async def test_a_mark_that_fails_is_only_reported(
    standin: WhatsAppStandIn, wired: WiredWhatsApp, reports: Reports
) -> None:
    """The trouble of a read mark stays without consequence."""
    standin.revoke_token()
    wired.taken(wired.receive(signed((FOLDER / "text.json").read_bytes())))
    async with asyncio.timeout(5):
        await reports.came.wait()
    assert reports.names == ["not_marked"]


@pytest.mark.parametrize(("name", "readable"), [("no_sender", 0), ("no_message_id", 0), ("unsigned_among_others", 1)])
async def test_what_names_nobody_is_kept(wired: WiredWhatsApp, name: str, readable: int) -> None:
    """A body with a message of nobody is parked whole, and what else is in it is read all the same."""
    with pytest.raises(Malformed) as caught:
        wired.receive(signed((FOLDER / f"{name}.json").read_bytes()))
    assert readable == len(caught.value.readable)


async def test_another_account_of_the_app_is_one_line(
    standin: WhatsAppStandIn, wired: WiredWhatsApp, reports: Reports
) -> None:
    """What the platform says of an account that is not ours is no notice, and one line in the log."""
    await wired.start("")
    body = (FOLDER / "account_violation.json").read_bytes()
    (ours,) = wired.receive(signed(body.replace(b"102290129340398", standin.business.waba_id.encode())))
    assert "WABA" in str(ours.body)
    assert () == wired.receive(signed(body.replace(b"102290129340398", b"99999")))
    assert [("other_account", "account_update")] == [(name, facts["fields"]) for name, facts in reports]


async def test_a_forged_body(wired: WiredWhatsApp) -> None:
    """A body without our signature is refused before it is read."""
    with pytest.raises(Forged):
        wired.receive(webhook(b"not even JSON"))


async def test_a_genuine_body_that_is_no_object(wired: WiredWhatsApp) -> None:
    """A signed body that cannot be read is malformed, to be parked."""
    with pytest.raises(Malformed):
        wired.receive(signed(b"[]"))


async def test_ignored_fields_are_reported(wired: WiredWhatsApp, reports: Reports) -> None:
    """What Kanal has no use for leaves its name in the log."""
    assert list(wired.receive(signed((FOLDER / "calls.json").read_bytes()))) == []
    assert reports == [("ignored", {"channel": "whatsapp", "fields": "calls"})]


async def test_the_challenge(wired: WiredWhatsApp) -> None:
    """Meta's verification gets its challenge back, a wrong token does not."""
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "42"}
    assert wired.challenge(webhook(b"", {}, **query)) == "42"
    with pytest.raises(Forged):
        wired.challenge(webhook(b"", {}, **{**query, "hub.verify_token": "lain"}))


async def test_start_subscribes(standin: WhatsAppStandIn, wired: WiredWhatsApp, reports: Reports) -> None:
    """Without a public address the app is subscribed and the address in the app's settings stays."""
    standin.webhook.subscribed = False
    await wired.start("http://127.0.0.1:8080")
    assert (standin.webhook.subscribed, standin.webhook.url, reports) == (True, "", [])


async def test_start_registers_the_public_address(standin: WhatsAppStandIn, reports: Reports) -> None:
    """With a public address Meta is told of it and verifies it, and bodies come there, signed."""
    got: list[Any] = []

    async def handle(request: web.Request) -> web.Response:
        hook = Webhook(
            {name.lower(): value for name, value in request.headers.items()},
            dict(request.query),
            await request.read(),
            RECEIVED,
        )
        if request.method == "GET":
            return web.Response(text=channel.challenge(hook))
        got.extend(channel.receive(hook))
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_route("*", "/webhooks/whatsapp", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    channel = WiredWhatsApp(settings(standin, KANAL_PUBLIC_URL=address), kupang(), TestClock(), reports)
    try:
        await channel.start(address)
        standin.people.say("6281339001122", "Lampu jalan mati 😡 di Oebufu / Kupang")
        await standin.wait_for(lambda: got)
    finally:
        await channel.stop()
        await runner.cleanup()
    assert (got[0].body.text, reports) == ("Lampu jalan mati 😡 di Oebufu / Kupang", [])


async def test_check_tells_the_operator(wired: WiredWhatsApp) -> None:
    """The check-up's findings carry the channel's name."""
    found = await wired.check()
    assert {one.subject for one in found} == {"whatsapp"}


def test_what_the_channel_needs() -> None:
    """Without its four settings the channel is off, and they are named."""
    bare = Settings(_env_file=None, KANAL_CITY=Path("cities/kupang"))
    assert missing_settings(bare, "whatsapp") == (
        "WHATSAPP_PHONE_NUMBER_ID",
        "WHATSAPP_TOKEN",
        "META_APP_SECRET",
        "META_VERIFY_TOKEN",
    )
    assert wire_channels(bare, kupang(), TestClock(), lambda _name, **_facts: None) == {}
    on = wire_channels(settings(), kupang(), TestClock(), lambda _name, **_facts: None)
    assert list(on) == ["whatsapp"]
