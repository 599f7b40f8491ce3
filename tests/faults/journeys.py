"""The journeys whose every write is a place to die: each is told by people who wait for what they expect."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from demo.stage import COORDINATOR
from demo.story import picture
from tests.faults import office_journeys
from tests.faults.cast import (
    CODE,
    LAMP,
    Cast,
    ask,
    claim,
    close,
    confirm,
    file,
    numbered,
    start_up,
    take_number,
    to_unit,
)
from tests.faults.platform import JourneyBroke
from tests.faults.telegram import NIKO, OFFICERS, YENI, Citizen
from tests.storage.files.cameras import shot


async def complaint(cast: Cast) -> None:
    """A complaint with a photo is verified, disposed, claimed, closed with a photo, confirmed and rated."""
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    await file(cast, "1 foto")
    await to_unit(cast)
    await claim(cast)
    await close(cast, "Lampu sudah diganti, menyala sejak sore ini.")
    await confirm(cast, "lampu sudah diganti")


async def origin(cast: Cast) -> None:
    """A photo tells when and where it was taken: that is kept with a yes, of a second report without one not."""
    for words, said in ((LAMP, "su 3 hari"), ("Lampu jalan gelap semua di depan SDN Oebufu", "gelap semua")):
        cast.citizen.sends_photos([shot()], words if words == LAMP else f"/lapor {words}")
        draft = await cast.citizen.hears("the draft", said, "1 foto")
        await cast.settled()
        cast.citizen.presses(draft, "Kirim")
        choice = await cast.citizen.hears("both questions", "di mana diambil", "nama Anda ditampilkan")
        if words == LAMP:
            cast.citizen.says("boleh")
            choice = await cast.citizen.hears("the privacy alone", "kami simpan terpisah", "nama Anda ditampilkan")
        cast.citizen.presses(choice, "Anonim")
        await numbered(cast)
        await cast.settled()


async def disputed(cast: Cast) -> None:
    """A question is asked and answered, the answer disputed, and the ticket closed again."""
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    await to_unit(cast)
    await claim(cast)
    await ask(cast)
    await close(cast, "Lampu nomor 12 sudah diganti.")
    answered = await cast.citizen.hears("the answer", "lampu nomor 12")
    cast.citizen.presses(answered, "Belum beres")
    await cast.citizen.hears("the question what is not fixed", "Apa yang belum beres")
    cast.citizen.says("Malam ini masih gelap")
    await cast.citizen.hears("the word that it is open again", "dibuka lagi")
    await cast.office.reads("the dispute", "masih gelap")
    card = await cast.office.card(cast.number, "Lanjutkan")
    await cast.office.answered(cast.office.presses(YENI, card, "Lanjutkan"))
    card = await cast.office.card(cast.number, "Progres")
    cast.office.replies(YENI, card, "Kami cek lagi malam ini.")
    await cast.citizen.hears("the officer's words", "cek lagi malam ini")
    await close(cast, "Kabel di tiang 12 sudah disambung.")
    answered = await cast.citizen.hears("the second answer", "kabel di tiang 12")
    cast.citizen.presses(answered, "Sudah beres")
    rating = await cast.citizen.hears("the question for a rating", "Berapa nilainya")
    cast.citizen.presses(rating, "Lewati")
    await cast.office.reads("the finished card", cast.number, "Selesai, ")


async def whatsapp(cast: Cast) -> None:
    """On WhatsApp: a complaint with a photo, a question answered, closed with a photo, confirmed and rated.

    The citizen answers and asks for help in one breath: how many bubbles come of that is a matter of moments.
    """
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    await file(cast, "1 foto")
    await to_unit(cast)
    await claim(cast)
    await ask(cast, "bantuan")
    await cast.citizen.hears("the help", "batal – menghentikan")
    await close(cast, "Lampu nomor 12 sudah diganti.")
    await confirm(cast, "lampu nomor 12")


async def page(cast: Cast) -> None:
    """On Messenger or Instagram: a complaint with a photo and words in one message, closed with a photo, and confirmed.

    The photo of the answer is a message of its own before the words: a kill may come between the two.
    """
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    await file(cast, "1 foto")
    await to_unit(cast)
    await claim(cast)
    await close(cast, "Lampu nomor 12 sudah diganti.")
    await confirm(cast, "lampu nomor 12")


async def holder_gone(cast: Cast) -> None:
    """The officer who holds a ticket leaves the group; it is offered to the unit, and a colleague goes on."""
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    await to_unit(cast)
    await claim(cast)
    cast.office.leaves(YENI)
    await cast.office.reads("the offer", cast.number, "Siapa yang melanjutkan?")
    await cast.citizen.hears("the word that it was released", "dikembalikan ke antrean")
    card = await cast.office.card(cast.number, "Ambil")
    await cast.office.answered(cast.office.presses(NIKO, card, "Ambil"))
    await cast.office.card(cast.number, "Lepas", holder=OFFICERS[NIKO])


async def form(cast: Cast) -> None:
    """A form with a photo is filed, a question answered on the private page, the answer confirmed and rated."""
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    take_number(cast, await cast.citizen.hears("the ticket number", "Nomornya"))
    await cast.settled()
    await to_unit(cast)
    await claim(cast)
    await ask(cast, slowly=True)
    await close(cast, "Lampu nomor 12 sudah diganti.")
    await confirm(cast, "lampu nomor 12", slowly=True)


async def machine(cast: Cast) -> None:
    """By Open311: a machine files, its people are asked and answer, confirm and rate, by updates alone."""
    cast.citizen.says(LAMP)
    take_number(cast, await cast.office.reads("the new card", "Lampu jalan", "menunggu verifikasi"))
    await cast.settled()
    await to_unit(cast)
    await claim(cast)
    await ask(cast, slowly=True)
    await close(cast, "Lampu nomor 12 sudah diganti.")
    await confirm(cast, "lampu nomor 12", slowly=True)


async def sms(cast: Cast) -> None:
    """By text messages: a complaint by keyword, a question answered, closed with a photo, confirmed and rated."""
    cast.citizen.says(f"KOTKUPANG {LAMP}")
    draft = await cast.citizen.hears("the draft", "lampu", "Kami catat")
    cast.citizen.presses(draft, "Kirim")
    cast.citizen.presses(await cast.citizen.hears("the privacy choice", "tidak melihat nomor"), "Anonim")
    await numbered(cast)
    await to_unit(cast)
    await claim(cast)
    await ask(cast)
    await close(cast, "Lampu nomor 12 sudah diganti.")
    cast.citizen.presses(await cast.citizen.hears("the answer", "lampu nomor 12"), "Sudah beres")
    rating = await cast.citizen.hears("the question for a rating", "Bagaimana penanganannya")
    cast.citizen.presses(rating, "sangat baik")
    await cast.citizen.hears("the thanks", "nilai 5")
    await cast.office.reads("the mark", cast.number, "5/5", "Selesai")


async def spoken(cast: Cast) -> None:
    """A voice note is written down, and filed with what is heard in it."""
    if not isinstance(cast.citizen, Citizen):
        raise JourneyBroke("nobody in this scene can speak")
    cast.citizen.sends_voice()
    await file(cast, "(transkrip)")
    await cast.office.card(cast.number, "Verifikasi")
    await cast.office.reads("what was heard", cast.number, "lampu jalan mati su tiga hari")
    await cast.settled()


async def linked(cast: Cast) -> None:
    """A report is filed with the bot; a telephone is linked, told of it, and parted with."""
    phone = cast.phone
    if phone is None:
        raise JourneyBroke("there is no telephone in this scene")
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    await cast.settled()
    phone.says("TAUTKAN")
    code = CODE.search((await phone.hears("the code", "Kode:")).text)
    if code is None:
        raise JourneyBroke("the message carries no code")
    cast.names[code[0]] = "<code>"
    cast.citizen.says(f"tautkan {code[0]}")
    offered = await cast.citizen.hears("the question here", "Kode ini dari obrolan lewat SMS")
    cast.citizen.presses(offered, "Ya, tautkan")
    phone.presses(await phone.hears("the question there", "Telegram", "ditautkan"), "Ya, tautkan")
    await cast.citizen.hears("the word that they are linked", "Tertaut dengan obrolan Anda lewat SMS")
    await phone.hears("the word that they are linked", "Tertaut dengan Telegram")
    await cast.settled()
    await cast.pass_time(2.0)
    cast.citizen.says("terima kasih")
    await cast.citizen.hears("the courtesy", "Sama-sama")
    await cast.settled()
    await to_unit(cast)
    await cast.settled()
    await cast.pass_time(2.0)
    phone.says("STATUS")
    await phone.hears("the list", "Laporan Anda")
    await cast.settled()
    card = await cast.office.card(cast.number, "Ambil")
    await cast.office.answered(cast.office.presses(YENI, card, "Ambil"))
    await phone.hears("the word that it was claimed", cast.number, "dikerjakan")
    cast.citizen.says("putuskan")
    which = await cast.citizen.hears("the question which link shall end", "tertaut dengan: SMS")
    cast.citizen.presses(which, "Lepas SMS")
    await cast.citizen.hears("the word that it has ended", "Tautan dengan SMS dilepas")


async def album(cast: Cast) -> None:
    """Three photos come as an album; two officers tap at once; the winner releases, the other one claims."""
    cast.citizen.sends_photos([picture(60 + 50 * n, 60, 90) for n in range(3)], LAMP)
    await file(cast, "3 foto")
    await to_unit(cast)
    card = await cast.office.card(cast.number, "Ambil")
    presses = {who: cast.office.presses(who, card, "Ambil") for who in (YENI, NIKO)}
    answers = {who: await cast.office.answered(press) for who, press in presses.items()}
    await cast.citizen.hears("the word that it was claimed", "sedang dikerjakan")
    losers = [who for who, (_words, alert) in answers.items() if alert]
    if len(losers) != 1:
        raise JourneyBroke(f"two taps, and the answers were {answers}")
    loser = losers[0]
    winner = YENI if loser == NIKO else NIKO
    for who, part in ((winner, "first"), (loser, "second")):
        cast.names |= {str(who): f"<{part}>", OFFICERS[who]: f"<{part}>"}
    held = await cast.office.card(cast.number, "Lepas", holder=OFFICERS[winner])
    await cast.office.answered(cast.office.presses(winner, held, "Lepas"))
    await cast.citizen.hears("the word that it was released", "dikembalikan ke antrean")
    card = await cast.office.card(cast.number, "Ambil")
    await cast.office.answered(cast.office.presses(loser, card, "Ambil"))
    await cast.citizen.hears("the word that it was claimed again", "sedang dikerjakan")
    await cast.office.card(cast.number, "Lepas", holder=OFFICERS[loser])


async def group_gone(cast: Cast) -> None:
    """The group throws the bot out; a complaint comes meanwhile; let in again, its card comes and the case goes on."""
    cast.office.opens_private_chat(COORDINATOR)
    await cast.settled()
    cast.office.throws_us_out()
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    await cast.office.warned(COORDINATOR, "Grup petugas tidak bisa dikirimi")
    cast.office.lets_us_in()
    await cast.office.warned(COORDINATOR, "🟢 Grup petugas")
    await to_unit(cast)
    await claim(cast)
    await close(cast, "Lampu sudah diganti, menyala sejak sore ini.")
    await confirm(cast, "lampu sudah diganti")


async def confidential(cast: Cast) -> None:
    """A confidential report is opened in private by who holds it, first after the chat was opened; so is an answer."""
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    await file(cast, "1 foto", "Rahasia")
    await to_unit(cast)
    await claim(cast)
    card = await cast.office.card(cast.number, "Buka isi")
    told, _alert = await cast.office.answered(cast.office.presses(YENI, card, "Buka isi"))
    if "?start=" not in told:
        raise JourneyBroke(f"the press did not open the private chat, but said {told!r}")
    cast.office.opens_private_chat(YENI)
    await cast.office.warned(YENI, cast.number, "SDN Oebufu")
    await cast.settled()
    await cast.office.answered(cast.office.presses(YENI, await cast.office.card(cast.number, "Tanya"), "Tanya"))
    prompt = await cast.office.reads("the prompt for a question", "ingin ditanyakan")
    cast.office.replies(YENI, prompt, "Tiang nomor berapa yang mati?")
    await cast.citizen.hears("the question", "tiang nomor berapa")
    await cast.pass_time(2.0)
    cast.citizen.says("nomor 12, samping gerbang sekolah")
    relay = await cast.office.reads("the closed answer", "jawaban", "tertutup")
    await cast.citizen.hears("the word that it was passed on", "sudah diteruskan")
    await cast.office.answered(cast.office.presses(YENI, relay, "Buka isi"))
    await cast.office.warned(YENI, cast.number, "gerbang sekolah")
    await close(cast, "Lampu nomor 12 sudah diganti.")
    await confirm(cast, "lampu nomor 12")


async def dispute_by_words(cast: Cast) -> None:
    """The citizen says in words, pressing nothing, that it is not fixed, and later that it is."""
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    await to_unit(cast)
    await claim(cast)
    await close(cast, "Lampu sudah diganti.")
    await cast.citizen.hears("the answer", "lampu sudah diganti")
    cast.citizen.says("belum pak, malam ini masih gelap")
    await cast.citizen.hears("the word that it is open again", "dibuka lagi")
    await cast.office.reads("the dispute", "masih gelap")
    card = await cast.office.card(cast.number, "Lanjutkan")
    await cast.office.answered(cast.office.presses(YENI, card, "Lanjutkan"))
    await cast.office.card(cast.number, "Progres")
    await close(cast, "Kabelnya sudah disambung.")
    await cast.citizen.hears("the second answer", "kabelnya sudah disambung")
    cast.citizen.says("sudah menyala lagi pak")
    rating = await cast.citizen.hears("the question for a rating", "Berapa nilainya")
    cast.citizen.presses(rating, "Lewati")
    await cast.office.reads("the finished card", cast.number, "Selesai, ")


async def withdrawal(cast: Cast) -> None:
    """It solves itself while an officer works on it; the citizen says so and takes the report back."""
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    await to_unit(cast)
    await claim(cast)
    cast.citizen.says("lampunya sudah menyala sendiri, tidak usah diurus lagi")
    asked = await cast.citizen.hears("the question whether to take it back", "mau ditarik")
    cast.citizen.presses(asked, "Ya, tarik laporan")
    await cast.citizen.hears("the word that it was taken back", "kami tarik")
    await cast.office.reads("the reason", "menyala sendiri")
    await cast.office.reads("the card", cast.number, "Ditarik")


async def merged(cast: Cast) -> None:
    """A second report is merged into the first by its number, and taken out again."""
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    first = cast.number
    await cast.settled()
    cast.citizen.catches_up()
    cast.citizen.says("/lapor Lampu jalan gelap semua di depan SDN Oebufu")
    await file(cast, "sesuai")
    card = await cast.office.card(cast.number, "Duplikat")
    await cast.office.answered(cast.office.presses(COORDINATOR, card, "Duplikat"))
    prompt = await cast.office.reads("the prompt for a number", "nomor tiket yang sama")
    cast.office.replies(COORDINATOR, prompt, first)
    await cast.citizen.hears("the word that it was merged", "digabung", first)
    await cast.office.reads("the note", first, f"Gabungan: {cast.number}")
    card = await cast.office.card(cast.number, "Lepas gabungan")
    await cast.office.answered(cast.office.presses(COORDINATOR, card, "Lepas gabungan"))
    await cast.citizen.hears("the word that it stands alone again", "tidak lagi digabung")
    await cast.office.reads("the note of its end", first, "tidak lagi digabung ke sini")


@dataclass(frozen=True)
class Journey:
    """A story on the citizen's ``channel``; ``prepared`` by the start-up's story before any write is counted.

    `make faults` plays every ``stride``-th place to die, others each day: much of a longer story is told in others too.
    """

    name: str
    tell: Callable[[Cast], Awaitable[None]]
    prepared: bool = True
    channel: str = "telegram"
    stride: int = 1


JOURNEYS: Mapping[str, Journey] = {
    journey.name: journey
    for journey in (
        Journey("start-up", start_up, prepared=False),
        Journey("complaint", complaint),
        Journey("origin", origin, stride=3),
        Journey("disputed", disputed),
        Journey("dispute by words", dispute_by_words, stride=3),
        Journey("withdrawal", withdrawal, stride=3),
        Journey("merged", merged, stride=3),
        Journey("album", album),
        Journey("holder gone", holder_gone, stride=3),
        Journey("group gone", group_gone, stride=3),
        Journey("confidential", confidential, stride=3),
        Journey("whatsapp", whatsapp, channel="whatsapp"),
        Journey("messenger", page, channel="messenger", stride=3),
        Journey("instagram", page, channel="instagram", stride=3),
        Journey("x", complaint, channel="x", stride=3),
        Journey("web", form, channel="web", stride=3),
        Journey("sms", sms, channel="sms", stride=3),
        Journey("open311", machine, channel="open311", stride=3),
        Journey("reminded", office_journeys.reminded, stride=3),
        Journey("hooked", office_journeys.hooked, channel="hooked", stride=3),
        Journey("signed", office_journeys.signed, channel="signed", stride=3),
        Journey("new desk", office_journeys.new_desk, stride=3),
        Journey("second officer", office_journeys.second_officer, stride=3),
        Journey("counter", office_journeys.counter, stride=3),
        Journey("spoken", spoken, channel="voice", stride=3),
        Journey("linked", linked, channel="linked", stride=3),
    )
}
