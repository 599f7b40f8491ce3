"""Webhook deliveries: verification, signature, batches, repeats, retries, statuses."""

import json

import pytest

from simulator.meta.webhook import raw, signature
from simulator.whatsapp import WhatsAppStandIn
from simulator.whatsapp.errors import GraphError
from tests.simulator.whatsapp.conftest import BUDI, MARIA, Caller, Hook, text


def test_signature_known_answer() -> None:
    """The signature is the lower-case hex HMAC-SHA256 of the raw body under the app's secret."""
    expected = "sha256=214e07b90abda2d8643521f9ac4d10a5603564dc4512f7e21315047905298b44"
    assert expected == signature("fb_app_secret", b'{"object":"page"}')


def test_bodies_are_escaped_as_meta_does() -> None:
    """Unicode is escaped in lower case, and so are slash, less-than, percent and at; it is still the same JSON."""
    body = {"t": "é ✔ / < % @ 😀"}
    assert b'{"t":"\\u00e9 \\u2714 \\/ \\u003c \\u0025 \\u0040 \\ud83d\\ude00"}' == raw(body)
    assert body == json.loads(raw(body))


async def test_verifies_before_it_delivers(standin: WhatsAppStandIn, hook: Hook) -> None:
    """A wrong token, and an address that does not echo the challenge, are refused; the old one stays."""
    for url, token in ((hook.url, "salah"), (hook.url + "/lain", hook.verify_token)):
        with pytest.raises(GraphError):
            await standin.subscribe(url, token)
    standin.people.say(MARIA, "halo")
    await standin.webhook.idle()
    assert ["halo"] == [message["text"]["body"] for message in hook.messages]


async def test_a_message_has_the_platform_shape(standin: WhatsAppStandIn, hook: Hook) -> None:
    """A text comes with account, number, contact and the id of the person; the timestamp is text of seconds."""
    sent = standin.people.say(MARIA, "Lampu <mati> / é")
    await standin.webhook.idle()
    user = standin.user(MARIA)
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "628113801708", "phone_number_id": "106540352242922"},
        "contacts": [{"profile": {"name": "Maria Ndolu"}, "wa_id": MARIA, "user_id": user.user_id}],
        "messages": [
            {
                "from": MARIA, "from_user_id": user.user_id, "id": sent["id"], "timestamp": "1790000000",
                "type": "text", "text": {"body": "Lampu <mati> / é"},
            }
        ],
    }  # fmt: skip
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
    assert [{"object": "whatsapp_business_account", "entry": [entry]}] == hook.bodies
    assert b"\\u003cmati> \\/ \\u00e9" in hook.raw[0]


async def test_a_bad_signature_on_demand(standin: WhatsAppStandIn, hook: Hook) -> None:
    """The next delivery is signed with another secret; refused, it comes again with the right one."""
    standin.webhook.mode.bad_signatures = 1
    standin.people.say(MARIA, "halo")
    await standin.webhook.idle()
    assert (1, 1) == (hook.forged, len(hook.messages))


@pytest.mark.parametrize(("layout", "entries", "changes"), [("values", 1, 1), ("changes", 1, 12), ("entries", 12, 12)])
async def test_batches(standin: WhatsAppStandIn, hook: Hook, layout: str, entries: int, changes: int) -> None:
    """Twelve messages come in one body: in one value, in several changes, or in several entries."""
    standin.webhook.mode.batch, standin.webhook.mode.layout = 1000, layout
    for number in range(6):
        standin.people.say(MARIA, str(number))
        standin.people.say(BUDI, str(number))
    await standin.webhook.idle()
    assert (1, entries, changes) == (len(hook.bodies), len(hook.bodies[0]["entry"]), len(hook.changes))
    assert 12 == len({message["id"] for message in hook.messages})
    contacts = [contact["profile"]["name"] for change in hook.changes for contact in change["value"]["contacts"]]
    assert {"Maria Ndolu", "Budi Lay"} == set(contacts)
    assert (2 if layout == "values" else 12) == len(contacts)


async def test_a_mixed_batch_loses_nothing(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """Messages, statuses, errors and other fields in one body keep their places."""
    standin.webhook.mode.batch = 7
    for number in range(10):
        standin.people.say(MARIA, str(number))
        await call.sent(text(str(number)))
    standin.value_error(131031, "locked")
    standin.notify("account_update", {"event": "ACCOUNT_RESTRICTION"})
    await standin.webhook.idle()
    assert (10, 20) == (len(hook.messages), len(hook.statuses))
    values = [change["value"] for change in hook.changes if "errors" in change["value"]]
    assert [131031] == [value["errors"][0]["code"] for value in values]
    assert {"messages", "account_update"} == {change["field"] for change in hook.changes}
    assert len(hook.bodies) < 10


async def test_a_body_stays_under_three_megabytes(standin: WhatsAppStandIn, hook: Hook) -> None:
    """A batch of long texts is cut into bodies that the platform would send."""
    standin.webhook.mode.batch = 1000
    for _ in range(1000):
        standin.people.say(MARIA, "x" * 4096)
    await standin.webhook.idle()
    assert (2, 1000) == (len(hook.bodies), len({message["id"] for message in hook.messages}))
    assert max(len(body) for body in hook.raw) <= 3 * 1024 * 1024


async def test_retries_until_exactly_200(standin: WhatsAppStandIn, hook: Hook) -> None:
    """Anything but 200 is tried again, the same bytes each time."""
    hook.answers = [500, 204, 302, 200]
    standin.people.say(MARIA, "halo")
    await standin.webhook.idle()
    assert (4, 1) == (len(hook.raw), len(set(hook.raw)))


async def test_keeps_what_comes_before_an_address(standin: WhatsAppStandIn, hook: Hook) -> None:
    """Without an address, or with the account not subscribed, everything waits and then comes once."""
    standin.webhook.url = ""
    standin.people.say(MARIA, "satu")
    standin.webhook.subscribed = False
    await standin.subscribe(hook.url, hook.verify_token)
    standin.people.say(MARIA, "dua")
    assert (0, 2) == (len(hook.bodies), len(standin.webhook.waiting))
    standin.webhook.subscribed = True
    standin.webhook.restart()
    await standin.webhook.idle()
    assert ["dua", "satu"] == sorted(message["text"]["body"] for message in hook.messages)


async def test_repeats_and_shuffles(standin: WhatsAppStandIn, hook: Hook) -> None:
    """Held messages come out twice each and in any order when told so."""
    standin.webhook.hold()
    sent = [standin.people.say(MARIA, str(number))["id"] for number in range(12)]
    standin.webhook.mode.twice = True
    standin.webhook.release(shuffle=True)
    await standin.webhook.idle()
    came = [message["id"] for message in hook.messages]
    assert (24, set(sent)) == (len(came), set(came))
    assert list(dict.fromkeys(came)) != sent


async def test_statuses_follow_the_answer(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """Sent and delivered follow with the caller's own data and the price; read when the person reads."""
    sent = await call.sent({**text(), "biz_opaque_callback_data": "outbox-7"})
    await standin.wait_for(lambda: len(hook.statuses) == 2)
    standin.people.read(MARIA)
    await standin.webhook.idle()
    assert {"sent", "delivered", "read"} == {status["status"] for status in hook.statuses}
    assert {(sent, "outbox-7", MARIA)} == {
        (status["id"], status["biz_opaque_callback_data"], status["recipient_id"]) for status in hook.statuses
    }
    price = {"billable": False, "pricing_model": "PMP", "type": "free_customer_service", "category": "service"}
    assert price == hook.statuses[0]["pricing"]
    assert ["sent", "delivered", "read"] == standin.bubbles(MARIA)[0].statuses


async def test_statuses_to_an_id_name_no_number(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """Sent to a business-scoped id, a status has recipient_user_id alone."""
    user_id = standin.user(MARIA).user_id
    await call.send({**text(), "to": None, "recipient": user_id})
    await standin.webhook.idle()
    assert {(None, user_id)} == {(status.get("recipient_id"), status["recipient_user_id"]) for status in hook.statuses}


async def test_statuses_have_gaps_inversions_and_repeats(call: Caller, standin: WhatsAppStandIn) -> None:
    """Chances of one make them certain: only the last, the last first, or each twice."""
    mode = standin.statuses.mode
    mode.read = True
    for chances, expected in (
        ((1.0, 0.0, 0.0), ["read"]),
        ((0.0, 1.0, 0.0), ["read", "delivered", "sent"]),
        ((0.0, 0.0, 1.0), ["sent", "sent", "delivered", "delivered", "read", "read"]),
    ):
        mode.gap_chance, mode.invert_chance, mode.twice_chance = chances
        await call.sent(text())
        bubble = standin.bubbles(MARIA)[-1]
        assert expected == await standin.wait_for(lambda one=bubble: one.statuses)  # type: ignore[misc]


async def test_statuses_wait_for_a_phone_that_is_off(call: Caller, standin: WhatsAppStandIn) -> None:
    """While the phone is off a message stays at sent; who blocked us never gets it."""
    standin.people.go_offline(MARIA)
    await call.sent(text())
    bubble = standin.bubbles(MARIA)[0]
    assert ["sent"] == await standin.wait_for(lambda: bubble.statuses)
    standin.people.come_online(MARIA)
    assert ["sent", "delivered"] == bubble.statuses
    standin.people.block(MARIA)
    await call.sent(text())
    standin.people.unblock(MARIA)
    assert ["sent"] == await standin.wait_for(lambda: standin.bubbles(MARIA)[1].statuses)
