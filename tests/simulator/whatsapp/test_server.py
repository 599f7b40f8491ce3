"""The server: tokens, paths, what a check-up asks, faults, the control API."""

import asyncio
import base64
from typing import Any

import aiohttp
import pytest

from simulator.whatsapp import WhatsAppStandIn
from tests.pictures import png
from tests.simulator.whatsapp.conftest import BUDI, MARIA, Caller, Hook, Json, text
from tests.simulator.whatsapp.limit_cases import buttons

NUMBER, ACCOUNT = "106540352242922", "102290129340398"


async def test_the_token_rules(call: Caller, standin: WhatsAppStandIn) -> None:
    """A wrong or revoked token is 401 with code 190 everywhere, and heals."""
    status, answer = await call("GET", NUMBER, None, "salah")
    assert (401, 190) == (status, answer["error"]["code"])
    standin.revoke_token()
    assert 401 == (await call.send(text()))[0]
    standin.restore_token()
    assert 200 == (await call.send(text()))[0]
    assert [] == standin.refused


@pytest.mark.parametrize(
    ("verb", "path", "code"),
    [("POST", "999/messages", 100), ("GET", "999", 100), ("POST", f"{NUMBER}/calls", 100), ("PUT", NUMBER, 100)],
)
async def test_unknown_objects(call: Caller, verb: str, path: str, code: int) -> None:
    """Another number, id or edge is code 100 with subcode 33."""
    status, answer = await call(verb, path)
    assert (400, code, 33) == (status, answer["error"]["code"], answer["error"]["error_subcode"])


async def test_a_path_without_version_and_a_broken_body(call: Caller, standin: WhatsAppStandIn) -> None:
    """A path without a version, and a body that is no JSON object, are refused as our mistakes."""
    headers = {"Authorization": f"Bearer {standin.token}", "Content-Type": "application/json"}
    async with call.session.get(f"{standin.base_url}/{NUMBER}", headers=headers) as response:
        assert (400, 2500) == (response.status, (await response.json())["error"]["code"])
    url = f"{standin.base_url}/v25.0/{NUMBER}/messages"
    for body in (b"{", b"[]"):
        async with call.session.post(url, data=body, headers=headers) as response:
            assert (400, 100) == (response.status, (await response.json())["error"]["code"])
    assert 3 == len(standin.refused)


async def test_what_a_check_up_asks(call: Caller, standin: WhatsAppStandIn) -> None:
    """Number, account, rights of the token and subscribed apps can be read, and the number's state be changed."""
    standin.graph.number["quality_rating"] = "YELLOW"
    _, number = await call("GET", NUMBER, None, "", fields="verified_name,quality_rating")
    _, account = await call("GET", ACCOUNT, None, "", fields="name")
    _, token = await call("GET", "debug_token", None, "", input_token=standin.token)
    _, numbers = await call("GET", f"{ACCOUNT}/phone_numbers")
    assert {"verified_name": "Kanal Kota Kupang", "quality_rating": "YELLOW", "id": NUMBER} == number
    assert {"name": "Pemerintah Kota Kupang", "id": ACCOUNT} == account
    assert [ACCOUNT] == token["data"]["granular_scopes"][0]["target_ids"]
    assert [NUMBER] == [one["id"] for one in numbers["data"]]
    status, answer = await call("GET", NUMBER, None, "", fields="colour")
    assert (400, 100) == (status, answer["error"]["code"])


async def test_the_app_subscribes_with_its_own_address(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """subscribed_apps lists, takes off and subscribes, verifying an override address first."""
    path = f"{ACCOUNT}/subscribed_apps"
    assert {"success": True} == (await call("DELETE", path))[1]
    assert {"data": []} == (await call("GET", path))[1]
    standin.webhook.url = ""
    bad = await call("POST", path, {"override_callback_uri": hook.url, "verify_token": "salah"})
    good = await call("POST", path, {"override_callback_uri": hook.url, "verify_token": hook.verify_token})
    assert (400, 2200, 200) == (bad[0], bad[1]["error"]["code"], good[0])
    assert hook.url == (await call("GET", path))[1]["data"][0]["override_callback_uri"]
    standin.people.say(MARIA, "halo")
    await standin.webhook.idle()
    assert 1 == len(hook.messages)


async def test_read_marks_and_typing(call: Caller, standin: WhatsAppStandIn) -> None:
    """A person's message can be marked read, with typing; an unknown one cannot."""
    said = standin.people.say(MARIA, "halo")["id"]
    mark: Json = {"messaging_product": "whatsapp", "status": "read", "message_id": said}
    path = f"{NUMBER}/messages"
    assert (200, {"success": True}) == await call("POST", path, {**mark, "typing_indicator": {"type": "text"}})
    assert 131009 == (await call("POST", path, {**mark, "message_id": "wamid.x"}))[1]["error"]["code"]
    assert 100 == (await call("POST", path, {**mark, "status": "seen"}))[1]["error"]["code"]
    assert ["read", "typing"] == [event.kind for event in standin.feed.events if event.kind in ("read", "typing")]


async def test_reactions_and_their_late_failure(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """A reaction sits on its message and is no bubble; one on nothing is accepted and fails by a status."""
    said = standin.people.say(MARIA, "halo")["id"]
    await call.sent({"type": "reaction", "reaction": {"message_id": said, "emoji": "👌"}})
    await call.sent({"type": "reaction", "reaction": {"message_id": "wamid.x", "emoji": "👌"}})
    await standin.webhook.idle()
    assert ({"business": "👌"}, []) == (standin.messages(MARIA)[-1].reactions, standin.bubbles(MARIA))
    assert {"sent", "failed"} == {status["status"] for status in hook.statuses}


FAULTS: list[tuple[str, dict[str, Any], int, int | None]] = [
    ("error", {"code": 130497}, 403, 130497),
    ("error", {"code": 131042}, 400, 131042),
    ("error", {"code": 131009, "status": 500}, 500, 131009),
    ("too_many_requests", {}, 429, 4),
    ("unavailable", {}, 503, 2),
    ("held", {}, 200, None),
    ("slow", {"seconds": 0.01}, 200, None),
]


@pytest.mark.parametrize(("kind", "options", "status", "code"), FAULTS)
async def test_faults_answer_and_are_counted(
    call: Caller, standin: WhatsAppStandIn, kind: str, options: dict[str, Any], status: int, code: int | None
) -> None:
    """A fault hits the next call for its user and no other; then everything is well again."""
    standin.people.say(BUDI, "halo")
    standin.fail(kind, "messages", user=MARIA, **options)
    assert 200 == (await call.send(text(), to=BUDI))[0]
    got, answer = await call.send(text())
    assert (status, code) == (got, answer.get("error", {}).get("code"))
    assert 200 == (await call.send(text()))[0]
    assert [] == standin.refused


async def test_faults_of_the_wire(call: Caller, standin: WhatsAppStandIn) -> None:
    """HTML pages, cut connections before and after the effect, and silence."""
    standin.fail("bad_gateway")
    with pytest.raises(aiohttp.ContentTypeError):
        await call.send(text("satu"))
    for kind in ("cut", "cut_after"):
        standin.fail(kind)
        with pytest.raises(aiohttp.ClientError):
            await call.send(text(kind))
    standin.fail("timeout")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await call.send(text("dua"))
    assert ["cut_after"] == [bubble.text for bubble in standin.bubbles(MARIA)]


async def test_a_late_failure_reaches_nobody(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """A planned late fault is a 200 and a failed status with its code."""
    standin.fail("late", "messages", code=131049)
    await call.sent(text())
    await standin.webhook.idle()
    assert ([131049], []) == (
        [status["errors"][0]["code"] for status in hook.statuses],
        standin.bubbles(MARIA),
    )


async def test_next_message_waits_for_its_own_chat(call: Caller, standin: WhatsAppStandIn) -> None:
    """A waiter gets the first message after the one it knows, and times out when there is none."""
    waiting = asyncio.create_task(standin.next_message(MARIA))
    await call.sent(text("satu"))
    first = await waiting
    await call.sent(text("dua"))
    assert ["satu", "dua"] == [first.text, (await standin.next_message(MARIA, first.number)).text]
    with pytest.raises(TimeoutError):
        await standin.next_message(BUDI, timeout=0.01)


async def test_memory_is_bounded() -> None:
    """Messages per person, calls and files beyond the cap are forgotten, oldest first."""
    standin = WhatsAppStandIn(limits=None, remember_messages=3, remember_files=2)
    standin.people.add_user(MARIA, "Maria")
    for number in range(6):
        standin.people.send_photo(MARIA, png(), str(number))
    assert (["3", "4", "5"], 2) == ([bubble.text for bubble in standin.messages(MARIA)], len(standin.medias.by_id))
    assert 3 == len(standin.world.by_id)
    await standin.stop()


async def test_the_control_api_does_what_python_does(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """People, templates, modes and faults work over HTTP with JSON, bytes in base64; mistakes are 400 with words."""

    async def act(action: str, **given: Any) -> tuple[int, Any]:
        async with call.session.post(f"{standin.base_url}/control/{action}", json=given) as response:
            return response.status, await response.json()

    async def look(what: str, **query: str) -> Any:
        async with call.session.get(f"{standin.base_url}/control/{what}", params=query) as response:
            return await response.json() if response.content_type == "application/json" else await response.read()

    assert 200 == (await act("add_user", phone="6281100000", name="Nona", shows="absent"))[0]
    _, photo = await act("send_photo", user="6281100000", data=base64.b64encode(png()).decode(), caption="Lubang")
    assert png() == await look(f"media/{photo['result']['image']['id']}")
    await call.sent(buttons("Ya"), to="6281100000")
    assert "Ya" == (await look("wait", user="6281100000"))["message"]["choices"][0]["title"]
    assert 200 == (await act("press", user="6281100000", label="Ya"))[0]
    assert ["image", "button", "tap"] == [
        one["kind"] for one in (await look("messages", user="6281100000"))["messages"]
    ]
    assert 200 == (await act("add_template", name="kabar", body="Ada kabar."))[0]
    assert 200 == (await act("set_template_status", name="kabar", status="PAUSED"))[0]
    assert 200 == (await act("deliveries", batch=10, twice=True))[0]
    assert 200 == (await act("statuses", read=True))[0]
    assert 200 == (await act("late", codes=[131047]))[0]
    assert 200 == (await act("subscribe", url=hook.url, verify_token=hook.verify_token))[0]
    assert (10, True, {131047}) == (standin.webhook.mode.batch, standin.statuses.mode.read, standin.late)
    state = await look("state")
    assert ("PAUSED", 3, 1) == (state["templates"][0]["status"], len(state["users"]), (await look("counts"))["sent"])
    for action, given in (
        ("press", {"user": "6281100000", "label": "Tidak"}),
        ("say", {"user": "6281100000"}),
        ("deliveries", {"colour": 1}),
        ("subscribe", {"url": hook.url, "verify_token": "salah"}),
    ):
        status, body = await act(action, **given)
        assert (400, True) == (status, bool(body["error"]))
    assert 404 == (await act("dance"))[0]
