"""What can be taken back for ten minutes, by whom, and what stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.ticket.undoing import UNDOABLE
from core.vocabulary.citizen import Confirmed, Disputed, Withdrawn
from core.vocabulary.events import Timer
from core.vocabulary.ticket import Action, Official, TicketStatus
from tests.core.ticket.lane import (
    ADMIN,
    COORDINATOR,
    DISHUB,
    OTHER,
    PHOTO,
    brought_to,
    hurried_to,
)

UNDO_CASES: list[tuple[TicketStatus, Action, Official, dict[str, Any]]] = [
    ("baru", "arsip", COORDINATOR, {"text": "bukan laporan"}),
    ("baru", "duplikat", COORDINATOR, {"other": OTHER}),
    ("baru", "bukan_wewenang", COORDINATOR, {"text": "urusan provinsi"}),
    ("terverifikasi", "disposisi", COORDINATOR, {"unit": "dlhk"}),
    ("didisposisikan", "bukan_wewenang", DISHUB, {"text": "jalan provinsi"}),
    ("diproses", "selesai", DISHUB, {"text": "Sudah", "evidence": (PHOTO,)}),
    ("diproses", "disposisi", ADMIN, {"unit": "dlhk"}),
    ("diproses", "balas", DISHUB, {"text": "Besok kami datang"}),
    ("diproses", "progres", DISHUB, {"text": "Tiang dipesan"}),
    ("diproses", "tanya", DISHUB, {"text": "Yang mana?"}),
    ("disanggah", "selesai", DISHUB, {"text": "Sudah", "evidence": (PHOTO,)}),
]


@pytest.mark.parametrize(("status", "action", "by", "more"), UNDO_CASES)
def test_undone(status: TicketStatus, action: Action, by: Official, more: dict[str, Any]) -> None:
    """An act is taken back within ten minutes: the ticket is as it was, and the citizen gets a correction."""
    lane = brought_to(status)
    before = lane.ticket
    card = lane.does(action, by, **more).card
    assert (action, "urungkan" in card.actions) == (card.undo, True)

    lane.waits(minutes=9, seconds=59).does("urungkan", by, choice=card.undo_mark)

    after = lane.ticket
    for name in before.last_act.was.__struct_fields__ if before.last_act else type(before).__struct_fields__:
        if name not in ("notes", "history", "history_count", "head", "revision", "shown_at", "last_act"):
            assert (name, getattr(before, name)) == (name, getattr(after, name))
    words = more.get("text", "") if action in ("balas", "progres", "tanya") else ""
    assert ("unsaid" if words else "undone", words, status) == (lane.update.kind, lane.update.text, lane.update.status)
    assert ("urungkan", "") == (lane.records[0].what, lane.card.undo)


def test_undone_after_the_limit() -> None:
    """A limit that passed since the act was done stays passed when the act is taken back."""
    lane = brought_to("diproses")
    due = lane.ticket.due_at
    assert due is not None
    mark = lane.until(due - timedelta(minutes=5)).does("balas", DISHUB, "Besok kami datang").card.undo_mark
    lane.until(due).happens(Timer(due))
    assert lane.ticket.late

    lane.does("urungkan", DISHUB, choice=mark)

    assert ("unsaid", True, True) == (lane.update.kind, lane.ticket.late, lane.card.late)


def test_every_act_that_can_be_undone_is_tried() -> None:
    """The table above has each act that can be taken back, but for `sahkan`, which follows another (`test_closing`)."""
    assert UNDOABLE - {"sahkan"} == {action for _status, action, _by, _more in UNDO_CASES}


def test_undone_too_late() -> None:
    """After ten minutes the card no longer offers to undo, and whoever tries is refused."""
    lane = hurried_to("diarsipkan")
    mark = lane.card.undo_mark
    assert lane.wake_at is not None
    assert 600.0 == (lane.wake_at - lane.now).total_seconds()

    lane.until(lane.wake_at).happens(Timer(lane.wake_at))

    assert (0, True, False) == (len(lane.records), lane.wake_at is None, "urungkan" in lane.card.actions)
    assert "officials.verdict.undo_over" == lane.does("urungkan", COORDINATOR, choice=mark).verdict.key


def test_undone_by_whom() -> None:
    """Who did it takes it back, or an admin; a colleague does not, and nobody a later act by an old button."""
    assert "officials.verdict.who_may.author" == hurried_to("diarsipkan").does("urungkan", DISHUB).verdict.key
    assert "baru" == hurried_to("diarsipkan").does("urungkan", ADMIN).status
    lane = brought_to("diproses").does("balas", DISHUB, "satu")
    mark = lane.card.undo_mark
    lane.does("balas", DISHUB, "dua")
    assert "officials.verdict.undo_over" == lane.does("urungkan", DISHUB, choice=mark).verdict.key
    assert "dua" == lane.does("urungkan", DISHUB).update.text
    assert "officials.verdict.undo_over" == lane.does("urungkan", DISHUB).verdict.key


def test_nothing_is_undone_that_the_citizen_has_answered() -> None:
    """When the citizen has confirmed, disputed, answered or withdrawn, the act before it stands."""
    for status, said in (
        ("ditindaklanjuti", Confirmed()),
        ("ditindaklanjuti", Disputed("belum")),
        ("menunggu_pelapor", Withdrawn("sudah")),
    ):
        lane = hurried_to(status).happens(said)  # type: ignore[arg-type]
        assert "officials.verdict.undo_over" == lane.does("urungkan", ADMIN).verdict.key
    assert "officials.verdict.undo_over" == (
        hurried_to("menunggu_pelapor").says("tiang 4").does("urungkan", ADMIN).verdict.key
    )


def test_a_note_or_a_look_leaves_the_act_to_be_undone() -> None:
    """Notes and looks come in between, another act does not."""
    lane = hurried_to("diarsipkan").does("catatan", COORDINATOR, "salah tekan").does("lihat", DISHUB)
    assert "baru" == lane.does("urungkan", COORDINATOR).status
    other = brought_to("diproses").does("balas", DISHUB, "satu").does("kategori", DISHUB, category="sampah")
    assert "officials.verdict.undo_over" == other.does("urungkan", DISHUB).verdict.key
