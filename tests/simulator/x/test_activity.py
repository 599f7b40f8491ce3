"""Webhooks of the X stand-in: the challenge, subscriptions, signed deliveries, repeats; and faults of the API."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from simulator.x import XStandIn
from simulator.x.activity import SIGNATURE_HEADER, signature
from tests.simulator.x.conftest import Api, Json

ME = "1708170817081708"


@dataclass
class Receiver:
    """Takes deliveries; answers the challenge with its secret, and events with the next of `statuses`."""

    secret: str
    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    good: list[bool] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def challenge(self, request: web.Request) -> web.Response:
        """Prove that the secret is known."""
        return web.json_response({"response_token": signature(self.secret, request.query["crc_token"].encode())})

    async def take(self, request: web.Request) -> web.Response:
        """Take an event."""
        body = await request.read()
        self.bodies.append(body)
        self.good.append(request.headers[SIGNATURE_HEADER] == signature(self.secret, body))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    def events(self) -> list[Json]:
        """Give what came."""
        return [json.loads(body)["data"] for body in self.bodies]


@pytest.fixture
async def receiver(standin: XStandIn) -> AsyncIterator[Receiver]:
    """Listen for deliveries."""
    receiver = Receiver(standin.keys.api_secret)
    app = web.Application()
    app.router.add_get("/x", receiver.challenge)
    app.router.add_post("/x", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/x"
    yield receiver
    await runner.cleanup()


async def listen(api: Api, receiver: Receiver, *kinds: str) -> None:
    """Register the address and subscribe to kinds of events."""
    assert 200 == (await api.call("POST", "webhooks", "app", {"url": receiver.url}))[0]
    for kind in kinds:
        body = {"event_type": kind, "filter": {"user_id": ME}}
        assert 200 == (await api.call("POST", "activity/subscriptions", body=body))[0]


def test_the_signature_is_the_documented_one() -> None:
    """The known answer of the challenge holds."""
    assert "sha256=O5hJl2njQRIa4vsumZ+3oom9ECR5m3aQLRZkPoYelp0=" == signature("apiSecret", b"test token")


async def test_an_address_that_cannot_prove_itself_is_refused(api: Api, receiver: Receiver) -> None:
    """Another secret gives another answer."""
    receiver.secret = "another"
    status, body = await api.call("POST", "webhooks", "app", {"url": receiver.url})
    assert (400, "CrcValidationFailed") == (status, body["title"])


@pytest.mark.parametrize("url", ["http://kanal.example/x", "https://kanal.example:8443/x"])
async def test_an_address_is_https_without_a_port(api: Api, url: str) -> None:
    """X calls no other one."""
    assert 400 == (await api.call("POST", "webhooks", "app", {"url": url}))[0]


async def test_events_come_signed_and_again_until_taken(standin: XStandIn, api: Api, receiver: Receiver) -> None:
    """A refusal is tried again; nothing comes that nobody subscribed to."""
    await listen(api, receiver, "dm.received", "post.mention.create")
    receiver.statuses = [503]
    standin.people.add_user("yanti")
    sent = standin.people.write("yanti", "lampu mati")
    await standin.activity.idle()
    standin.people.post("yanti", "@KanalKupang jalan rusak")
    standin.people.post("yanti", "selamat pagi")
    await standin.activity.idle()
    assert ["dm.received", "dm.received", "post.mention.create"] == [event["event_type"] for event in receiver.events()]
    assert [True, True, True] == receiver.good
    assert sent.id == receiver.events()[0]["payload"]["direct_message_events"][0]["id"]


async def test_events_can_come_twice_and_forged(standin: XStandIn, api: Api, receiver: Receiver) -> None:
    """Both are what a receiver has to stand."""
    await listen(api, receiver, "dm.received")
    standin.activity.mode.twice = True
    standin.activity.bad_signatures = 1
    standin.people.add_user("yanti")
    standin.people.write("yanti", "lampu mati")
    await standin.activity.idle()
    assert [False, True] == sorted(receiver.good)
    assert 1 == len({event["event_uuid"] for event in receiver.events()})


async def test_private_events_need_the_account_and_encrypted_ones_say_nothing(
    standin: XStandIn, api: Api, receiver: Receiver
) -> None:
    """The app alone may not subscribe to them; what is encrypted is not among the events that can be read."""
    await listen(api, receiver, "chat.received")
    body = {"event_type": "dm.received", "filter": {"user_id": ME}}
    assert 403 == (await api.call("POST", "activity/subscriptions", "app", body))[0]
    assert 409 == (await api.call("POST", "activity/subscriptions", body={**body, "event_type": "chat.received"}))[0]
    standin.people.add_user("rahasia", encrypted=True)
    standin.people.write("rahasia", "lampu mati")
    await standin.activity.idle()
    assert "lampu" not in receiver.bodies[0].decode()
    assert {"meta": {"result_count": 0}} == await api.get("dm_events")


@pytest.mark.parametrize(
    ("kind", "status"),
    [("too_many", 429), ("too_many_old", 429), ("unauthorized", 401), ("no_credit", 402), ("over_capacity", 503),
     ("server_error", 500), ("page", 403), ("empty", 200), ("partial", 200), ("slow", 200), ("problem", 403)],
)  # fmt: skip
async def test_planned_faults_strike_once(standin: XStandIn, api: Api, kind: str, status: int) -> None:
    """The next call is as always."""
    standin.fail(kind, "me", seconds=0.001)
    url = f"{standin.base_url}/2/users/me"
    async with api.session.get(url, headers=api.headers("user")) as answer:
        assert status == answer.status
    assert ME == (await api.get("users/me"))["data"]["id"]


@pytest.mark.parametrize(("kind", "sent"), [("cut", 0), ("cut_after", 1)])
async def test_a_cut_connection_has_its_effect_or_not(standin: XStandIn, api: Api, kind: str, sent: int) -> None:
    """Nobody can tell from outside."""
    yanti = standin.people.add_user("yanti")
    standin.fail(kind, "dm")
    with pytest.raises(aiohttp.ClientError):
        await api.call("POST", f"dm_conversations/with/{yanti.id}/messages", body={"text": "Halo"})
    assert sent == len(standin.directs("yanti"))
