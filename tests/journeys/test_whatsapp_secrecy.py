"""Confidential and anonymous reports from WhatsApp: nothing of the person or the contents reaches the group."""

from __future__ import annotations

from tests.journeys.conftest import Build
from tests.journeys.reading import text_of
from tests.journeys.whatsapp_driver import WhatsAppCitizen, WhatsAppTown, number_in, whatsapp_town
from tests.storage.files import samples as files

MATTER = "Pak mantri di puskesmas Oebufu memukul adik saya kemarin.\nHormat saya,\nYuliana Manafe"


async def reports(town: WhatsAppTown, citizen: WhatsAppCitizen, privacy: str) -> str:
    """Report with a signature, a document that tells a name in and on it, and a pin with a title."""
    citizen.says(MATTER)
    citizen.people.send_document(citizen.key, files.pdf(), "KTP_Yuliana_Manafe.pdf")
    citizen.people.send_document(citizen.key, files.word(), "surat Yuliana.docx", files_word_mime())
    citizen.people.send_location(citizen.key, -10.178757, 123.597603, "Rumah Yuliana Manafe")
    await town.later(seconds=1)
    draft = next(one for one in reversed(town.whatsapp.bubbles(citizen.key)) if "Kirim" in one.titles)
    citizen.presses(draft, "Kirim")
    choice = await citizen.hears(button=privacy)
    citizen.presses(choice, privacy)
    return number_in(await citizen.hears("tercatat", "KPG-"))


def files_word_mime() -> str:
    """Give the type of a text document."""
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def test_confidential_report(build: Build) -> None:
    """The group sees neither words nor files nor the pin; the coordinator opens them in private."""
    town = await whatsapp_town(build)
    town.never_shown.update(("mantri di", "memukul adik", "123.597", "Yuliana"))
    number = await reports(town, town.person("Yuliana Manafe"), "Rahasia")
    card = await town.card(number, "Buka isi", words=("Kec. ",))
    await town.settle()
    assert not any("document" in one or "location" in one for one in town.group())

    town.people.start(town.admin.id)
    await town.settle()
    assert "kirim" in (await town.answer(town.admin.taps(card, "Buka isi"))).lower()
    await town.settle()
    shown = [one for one in town.standin.messages(town.admin.id, from_bot=True) if one.get("has_protected_content")]
    assert "memukul adik" in "\n".join(map(text_of, shown))
    names = sorted(one["document"]["file_name"] for one in shown if "document" in one)
    assert ["dokumen-1.pdf", "dokumen-2.docx"] == names


async def test_anonymous_report(build: Build) -> None:
    """Words and files reach the group without the name, whatever the files were called and hold."""
    town = await whatsapp_town(build)
    number = await reports(town, town.person("Yuliana Manafe"), "Anonim")
    card = await town.card(number, "Verifikasi")
    await town.settle()
    assert "memukul adik" in text_of(card)
    names = sorted(one["document"]["file_name"] for one in town.group() if "document" in one)
    assert ["dokumen-1.pdf", "dokumen-2.docx"] == names
