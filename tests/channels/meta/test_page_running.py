"""A Page and an account in the bridge: verified, registered, shown, checked up, marked as read."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.channels import KITS
from channels.contract import Finding, Request
from channels.kit import Around, Kit
from channels.meta.messaging import profile
from channels.meta.messaging.platform import INSTAGRAM, MESSENGER
from channels.meta.messaging.running import RunningPage
from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import ChannelDown, Forged, Malformed
from core.vocabulary.events import Event, Said, Status
from demo.stage import PAGE_SETTINGS, PAGES
from simulator.meta.webhook import signature
from simulator.pages import PageStandIn
from tests.channels.meta.pages import FIXTURES, RECEIVED
from tests.clock import TestClock
from tests.core.kupang import kupang

SECRET = "app-secret-of-the-test"
VERIFY = "kata-verifikasi"


@dataclass
class Running:
    """One of the two, switched on at its stand-in; ``reports`` is what it said."""

    standin: PageStandIn
    channel: RunningPage
    kit: Kit[Any]
    reports: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def findings(self) -> list[tuple[bool, str]]:
        """Check up."""
        found: list[Finding] = list(await self.channel.check())
        assert {self.kit.name} == {one.subject for one in found}
        assert [] == [one for one in found if not one.ok and not one.advice]
        return [(one.ok, one.detail) for one in found]

    def taken(self, name: str) -> tuple[Event, ...]:
        """Take a recorded body as it comes over the wire."""
        body = (FIXTURES / self.kit.name / f"{name}.json").read_bytes()
        route = self.channel.routes[0]
        headers = {"x-hub-signature-256": signature(SECRET, body)}
        request = Request("POST", headers, {}, body, RECEIVED)
        route.admit(request)
        route.verify(request)
        return tuple(route.take(request).events)


@pytest.fixture(params=["messenger", "instagram"])
async def running(request: pytest.FixtureRequest) -> AsyncIterator[Running]:
    """One after the other, on a stand-in where a citizen has written."""
    kit = next(one for one in KITS if one.name == request.param)
    standin = PAGES[kit.name](app_secret=SECRET, per_second=None)
    await standin.start()
    standin.people.add_user("yanti", "Yanti Lopo", id="7000000000000001")
    standin.people.say("yanti", "halo")
    values = dict(zip(PAGE_SETTINGS[kit.name], (standin.page.id, standin.token), strict=True))
    values |= {"META_APP_SECRET": SECRET, "META_VERIFY_TOKEN": VERIFY, "GRAPH_API_BASE": standin.base_url}
    settings = kit.settings(_env_file=None, **values)
    reports: list[tuple[str, dict[str, Any]]] = []

    def report(name: str, **facts: Any) -> None:
        reports.append((name, facts))

    around = Around(kupang(), TestClock(), report, "https://kanal.example", paced=False)
    channel = kit.build(settings, around)
    assert isinstance(channel, RunningPage)
    yield Running(standin, channel, kit, reports)
    await channel.close()
    await standin.stop()


async def test_start_registers(running: Running) -> None:
    """Webhooks are subscribed to, and what is shown before anybody writes is written once and no more."""
    running.standin.graph.subscribed.clear()
    await running.channel.register("https://kanal.example")
    assert set(running.channel._client.platform.fields) == running.standin.graph.subscribed
    assert profile.wanted(kupang(), running.channel._client.platform.menu) == running.standin.world.profile
    assert running.channel.entrance().startswith(running.channel._client.platform.inbox + "/")
    assert running.channel.entrance().endswith("?ref={word}")
    written = [call for call in running.standin.calls if call.method == "profile" and call.body]
    await running.channel.register("https://kanal.example")
    again = [call for call in running.standin.calls if call.method == "profile" and call.body]
    assert 1 == len(written) == len(again)
    assert [] == running.standin.refused


async def test_an_address_of_its_own(running: Running) -> None:
    """Where a channel has an address of the Graph API for itself, that one is asked, as by Instagram login."""
    client = running.channel._client
    own = {f"{running.kit.name.upper()}_API_BASE": running.standin.base_url, "GRAPH_API_BASE": "http://127.0.0.1:1"}
    own |= dict(zip(PAGE_SETTINGS[running.kit.name], (client.account, running.standin.token), strict=True))
    around = Around(kupang(), TestClock(), lambda *_name, **_facts: None)
    channel = running.kit.build(running.kit.settings(_env_file=None, META_APP_SECRET=SECRET, **own), around)
    assert isinstance(channel, RunningPage)
    running.standin.fail("error", method="token", code=100, times=None)  # it cannot be asked there
    await channel.register("")
    assert [] == [finding for finding in await channel.check() if not finding.ok]
    await channel.close()


async def test_what_differs_is_written_anew(running: Running) -> None:
    """Only what does not read as the city words it is written."""
    await running.channel.register("")
    running.standin.world.profile["ice_breakers"] = [{"locale": "default", "call_to_actions": []}]
    await running.channel.register("")
    last = [call.body for call in running.standin.calls if call.method == "profile" and call.body][-1]
    assert {"ice_breakers"} == set(last) - {"platform"}


async def test_a_start_with_a_revoked_token(running: Running) -> None:
    """A refused token is the operator's matter; a profile that cannot be written is no reason not to start."""
    running.standin.fail("error", method="profile", code=100, times=None)
    await running.channel.register("")
    assert ["menu_not_offered"] == [name for name, _facts in running.reports]
    running.standin.revoke_token()
    with pytest.raises(ChannelDown):
        await running.channel.register("")


def test_what_is_shown_fits() -> None:
    """Greeting, menu and questions are within the limits, and say that a machine answers."""
    wanted = profile.wanted(kupang(), MESSENGER.menu)
    assert {"default", "en_US"} == {one["locale"] for one in wanted["greeting"]}
    assert [] == [one["text"] for one in wanted["greeting"] if len(one["text"]) > 160 or "…" in one["text"]]
    assert ["otomatis", "automated"] == [
        word for word, one in zip(("otomatis", "automated"), wanted["greeting"], strict=True) if word in one["text"]
    ]
    assert {"ice_breakers", "persistent_menu"} == set(profile.wanted(kupang(), INSTAGRAM.menu))


@pytest.mark.parametrize(
    ("wanted", "shown", "same"),
    [
        ({"a": 1}, {"a": 1, "added": 2}, True),
        ({"a": 1}, {"a": 2}, False),
        ([{"a": 1}], [{"a": 1}, {"a": 1}], False),
        ([1], None, False),
        ({"a": [1, 2]}, {"a": [1, 2]}, True),
    ],
)
def test_what_counts_as_shown(wanted: Any, shown: Any, same: bool) -> None:
    """What the platform adds by itself is no difference."""
    assert same == profile.is_shown(wanted, shown)


async def test_the_check_up(running: Running) -> None:
    """A well set up channel has only good findings, and each thing that is wrong is one that is not."""
    await running.channel.register("")
    assert [True] * 4 == [ok for ok, _detail in await running.findings()]
    running.standin.world.profile.clear()
    running.standin.graph.subscribed -= {"messages"}
    running.standin.graph.scopes = running.standin.graph.scopes[1:3]
    bad = [detail for ok, detail in await running.findings() if not ok]
    assert ["the token lacks", "the webhooks lack messages", "not shown as the city words it"] == [
        part for part, detail in zip(
            ("the token lacks", "the webhooks lack messages", "not shown as the city words it"), bad, strict=True
        ) if part in detail
    ]  # fmt: skip
    running.standin.graph.subscribed.clear()
    assert any("does not get its webhooks" in detail for _ok, detail in await running.findings())


async def test_a_check_up_of_what_cannot_be_read(running: Running) -> None:
    """A revoked token, and a Graph API that is not there, are one finding each."""
    running.standin.fail("error", method="token", code=100)
    assert any("cannot be asked" in detail for _ok, detail in await running.findings())
    running.standin.fail("error", method="apps", code=100)
    assert any("cannot be read" in detail for ok, detail in await running.findings() if not ok)
    running.standin.fail("unavailable", method="object")
    ((ok, detail),) = await running.findings()
    assert (False, True) == (ok, "the Page or account cannot be read" in detail)
    running.standin.revoke_token()
    ((ok, detail),) = await running.findings()
    assert (False, True) == (ok, "the token was refused" in detail)


async def test_only_what_meta_signed_gets_in(running: Running) -> None:
    """A signed body is read, an unsigned or changed one is forged, and the challenge is given to who knows our word."""
    assert [Said] == [type(event.body) for event in running.taken("text")]
    post, get = running.channel.routes
    with pytest.raises(Forged):
        post.admit(Request("POST", {}, {}, b"{}", RECEIVED))
    with pytest.raises(Forged):
        post.verify(Request("POST", {"x-hub-signature-256": signature("other", b"{}")}, {}, b"{}", RECEIVED))
    with pytest.raises(Malformed):
        post.take(Request("POST", {}, {}, b"[]", RECEIVED))
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "77"}
    reply = get.take(Request("GET", {}, query, b"", RECEIVED)).reply
    assert reply is not None
    assert "77" == reply.body


async def test_the_sign_of_a_replay_is_metas(running: Running) -> None:
    """A recorded body can be sent to a running bridge as Meta would send it."""
    settings = running.kit.settings(_env_file=None, META_APP_SECRET=SECRET)
    assert {"X-Hub-Signature-256": signature(SECRET, b"{}")} == dict(running.kit.sign(settings, b"{}").headers)


async def test_what_is_of_no_use_is_named_in_the_log(running: Running) -> None:
    """Fields without use, and what came for another Page or account, are reported by their names only."""
    running.taken("change_unknown_field")
    running.taken("other_page" if running.kit.name == "messenger" else "other_account")
    assert ["ignored", "other_account"] == [name for name, _facts in running.reports]


async def test_our_own_echo_is_left_alone(running: Running) -> None:
    """After the start our app is known, and what it sent comes back without an effect."""
    assert 1 == len(running.taken("echo_of_ours"))
    await running.channel.register("")
    assert () == running.taken("echo_of_ours")


async def test_what_became_of_a_message_names_our_entry(running: Running) -> None:
    """This process says of what it sent which of ours it was."""
    ((mid),) = await running.channel.send(Target("7000000000000001", entry_id="chat:1:0"), Send("Halo"), [])
    name, key = ("delivery", "delivery") if running.kit.name == "messenger" else ("read", "read")
    raw = json.loads((FIXTURES / running.kit.name / f"{name}.json").read_bytes())
    raw["entry"][0]["messaging"][0][key] = {"mids": [mid]} if name == "delivery" else {"mid": mid}
    (event,) = running.channel.routes[0].take(Request("POST", {}, {}, json.dumps(raw).encode(), RECEIVED)).events
    assert isinstance(event.body, Status)
    assert "chat:1:0" == event.body.entry_id


async def test_who_wrote_is_shown_that_we_have_read(running: Running) -> None:
    """Each person is shown it once a body; a person whom we cannot reach is no trouble."""
    words = running.taken("text")
    address = words[0].address
    if running.standin.world.find(address) is None:
        running.standin.people.add_user("writer", "Budi", id=address)
    running.channel.stored([*words, *words])
    running.channel.stored([_of(words[0], "999")])
    await asyncio.wait_for(asyncio.gather(*running.channel._marking), 5)
    assert ["mark_seen", "typing_on"] == [action for _who, action in running.standin.sending.typing]
    assert ["not_marked"] == [name for name, _facts in running.reports]


def _of(event: Event, address: str) -> Event:
    return Event(event.id, f"chat:x:{address}", event.at, event.body, channel=event.channel, address=address)
