"""What people do, and what the bridge gets of it; who they are, and how that changes."""

import pytest

from simulator.control import Impossible
from simulator.whatsapp import WhatsAppStandIn
from tests.pictures import png
from tests.simulator.whatsapp.conftest import BUDI, MARIA, Caller, Hook, Json, text
from tests.simulator.whatsapp.limit_cases import buttons, listed, request


async def test_taps_are_replies_with_context(call: Caller, standin: WhatsAppStandIn) -> None:
    """A button and a list row come back with id and words, and the context of the business's message."""
    asked = await call.sent(buttons("Ya", "Tidak", ids=["y", "t"]))
    pressed = standin.people.press(MARIA, "Ya")
    assert {"type": "button_reply", "button_reply": {"id": "y", "title": "Ya"}} == pressed["interactive"]
    assert {"from": "628113801708", "id": asked} == pressed["context"]
    chosen_from = await call.sent(
        listed({"title": "Jenis", "rows": [{"id": "r", "title": "Jalan", "description": "Lubang"}]})
    )
    chosen = standin.people.press(MARIA, id="r")
    reply = {"id": "r", "title": "Jalan", "description": "Lubang"}
    assert {"type": "list_reply", "list_reply": reply} == chosen["interactive"]
    assert (chosen_from, "t") == (
        chosen["context"]["id"],
        standin.people.press(MARIA, "tid", message_id=asked)["interactive"]["button_reply"]["id"],
    )


async def test_requests_are_answered(call: Caller, standin: WhatsAppStandIn) -> None:
    """A place comes with the context of its request; the own card with origin contact_request, another's with other."""
    place = await call.sent(request("location_request_message", "send_location"))
    card = await call.sent(request("request_contact_info", "request_contact_info"))
    located, shared = standin.people.answer_location(MARIA, -10.1, 123.6), standin.people.share_contact(MARIA)
    other = standin.people.send_contact(MARIA, "Ani Lay", "628999")
    assert ({"latitude": -10.1, "longitude": 123.6}, place) == (located["location"], located["context"]["id"])
    assert ("contact_request", MARIA, card) == (
        shared["contacts"][0]["origin"], shared["contacts"][0]["phones"][0]["wa_id"], shared["context"]["id"],
    )  # fmt: skip
    assert ("other", "628999") == (other["contacts"][0]["origin"], other["contacts"][0]["phones"][0]["wa_id"])


KINDS = [
    ("voice", lambda people: people.send_voice(MARIA), "audio", {"voice": True}),
    ("document", lambda people: people.send_document(MARIA, b"x", "a.pdf"), "document", {"filename": "a.pdf"}),
    ("sticker", lambda people: people.send_sticker(MARIA), "sticker", {"animated": False}),
    ("video", lambda people: people.send_file(MARIA, b"x", "video/mp4"), "video", {"mime_type": "video/mp4"}),
    ("named place", lambda people: people.send_location(MARIA, 1, 2, "Pasar"), "location", {"name": "Pasar"}),
    ("welcome", lambda people: people.open_chat(MARIA), "request_welcome", None),
    ("unsupported", lambda people: people.send_unsupported(MARIA), "unsupported", {"type": "poll"}),
]


@pytest.mark.parametrize(("act", "kind", "part"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
async def test_every_kind_of_message(standin: WhatsAppStandIn, hook: Hook, act: object, kind: str, part: Json) -> None:
    """Each kind has its type, and its body under the same name."""
    assert callable(act)
    message = act(standin.people)
    await standin.webhook.idle()
    assert [message] == hook.messages
    assert kind == message["type"]
    assert part is None or part.items() <= message[kind].items()
    assert ("errors" in message) == (kind == "unsupported")


async def test_edit_revoke_react_forward_and_quote(standin: WhatsAppStandIn) -> None:
    """Edits, deletions and reactions name the message; a forwarded one and a reply say so in the context."""
    people = standin.people
    first = people.say(MARIA, "Lampu mati")["id"]
    photo = people.send_photo(MARIA, png(), "Lubang")["id"]
    edited, caption = people.edit(MARIA, first, "Lampu mati dua"), people.edit(MARIA, photo, "Lubang besar")
    assert {"original_message_id": first, "message": {"type": "text", "text": {"body": "Lampu mati dua"}}} == edited[
        "edit"
    ]
    assert "Lubang besar" == caption["edit"]["message"]["image"]["caption"]
    assert {"message_id": first, "emoji": "👍"} == people.react(MARIA, first, "👍")["reaction"]
    assert {"message_id": first} == people.react(MARIA, first, "")["reaction"]
    assert {"original_message_id": first} == people.revoke(MARIA, first)["revoke"]
    assert {"forwarded": True} == people.say(MARIA, "x", forwarded=True)["context"]
    assert {"from": MARIA, "id": photo} == people.say(MARIA, "ini", reply_to=photo)["context"]
    shown = {bubble.id: bubble for bubble in standin.messages(MARIA)}
    assert ("Lampu mati dua", True, True) == (shown[first].text, shown[first].edited, shown[first].revoked)


async def test_an_ad_brings_a_referral(standin: WhatsAppStandIn) -> None:
    """The first message after an ad says which one."""
    referral = standin.people.come_from_ad(BUDI)["referral"]
    assert ("ad", "Lapor lewat WhatsApp") == (referral["source_type"], referral["headline"])


async def test_a_reply_that_the_platform_lost(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """The interactive key can be missing while the value has error 131000."""
    await call.sent(buttons("Ya"))
    message = standin.people.press_broken(MARIA)
    await standin.webhook.idle()
    value = next(change["value"] for change in hook.changes if "errors" in change["value"])
    assert (False, 131000, [message]) == ("interactive" in message, value["errors"][0]["code"], value["messages"])


SHOWN: list[tuple[str, Json, Json]] = [
    ("phone", {"from": "6281100000"}, {"wa_id": "6281100000"}),
    ("absent", {}, {}),
    ("empty", {"from": ""}, {"wa_id": ""}),
    ("user_id", {"from": "ID.7"}, {"wa_id": "ID.7"}),
]


@pytest.mark.parametrize(("shows", "sender", "named"), SHOWN)
async def test_the_number_is_withheld_in_several_ways(
    standin: WhatsAppStandIn, hook: Hook, shows: str, sender: Json, named: Json
) -> None:
    """The number is there, absent, empty, or replaced by the id; the id and the username always come."""
    standin.people.add_user("6281100000", "Nona", user_id="ID.7", username="@nona", shows=shows)
    message = standin.people.say("6281100000", "halo")
    await standin.webhook.idle()
    assert {**sender, "from_user_id": "ID.7"} == {key: message[key] for key in message if key.startswith("from")}
    contact = hook.changes[0]["value"]["contacts"][0]
    assert {"profile": {"name": "Nona", "username": "@nona"}, **named, "user_id": "ID.7"} == contact


async def test_somebody_from_before_ids(standin: WhatsAppStandIn, call: Caller) -> None:
    """Without an id nothing names one, and the answer to a send has none."""
    standin.people.add_user("6281100000", "Nona", user_id="")
    assert "from_user_id" not in standin.people.say("6281100000", "halo")
    _, answer = await call.send(text(), to="6281100000")
    assert [{"input": "6281100000", "wa_id": "6281100000"}] == answer["contacts"]


async def test_a_number_changes(call: Caller, standin: WhatsAppStandIn, hook: Hook) -> None:
    """The system message names old and new without contacts; the old number is nobody's, the chat goes on."""
    old_id = standin.user(MARIA).user_id
    told = standin.people.change_number(MARIA, "62877700000")
    await standin.webhook.idle()
    new_id = standin.user("62877700000").user_id
    system = {
        "body": f"User Maria Ndolu changed from {MARIA} to 62877700000", "type": "user_changed_number",
        "wa_id": "62877700000", "user_id": new_id, "previous_user_id": old_id,
    }  # fmt: skip
    assert (system, MARIA, old_id) == (told["system"], told["from"], told["from_user_id"])
    assert ["messages"] == [key for key in hook.changes[0]["value"] if key not in ("messaging_product", "metadata")]
    assert 131026 == (await call.send(text(), to=MARIA))[1]["error"]["code"]
    await call.sent(text("lanjut"), to="62877700000")
    assert ["lanjut"] == [bubble.text for bubble in standin.bubbles(MARIA)]


async def test_a_change_can_be_told_late_and_twice(standin: WhatsAppStandIn, hook: Hook) -> None:
    """The announcement may come after the first message from the new id, and again."""
    told = standin.people.change_user_id(MARIA, "ID.baru", announce=False)
    standin.people.say(MARIA, "halo")
    standin.people.announce(told)
    standin.people.announce(told)
    await standin.webhook.idle()
    kinds = [message["type"] for message in hook.messages]
    assert (1, 2) == (kinds.count("text"), kinds.count("system"))
    assert "user_changed_user_id" == told["system"]["type"]


async def test_impossible_acts_are_errors_of_the_test(call: Caller, standin: WhatsAppStandIn) -> None:
    """A person can tap only what is shown, edit only own messages, and act only while on the platform."""
    sent = await call.sent(text())
    people = standin.people
    for act in (
        lambda: people.press(MARIA, "Ya"),
        lambda: people.edit(MARIA, sent, "x"),
        lambda: people.say("6299", "x"),
        lambda: people.say(MARIA, ""),
        lambda: people.add_user(MARIA, "Kembar"),
        lambda: people.add_user("6298000000", "Nona", shows="hidden"),
    ):
        with pytest.raises(Impossible):
            act()
    people.leave(MARIA)
    with pytest.raises(Impossible):
        people.say(MARIA, "x")
