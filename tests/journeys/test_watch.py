"""The judge of the journeys can say no: each thing that it looks for is found where it is put."""

from __future__ import annotations

import io
import zipfile

import pytest

from core.vocabulary.lane_names import person_lane
from demo.stage import WEBHOOK_SECRET
from tests.journeys.cast import LAMP
from tests.journeys.driver import Town
from tests.journeys.reading import Json
from tests.journeys.watch import scan

PERSON = person_lane("chat:telegram:628301177")
LEAKS = {
    "the token in a log": ("logs", "GET https://api/bot{token}/getMe"),
    "the secret in a log": ("logs", "header " + WEBHOOK_SECRET),
    "a citizen's id in a log": ("logs", "lane chat:telegram:{id}"),
    "a person's id in a log": ("logs", f"lane {PERSON}"),
    "a person's id in the group": ("group", f"from {PERSON}"),
    "a citizen's name in a log": ("logs", "hello TNUNAY"),
    "a user name in a log": ("logs", "@yosefina_oebufu wrote"),
    "a phone number in a log": ("logs", "contact 081234567890"),
    "what a citizen wrote in a log": ("logs", f"ValueError: {LAMP}"),
    "a name in an answer": ("answers", "error: Tnunay"),
    "a phone number in a stored error": ("errors", "ValueError: 081234567890"),
    "a hidden name in the group": ("group", "Pelapor: Yosefina"),
    "a hidden id in the group": ("group", "dari {id}"),
    "a phone number in the group": ("group", "hubungi +6281234567890"),
    "a hidden name as a file's name": ("document", "KTP_Yosefina.pdf"),
    "a hidden name as a title": ("venue", "Rumah Tnunay"),
    "a hidden name in a contact": ("contact", "Yosefina"),
    "a hidden name inside a file": ("bytes", "owner Yosefina Tnunay"),
    "a hidden name packed in a document": ("packed", "<creator>Tnunay</creator>"),
    "a name in the answer of a button": ("alert", "oleh Yosefina"),
    "words of a confidential report": ("group", "mantri memukul"),
}


@pytest.mark.parametrize("name", LEAKS)
async def test_a_leak_is_found(bare: Town, name: str) -> None:
    """A secret or a person where it must not be fails the journey."""
    where, text = LEAKS[name]
    citizen = bare.citizen()
    bare.spoken.add(LAMP)
    bare.never_shown.add("mantri memukul")
    leak = text.format(token=bare.standin.token, id=citizen.id)
    chat = bare.standin.world.chats[bare.group_id]
    if where == "answers":
        bare.front.answers.append((500, leak))
    if where == "group":
        bare.standin.world.compose(chat, bare.standin.world.bot, {"text": leak})
    if where in ("document", "venue", "contact", "bytes", "packed"):
        bare.standin.world.compose(chat, bare.standin.world.bot, _content(bare, where, leak))
    if where == "alert":
        bare.standin.answers.append({"id": "q", "text": leak})
    logs, errors = (leak if where == "logs" else ""), ([leak] if where == "errors" else [])
    with pytest.raises(AssertionError):
        scan(bare, logs, errors, [PERSON.removeprefix("person:")])
    bare.front.answers.clear()
    bare.standin.answers.clear()
    chat.messages.clear()


def _content(town: Town, where: str, leak: str) -> Json:
    """Put a leak somewhere else than into the words of a message."""
    if where == "venue":
        return {"venue": {"location": {"latitude": -10.1, "longitude": 123.6}, "title": leak, "address": ""}}
    if where == "contact":
        return {"contact": {"phone_number": "1", "first_name": leak}}
    data = leak.encode()
    if where == "packed":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("docProps/core.xml", leak * 9)
        data = packed.getvalue()
    name = leak if where == "document" else "dokumen-1.pdf"
    return {"document": town.standin.world.files.store("document", data, name=name).shape()}


async def test_a_clean_journey_is_let_through(bare: Town) -> None:
    """The same look at a journey without leaks finds nothing."""
    bare.citizen()
    bare.spoken.add(LAMP)
    scan(bare, "lane chat:telegram:~3fa9 stepped", ["ValueError"])
