"""One bubble per turn and per push, because each one is paid for; and the operator can read how many a ticket takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.journeys.conftest import Build
from tests.journeys.pictures import png
from tests.journeys.whatsapp_driver import WhatsAppCitizen, WhatsAppTown, whatsapp_town

Turn = Callable[[WhatsAppTown, WhatsAppCitizen, str], Awaitable[None]]


async def says(citizen: WhatsAppCitizen, text: str) -> None:
    citizen.says(text)


async def taps(town: WhatsAppTown, citizen: WhatsAppCitizen, label: str) -> None:
    last = next(one for one in reversed(town.whatsapp.bubbles(citizen.key)) if one.titles)
    citizen.presses(last, label)


async def shows(town: WhatsAppTown, citizen: WhatsAppCitizen) -> None:
    citizen.people.send_album(citizen.key, [png(1), png(2)])
    await town.settle()
    town.clock.move(seconds=3)


async def points(citizen: WhatsAppCitizen) -> None:
    citizen.people.send_location(citizen.key, -10.1633, 123.6100)


TURNS: list[tuple[str, str, Turn]] = [
    ("a greeting", "lapor", lambda _t, c, _n: says(c, "halo")),
    ("the words", "Ini yang kami catat", lambda _t, c, _n: says(c, "Lampu jalan mati su 3 hari di depan SDN Oebufu")),
    ("two photos at once", "2 foto", lambda t, c, _n: shows(t, c)),
    ("a pin", "titik di peta", lambda _t, c, _n: points(c)),
    ("change", "ubah", lambda t, c, _n: taps(t, c, "Ubah")),
    ("the category", "tentang apa", lambda t, c, _n: taps(t, c, "kategori")),
    ("back", "Ini yang kami catat", lambda t, c, _n: taps(t, c, "Lampu jalan")),
    ("send", "Bagaimana nama", lambda t, c, _n: taps(t, c, "Kirim")),
    ("the privacy", "tercatat", lambda t, c, _n: taps(t, c, "Anonim")),
    ("verified", "diperiksa", lambda t, _c, n: t.admin.verifies(n)),
    ("disposed", "diserahkan kepada", lambda t, _c, n: t.admin.disposes(n)),
    ("claimed", "dikerjakan", lambda t, _c, n: _done(t.officer().claims(n))),
    ("status", "dalam proses", lambda _t, c, _n: says(c, "status")),
    (
        "a question",
        "tiang nomor berapa",
        lambda t, _c, n: _done(t.officer().explains(n, "Tanya", "Tiang nomor berapa?")),
    ),
    ("its answer", "diteruskan", lambda _t, c, _n: says(c, "Tiang nomor 12 di samping gerbang")),
    ("progress", "kabel", lambda t, _c, n: _done(t.officer().explains(n, "Progres", "Kabel baru sudah dipasang."))),
    ("closed with a photo", "ditindaklanjuti", lambda t, _c, n: t.closed(n)),
    ("not fixed", "Apa yang belum beres", lambda t, c, _n: taps(t, c, "Belum beres")),
    ("the reason", "dibuka lagi", lambda _t, c, _n: says(c, "Masih gelap, lampunya tetap tidak menyala")),
    ("closed again", "sekarang menyala", lambda t, _c, n: t.closed(n, "Kabelnya diganti, sekarang menyala.")),
    ("fixed", "selesai karena", lambda t, c, _n: taps(t, c, "Sudah beres")),
    ("the mark", "nilai 5", lambda t, c, _n: taps(t, c, "5")),
    ("thanks", "sama-sama", lambda _t, c, _n: says(c, "terima kasih")),
]
"""What happens, a part of the one bubble that answers it, and how."""


async def _done(waiting: Awaitable[object]) -> None:
    await waiting


async def test_each_turn_and_each_push_is_one_bubble(build: Build) -> None:
    """A long case in a table: whatever happens, exactly one message goes out, and it is the one that belongs there."""
    # The clock stands still between turns: on a busy machine more than an album's pause may pass between two photos,
    # which then are two turns.
    town = await whatsapp_town(build, rate=0.0)
    citizen = town.person()
    number, found = "", []
    for name, needle, turn in TURNS:
        before = citizen.before
        await turn(town, citizen, number)
        await town.later(seconds=3)
        came = citizen.heard(before)
        citizen.before = town.whatsapp.bubbles(citizen.key)[-1].number
        found.append((name, [needle.lower() in text.lower() or text for text in came]))
        if name == "the privacy":
            number = next(word.strip("*,.:") for word in came[0].split() if "KPG-" in word)
    assert [(name, [True]) for name, _needle, _turn in TURNS] == found
    assert len(TURNS) == len(town.whatsapp.calls_of("messages")) == town.whatsapp.counts["sent"]


async def test_messages_per_ticket_stand_in_the_metrics(build: Build) -> None:
    """`/metrics` counts the tickets filed and the messages about tickets, for both channels apart."""
    town = await whatsapp_town(build, registered=False)
    citizen, other = town.person(), town.citizen("Maria", "Nalle", "maria_nalle")
    number = await citizen.reports()
    await town.admin.verifies(number)
    await citizen.hears(number, "diperiksa")
    await other.reports()
    await town.settle()
    status, text = await town.front.ask("GET", "/metrics")
    lines = text.splitlines()
    assert 200 == status
    assert 'kanal_tickets_filed_total{channel="whatsapp"} 1.0' in lines
    assert 'kanal_tickets_filed_total{channel="telegram"} 1.0' in lines
    assert 'kanal_ticket_messages_total{channel="whatsapp"} 2.0' in lines
    assert 'kanal_ticket_messages_total{channel="telegram"} 1.0' in lines
    assert 'kanal_messages_sent_total{channel="whatsapp",kind="Send"} 4.0' in lines
