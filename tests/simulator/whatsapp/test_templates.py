"""Templates: states, parameters, webhooks about them, and submitting one."""

from typing import Any

import pytest

from simulator.whatsapp import WhatsAppStandIn
from simulator.whatsapp.errors import GraphError
from tests.simulator.whatsapp.conftest import MARIA, Caller, Hook, Json

BODY = "Halo {{1}}, laporan {{2}} sudah selesai."


def template(name: str = "kabar", *parts: Json, language: str = "id") -> Json:
    """Make a template message."""
    return {
        "type": "template",
        "template": {
            "name": name,
            "language": {"policy": "deterministic", "code": language},
            "components": list(parts),
        },
    }


def body(*values: Any, **more: Any) -> Json:
    """Make the body's parameters."""
    return {"type": "body", "parameters": [{"type": "text", "text": value, **more} for value in values]}


def named(**values: str) -> Json:
    """Make the body's named parameters."""
    parameters = [{"type": "text", "parameter_name": name, "text": value} for name, value in values.items()]
    return {"type": "body", "parameters": parameters}


def button(index: Any, sub_type: str, **parameter: Any) -> Json:
    """Make a button's parameter."""
    return {"type": "button", "sub_type": sub_type, "index": index, "parameters": [parameter]}


@pytest.fixture(autouse=True)
def registered(standin: WhatsAppStandIn) -> None:
    """Four approved templates."""
    add = standin.templates.add
    add("kabar", BODY, footer="Kota Kupang")
    add("bernama", "Halo {{nama}}, ada kabar.")
    add("tombol", "Sudah beres?", quick_replies=["Sudah", "Belum"], url_button=("Lacak", "https://a.id/{{1}}"))
    add("gambar", "Ini fotonya.", header_format="IMAGE")
    add("promo", "Ada acara.", category="MARKETING")


FIRST = body("Maria", "KPG-1")
LINK = button(2, "url", type="text", text="KPG-1")
REFUSED: list[tuple[str, Json, int, int]] = [
    ("unknown", template("tiada"), 404, 132001),
    ("other language", template("kabar", FIRST, language="en"), 404, 132001),
    ("too few", template("kabar", body("Maria")), 400, 132000),
    ("too many", template("kabar", body("a", "b", "c")), 400, 132000),
    ("none", template("kabar"), 400, 132000),
    ("named for positional", template("kabar", named(nama="a", nomor="b")), 400, 132012),
    ("positional for named", template("bernama", body("a")), 400, 132012),
    ("other name", template("bernama", named(name="a")), 400, 132012),
    ("image as text", template("kabar", {"type": "body", "parameters": [{"type": "image"}] * 2}), 400, 132012),
    ("line break", template("kabar", body("a\nb", "c")), 400, 132018),
    ("five spaces", template("kabar", body("a     b", "c")), 400, 132018),
    ("empty value", template("kabar", body("", "c")), 400, 131009),
    ("too long", template("kabar", body("x" * 1024, "c")), 400, 132005),
    ("no such button", template("tombol", button(7, "quick_reply", type="payload", payload="x"), LINK), 400, 131009),
    ("button of other type", template("tombol", button(0, "url", type="text", text="x"), LINK), 400, 132012),
    ("link without value", template("tombol"), 400, 132000),
    ("header without image", template("gambar"), 400, 132000),
    (
        "header of text",
        template("gambar", {"type": "header", "parameters": [{"type": "text", "text": "x"}]}),
        400,
        132012,
    ),
    ("unknown part", template("kabar", {"type": "carousel"}), 400, 100),
]


@pytest.mark.parametrize(("message", "status", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_refuses_what_does_not_fit_the_template(call: Caller, message: Json, status: int, code: int) -> None:
    """Name, language, number, names, form and length of parameters are checked against the registry."""
    got, answer = await call.send(message)
    assert (status, code) == (got, answer["error"]["code"])


async def test_the_person_sees_the_filled_text(call: Caller, standin: WhatsAppStandIn) -> None:
    """Variables are filled, and the answer says that the message was accepted."""
    _, answer = await call.send(template("kabar", FIRST))
    bubble = standin.bubbles(MARIA)[0]
    assert "accepted" == answer["messages"][0]["message_status"]
    assert ("Halo Maria, laporan KPG-1 sudah selesai.", "Kota Kupang") == (bubble.text, bubble.content.footer)
    await call.sent(template("bernama", named(nama="Budi")))
    assert "Halo Budi, ada kabar." == standin.bubbles(MARIA)[-1].text


async def test_a_template_button_is_a_message_of_its_own_type(call: Caller, standin: WhatsAppStandIn) -> None:
    """A tap on a quick reply comes as type button with the payload, its text where no payload was given."""
    sent = await call.sent(template("tombol", button("0", "quick_reply", type="payload", payload="ok:1"), LINK))
    with_payload, bare = (
        standin.people.press(MARIA, "Sudah"),
        standin.people.press(MARIA, "Belum", without_context=True),
    )
    assert {"payload": "ok:1", "text": "Sudah"} == with_payload["button"]
    assert (sent, False) == (with_payload["context"]["id"], "context" in bare)
    assert {"payload": "Belum", "text": "Belum"} == bare["button"]
    assert ["https://a.id/KPG-1"] == [choice.url for choice in standin.bubbles(MARIA)[0].choices if choice.url]


@pytest.mark.parametrize(
    ("state", "status", "code"),
    [("PENDING", 404, 132001), ("REJECTED", 404, 132001), ("PAUSED", 400, 132015), ("DISABLED", 400, 132016)],
)
async def test_states_decide(
    call: Caller, standin: WhatsAppStandIn, hook: Hook, state: str, status: int, code: int
) -> None:
    """A template that is not approved has the code of its state, the change was told, and approval heals it."""
    standin.templates.set_status("bernama", state)
    got, answer = await call.send(template("bernama", named(nama="a")))
    assert (status, code, []) == (got, answer["error"]["code"], standin.refused)
    standin.templates.set_status("bernama", "APPROVED")
    await call.sent(template("bernama", named(nama="a")))
    await standin.webhook.idle()
    told = [change["value"] for change in hook.changes if change["field"] == "message_template_status_update"]
    assert {state, "APPROVED"} == {value["event"] for value in told}
    assert {"bernama"} == {value["message_template_name"] for value in told}


async def test_changes_of_category_and_quality_are_told(standin: WhatsAppStandIn, hook: Hook) -> None:
    """The platform may move a template to another category or lower its score, and says so."""
    standin.templates.set_category("kabar", "marketing")
    standin.templates.set_quality("kabar", "RED")
    await standin.webhook.idle()
    values = {change["field"]: change["value"] for change in hook.changes}
    assert ("UTILITY", "MARKETING") == (
        values["template_category_update"]["previous_category"],
        values["template_category_update"]["new_category"],
    )
    assert "RED" == values["message_template_quality_update"]["new_quality_score"]


async def test_who_stopped_marketing_gets_none(call: Caller, standin: WhatsAppStandIn) -> None:
    """A marketing template is 131050 for who stopped them; utility still goes."""
    standin.people.stop_marketing(MARIA)
    _, answer = await call.send(template("promo"))
    await call.sent(template("bernama", named(nama="a")))
    assert 131050 == answer["error"]["code"]


async def test_submits_lists_and_approves(call: Caller, standin: WhatsAppStandIn) -> None:
    """A submitted template is listed as PENDING with its parts until it is approved."""
    path = f"{standin.business.waba_id}/message_templates"
    parts = [
        {"type": "BODY", "text": "Laporan {{1}} dijawab."},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Baca"}]},
    ]
    status, made = await call(
        "POST", path, {"name": "baru", "language": "id", "category": "UTILITY", "components": parts}
    )
    _, listed = await call("GET", path, None, "", name="baru")
    assert (200, "PENDING", parts) == (status, made["status"], listed["data"][0]["components"])
    _, page = await call("GET", path, None, "", limit="2", after="2", fields="name,status")
    assert ["tombol", "gambar"] == [shape["name"] for shape in page["data"]]
    assert {"id", "name", "status"} == set(page["data"][0])


@pytest.mark.parametrize(
    ("name", "text"),
    [("Kabar", "x"), ("k", ""), ("k", "{{1}} x"), ("k", "x {{1}}"), ("k", "a {{2}} b"), ("k", "x" * 1025)],
)
def test_review_refuses_wrong_forms(standin: WhatsAppStandIn, name: str, text: str) -> None:
    """Names, lengths, variables at the ends and numbering with gaps are refused at submission."""
    with pytest.raises(GraphError) as refused:
        standin.templates.add(name, text)
    assert 100 == refused.value.code
