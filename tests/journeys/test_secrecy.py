"""Confidential and anonymous reports on Telegram: what the group never sees, who opens it, and what changes later."""

from __future__ import annotations

from typing import Any

from core.vocabulary.citizen import ChangePrivacy
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from tests.journeys.cast import Citizen
from tests.journeys.driver import Town
from tests.journeys.reading import Json, number_in, text_of
from tests.storage.files import samples as files

MATTER = "Pak mantri di puskesmas Oebufu memukul adik saya kemarin.\nHormat saya,\nYuliana Manafe"
SECRETS = ("mantri di puskesmas", "memukul adik", "rumah mama yuli", "loket tiga")


def yuli(town: Town, *, anonymous: bool = True) -> Citizen:
    """Bring in who reports; every name stands inside every file too."""
    return town.citizen("Yuliana", "Manafe", "yuli_manafe", anonymous=anonymous)


def sends_everything(town: Town, citizen: Citizen) -> None:
    """Send words with a signature, a photo as a file with owner and place, a document with a name, and a pin."""
    citizen.says(MATTER)
    town.people.send_file(citizen.id, "document", files.jpeg(6), name="Yuliana di rumah.jpg", mime="image/jpeg")
    town.people.send_file(
        citizen.id, "document", files.pdf(), name='KTP_Yuliana_Manafe\r\n;".pdf', mime="application/pdf"
    )
    town.people.send_location(citizen.id, -10.178757, 123.597603, "Rumah Mama Yuli Manafe", "Gang 3")


async def files_it(town: Town, citizen: Citizen, privacy: str) -> str:
    """Send the draft as it stands when everything has come."""
    await town.settle()
    citizen.presses(citizen.last(), "Kirim")
    choice = await citizen.hears(button=privacy)
    citizen.presses(choice, privacy)
    return number_in(await citizen.hears("tercatat", "KPG-"))


def about(town: Town, citizen: Citizen, number: str) -> Json:
    """Find the bot's newest message to the citizen about a ticket."""
    return next(one for one in reversed(town.standin.messages(citizen.id, from_bot=True)) if number in text_of(one))


async def changed(town: Town, number: str, citizen: Citizen, privacy: Any, name: str = "") -> None:
    """Let the citizen's chat tell the ticket of another privacy, as it does when the citizen says so."""
    hide = () if privacy == "nama" else (f"{citizen.names[0]} {citizen.names[1]}", *citizen.names)
    body = ChangePrivacy(privacy, name, hide)
    event = Event(f"privacy:{town.standin.journal.count}", ticket_lane(number), town.clock.now(), body)
    await town.runtime.engine.accept([event])
    await town.settle()


async def test_confidential_report(town: Town) -> None:
    """The group sees number, category and kecamatan; the coordinator reads all in private, a stranger nothing."""
    town.never_shown.update(SECRETS)
    citizen = yuli(town)
    sends_everything(town, citizen)
    number = await files_it(town, citizen, "Rahasia")
    card = await town.card(number, "Buka isi", words=("Kec. ",))
    assert not any("document" in one or "photo" in one or "location" in one for one in town.group())

    assert "hanya" in (await town.answer(town.officer().taps(card, "Buka isi"))).lower()
    assert "terdaftar" in (await town.answer(town.stranger.taps(card, "Buka isi")))
    told = await town.answer(town.admin.taps(card, "Buka isi"))
    assert "t.me/" in told

    town.people.start(town.admin.id)
    await town.settle()
    shown = [one for one in town.standin.messages(town.admin.id, from_bot=True) if one.get("has_protected_content")]
    words = "\n".join(map(text_of, shown))
    assert "memukul adik" in words
    assert "[nama]" in words
    assert not [name for name in ("Yuli", "Manafe") if name in words]
    assert ["dokumen-2.pdf", "foto-1.jpg"] == sorted(one["document"]["file_name"] for one in shown if "document" in one)

    citizen.says("Kejadiannya di loket tiga", reply_to=about(town, citizen, number))
    relay = await town.group_says(number, "tambahan", "tertutup")
    assert "kirim" in (await town.answer(town.admin.taps(relay, "Buka isi"))).lower()
    await town.settle()
    assert "loket tiga" in text_of(town.standin.messages(town.admin.id, from_bot=True)[-1])
    looks = [line for line in await journal(town, number) if line["what"] == "buka"]
    assert [str(town.admin.id)] * 3 == [line["actor"] for line in looks]


async def journal(town: Town, number: str) -> list[dict[str, Any]]:
    """Read a ticket's journal."""
    return [line async for line in town.runtime.store._connection["journal"].find({"subject": number})]


async def test_anonymous_report(town: Town) -> None:
    """Of an anonymous reporter nothing is left in words, names of files, files, or the pin."""
    citizen = yuli(town)
    sends_everything(town, citizen)
    number = await files_it(town, citizen, "Anonim")
    card = await town.card(number, "Verifikasi")
    await town.settle()
    assert "memukul adik" in text_of(card)
    names = [one["document"]["file_name"] for one in town.group() if "document" in one]
    assert ["dokumen-2.pdf", "foto-1.jpg"] == sorted(names)


async def test_a_file_that_tells_is_named_as_such(town: Town) -> None:
    """A closed document of an anonymous reporter is passed on under a neutral name, and the card warns of it."""
    citizen = yuli(town)
    citizen.says(MATTER)
    town.people.send_file(citizen.id, "document", files.closed_pdf(), name="Yuliana.pdf", mime="application/pdf")
    number = await files_it(town, citizen, "Anonim")
    await town.card(number, "Verifikasi", words=("1 berkas masih bisa menunjukkan",))


async def test_privacy_changes_later(town: Town) -> None:
    """A name that is shown is never in the words, and goes from the card; to confidential everything is taken away."""
    citizen = yuli(town)
    citizen.says("Got mampet di Oebufu, kata Yuliana juga begitu")
    town.people.send_file(citizen.id, "document", files.jpeg(), name="got.jpg", mime="image/jpeg")
    number = await files_it(town, citizen, "Tampilkan nama")
    await town.card(number, words=("Pelapor: Yuliana Manafe", "mampet"))
    citizen.says("Kata Yuliana lagi: baunya sampai loket tiga", reply_to=about(town, citizen, number))
    await town.group_says(number, "loket tiga")

    await changed(town, number, citizen, "anonim")
    group = "\n".join(map(text_of, town.group()))
    assert "yuliana" not in group.lower()
    assert "loket tiga" in group
    assert any("document" in one for one in town.group())

    await changed(town, number, citizen, "rahasia")
    group = "\n".join(map(text_of, town.group()))
    assert "loket tiga" not in group
    assert "mampet" not in group
    assert not any("document" in one for one in town.group())

    await changed(town, number, citizen, "nama", "Yuliana Manafe")
    await town.card(number, words=("Yuliana Manafe", "mampet"))
    citizen.anonymous = False


async def test_files_too_old_to_be_deleted(town: Town) -> None:
    """After 48 hours the words are edited away, and the group is told which files an administrator has to delete."""
    citizen = yuli(town)
    citizen.says("Got mampet di Oebufu")
    town.people.send_file(citizen.id, "document", files.jpeg(), name="got.jpg", mime="image/jpeg")
    number = await files_it(town, citizen, "Anonim")
    await town.settle()
    await town.later(hours=50)

    await changed(town, number, citizen, "rahasia")
    await town.group_says(number, "1 berkas lama", "48 jam")
    left = next(one for one in town.group() if "document" in one)
    assert "tertutup" in text_of(left)
