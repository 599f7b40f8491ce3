"""Who takes part in the journeys, and the steps that several of them share."""

from __future__ import annotations

import re
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from demo.stage import COORDINATOR
from demo.story import picture
from tests.faults.platform import CitizenSide, JourneyBroke, OfficeSide, Shown
from tests.faults.telegram import OFFICERS, YENI

CODE = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}\b")
NUMBER = re.compile(r"[A-Z]{2,5}-\d{2}-\d{5,6}-\d")
LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu"


@dataclass
class Cast:
    """Who takes part. ``settled`` waits until the bridge has nothing left to do, ``pass_time`` for seconds of the
    fast clock, ``comes`` jumps to a moment, ``rooted`` waits for the roots of so many days; ``names`` stand for what
    differs from run to run, ``phone`` is the citizen's other chat."""

    citizen: CitizenSide
    office: OfficeSide
    settled: Callable[[], Awaitable[None]]
    pass_time: Callable[[float], Awaitable[None]]
    comes: Callable[[datetime], None]
    rooted: Callable[[int], Awaitable[None]]
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


async def file(cast: Cast, understood: str, privacy: str = "Anonim") -> None:
    """Send the draft that shows what was understood, and take the number."""
    draft = await cast.citizen.hears("the draft", "lampu", understood)
    # A photo that arrives before the filing is on the card, a later one below it: both are right, one is comparable.
    await cast.settled()
    cast.citizen.presses(draft, "Kirim")
    choice = await cast.citizen.hears("the privacy choice", "nama Anda ditampilkan")
    cast.citizen.presses(choice, privacy)
    await numbered(cast)


async def numbered(cast: Cast) -> None:
    """Wait for the number, and take it."""
    filed = await cast.citizen.hears("the ticket number", "Nomornya")
    take_number(cast, filed)


def take_number(cast: Cast, filed: Shown) -> None:
    """Take the number out of a message."""
    found = NUMBER.search(filed.text)
    if found is None:
        raise JourneyBroke("the message carries no ticket number")
    cast.number = found[0]


async def to_unit(cast: Cast) -> None:
    """Verify the ticket, and give it to the unit."""
    card = await cast.office.card(cast.number, "Verifikasi")
    cast.office.presses(COORDINATOR, card, "Verifikasi")
    await cast.citizen.hears("the word that it was verified", "sudah diperiksa")
    card = await cast.office.card(cast.number, "Disposisi")
    cast.office.presses(COORDINATOR, card, "Disposisi")
    units = await cast.office.card(cast.number, "Kembali")
    cast.office.presses(COORDINATOR, units, "Dishub")
    await cast.citizen.hears("the word that it was disposed", "diserahkan kepada")


async def claim(cast: Cast) -> None:
    """Let an officer claim the ticket."""
    card = await cast.office.card(cast.number, "Ambil")
    await cast.office.answered(cast.office.presses(YENI, card, "Ambil"))
    await cast.citizen.hears("the word that it was claimed", "sedang dikerjakan")
    await cast.office.card(cast.number, "Selesai")


async def close(cast: Cast, what: str) -> None:
    """Answer with words and a photo."""
    card = await cast.office.card(cast.number, "Selesai")
    await cast.office.answered(cast.office.presses(YENI, card, "Selesai"))
    prompt = await cast.office.reads("the prompt for closing", "balas pesan ini", "dikerjakan")
    cast.office.replies(YENI, prompt, what, picture(40, 110, zlib.crc32(what.encode()) % 256))


async def ask(cast: Cast, *more: str, slowly: bool = False) -> None:
    """Ask the citizen, who answers, and hears that it was passed on."""
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


async def confirm(cast: Cast, what: str, *, slowly: bool = False) -> None:
    """Say that it is fixed, and give a mark."""
    answered = await cast.citizen.hears("the answer", what)
    if slowly:  # that it was seen and what is done then are two events: either may be first on the ticket
        await cast.settled()
    cast.citizen.presses(answered, "Sudah beres")
    rating = await cast.citizen.hears("the question for a rating", "Berapa nilainya")
    cast.citizen.presses(rating, "5")
    await cast.citizen.hears("the thanks", "nilai 5")
    await cast.office.reads("the mark", cast.number, "5/5", "Selesai")
