"""Acts that need something before them: offers, corrections, holds, priority, reopening, disputes, canned answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.vocabulary.citizen import Disputed, Update
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import AnswerReady, ShowCard
from core.vocabulary.report import Pin
from core.vocabulary.ticket import Official, TicketStatus
from tests.core.ticket.lane import (
    ADMIN,
    COORDINATOR,
    DISHUB,
    DISHUB_TWO,
    DLHK,
    HEAD,
    PHOTO,
    REPORTER,
    STRANGER,
    WITA,
    TicketLane,
    brought_to,
    city,
    local,
)

# --- handing over ---------------------------------------------------------------------------------------------------


def offered() -> TicketLane:
    """Give a ticket that its holder offers to a colleague."""
    return brought_to("diproses").does("serahkan", DISHUB, to=DISHUB_TWO)


def test_offered_and_taken() -> None:
    """The holder stays the holder until the colleague takes the ticket; both are called by name."""
    lane = offered()

    assert ("Yosef Lay", "Dina Nalle") == (lane.card.holder, lane.card.offered)
    assert lane.ticket.offered_until == lane.now + timedelta(days=1)
    assert ("offered", (DISHUB_TWO,)) == (lane.relay.kind, lane.relay.calls)
    lane.does("terima", DISHUB_TWO)
    assert ("Dina Nalle", "", ()) == (lane.card.holder, lane.card.offered, tuple(lane.told(Update, REPORTER)))
    assert "Diterima Dina Nalle dari Yosef Lay" == lane.card.notes[-1]
    assert "officials.verdict.who_may.holder" == lane.does("progres", DISHUB, "x").verdict.key


def test_an_offer_is_taken_by_nobody_else() -> None:
    """Only the colleague takes what is offered; the holder and that colleague end the offer, nobody else does."""
    for by in (DISHUB, ADMIN, HEAD, COORDINATOR):
        assert "officials.verdict.who_may.offered" == offered().does("terima", by).verdict.key
    for by in (HEAD, DLHK):
        assert "officials.verdict.who_may.party" == offered().does("tolak", by).verdict.key
    assert ("declined", (DISHUB,)) == (offered().does("tolak", DISHUB_TWO).relay.kind, (DISHUB,))
    assert ("", "Yosef Lay") == (offered().does("tolak", DISHUB).card.offered, offered().card.holder)


def test_an_offer_lasts_a_day() -> None:
    """What was not taken within a day cannot be taken any more, and what is offered to nobody neither."""
    assert "officials.verdict.offer_over" == offered().waits(days=1).does("terima", DISHUB_TWO).verdict.key
    assert "officials.verdict.offer_over" == brought_to("diproses").does("terima", DISHUB_TWO).verdict.key
    assert "officials.verdict.offer_over" == brought_to("diproses").does("tolak", DISHUB).verdict.key


def test_an_offer_ends_with_the_work() -> None:
    """An answer, or the release of a ticket, ends its offer; the citizen's reply does not."""
    assert "" == offered().does("lepas", DISHUB).card.offered
    asked = offered().does("tanya", DISHUB, "Yang mana?").says("Yang kiri")
    assert ("diproses", "Dina Nalle") == (asked.status, asked.card.offered)


@pytest.mark.parametrize(
    ("to", "key"),
    [(DISHUB, "offer_self"), (DLHK, "offer_other_unit"), (STRANGER, "offer_other_unit"), (HEAD, "offer_other_unit")],
)
def test_who_cannot_be_offered_a_ticket(to: Official, key: str) -> None:
    """A ticket is offered to somebody who works in its unit or above: not to oneself, a stranger, or who leads only."""
    lane = brought_to("diproses").does("serahkan", DISHUB, to=to)

    assert (f"officials.verdict.{key}", "") == (lane.verdict.key, lane.ticket.offered_until or "")


# --- corrections ----------------------------------------------------------------------------------------------------


def test_category_corrected() -> None:
    """Another category is on the card and in the journal; the limit that runs stays."""
    lane = brought_to("diproses")
    due = lane.ticket.due_at

    lane.does("kategori", DISHUB, category="pohon-taman")

    assert ("pohon-taman", due) == (lane.card.report.category, lane.card.due_at)
    assert {"before": "lampu-jalan", "category": "pohon-taman"}.items() <= lane.records[0].details.items()
    assert "officials.verdict.same_category" == lane.does("kategori", DISHUB, category="pohon-taman").verdict.key
    assert "officials.verdict.unknown_category" == lane.does("kategori", DISHUB, category="ufo").verdict.key


@pytest.mark.parametrize(
    ("words", "pin", "expected"),
    [
        ("Liliba", None, ("Liliba", "depan SDN Oebufu")),
        ("Kelurahan Liliba", None, ("Liliba", "depan SDN Oebufu")),
        ("Kelurahan Liliba, dekat jembatan", None, ("Liliba", "dekat jembatan")),
        ("depan Pasar Oesapa, Kel. Oesapa", None, ("Oesapa", "depan Pasar Oesapa")),
        ("Gang 3 di kel liliba depan gereja", None, ("Liliba", "Gang 3, depan gereja")),
        ("depan kantor Kelurahan Liliba", None, ("Liliba", "depan kantor Kelurahan Liliba")),
        ("belakang kios Mama Yuli", None, ("Oebufu", "belakang kios Mama Yuli")),
        ("", Pin(-10.17, 123.62), ("Oebufu", "depan SDN Oebufu")),
    ],
)
def test_place_corrected(words: str, pin: Pin | None, expected: tuple[str, str]) -> None:
    """A kelurahan, a landmark or a position is put right; what is not said stays."""
    lane = brought_to("didisposisikan").does("lokasi", DISHUB, words, pin=pin)

    assert expected == (lane.card.report.kelurahan, lane.card.report.landmark)
    assert pin == lane.card.report.pin
    assert "tadinya Oebufu · depan SDN Oebufu" in lane.card.notes[-1]


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("asdf", False),
        ("hjkl hjkl", False),
        ("aaaa", False),
        ("???", False),
        ("123", False),
        ("ya", False),
        ("terima kasih", False),
        ("tidak tahu", False),
        ("SDN 5", True),
        ("BTN", True),
        ("Jalan Mawar 7", True),
        ("RT 3", True),
        ("rumah pak RT", True),
        ("Tofa", True),
    ],
)
def test_what_cannot_be_a_place_is_asked_again(words: str, taken: bool) -> None:
    """Struck keys, signs and a mere yes change nothing; a name that nobody has listed is taken as it is."""
    lane = brought_to("didisposisikan").does("lokasi", DISHUB, words)

    assert ("done.lokasi" if taken else "need_place") == lane.verdict.key.removeprefix("officials.verdict.")
    assert (words if taken else "depan SDN Oebufu") == lane.ticket.report.landmark


def test_place_of_a_confidential_report() -> None:
    """The place of a confidential report is not talked about in the group; without words there is none to correct."""
    assert (
        "officials.verdict.closed_place"
        == brought_to("baru", privacy="rahasia").does("lokasi", COORDINATOR, "Liliba").verdict.key
    )
    assert "officials.verdict.need_text.lokasi" == brought_to("baru").does("lokasi", COORDINATOR).verdict.key


# --- holding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("menunggu alat", "need_date"),
        ("sampai 20 Juli", "need_text.tunda"),
        ("", "need_text.tunda"),
        ("menunggu anggaran sampai 1 Desember", "need_nearer_date"),
        ("menunggu anggaran 900 hari kerja", "need_nearer_date"),
        ("menunggu tiang yang dipesan 2 minggu lalu", "need_date"),
        ("menunggu tiang sampai kemarin", "need_date"),
        ("menunggu tiang sampai 1 Juli 2026", "need_later_date"),
        ("menunggu tiang sampai 6 Juli 2026", "need_later_date"),
        ("menunggu tiang sampai 31.02.2027", "need_real_date"),
        ("menunggu tiang sampai 31 Februari", "need_real_date"),
        ("menunggu tiang, 29/02/2027", "need_real_date"),
        ("waiting for parts, 07/25/2026", "need_real_date"),
        ("menunggu tiang 31-02 di RT 12", "need_date"),
        ("menunggu tiang sampai akhir Juli 0000", "need_date"),
        ("menunggu tiang sampai akhir Desember 9999", "need_nearer_date"),
    ],
)
def test_a_hold_needs_reason_and_day(words: str, key: str) -> None:
    """Without a reason, or a day that is near enough, nothing is held."""
    lane = brought_to("diproses").does("tunda", DISHUB, words)

    assert ("diproses", f"officials.verdict.{key}") == (lane.status, lane.verdict.key)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("menunggu alat sampai 20 Juli", "2026-07-20 08:00:00"),
        ("menunggu alat, 3 hari lagi", "2026-07-09 08:00:00"),
        ("menunggu alat sampai Sabtu", "2026-07-13 08:00:00"),
        ("menunggu alat 7 hari kerja", "2026-07-15 08:00:00"),
        ("waiting for parts until next Friday", "2026-07-10 08:00:00"),
    ],
)
def test_a_hold_ends_in_the_morning_of_a_working_day(words: str, expected: str) -> None:
    """The ticket is held until the morning of the day, or of the next working day."""
    lane = brought_to("diproses").does("tunda", DISHUB, words)

    assert expected == local(lane.card.held_until) == local(lane.update.until)
    assert str(int(expected[8:10])) in lane.verdict.values["day"]
    assert lane.does("lanjutkan", DISHUB).card.held_until is None


# --- priority, reopening --------------------------------------------------------------------------------------------


def test_priority() -> None:
    """A ticket goes before others with a reason, and in its turn again with another."""
    lane = brought_to("diproses")

    assert "officials.verdict.need_text.prioritas" == lane.does("prioritas", HEAD, choice="tinggi").verdict.key
    assert lane.does("prioritas", HEAD, "dekat sekolah", choice="tinggi").card.priority
    assert "❗ Didahulukan (Kepala Dishub): dekat sekolah" == lane.card.notes[-1]
    assert "officials.verdict.same_priority" == lane.does("prioritas", HEAD, "x", choice="tinggi").verdict.key
    assert not lane.does("prioritas", COORDINATOR, "sudah aman", choice="biasa").card.priority
    assert "officials.verdict.stale" == lane.does("prioritas", HEAD, "x", choice="").verdict.key


@pytest.mark.parametrize("status", ["selesai", "lewat"])
def test_reopened_at_its_unit(status: TicketStatus) -> None:
    """What had been answered comes back to its unit, for anybody of it to take, with a new limit."""
    lane = brought_to(status).waits(days=60).does("buka_kembali", COORDINATOR, "lampunya mati lagi")

    assert ("didisposisikan", "dishub", "", "tindak_lanjut") == (
        lane.status,
        lane.card.unit,
        lane.card.holder,
        lane.card.due_kind,
    )
    assert ("reopened_by_city", "lampunya mati lagi") == (lane.update.kind, lane.update.text)
    assert lane.wake_at is not None


@pytest.mark.parametrize("status", ["bukan_wewenang", "diarsipkan", "duplikat", "ditarik"])
def test_reopened_at_the_coordinators_desk(status: TicketStatus) -> None:
    """What had ended without an answer comes back to the coordinator's desk."""
    lane = brought_to(status).does("buka_kembali", COORDINATOR, "ternyata benar ada")

    assert ("terverifikasi", "verifikasi", "", "verifikasi") == (
        lane.status,
        lane.card.desk,
        lane.card.duplicate_of,
        lane.card.due_kind,
    )


# --- disputes -------------------------------------------------------------------------------------------------------


def answered_again(lane: TicketLane) -> TicketLane:
    """Answer a disputed ticket again."""
    return lane.does("selesai", DISHUB, "Sudah diganti lagi", evidence=(PHOTO,))


def test_disputed_a_third_time() -> None:
    """Twice a dispute goes back to the holder; the third goes to the coordinator, with the whole path."""
    lane = brought_to("ditindaklanjuti")
    for kind in ("reopened", "reopened"):
        lane.happens(Disputed("masih mati"))
        assert ("disanggah", kind, True) == (lane.status, lane.update.kind, lane.card.priority)
        answered_again(lane)

    lane.happens(Disputed("masih mati juga"))

    assert ("terverifikasi", "verifikasi", "") == (lane.status, lane.card.desk, lane.card.holder)
    assert ("reopened_above", ("dishub",)) == (lane.update.kind, lane.update.path)
    assert "⚠️ Sudah 3 kali disanggah. Jalannya: Dishub" == lane.card.notes[-1]
    assert ("dispute", "masih mati juga") == (lane.relay.kind, lane.relay.text)


@pytest.mark.parametrize("status", ["selesai", "lewat"])
def test_disputed_within_the_days_of_the_pack(status: TicketStatus) -> None:
    """An ended ticket is disputed for fourteen days; on the fifteenth the citizen is told that it is a new report."""
    lane = brought_to(status)
    ended = lane.ticket.closed_at
    assert ended is not None
    late = datetime.combine(ended.astimezone(WITA).date(), datetime.min.time(), WITA) + timedelta(days=15)

    assert "disanggah" == brought_to(status).until(late - timedelta(seconds=1)).happens(Disputed("mati lagi")).status
    told = lane.until(late).happens(Disputed("mati lagi", (PHOTO,)))
    assert (status, "dispute_late", "mati lagi", (PHOTO,)) == (
        told.status,
        told.update.kind,
        told.update.text,
        told.update.evidence,
    )
    assert [] == told.told(ShowCard)


# --- canned answers -------------------------------------------------------------------------------------------------


def test_canned_answer_is_shown_filled() -> None:
    """A canned answer is filled with the ticket's facts for the official who chose it; the citizen gets nothing yet."""
    lane = brought_to("diproses").does("siap", DISHUB, choice="ditinjau")
    (ready,) = lane.told(AnswerReady, OFFICIALS_LANE)

    expected = "Petugas Dinas Perhubungan akan meninjau depan SDN Oebufu. Hasilnya kami kabarkan lewat chat ini."
    assert (expected, "20", []) == (ready.text, ready.act.by.id, lane.told(Update, REPORTER))
    assert "officials.verdict.stale" == brought_to("diproses").does("siap", DISHUB, choice="tidakada").verdict.key
    assert "officials.verdict.who_may.holder" == (
        brought_to("diproses").does("siap", DISHUB_TWO, choice="ditinjau").verdict.key
    )


def test_canned_answers_fit_every_ticket() -> None:
    """Each answer of the pack can be filled for a ticket without place, in every language, also a confidential one."""
    for privacy in ("anonim", "rahasia"):
        lane = brought_to("diproses", privacy=privacy, kelurahan="", landmark="", language="en")
        for answer in city().answers:
            (ready,) = lane.does("siap", DISHUB, choice=answer.key).told(AnswerReady, OFFICIALS_LANE)
            assert "{" not in ready.text
            assert "Oebufu" not in ready.text
