"""The HTTP side: encodings, tokens, budgets, slowness, the record, and the control API."""

import asyncio
import base64
import io
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from simulator.clock import ManualClock
from simulator.control import Impossible
from simulator.telegram import Limits, TelegramStandIn
from simulator.telegram.budget import Budget
from simulator.telegram.html import parse_html
from tests.pictures import png
from tests.simulator.conftest import ADI, BUDI, MARIA, STRANGER, Caller

GROUP = -1001


async def test_takes_all_four_encodings(call: Caller, standin: TelegramStandIn) -> None:
    """Query, form, multipart and JSON bring the same parameters, for any case of the method name."""
    base = f"{standin.base_url}/bot{standin.token}/"
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    flat = {"chat_id": str(MARIA), "text": "halo", "reply_markup": json.dumps(markup)}
    multipart = aiohttp.FormData(flat, default_to_multipart=True)
    requests = [
        call.session.get(base + "sendmessage", params=flat),
        call.session.post(base + "SENDMESSAGE", data=flat),
        call.session.post(base + "sendMessage", data=multipart),
        call.session.post(base + "sendMessage", json={"chat_id": MARIA, "text": "halo", "reply_markup": markup}),
    ]
    for request in requests:
        async with request as response:
            body = await response.json()
        assert (200, "halo", markup) == (response.status, body["result"]["text"], body["result"]["reply_markup"])


async def test_attached_files_make_an_album(call: Caller, standin: TelegramStandIn) -> None:
    """`attach://name` points at a part of a multipart body."""
    media = [{"type": "photo", "media": "attach://one"}, {"type": "photo", "media": "attach://two"}]
    form = aiohttp.FormData({"chat_id": str(MARIA), "media": json.dumps(media)})
    for name in ("one", "two"):
        form.add_field(name, io.BytesIO(png()), filename=f"{name}.png", content_type="image/png")
    async with call.session.post(f"{standin.base_url}/bot{standin.token}/sendMediaGroup", data=form) as response:
        assert 2 == len((await response.json())["result"])
    assert "<one.png, image/png" in standin.calls[-1].params["one"]


ADDRESSES = [
    ("other token", "/bot110201543:falsch/getMe", 401, "Unauthorized"),
    ("no token", "/bot/getMe", 404, "Not Found"),
    ("no method", "/bot110201543:x", 404, "Not Found"),
    ("other token for a file", "/file/bot1:x/photos/file_1.jpg", 401, "Unauthorized"),
    ("elsewhere", "/", 404, "Not Found"),
]


@pytest.mark.parametrize(("path", "status", "text"), [row[1:] for row in ADDRESSES], ids=[row[0] for row in ADDRESSES])
async def test_checks_the_address(call: Caller, standin: TelegramStandIn, path: str, status: int, text: str) -> None:
    """A wrong token is 401, a malformed path 404, both in the envelope."""
    async with call.session.get(standin.base_url + path) as response:
        body = await response.json()
    assert (status, {"ok": False, "error_code": status, "description": text}) == (response.status, body)


@pytest.fixture
async def strict(clock: ManualClock) -> AsyncIterator[TelegramStandIn]:
    """A stand-in with the sending budgets on."""
    standin = TelegramStandIn(now=clock)
    await standin.start()
    standin.people.add_user(MARIA, "Maria")
    standin.people.add_user(ADI, "Adi")
    standin.people.start(MARIA)
    standin.groups.add_group("Kanal", ADI, chat_id=GROUP)
    yield standin
    await standin.stop()


async def test_a_chat_has_a_budget(strict: TelegramStandIn, clock: ManualClock) -> None:
    """After a burst one chat takes a message a second; the refusal says how long to wait, in the header too."""
    async with aiohttp.ClientSession() as session:
        call = Caller(strict, session)
        statuses = [(await call("sendMessage", chat_id=MARIA, text="x"))[0] for _ in range(7)]
        assert [200] * 6 + [429] == statuses
        url = f"{strict.base_url}/bot{strict.token}/sendMessage"
        async with session.post(url, json={"chat_id": MARIA, "text": "x"}) as response:
            body = await response.json()
        assert ("1", {"retry_after": 1}, "Too Many Requests: retry after 1") == (
            response.headers["Retry-After"],
            body["parameters"],
            body["description"],
        )
        clock.advance(1)
        await call.result("sendMessage", chat_id=MARIA, text="x")


def test_a_group_takes_twenty_a_minute(clock: ManualClock) -> None:
    """Messages and edits of a group share twenty a minute, and the wait is until the oldest is a minute old."""
    budget = Budget(Limits(), clock)
    for _ in range(20):
        assert 0 == budget.spend(GROUP, 1, False)
        clock.advance(2)
    assert 20 == budget.spend(GROUP, 1, True)
    clock.advance(20)
    assert 0 == budget.spend(GROUP, 1, True)


def test_everything_together_takes_thirty_a_second(clock: ManualClock) -> None:
    """Over all chats the thirty-first message within a second waits."""
    budget = Budget(Limits(), clock)
    assert [0] * 30 + [1] == [budget.spend(chat_id, 1, False) for chat_id in range(1, 32)]


async def test_slow_and_hanging_calls(call: Caller, standin: TelegramStandIn) -> None:
    """`slow` answers late, `timeout` not at all and without effect."""
    standin.fail("slow", seconds=0.01)
    await call.result("sendMessage", chat_id=MARIA, text="lambat")
    standin.fail("timeout")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(call("sendMessage", chat_id=MARIA, text="hilang"), 0.05)
    assert ["lambat"] == [message["text"] for message in standin.messages(MARIA, from_bot=True)]


async def test_waiters_wake_on_events(call: Caller, standin: TelegramStandIn) -> None:
    """A waiting test goes on when the thing happens, and fails in time when it does not."""
    sent = asyncio.create_task(call.result("sendMessage", chat_id=MARIA, text="halo"))
    assert "halo" == (await standin.next_message(MARIA, after=1))["text"]
    assert "halo" == (await standin.wait_for(lambda: standin.last(MARIA)))["text"]
    await sent
    with pytest.raises(TimeoutError):
        await standin.wait_for(lambda: standin.answers or None, timeout=0.01)


async def test_remembers_no_more_than_told(clock: ManualClock) -> None:
    """Messages, calls and files are capped, oldest out first."""
    standin = TelegramStandIn(limits=None, now=clock, remember_messages=3, remember_calls=2, remember_files=3)
    await standin.start()
    standin.people.add_user(MARIA, "Maria")
    async with aiohttp.ClientSession() as session:
        call = Caller(standin, session)
        for number in range(5):
            standin.people.send_photo(MARIA, png())
            await call.result("sendMessage", chat_id=MARIA, text=str(number))
    assert (3, 2, 3) == (len(standin.messages(MARIA)), len(standin.calls), len(standin.world.files.by_id))
    await standin.stop()


IMPOSSIBLE: list[tuple[str, dict[str, Any]]] = [
    ("say", {"user_id": 5, "text": "x"}),
    ("say", {"user_id": STRANGER, "text": "x", "chat_id": GROUP}),
    ("say", {"user_id": BUDI, "text": "x", "chat_id": GROUP, "thread": 9}),
    ("press", {"user_id": MARIA, "message_id": 1, "label": "Ya"}),
    ("edit", {"user_id": MARIA, "message_id": 9, "text": "x"}),
    ("tap", {"user_id": MARIA, "label": "Lewati"}),
]


@pytest.mark.parametrize(("action", "arguments"), IMPOSSIBLE)
async def test_people_cannot_do_the_impossible(
    standin: TelegramStandIn, action: str, arguments: dict[str, Any]
) -> None:
    """A mistake in a test is an error at once, not a silent nothing."""
    with pytest.raises(Impossible):
        getattr(standin.people, action)(**arguments)


async def test_privacy_mode_hides_the_group_from_a_plain_member(standin: TelegramStandIn) -> None:
    """A bot that is no admin sees commands for it, replies to it and service messages only."""
    standin.groups.set_bot(GROUP, "member", ADI)
    standin.updates.pending.clear()
    standin.people.say(BUDI, "obrolan biasa", chat_id=GROUP)
    standin.people.say(BUDI, "/lapor@kanal_kupang_bot", chat_id=GROUP)
    standin.people.say(BUDI, "/lapor@bot_lain", chat_id=GROUP)
    standin.groups.join(STRANGER, GROUP)
    seen = [item.update["message"] for item in standin.updates.pending.values()]
    assert ["/lapor@kanal_kupang_bot", None] == [message.get("text") for message in seen]


async def test_control_does_what_people_do(call: Caller, standin: TelegramStandIn) -> None:
    """Each action is there as JSON over HTTP, bytes as base64, and mistakes are 400 or 404."""
    base = standin.base_url + "/control/"

    async def act(action: str, **arguments: Any) -> tuple[int, dict[str, Any]]:
        async with call.session.post(base + action, json=arguments) as response:
            return response.status, await response.json()

    photo = base64.b64encode(png()).decode()
    assert 200 == (await act("add_user", user_id=7, first_name="Yanti"))[0]
    assert 200 == (await act("send_photo", user_id=7, data=photo, caption="bukti"))[0]
    status, body = await act("send_album", user_id=7, photos=[photo, photo])
    assert (200, 2) == (status, len(body["result"]))
    assert 400 == (await act("say", user_id=7))[0]
    assert 400 == (await act("say", user_id=8, text="x"))[0]
    assert 404 == (await act("fly"))[0]
    status, body = await act("add_group", title="G", creator=7)
    assert (200, "creator") == (status, body["result"]["members"]["7"])
    assert 200 == (await act("fail", kind="server_error", method="getMe"))[0]
    assert 500 == (await call("getMe"))[0]
    async with call.session.get(base + "state") as response:
        state = await response.json()
    assert (
        "Yanti",
        2,
    ) == (state["users"][-1]["first_name"], len([c for c in state["chats"] if c["type"] != "private"]))
    async with call.session.get(base + "messages", params={"chat_id": 7}) as response:
        messages = (await response.json())["messages"]
    async with call.session.get(base + "file/" + messages[0]["photo"][-1]["file_id"]) as response:
        assert png() == await response.read()
    async with call.session.post(base + "say", data="{}") as response:
        assert 415 == response.status
    async with call.session.get(base + "wait", params={"chat_id": 7, "timeout": 0.01}) as response:
        assert 504 == response.status


async def test_control_streams_what_happens(call: Caller, standin: TelegramStandIn) -> None:
    """The event stream gives past events after a number, and new ones as they come."""
    number = standin.feed.number
    standin.people.say(MARIA, "satu")
    url = f"{standin.base_url}/control/events"
    async with call.session.get(url, params={"since": number}) as response:
        lines = [await response.content.readline() for _ in range(3)]
        standin.people.say(MARIA, "dua")
        more = [await response.content.readline() for _ in range(3)]
    events = [json.loads(line.removeprefix(b"data: ")) for line in (lines[1], more[1])]
    assert [("message", "satu"), ("message", "dua")] == [(e["kind"], e["message"]["text"]) for e in events]


async def test_is_fast_enough_for_a_benchmark(call: Caller, standin: TelegramStandIn) -> None:
    """Cost of a message does not grow with the history: the last hundred are not much slower than the first."""
    spans = []
    for _ in range(3):
        started = time.perf_counter()
        for _ in range(100):
            await call.result("sendMessage", chat_id=MARIA, text="x")
        spans.append(time.perf_counter() - started)
    assert spans[-1] < spans[0] * 3 + 0.2


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &#38; &unknown;", "a <b> & &unknown;", []),
        ("<b>x<i>y</i></b>", "xy", [("italic", 1, 1), ("bold", 0, 2)]),
        ("😀<code>z</code>", "😀z", [("code", 2, 1)]),
        ('<a href="https://x.id/?a=1&amp;b=2">l</a>', "l", [("text_link", 0, 1)]),
        ('<pre><code class="language-py">p</code></pre>', "p", [("pre", 0, 1)]),
        ('<span class="tg-spoiler">s</span><blockquote expandable>q</blockquote>', "sq",
         [("spoiler", 0, 1), ("expandable_blockquote", 1, 1)]),
    ],
)  # fmt: skip
def test_parses_html(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Markup becomes plain text and entities in UTF-16 units."""
    got, found = parse_html(source)
    assert (text, entities) == (got, [(entity["type"], entity["offset"], entity["length"]) for entity in found])
