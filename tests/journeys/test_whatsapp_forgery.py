"""Requests that are not Meta's: refused with a fixed body, and nothing is stored; the address is proven by GET."""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest

from demo.stage import APP_SECRET, VERIFY_TOKEN
from simulator.meta.webhook import raw, signature
from tests.journeys.conftest import Build
from tests.journeys.test_forgery import counted
from tests.journeys.whatsapp_driver import PATH, WhatsAppTown

HEADER = "X-Hub-Signature-256"
MESSAGE = {
    "from": "6281238007777",
    "id": "wamid.forged",
    "timestamp": "1793581200",
    "type": "text",
    "text": {"body": "Lampu jalan mati / di depan kantor lurah"},
}


def body_of(phone_number_id: str) -> dict[str, object]:
    """Make the body of one message."""
    metadata = {"display_phone_number": "628113801708", "phone_number_id": phone_number_id}
    value = {"messaging_product": "whatsapp", "metadata": metadata, "contacts": [], "messages": [MESSAGE]}
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def forged(body: bytes) -> dict[str, dict[str, str]]:
    """Give headers that do not sign a body, each by what is wrong with it."""
    right = signature(APP_SECRET, body)
    return {
        "missing": {},
        "empty": {HEADER: ""},
        "wrong": {HEADER: "sha256=" + "0" * 64},
        "truncated": {HEADER: right[:-1]},
        "longer": {HEADER: right + "0"},
        "upper case": {HEADER: right.upper()},
        "without its prefix": {HEADER: right.removeprefix("sha256=")},
        "with another secret": {HEADER: signature("another-secret", body)},
        "with no secret": {HEADER: signature("", body)},
        "sha1 only": {"X-Hub-Signature": "sha1=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha1).hexdigest()},
        "of other bytes of the same JSON": {HEADER: signature(APP_SECRET, json.dumps(json.loads(body)).encode())},
        "the secret of another channel": {"X-Telegram-Bot-Api-Secret-Token": APP_SECRET},
    }


BODY = raw(body_of("106540352242922"))
RIGHT = signature(APP_SECRET, BODY)


@pytest.fixture
async def number(build: Build) -> WhatsAppTown:
    """Give a city with one process and nobody registered."""
    town = await build(kind=WhatsAppTown)
    assert isinstance(town, WhatsAppTown)
    await town.run()
    await town.settle()
    return town


async def test_forged_requests_are_refused_and_nothing_is_stored(number: WhatsAppTown) -> None:
    """Without the right signature of these very bytes the answer is 403 with a fixed body, whatever the body says."""
    before = counted(number)
    found = {
        (name, body): await number.front.ask("POST", PATH, body=body, headers=headers)
        for name, headers in forged(BODY).items()
        for body in (BODY, b"{not json", b"")
    }
    await number.settle()
    assert dict.fromkeys(found, (403, "forbidden")) == found
    assert before == counted(number)


async def test_the_right_signature_is_let_in(number: WhatsAppTown) -> None:
    """The same body with the right signature is stored: the table above fails for its headers alone."""
    before = counted(number)
    person = number.whatsapp.people.add_user("6281238007777", "Palsu")
    person.last_inbound_at = number.clock.seconds()
    number.allowed.add("refused")  # the stand-in does not know the message that is marked as read
    assert (200, "ok") == await number.front.ask("POST", PATH, body=BODY, headers={HEADER: RIGHT})
    await number.settle()
    assert before["inbox"] < counted(number)["inbox"]
    assert [text for text in number.whatsapp.bubbles("6281238007777") if "kantor lurah" in text.text]


async def test_what_belongs_to_another_number_is_not_ours(number: WhatsAppTown) -> None:
    """A genuine body of another number of the same account is answered 200 and leaves nothing."""
    before = counted(number)
    body = raw(body_of("999"))
    headers = {HEADER: signature(APP_SECRET, body)}
    assert (200, "ok") == await number.front.ask("POST", PATH, body=body, headers=headers)
    await number.settle()
    assert before == counted(number)


def query(**changed: str) -> str:
    """Make the query of a verification; an empty value leaves a part out."""
    parts = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
    parts |= {name.replace("_", ".", 1): value for name, value in changed.items()}
    return urlencode({name: value for name, value in parts.items() if value})


VERIFICATIONS = {
    query(): (200, "1158201444"),
    query(hub_verify_token="lain"): (403, "forbidden"),
    query(hub_verify_token=VERIFY_TOKEN[:-1]): (403, "forbidden"),
    query(hub_verify_token=""): (403, "forbidden"),
    query(hub_mode="unsubscribe"): (403, "forbidden"),
    query(hub_challenge=""): (403, "forbidden"),
    "": (403, "forbidden"),
}


async def test_the_address_is_proven_by_get(number: WhatsAppTown) -> None:
    """Only the right verify token brings the bare challenge back."""
    found = {text: await number.front.ask("GET", f"{PATH}?{text}") for text in VERIFICATIONS}
    assert VERIFICATIONS == found


UNREADABLE = [b"{not json", b"[]", b"", b"\xff\xfe", b'"text"', b"[" * 5000]


async def test_malformed_bodies_are_parked(number: WhatsAppTown) -> None:
    """Genuine requests with an unreadable body are answered 200 and kept for the operator, each once."""
    number.allowed.add("dead")
    for body in UNREADABLE * 2:
        headers = {HEADER: signature(APP_SECRET, body)}
        assert (200, "ok") == await number.front.ask("POST", PATH, body=body, headers=headers)
    letters = await number.runtime.store.list_dead()
    assert ["body"] * len(UNREADABLE) == [letter.kind for letter in letters]
