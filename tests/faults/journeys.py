"""The journeys whose every write is a place to die: each is told by people who wait for what they expect."""

from __future__ import annotations

import re
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from demo.stage import COORDINATOR
from demo.story import picture
from tests.faults.platform import CitizenSide, JourneyBroke, OfficeSide, Shown
from tests.faults.telegram import NIKO, OFFICERS, YENI

CODE = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}\b")
NUMBER = re.compile(r"[A-Z]{2,5}-\d{2}-\d{5,6}-\d")
LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu"


@dataclass
class Cast:
    """Who takes part. ``settled`` waits until the bridge has nothing left to do, ``pass_time`` for seconds of the
    fast clock; ``names`` stand for people whose part differs from run to run, ``phone`` is the citizen's other chat."""

    citizen: CitizenSide
    office: OfficeSide
    settled: Callable[[], Awaitable[None]]
    pass_time: Callable[[float], Awaitable[None]]
    names: dict[str, str] = field(default_factory=dict)
    number: str = ""
    phone: CitizenSide | None = None


async def start_up(cast: Cast) -> None:
    """The bridge starts, opens its topics, and the coordinator registers two officers."""
    for user_id, name in OFFICERS.items():
        cast.office.says(COORDINATOR, f"/daftar {user_id} dishub {name}")
        asked = await cast.office.reads("the code of ethics", name, "kode etik petugas")
        await cast.office.answered(cast.office.presses(user_id, asked, "Saya setuju"))
        await cast.office.reads("the consent", name, "menyetujui kode etik")


async def complaint(cast: Cast) -> None:
    """A complaint with a photo is verified, disposed, claimed, closed with a photo, confirmed and rated."""
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    await _file(cast, "1 foto")
    await _to_unit(cast)
    await _claim(cast)
    await _close(cast, "Lampu sudah diganti, menyala sejak sore ini.")
    await _confirm(cast, "lampu sudah diganti")


async def disputed(cast: Cast) -> None:
    """A question is asked and answered, the answer disputed, and the ticket closed again."""
    cast.citizen.says(LAMP)
    await _file(cast, "sesuai")
    await _to_unit(cast)
    await _claim(cast)
    await _ask(cast)
    await _close(cast, "Lampu nomor 12 sudah diganti.")
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
    await _close(cast, "Kabel di tiang 12 sudah disambung.")
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
    await _file(cast, "1 foto")
    await _to_unit(cast)
    await _claim(cast)
    await _ask(cast, "bantuan")
    await cast.citizen.hears("the help", "batal – menghentikan")
    await _close(cast, "Lampu nomor 12 sudah diganti.")
    await _confirm(cast, "lampu nomor 12")


async def page(cast: Cast) -> None:
    """On Messenger or Instagram: a complaint with a photo and words in one message, closed with a photo, and confirmed.

    The photo of the answer is a message of its own before the words: a kill may come between the two.
    """
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    await _file(cast, "1 foto")
    await _to_unit(cast)
    await _claim(cast)
    await _close(cast, "Lampu nomor 12 sudah diganti.")
    await _confirm(cast, "lampu nomor 12")


async def holder_gone(cast: Cast) -> None:
    """The officer who holds a ticket leaves the group; it is offered to the unit, and a colleague goes on."""
    cast.citizen.says(LAMP)
    await _file(cast, "sesuai")
    await _to_unit(cast)
    await _claim(cast)
    cast.office.leaves(YENI)
    await cast.office.reads("the offer", cast.number, "Siapa yang melanjutkan?")
    await cast.citizen.hears("the word that it was released", "dikembalikan ke antrean")
    card = await cast.office.card(cast.number, "Ambil")
    await cast.office.answered(cast.office.presses(NIKO, card, "Ambil"))
    await cast.office.card(cast.number, "Lepas", holder=OFFICERS[NIKO])


async def form(cast: Cast) -> None:
    """A form with a photo is filed, a question answered on the private page, the answer confirmed and rated."""
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    _take_number(cast, await cast.citizen.hears("the ticket number", "Nomornya"))
    await cast.settled()
    await _to_unit(cast)
    await _claim(cast)
    await _ask(cast, slowly=True)
    await _close(cast, "Lampu nomor 12 sudah diganti.")
    await _confirm(cast, "lampu nomor 12", slowly=True)


async def sms(cast: Cast) -> None:
    """By text messages: a complaint by keyword, a question answered, closed with a photo, confirmed and rated."""
    cast.citizen.says(f"KOTKUPANG {LAMP}")
    draft = await cast.citizen.hears("the draft", "lampu", "Kami catat")
    cast.citizen.presses(draft, "Kirim")
    cast.citizen.presses(await cast.citizen.hears("the privacy choice", "tidak melihat nomor"), "Anonim")
    await _numbered(cast)
    await _to_unit(cast)
    await _claim(cast)
    await _ask(cast)
    await _close(cast, "Lampu nomor 12 sudah diganti.")
    cast.citizen.presses(await cast.citizen.hears("the answer", "lampu nomor 12"), "Sudah beres")
    rating = await cast.citizen.hears("the question for a rating", "Bagaimana penanganannya")
    cast.citizen.presses(rating, "sangat baik")
    await cast.citizen.hears("the thanks", "nilai 5")
    await cast.office.reads("the mark", cast.number, "5/5", "Selesai")


async def linked(cast: Cast) -> None:
    """A report is filed with the bot; a telephone is linked, told of it, and parted with."""
    phone = cast.phone
    if phone is None:
        raise JourneyBroke("there is no telephone in this scene")
    cast.citizen.says(LAMP)
    await _file(cast, "sesuai")
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
    await _to_unit(cast)
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
    await _file(cast, "3 foto")
    await _to_unit(cast)
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
    await _file(cast, "sesuai")
    await cast.office.warned(COORDINATOR, "Grup petugas tidak bisa dikirimi")
    cast.office.lets_us_in()
    await cast.office.warned(COORDINATOR, "🟢 Grup petugas")
    await _to_unit(cast)
    await _claim(cast)
    await _close(cast, "Lampu sudah diganti, menyala sejak sore ini.")
    await _confirm(cast, "lampu sudah diganti")


async def confidential(cast: Cast) -> None:
    """A confidential report is opened in private by who holds it, first after the chat was opened; so is an answer."""
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    await _file(cast, "1 foto", "Rahasia")
    await _to_unit(cast)
    await _claim(cast)
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
    await _close(cast, "Lampu nomor 12 sudah diganti.")
    await _confirm(cast, "lampu nomor 12")


async def dispute_by_words(cast: Cast) -> None:
    """The citizen says in words, pressing nothing, that it is not fixed, and later that it is."""
    cast.citizen.says(LAMP)
    await _file(cast, "sesuai")
    await _to_unit(cast)
    await _claim(cast)
    await _close(cast, "Lampu sudah diganti.")
    await cast.citizen.hears("the answer", "lampu sudah diganti")
    cast.citizen.says("belum pak, malam ini masih gelap")
    await cast.citizen.hears("the word that it is open again", "dibuka lagi")
    await cast.office.reads("the dispute", "masih gelap")
    card = await cast.office.card(cast.number, "Lanjutkan")
    await cast.office.answered(cast.office.presses(YENI, card, "Lanjutkan"))
    await cast.office.card(cast.number, "Progres")
    await _close(cast, "Kabelnya sudah disambung.")
    await cast.citizen.hears("the second answer", "kabelnya sudah disambung")
    cast.citizen.says("sudah menyala lagi pak")
    rating = await cast.citizen.hears("the question for a rating", "Berapa nilainya")
    cast.citizen.presses(rating, "Lewati")
    await cast.office.reads("the finished card", cast.number, "Selesai, ")


async def withdrawal(cast: Cast) -> None:
    """It solves itself while an officer works on it; the citizen says so and takes the report back."""
    cast.citizen.says(LAMP)
    await _file(cast, "sesuai")
    await _to_unit(cast)
    await _claim(cast)
    cast.citizen.says("lampunya sudah menyala sendiri, tidak usah diurus lagi")
    asked = await cast.citizen.hears("the question whether to take it back", "mau ditarik")
    cast.citizen.presses(asked, "Ya, tarik laporan")
    await cast.citizen.hears("the word that it was taken back", "kami tarik")
    await cast.office.reads("the reason", "menyala sendiri")
    await cast.office.reads("the card", cast.number, "Ditarik")


async def merged(cast: Cast) -> None:
    """A second report is merged into the first by its number, and taken out again."""
    cast.citizen.says(LAMP)
    await _file(cast, "sesuai")
    first = cast.number
    await cast.settled()
    cast.citizen.says("/lapor Lampu jalan gelap semua di depan SDN Oebufu")
    await _file(cast, "sesuai")
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


async def _file(cast: Cast, understood: str, privacy: str = "Anonim") -> None:
    draft = await cast.citizen.hears("the draft", "lampu", understood)
    # A photo that arrives before the filing is on the card, a later one below it: both are right, one is comparable.
    await cast.settled()
    cast.citizen.presses(draft, "Kirim")
    choice = await cast.citizen.hears("the privacy choice", "nama Anda ditampilkan")
    cast.citizen.presses(choice, privacy)
    await _numbered(cast)


async def _numbered(cast: Cast) -> None:
    filed = await cast.citizen.hears("the ticket number", "Nomornya")
    _take_number(cast, filed)


def _take_number(cast: Cast, filed: Shown) -> None:
    found = NUMBER.search(filed.text)
    if found is None:
        raise JourneyBroke("the message carries no ticket number")
    cast.number = found[0]


async def _to_unit(cast: Cast) -> None:
    card = await cast.office.card(cast.number, "Verifikasi")
    cast.office.presses(COORDINATOR, card, "Verifikasi")
    await cast.citizen.hears("the word that it was verified", "sudah diperiksa")
    card = await cast.office.card(cast.number, "Disposisi")
    cast.office.presses(COORDINATOR, card, "Disposisi")
    units = await cast.office.card(cast.number, "Kembali")
    cast.office.presses(COORDINATOR, units, "Dishub")
    await cast.citizen.hears("the word that it was disposed", "diserahkan kepada")


async def _claim(cast: Cast) -> None:
    card = await cast.office.card(cast.number, "Ambil")
    await cast.office.answered(cast.office.presses(YENI, card, "Ambil"))
    await cast.citizen.hears("the word that it was claimed", "sedang dikerjakan")
    await cast.office.card(cast.number, "Selesai")


async def _close(cast: Cast, what: str) -> None:
    card = await cast.office.card(cast.number, "Selesai")
    await cast.office.answered(cast.office.presses(YENI, card, "Selesai"))
    prompt = await cast.office.reads("the prompt for closing", "balas pesan ini", "dikerjakan")
    cast.office.replies(YENI, prompt, what, picture(40, 110, zlib.crc32(what.encode()) % 256))


async def _ask(cast: Cast, *more: str, slowly: bool = False) -> None:
    card = await cast.office.card(cast.number, "Tanya")
    await cast.office.answered(cast.office.presses(YENI, card, "Tanya"))
    prompt = await cast.office.reads("the prompt for a question", "ingin ditanyakan")
    cast.office.replies(YENI, prompt, "Tiang nomor berapa yang mati?")
    await cast.citizen.hears("the question", "tiang nomor berapa")
    if slowly:
        await cast.settled()
    # The due date moves by as long as the citizen takes, over midnight with the first second: always take more.
    await cast.pass_time(2.0)
    for words in ("Tiang di samping gerbang sekolah, nomor 12", *more):
        cast.citizen.says(words)
    await cast.office.reads("the answer", "nomor 12", "jawaban")
    await cast.citizen.hears("the word that it was passed on", "sudah diteruskan")
    await cast.office.card(cast.number, "Progres")


async def _confirm(cast: Cast, what: str, *, slowly: bool = False) -> None:
    answered = await cast.citizen.hears("the answer", what)
    if slowly:  # that it was seen and what is done then are two events: either may be first on the ticket
        await cast.settled()
    cast.citizen.presses(answered, "Sudah beres")
    rating = await cast.citizen.hears("the question for a rating", "Berapa nilainya")
    cast.citizen.presses(rating, "5")
    await cast.citizen.hears("the thanks", "nilai 5")
    await cast.office.reads("the mark", cast.number, "5/5", "Selesai")


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
        Journey("linked", linked, channel="linked", stride=3),
    )
}
