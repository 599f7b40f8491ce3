"""How tickets end is kept apart; a photo is asked for where there is something to see."""

from __future__ import annotations

import pytest

from core.ticket.outcome import Outcome, outcome_of
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import DISHUB, brought_to

ENDS: tuple[tuple[TicketStatus, str, Outcome], ...] = (
    ("selesai", "pengaduan", "fixed"),
    ("selesai", "permintaan_informasi", "answered"),
    ("selesai", "aspirasi", "answered"),
    ("lewat", "pengaduan", "silent"),
    ("lewat", "permintaan_informasi", "silent"),
    ("disanggah", "pengaduan", "disputed"),
    ("bukan_wewenang", "pengaduan", "rejected"),
    ("diarsipkan", "pengaduan", "rejected"),
    ("ditarik", "pengaduan", "withdrawn"),
    ("duplikat", "pengaduan", "merged"),
    ("baru", "pengaduan", ""),
    ("diproses", "pengaduan", ""),
    ("ditindaklanjuti", "pengaduan", ""),
    ("ditunda", "pengaduan", ""),
)


@pytest.mark.parametrize(("status", "kind", "outcome"), ENDS)
def test_ends_are_kept_apart(status: TicketStatus, kind: str, outcome: Outcome) -> None:
    """Each end has one name, and the journal has it where the ticket came to it."""
    lane = brought_to(status, classification=kind)
    assert outcome == outcome_of(lane.ticket)
    assert outcome == lane.records[-1].details.get("outcome", "")


@pytest.mark.parametrize(
    ("kind", "category", "asked"),
    [
        ("pengaduan", "lampu-jalan", True),
        ("pengaduan", "lainnya", True),
        ("pengaduan", "kependudukan", False),
        ("permintaan_informasi", "lampu-jalan", False),
        ("aspirasi", "jalan", False),
    ],
)
def test_a_photo_is_asked_for_where_there_is_something_to_see(kind: str, category: str, asked: bool) -> None:
    """The city's pack says of which complaints words are enough."""
    lane = brought_to("diproses", classification=kind, category=category).does("selesai", DISHUB, "Sudah diurus")
    assert asked == (lane.verdict.key == "officials.verdict.need_evidence")
    assert ("diproses" if asked else "ditindaklanjuti") == lane.status
