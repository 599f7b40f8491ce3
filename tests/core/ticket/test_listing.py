"""What a ticket tells the list of its desk."""

from __future__ import annotations

from datetime import UTC

import pytest

from core.ticket.listing import stage_of
from core.vocabulary.citizen import ChangePrivacy, Withdrawn
from core.vocabulary.docket import DocketRow, Listed, Stage, Unlisted
from core.vocabulary.lane_names import docket_lane
from core.vocabulary.officials import ShowAgain
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import COORDINATOR, DISHUB, MONDAY, NUMBER, TicketLane, brought_to, local

FIRST, OFFICE = docket_lane("verifikasi"), docket_lane("dishub")


def row(lane: TicketLane, docket: str = OFFICE) -> DocketRow:
    """Give the row that the last event told a list."""
    (found,) = lane.told(Listed, docket)
    return found.row


def test_a_new_ticket_is_listed() -> None:
    """The row says what is the matter, where, since when and until when."""
    found = row(TicketLane().opens(), FIRST)
    assert (NUMBER, 1, "baru", "new", "lampu-jalan") == (
        found.number,
        found.revision,
        found.status,
        found.stage,
        found.category,
    )
    assert ("Oebufu", "depan SDN Oebufu", "Lampu jalan mati su 3 hari") == (found.kelurahan, found.place, found.words)
    assert {"lampu", "mati", "oebufu"} <= set(found.roots)
    assert (MONDAY.astimezone(UTC), "2026-07-09 23:59:59") == (found.opened_at, local(found.due_at))


def test_a_ticket_lies_on_one_list() -> None:
    """The desk that a ticket leaves hears of it, with the revision of the one that has it now."""
    lane = brought_to("didisposisikan")
    assert [Unlisted(NUMBER, row(lane).revision)] == lane.told(Unlisted, FIRST)
    lane.does("ambil", DISHUB)
    assert (DISHUB.id, DISHUB.name, "working") == (row(lane).holder_id, row(lane).holder, row(lane).stage)
    assert [] == lane.told(Unlisted, FIRST)


def test_a_pack_that_moves_a_desk_moves_its_rows() -> None:
    """A card that is shown anew at another desk than before leaves the list of that one."""
    lane = brought_to("didisposisikan")
    lane.state["shown_at"] = (("group:officials", "pupr"),)
    lane.happens(ShowAgain())
    assert [Unlisted(NUMBER, row(lane).revision)] == lane.told(Unlisted, docket_lane("pupr"))


def test_a_look_is_no_news() -> None:
    """Whoever only looks changes no list."""
    assert [] == brought_to("diproses").does("lihat", COORDINATOR).told(Listed, OFFICE)


def test_nothing_of_a_confidential_report_is_listed() -> None:
    """Neither words nor place nor their roots are in the row, also when the report became confidential later."""
    found = row(TicketLane().opens(privacy="rahasia", landmark="depan SDN Oebufu"), FIRST)
    assert (True, "", "", "", (), "Oebobo") == (
        found.confidential,
        found.words,
        found.place,
        found.kelurahan,
        found.roots,
        found.kecamatan,
    )
    later = row(brought_to("diproses").happens(ChangePrivacy("rahasia")))
    assert (True, "", "", ()) == (later.confidential, later.words, later.place, later.roots)


def test_an_ended_ticket_says_so() -> None:
    """Who withdraws ends the ticket's place among the open ones."""
    assert "ended" == row(brought_to("diproses").happens(Withdrawn(""))).stage


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("baru", "new"),
        ("terverifikasi", "new"),
        ("didisposisikan", "new"),
        ("diproses", "working"),
        ("menunggu_pelapor", "working"),
        ("ditunda", "working"),
        ("disanggah", "working"),
        ("ditindaklanjuti", "answered"),
        ("lewat", "ended"),
        ("selesai", "ended"),
        ("bukan_wewenang", "ended"),
        ("diarsipkan", "ended"),
        ("duplikat", "ended"),
        ("ditarik", "ended"),
    ],
)
def test_stages(status: TicketStatus, stage: Stage) -> None:
    """Each status is sorted by who has something to do."""
    assert stage == stage_of(status)
