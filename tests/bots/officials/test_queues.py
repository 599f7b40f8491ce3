"""Queues, own tickets, late ones and searches: one message each, whose pages are turned by buttons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bots.officials.lists import PER_PAGE
from core.vocabulary.docket import DocketRow
from core.vocabulary.effects import AskTroubles, Edit, Link, Send
from core.vocabulary.officials import Act
from core.vocabulary.results import DeadLine, Troubles
from tests.bots.officials.desks import DAY, desk, group_with, number, row
from tests.bots.officials.group import ADMIN, BUDI, SARI, START, STRANGER, Group, drawn

QUEUE = tuple(row(n, due_at=START + (n - 5) * DAY) for n in range(1, 21))
SECRET: dict[str, Any] = {"confidential": True, "words": "", "place": "", "kelurahan": "", "roots": ()}


def numbers(message: Send) -> list[str]:
    """List the tickets of a page in their order."""
    return [link.text for link in message.links]


def asked(group: Group, text: str, topic: str = "") -> Send:
    """Say a command in a topic; give what answers it."""
    group.topic = topic
    message_id = group.says(BUDI, text)
    assert (message_id, True) == (group.last.reply_to, group.last.quiet)
    assert 1 == len([effect for effect in group.effects if isinstance(effect, Send | Edit)])
    return group.last


def test_a_queue_reads_so() -> None:
    """A queue says how many there are, then each ticket: how late, who has it, where, what."""
    rows = (
        row(1, due_at=START - 8 * DAY, late=True),
        row(2, status="didisposisikan", stage="new", holder="", holder_id="", priority=True),
        row(3, status="ditindaklanjuti", stage="answered", due_kind="konfirmasi"),
        row(4, status="menunggu_pelapor", due_at=None, due_kind="jeda", **SECRET, kecamatan="Oebobo"),
    )
    assert (
        "📋 Antrian Dishub: 4 tiket, 1 terlambat\n\n"
        f"❗ 🔴 {number(2)} · Lampu jalan\n"
        "sisa 5 hari kerja · belum diambil · Oebufu, depan SDN Oebufu\n"
        "“Lampu jalan mati su 3 hari”\n\n"
        f"🟡 {number(1)} · Lampu jalan\n"
        "🔥 terlewat 6 hari kerja · diproses · Budi L. · Oebufu, depan SDN Oebufu\n"
        "“Lampu jalan mati su 3 hari”\n\n"
        f"🟡 {number(4)} · Lampu jalan\n"
        "⏸ batas waktu berhenti · menunggu jawaban pelapor · Budi L. · 🔒 · Kec. Oebobo\n\n"
        f"🟡 {number(3)} · Lampu jalan\n"
        "menunggu konfirmasi pelapor sampai 8 Des 2026 · Budi L. · Oebufu, depan SDN Oebufu\n"
        "“Lampu jalan mati su 3 hari”\n\n"
        "Keadaan Selasa, 1 Des 2026, 14.30 WITA\n\n"
        "[🔄]\n"
    ) == drawn(asked(group_with(dishub=rows), "/antrian", "dishub"))


def test_pages_are_turned_in_one_message() -> None:
    """Buttons turn the pages of the same message, and show how things are by then."""
    group = group_with(dishub=QUEUE)
    first = asked(group, "/antrian", "dishub")
    assert [number(n) for n in range(1, PER_PAGE + 1)] == numbers(first)
    assert ["🔄", "Berikutnya ›"] == [choice.label for choice in first.choices]
    before = len(group.posted)
    group.presses(BUDI, "Berikutnya ›")
    assert [number(n) for n in range(PER_PAGE + 1, 2 * PER_PAGE + 1)] == numbers(group.last)
    assert ["‹ Sebelumnya", "🔄", "Berikutnya ›"] == [choice.label for choice in group.last.choices]
    assert "Halaman 2 dari 3" in group.last.text
    assert ("", 1) == (group.answer.text, len(group.of(Edit)))
    group.dockets["docket:dishub"] = desk(*QUEUE[:3])
    group.presses(SARI, "🔄")
    assert "belum terdaftar" in group.answer.text
    group.presses(BUDI, "🔄")
    assert [number(1), number(2), number(3)] == numbers(group.last)
    assert ["🔄"] == [choice.label for choice in group.last.choices]
    assert before == len(group.posted)


def test_an_old_list_says_so() -> None:
    """A button of a list that is not known any more is answered, and nothing else happens."""
    group = group_with()
    for data in ("hal:99:2", "hal:1:x", "hal::"):
        group.presses_data(BUDI, data)
        assert "Ketik lagi perintahnya" in group.answer.text
        assert 1 == len(group.effects)


def test_cards_are_opened_by_their_numbers() -> None:
    """Each number leads to the card at its desk, in whichever group that is."""
    group = group_with(dishub=(row(1),))
    group.state = {**group.state, "moved": {"dishub": "group:dishub-own"}}
    (link,) = asked(group, "/antrian dishub").links
    assert Link(number(1), f"card:{number(1)}:dishub", "group:dishub-own") == link


@pytest.mark.parametrize(
    ("command", "topic", "heading"),
    [
        ("/antrian", "dishub", "📋 Antrian Dishub: 1 tiket"),
        ("/antrian", "pupr", "📋 Antrian Dinas PUPR: 1 tiket"),
        ("/antrian", "verifikasi", "📋 Antrian Verifikasi kosong."),
        ("/antrian", "", "📋 Antrian Dishub: 1 tiket"),
        ("/antrian", "health", "📋 Antrian Dishub: 1 tiket"),
        ("/antrian pupr", "dishub", "📋 Antrian Dinas PUPR: 1 tiket"),
        ("/antrian dinas pupr", "", "📋 Antrian Dinas PUPR: 1 tiket"),
        ("/antrian bulan", "", "Meja itu tidak ada di grup ini."),
        ("/terlambat", "dishub", "✅ Tidak ada yang terlambat di Dishub."),
        ("/terlambat", "pupr", "🔥 Terlambat di Dinas PUPR: 1 tiket"),
        ("/terlambat", "", "✅ Tidak ada yang terlambat di Dishub."),
        ("/saya", "", "Budi L.\nDinas Perhubungan"),
        ("/cari jembatan", "dishub", "🔎 “jembatan”: 1 tiket"),
        ("/cari", "", "Tulis yang dicari: /cari"),
        ("/laporan", "", "📊 Tiket terbuka: 2\nBaru 0 · Diproses 2 · Terlambat 1 · Menunggu konfirmasi 0"),
    ],
)
def test_whose_list(command: str, topic: str, heading: str) -> None:
    """A list is that of the topic's desk, or of the desk that is named, or else of the official's own."""
    bridge = row(2, category="jalan", words="Jembatan rusak", unit="pupr", holder_id="9", due_at=START - DAY)
    group = group_with(dishub=(row(1),), pupr=(bridge,))
    assert asked(group, command, topic).text.startswith(heading)


def test_the_coordinator_sees_what_is_late_everywhere() -> None:
    """Where it is no desk of an office, who disposes for the whole city sees all that is late, with its office."""
    group = group_with(dishub=(row(1, due_at=START - DAY),), pupr=(row(2, unit="pupr", due_at=START - 9 * DAY),))
    group.topic = "verifikasi"
    group.says(ADMIN, "/terlambat")
    assert "🔥 Terlambat di semua meja: 2 tiket" in group.last.text
    assert "· Dinas PUPR ·" in group.last.text
    assert [number(2), number(1)] == numbers(group.last)


def test_own_tickets_are_of_all_desks() -> None:
    """What somebody holds is listed wherever it lies, below who it is."""
    group = group_with(dishub=(row(1), row(2, holder_id=SARI.id)), pupr=(row(3, due_at=START - DAY),))
    mine = asked(group, "/saya", "dishub")
    assert "🙋 Tiket Anda: 2, 1 terlambat" in mine.text
    assert [number(3), number(1)] == numbers(mine)
    assert "🙋 Anda tidak sedang memegang tiket." in asked(group_with(), "/saya").text


def test_a_group_of_its_own_sees_its_own() -> None:
    """An office's own group lists its desk without being told which, and no other."""
    group = group_with(dishub=(row(1),), pupr=(row(2, words="Jembatan lampu"),))
    group.lane, group.state = "group:dishub-own", {**group.state, "hosts": "dishub"}
    assert [number(1)] == numbers(asked(group, "/antrian"))
    assert [number(1)] == numbers(asked(group, "/cari lampu"))
    assert asked(group, "/antrian pupr").text.startswith("Meja itu tidak ada di grup ini. Yang ada: dishub")


# --- searching --------------------------------------------------------------------------------------------------------

FOUND: tuple[DocketRow, ...] = (
    row(1),
    row(2, words="Jalan berlubang besar", roots=("jalan", "lubang"), category="jalan", place="", kelurahan="Oesapa"),
    row(3, stage="ended", status="selesai", words="Lampu taman mati", changed_at=START - DAY),
    row(4, category="pegawai", **SECRET, holder="", status="baru", stage="new"),
    row(
        5,
        due_at=START - DAY,
        words="Zebra cross hilang",
        roots=("zebra", "cross", "hilang"),
        kelurahan="Sikumana",
        place="",
    ),
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lampu", [5, 1, 3]),
        ("lampu mati", [1, 3]),
        ("LAMPU  mati!", [1, 3]),
        ("lubang", [2]),
        ("berlubang oesapa", [2]),
        ("oesappa", [2]),
        ("kelapa lima", [2]),
        ("terlambat", [5]),
        ("terlewat sikumana", [5]),
        ("selesai", [3]),
        ("budi", [5, 1, 2, 3]),
        ("sdn oebufu", [1, 3]),
        ("pegawai", []),
        ("belum diverifikasi baru", []),
        ("kuda nil", []),
        ("di yang", []),
    ],
)
def test_what_words_find(words: str, found: list[int]) -> None:
    """Words find by their roots, places, categories, status and holders; ended ones come last, confidential never."""
    message = asked(group_with(dishub=FOUND), f"/cari {words}")
    assert [number(n) for n in found] == numbers(message)


def test_a_number_is_a_ticket() -> None:
    """A search for a number asks the ticket itself, which also knows what ended long ago."""
    group = group_with()
    group.says(BUDI, f"/cari {number(1)}")
    assert ["lihat"] == [tell.command.action for tell in group.effects if isinstance(tell.command, Act)]  # type: ignore[union-attr]


def test_strangers_get_no_list() -> None:
    """Who is not registered is told so, once."""
    group = group_with(dishub=QUEUE)
    group.says(STRANGER, "/antrian")
    assert "belum terdaftar" in group.last.text
    group.says(STRANGER, "/cari lampu")
    assert [] == group.effects


# --- how many, and what is stuck --------------------------------------------------------------------------------------


def test_the_report_counts_every_desk() -> None:
    """Each desk with open tickets has its line; the sums stand on top."""
    group = group_with(dishub=(row(1), row(2, stage="new")), pupr=(row(3, due_at=START - DAY),), bpbd=())
    text = asked(group, "/laporan").text
    assert "📊 Tiket terbuka: 3\nBaru 1 · Diproses 2 · Terlambat 1 · Menunggu konfirmasi 0" in text
    assert "Dinas PUPR\nBaru 0 · Diproses 1 · Terlambat 1" in text
    assert "BPBD" not in text
    group.dockets.clear()
    group.presses(BUDI, "🔄")
    assert "📊 Tiket terbuka: 0" in group.last.text


def test_what_is_stuck_is_the_operators() -> None:
    """What is stuck is asked for, shown without anything of a person, and asked for again by its button."""
    group = Group()
    group.registers(BUDI)
    group.registers(SARI, "setda operator")
    message_id = group.says(ADMIN, "/macet")
    (asking,) = group.of(AskTroubles)
    letters = (DeadLine("event", START, "chat", error="ValueError"), DeadLine("entry", START, "ticket", number(1)))
    group.happens(Troubles(asking.ref, ("x", "whatsapp"), letters))
    assert message_id == group.last.reply_to
    for part in ("2 saluran putus, 2 kejadian", "Saluran X putus", "percakapan warga · ValueError", number(1)):
        assert part in group.last.text
    group.presses(BUDI, "🔄")
    assert "hanya untuk operator" in group.answer.text
    group.presses(SARI, "🔄")
    (again,) = group.of(AskTroubles)
    group.happens(Troubles(again.ref))
    assert group.last.text.startswith("✅ Tidak ada yang macet")
    group.happens(Troubles("99:0"))
    assert [] == group.effects


def test_lists_of_long_ago_are_forgotten() -> None:
    """The document keeps the newest lists only."""
    group = group_with(dishub=QUEUE)
    for _ in range(60):
        group.now += timedelta(seconds=1)
        group.says(BUDI, "/antrian")
    assert 50 == len(group.state["lists"])
