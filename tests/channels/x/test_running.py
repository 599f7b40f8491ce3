"""X in the bridge: registered, challenged, polled, closed; what doctor says at each stage."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from aiohttp import web

from app.channels import build_channels
from channels.contract import Acknowledges, Finding, Polls, Profiles, Received, Request, Route
from channels.kit import Around, Forgetful
from channels.x.activity import SUBSCRIBED, SUBSCRIBED_IN_PUBLIC
from channels.x.kit import KIT
from channels.x.running import RunningX
from core.vocabulary.errors import ChannelDown, Malformed
from core.vocabulary.events import Event, Said
from simulator.clock import ManualClock
from simulator.x import XStandIn
from simulator.x.activity import Hook
from simulator.x.world import User
from tests.channels.x.conftest import settings_of
from tests.channels.x.fixtures import FOLDER, RECEIVED
from tests.clock import StandInClock
from tests.core.kupang import kupang

URL = "https://kanal.example"
HOOK = f"{URL}/webhooks/x"


class Bridge:
    """A channel with what it reported."""

    def __init__(self, standin: XStandIn, manual: ManualClock, url: str = URL, **more: Any) -> None:
        self.reports: list[tuple[str, dict[str, Any]]] = []
        self.notes = Forgetful()
        around = Around(kupang(), StandInClock(manual), self.report, url, False, self.notes)
        settings = settings_of(standin, **{"X_POLL_SECONDS": 0.01, **more})
        built = build_channels([KIT], settings, around)["x"]
        assert isinstance(built, RunningX)
        self.channel = built

    def report(self, name: str, **facts: Any) -> None:
        self.reports.append((name, facts))

    @property
    def problems(self) -> list[str]:
        return [str(facts.get("error")) for name, facts in self.reports if name == "webhook_not_registered"]

    async def found(self) -> list[Finding]:
        return list(await self.channel.check())

    def route(self, method: str) -> Route:
        return next(route for route in self.channel.routes if method in route.methods)


@pytest.fixture
async def bridge(standin: XStandIn, manual: ManualClock) -> AsyncIterator[Bridge]:
    """A channel without a webhook."""
    bridge = Bridge(standin, manual)
    yield bridge
    await bridge.channel.close()


async def answering(bridge: Bridge) -> tuple[web.AppRunner, str]:
    """Serve the channel's challenges; give the address that X is told."""

    async def handle(request: web.Request) -> web.Response:
        route = bridge.route("GET")
        asked = Request("GET", {}, dict(request.query), b"", RECEIVED)
        route.admit(asked)
        reply = route.take(asked).reply
        assert reply is not None
        return web.Response(text=reply.body, content_type=reply.content_type)

    app = web.Application()
    app.router.add_get("/webhooks/x", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


# --- at start ---------------------------------------------------------------------------------------------------------


async def test_start_learns_our_name_and_registers_nothing_else(standin: XStandIn, bridge: Bridge) -> None:
    """Without X_WEBHOOK there is one question, free of charge."""
    await bridge.channel.register(URL)
    assert "KanalKupang" == bridge.channel.account.username
    assert bridge.channel.private_chat() + "&text={words}" == bridge.channel.entrance()
    assert ["me"] == [call.method for call in standin.calls]
    assert {} == standin.purse.spent


async def test_start_registers_the_webhook_again_and_again(standin: XStandIn, manual: ManualClock) -> None:
    """The address is challenged and subscribed to everything once, however often we start; an invalid one again."""
    bridge = Bridge(standin, manual, X_WEBHOOK=True)
    runner, url = await answering(bridge)
    for _ in range(2):
        await bridge.channel.register(url)
    (hook,) = standin.activity.hooks.values()
    kinds = sorted(one["event_type"] for one in standin.activity.subscriptions.values())
    assert (f"{url}/webhooks/x", sorted([*SUBSCRIBED, *SUBSCRIBED_IN_PUBLIC])) == (hook.url, kinds)
    assert {hook.id} == {one["webhook_id"] for one in standin.activity.subscriptions.values()}
    hook.valid = False
    await bridge.channel.register(url)
    assert (True, []) == (hook.valid, bridge.problems)
    assert [] == standin.refused
    await runner.cleanup()
    await bridge.channel.close()


async def test_an_address_that_does_not_answer_is_reported(standin: XStandIn, manual: ManualClock) -> None:
    """Polling works without; the log says what did not."""
    bridge = Bridge(standin, manual, X_WEBHOOK=True)
    await bridge.channel.register("http://127.0.0.1:1")
    (problem,) = bridge.problems
    assert "was not taken" in problem
    await bridge.channel.close()


async def test_start_with_revoked_keys_is_tried_again(standin: XStandIn, bridge: Bridge) -> None:
    """The bridge hears that the channel is down, and registers when it is not."""
    standin.revoke_token()
    with pytest.raises(ChannelDown):
        await bridge.channel.register(URL)


# --- in the bridge ----------------------------------------------------------------------------------------------------


def test_what_it_offers(bridge: Bridge) -> None:
    """It is polled, so that no public address is needed, counts what a webhook brings, and has a link to itself."""
    assert [True, True, True] == [isinstance(bridge.channel, one) for one in (Polls, Acknowledges, Profiles)]
    assert "recipient_id=1708170817081708" in bridge.channel.private_chat()


async def test_polling_brings_what_is_written(standin: XStandIn, bridge: Bridge, yanti: User) -> None:
    """Until told to stop, each message comes once."""
    stop, events = asyncio.Event(), list[Event]()

    async def handle(found: Sequence[Event]) -> None:
        events.extend(found)
        stop.set()

    standin.people.write(yanti.id, "halo")
    async with asyncio.timeout(10):
        await bridge.channel.poll(handle, stop)
    assert ["halo"] == [event.body.text for event in events if isinstance(event.body, Said)]


def taken(bridge: Bridge, body: bytes) -> Received:
    return bridge.route("POST").take(Request("POST", {}, {}, body, RECEIVED))


async def test_what_a_webhook_brings_is_counted(bridge: Bridge) -> None:
    """A private message by webhook costs as much as one that was asked for."""
    received = taken(bridge, (FOLDER / "activity_dm_received.json").read_bytes())
    bridge.channel.stored(received.events)
    await bridge.channel.close()
    assert ["spent"] == [name for name, _facts in bridge.reports]


async def test_what_names_nobody_is_kept(bridge: Bridge) -> None:
    """An activity of no kind is lost and kept; what is no JSON raises, and is kept too."""
    assert taken(bridge, (FOLDER / "activity_odd_shapes.json").read_bytes()).lost
    with pytest.raises(Malformed):
        taken(bridge, b"<html>")


async def test_what_is_of_no_use_is_named(bridge: Bridge) -> None:
    """The log says which kinds were ignored."""
    taken(bridge, (FOLDER / "activity_new_kind.json").read_bytes())
    assert [("ignored", {"channel": "x", "fields": "space.create"})] == bridge.reports


# --- doctor -----------------------------------------------------------------------------------------------------------


def wrong(found: list[Finding]) -> list[Finding]:
    return [one for one in found if not one.ok]


async def test_all_is_well(standin: XStandIn, bridge: Bridge, yanti: User, manual: ManualClock) -> None:
    """With everything in place there is no problem, nobody is written to, and the day's money is told."""
    standin.people.write(yanti.id, "halo")
    await bridge.notes.count(f"spent:x:{standin.account.id}:{StandInClock(manual).now().date()}", {"dm_read": 3})
    found = await bridge.found()
    assert ([], []) == (wrong(found), standin.refused)
    assert [] == standin.calls_of("dm") + standin.calls_of("post")
    assert "0.030 USD of 5.00 (dm_read 3)" in " ".join(one.detail for one in found)


@pytest.mark.parametrize(
    ("more", "advice"),
    [
        ({"X_USER_ID": "42"}, "X_USER_ID"),
        ({"X_ACCESS_TOKEN": "other"}, "X_ACCESS_TOKEN"),
        ({"X_BEARER_TOKEN": "other"}, "X_BEARER_TOKEN"),
        ({"X_API_BASE": "http://127.0.0.1:1"}, "X_API_BASE"),
        ({"X_KEYWORDS": ",".join(f"katakunci{n}" for n in range(90))}, "X_KEYWORDS"),
        ({"X_BUDGET_USD": 0}, "X_BUDGET_USD"),
    ],
)
async def test_a_wrong_setting(standin: XStandIn, manual: ManualClock, more: dict[str, Any], advice: str) -> None:
    """Each setting that is wrong is the one finding, with what to do."""
    bridge = Bridge(standin, manual, **more)
    (only,) = wrong(await bridge.found())
    assert advice in only.advice
    await bridge.channel.close()


@pytest.mark.parametrize(
    ("method", "status", "detail", "advice"),
    [
        ("dm_events", 403, "The client app lacks the oauth1-permissions", "direct messages"),
        ("dm_events", 402, "no credit", "Buy credit"),
        ("me", 503, "over capacity", "try again"),
    ],
)  # fmt: skip
async def test_what_x_refuses(
    standin: XStandIn, bridge: Bridge, method: str, status: int, detail: str, advice: str
) -> None:
    """A missing right and missing credit are told with what to do."""
    standin.fail("problem", method, status=status, detail=detail, title="Told")
    (only,) = wrong(await bridge.found())
    assert advice in only.advice


async def test_the_webhook_at_each_stage(standin: XStandIn, manual: ManualClock) -> None:
    """No https, no webhook, an invalid one, missing subscriptions, and all of it."""
    here = Bridge(standin, manual, "http://kanal.example", X_WEBHOOK=True)
    told = [wrong(await here.found())[0].detail]
    await here.channel.close()
    bridge = Bridge(standin, manual, X_WEBHOOK=True)
    told.append(wrong(await bridge.found())[0].detail)
    hook = standin.activity.hooks["1"] = Hook("1", HOOK, valid=False)
    told.append(wrong(await bridge.found())[0].detail)
    hook.valid = True
    told.append(wrong(await bridge.found())[0].detail)
    for kind in SUBSCRIBED:
        standin.activity.subscribe({"event_type": kind, "filter": {"user_id": standin.account.id}}, "user")
    for kind in SUBSCRIBED_IN_PUBLIC:
        standin.activity.subscribe({"event_type": kind, "filter": {"user_id": standin.account.id}}, "app")
    assert [] == wrong(await bridge.found())
    expected = ["no https address", "no webhook at", "invalid", "not subscribed to"]
    assert [True] * 4 == [words in detail for words, detail in zip(expected, told, strict=True)]
    await bridge.channel.close()


def test_a_recorded_body_can_be_signed(bridge: Bridge) -> None:
    """`kanal replay` gives the header that the route asks for."""
    body = (FOLDER / "activity_dm_received.json").read_bytes()
    signed = KIT.sign(bridge.channel._settings, body)
    headers = {name.lower(): value for name, value in signed.headers.items()}
    route = bridge.route("POST")
    route.admit(Request("POST", headers, {}, b"", RECEIVED))
    route.verify(Request("POST", headers, {}, body, RECEIVED))
    assert "dm.received" == json.loads(body)["data"]["event_type"]
