"""The strictness of the stand-in, as a table: message → HTTP status, code and details."""

import pytest

from simulator.whatsapp import WhatsAppStandIn
from tests.simulator.whatsapp.conftest import BUDI, MARIA, Caller, Json, text
from tests.simulator.whatsapp.limit_cases import REFUSED, TAKEN, buttons


@pytest.mark.parametrize(("body", "code", "details"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_refuses_what_only_a_mistake_can_send(
    call: Caller, standin: WhatsAppStandIn, body: Json, code: int, details: str
) -> None:
    """A message over a limit, or malformed, is a 400 with code and details, is listed as refused and reaches nobody."""
    status, answer = await call.send(body)
    error = answer["error"]
    assert (400, code, "OAuthException") == (status, error["code"], error["type"])
    assert error["message"].startswith(f"(#{code}) ")
    assert details in error["error_data"]["details"]
    assert "whatsapp" == error["error_data"]["messaging_product"]
    assert [("messages", code)] == [(refused.method, refused.code) for refused in standin.refused]
    assert [] == standin.bubbles(MARIA)


@pytest.mark.parametrize("body", [row[1] for row in TAKEN], ids=[row[0] for row in TAKEN])
async def test_takes_everything_at_its_limit(call: Caller, standin: WhatsAppStandIn, body: Json) -> None:
    """A message that just fits becomes one bubble, and the answer names the person by number and id."""
    status, answer = await call.send(body, to="+62 812-3456-7801")
    user = standin.user(MARIA)
    assert (200, "whatsapp") == (status, answer["messaging_product"])
    assert [{"input": "+62 812-3456-7801", "wa_id": MARIA, "user_id": user.user_id}] == answer["contacts"]
    assert [answer["messages"][0]["id"]] == [bubble.id for bubble in standin.bubbles(MARIA)]
    assert [] == standin.refused


RECIPIENTS: list[tuple[str, Json, int, int]] = [
    ("nobody", {"to": None}, 400, 131008),
    ("not a number", {"to": "maria"}, 400, 100),
    ("too short", {"to": "6281"}, 400, 100),
    ("an id in to", {"to": "ID.13490000000000000"}, 400, 100),
    ("a number in recipient", {"to": None, "recipient": MARIA}, 400, 131009),
    ("a group", {"to": "120363", "recipient_type": "group"}, 400, 100),
    ("ourselves", {"to": "628113801708"}, 400, 131021),
    ("not on the platform", {"to": "6280000000000"}, 400, 131026),
    ("an unknown id", {"to": None, "recipient": "ID.9"}, 400, 131026),
    ("outside the window", {"to": BUDI}, 400, 131047),
]


@pytest.mark.parametrize(
    ("keys", "status", "code"), [row[1:] for row in RECIPIENTS], ids=[row[0] for row in RECIPIENTS]
)
async def test_checks_who_it_is_for(call: Caller, keys: Json, status: int, code: int) -> None:
    """A wrong form of recipient and a person who cannot be reached have their own codes."""
    got, answer = await call.send({**text(), **keys})
    assert (status, code) == (got, answer["error"]["code"])


async def test_a_number_wins_over_an_id(call: Caller, standin: WhatsAppStandIn) -> None:
    """With both `to` and `recipient` the number decides; with `recipient` alone the answer has no number."""
    standin.people.say(BUDI, "halo")
    maria, budi = standin.user(MARIA), standin.user(BUDI)
    _, both = await call.send({**text(), "to": MARIA, "recipient": budi.user_id})
    _, alone = await call.send({**text(), "to": None, "recipient": budi.user_id})
    assert [{"input": MARIA, "wa_id": MARIA, "user_id": maria.user_id}] == both["contacts"]
    assert [{"input": budi.user_id, "user_id": budi.user_id}] == alone["contacts"]


async def test_a_bubble_is_what_the_person_sees(call: Caller, standin: WhatsAppStandIn) -> None:
    """Text, header, footer and choices are kept as shown, with the context and the caller's own data."""
    first = await call.sent(text("satu"))
    frame: Json = {"header": {"type": "text", "text": "KPG-1"}, "footer": {"text": "Kota Kupang"}}
    await call.sent({**buttons("Ya", "Tidak", body="Benar?", **frame), "context": {"message_id": first},
                     "biz_opaque_callback_data": "e-7"})  # fmt: skip
    bubble = standin.last(MARIA)
    assert bubble is not None
    assert ("button", "Benar?", ["Ya", "Tidak"]) == (bubble.kind, bubble.text, bubble.titles)
    assert ("KPG-1", "Kota Kupang") == (bubble.content.header, bubble.content.footer)
    assert (first, "e-7") == (bubble.context, bubble.opaque)


async def test_quoting_from_another_chat_is_refused(call: Caller, standin: WhatsAppStandIn) -> None:
    """A context has to be a message of the same chat."""
    other = standin.people.say(BUDI, "halo")["id"]
    status, answer = await call.send({**text(), "context": {"message_id": other}})
    assert (400, 131009) == (status, answer["error"]["code"])


async def test_only_our_own_mistakes_are_listed(call: Caller, standin: WhatsAppStandIn) -> None:
    """A closed window, an unknown person and a planned fault are no mistakes of the sender."""
    standin.fail("error", "messages", code=131016)
    await call.send(text())
    await call.send(text(), to=BUDI)
    await call.send(text(), to="6280000000000")
    assert ([], 3) == (standin.refused, len(standin.calls_of("messages")))
