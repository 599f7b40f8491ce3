"""What the citizen takes back, mends or changes once the report has its number."""

import pytest

from core.ticket.lifecycle import FACTS, STATUSES
from core.vocabulary.citizen import (
    Amended,
    AnsweredByHand,
    ChangePrivacy,
    Confirmed,
    Disputed,
    Rated,
    Reach,
    Replied,
    Retracted,
    Spoke,
    Withdrawn,
)
from core.vocabulary.officials import Relay
from core.vocabulary.report import Evidence, Privacy
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import DISHUB, brought_to

OPEN = [status for status in STATUSES if not FACTS[status].final]
FINAL = [status for status in STATUSES if FACTS[status].final]


@pytest.mark.parametrize("status", OPEN)
def test_withdrawn_from_every_open_status(status: TicketStatus) -> None:
    """The citizen may take a report back wherever it is: the clocks stop, nobody holds it, all are told."""
    lane = brought_to(status).happens(Withdrawn("sudah diurus tetangga"))

    ticket = lane.ticket
    assert ("ditarik", None, None) == (ticket.status, ticket.holder, ticket.before)
    assert (None, None, None, None) == (ticket.due_at, ticket.silence_due, ticket.paused_since, lane.wake_at)
    assert ("withdrawn", "sudah diurus tetangga") == (lane.relay.kind, lane.relay.text)
    assert ("withdrawn", "ditarik", False) == (lane.update.kind, lane.update.status, lane.update.solved)
    assert ("ditarik", "Ditarik pelapor: sudah diurus tetangga") == (lane.card.status, lane.card.notes[-1])
    assert ("buka_kembali",) == lane.card.actions
    assert [("withdrawn", status)] == [(record.what, record.details["before"]) for record in lane.records]


def test_withdrawn_because_it_solved_itself() -> None:
    """That the matter solved itself is said to the officials, on the card and to the citizen."""
    lane = brought_to("diproses").happens(Withdrawn(solved=True))

    assert ("solved", "") == (lane.relay.kind, lane.relay.text)
    assert (True, "1") == (lane.update.solved, lane.records[0].details["solved"])
    assert "sudah beres sendiri" in lane.card.notes[-1]


@pytest.mark.parametrize("status", [status for status in FINAL if status != "ditarik"])
def test_withdrawal_too_late(status: TicketStatus) -> None:
    """What has ended stays as it ended: the citizen is told so, and the words are passed on."""
    lane = brought_to(status).happens(Withdrawn("tidak jadi"))

    assert (status, "refused", status) == (lane.status, lane.update.kind, lane.update.status)
    assert ("addition", "tidak jadi") == (lane.relay.kind, lane.relay.text)


def test_withdrawn_twice() -> None:
    """Taken back again without a word changes nothing; further words are not lost."""
    lane = brought_to("ditarik")
    assert () == lane.happens(Withdrawn()).effects
    assert "masih ada satu hal" == lane.happens(Withdrawn("masih ada satu hal")).relay.text


@pytest.mark.parametrize("body", [Confirmed(), Disputed(""), Rated(4)])
def test_nothing_reopens_a_withdrawn_ticket(body: object) -> None:
    """A verdict or a mark on a report that was taken back is refused in words."""
    lane = brought_to("ditarik").happens(body)  # type: ignore[arg-type]
    assert ("ditarik", "refused") == (lane.status, lane.update.kind)


@pytest.mark.parametrize("status", STATUSES)
def test_mended_words_are_passed_on(status: TicketStatus) -> None:
    """How words read now reaches the officials in every status, redacted; empty ones say nothing."""
    lane = brought_to(status).happens(Amended("Rumah nomor 21, telp 081234567890"))
    assert ("amended", "Rumah nomor 21, telp [nomor]", status) == (lane.relay.kind, lane.relay.text, lane.status)
    assert () == lane.happens(Amended("  ")).effects


@pytest.mark.parametrize("status", STATUSES)
def test_deleted_words_are_told(status: TicketStatus) -> None:
    """That words were taken back reaches the officials; the report stands."""
    lane = brought_to(status).happens(Retracted())
    assert ("retracted", "", status) == (lane.relay.kind, lane.relay.text, lane.status)


def test_any_word_ends_the_silence() -> None:
    """Whoever speaks is not silent: the time counts anew from the last word, every time, and the card shows it."""
    lane = brought_to("ditindaklanjuti")
    for word in (Replied("besok saya cek"), Spoke()) * 3:
        first = lane.ticket.silence_due
        assert first is not None
        lane.until(first).waits(hours=-1)
        lane.happens(word)
        assert lane.ticket.silence_due is not None
        assert lane.ticket.silence_due > first
        assert (lane.now, lane.ticket.silence_due) == (lane.card.spoke_at, lane.card.due_at)
    assert "lewat" == lane.rings().status
    assert lane.card.spoke_at is None


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "ditindaklanjuti"])
def test_speaking_elsewhere_changes_nothing(status: TicketStatus) -> None:
    """Where no silence is counted a word that is no verdict leaves everything as it is."""
    assert () == brought_to(status).happens(Spoke()).effects


@pytest.mark.parametrize("privacy", ["anonim", "rahasia"])
def test_name_is_hidden_later(privacy: Privacy) -> None:
    """Who wants to be hidden is: name and what the platform calls the person leave everything the card shows."""
    lane = brought_to(
        "diproses",
        text="Saya Beny Tefa, lampu mati. Tanya kaka bentefa",
        landmark="depan rumah Tefa",
        evidence=(Evidence("photo", "f1", "m1", name="beny.jpg"),),
    )
    lane.happens(ChangePrivacy(privacy, "Beny Tefa", ("Beny Tefa", "Tefa", "bentefa")))

    shown = f"{lane.card} {lane.told(Relay)} {lane.records}"
    assert not [name for name in ("Beny", "Tefa", "bentefa", "beny.jpg") if name in shown]
    assert (privacy, "") == (lane.card.report.privacy, lane.card.report.name)
    assert ("privacy", privacy) == (lane.update.kind, lane.update.privacy)
    place = {"kelurahan": ""} if privacy == "rahasia" else {}  # it is counted without one from now on
    assert [{"privacy": privacy, "before": "nama", **place}] == [record.details for record in lane.records]


def test_name_is_shown_later() -> None:
    """Who wants to be seen after all is named on the card; wanting it again only says so again."""
    lane = brought_to("diproses", privacy="anonim").happens(ChangePrivacy("nama", "Beny Tefa"))
    assert ("nama", "Beny Tefa") == (lane.card.report.privacy, lane.card.report.name)

    again = lane.happens(ChangePrivacy("nama", "Beny Tefa"))
    assert ("nama", []) == (again.update.privacy, [body for body in again.told(object) if body != again.update])


def test_unreached_citizen_is_not_silent() -> None:
    """While nothing reaches the citizen no silence is counted; it begins when the answer has come."""
    lane = brought_to("ditindaklanjuti").happens(Reach(False, "unreachable"))
    assert (None, "jeda", None) == (lane.card.due_at, lane.card.due_kind, lane.wake_at)

    lane.waits(days=60).happens(Reach(True))
    assert lane.ticket.silence_due is not None
    assert lane.ticket.silence_due > lane.now
    assert (lane.ticket.silence_due, "konfirmasi") == (lane.card.due_at, lane.card.due_kind)
    assert "lewat" == lane.rings().status


def test_answer_while_unreached() -> None:
    """An answer to somebody who cannot be reached starts no silence."""
    lane = brought_to("menunggu_pelapor").happens(Reach(False, "window"))
    lane.does("selesai", DISHUB, "Sudah", evidence=(Evidence("photo", "p", "m"),))
    assert (None, None) == (lane.calms().wake_at, lane.update.due_at)


def test_answer_that_arrives_days_later() -> None:
    """An answer that arrives late moves the end of the silence; one that came at once does not."""
    lane = brought_to("ditindaklanjuti")
    due = lane.ticket.silence_due
    assert () == lane.waits(minutes=5).happens(Reach(True)).effects
    lane.waits(days=4).happens(Reach(True))
    assert due is not None
    assert lane.ticket.silence_due is not None
    assert lane.ticket.silence_due > due


@pytest.mark.parametrize("status", STATUSES)
def test_answered_by_hand(status: TicketStatus) -> None:
    """What an official told the citizen past us is kept and shown in every status, and moves nothing."""
    lane = brought_to(status)
    before = lane.ticket
    lane.happens(AnsweredByHand("Besok kami ke sana, hubungi 0812-3456-7890", 2))

    assert ("by_hand", "Besok kami ke sana, hubungi [nomor]\n(2 berkas)") == (lane.relay.kind, lane.relay.text)
    assert ("sistem", "by_hand", lane.relay.text) == (
        lane.ticket.history[-1].actor,
        lane.ticket.history[-1].what,
        lane.ticket.history[-1].reason,
    )
    assert (before.status, before.due_at, before.silence_due) == (status, lane.ticket.due_at, lane.ticket.silence_due)
    assert () == lane.happens(AnsweredByHand("")).effects
