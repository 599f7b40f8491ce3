"""An answer whose photo may not show what was done waits for a second officer; nobody confirms their own work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec import structs

from core.person.state import Contact, PersonState
from core.ticket.state import Flagged
from core.vocabulary.citizen import Confirmed, Disputed, EvidenceArrived, Update
from core.vocabulary.effects import Exhibit
from core.vocabulary.events import Event
from core.vocabulary.lane_names import person_lane, ticket_lane
from core.vocabulary.officials import Doubt
from core.vocabulary.report import Alike, Evidence, Facts, Pin
from core.vocabulary.steps import Moment
from core.vocabulary.ticket import Official
from tests.core.ticket.lane import (
    ADMIN,
    COORDINATOR,
    DISHUB,
    DISHUB_TWO,
    DLHK,
    MONDAY,
    NUMBER,
    OTHER,
    PHOTO,
    REPORTER,
    TicketLane,
    brought_to,
)

PIN = Pin(-10.1583, 123.6231)
COMPLAINT = Evidence("photo", "c1", "m-complaint", "image/jpeg")
HEAD = Official("22", "Kepala Dishub", "dishub", role="pimpinan")
WATCHER = Official("23", "Pemantau Dishub", "dishub", role="pemantau")


def photo(**facts: Any) -> Evidence:
    """Take a photo of which something is known."""
    return structs.replace(PHOTO, facts=Facts(**facts))


def alike(media: str, number: str = NUMBER) -> Evidence:
    """Take a photo that is like an earlier one."""
    return photo(alike=(Alike(media, number),))


def claimed() -> TicketLane:
    """Bring a complaint with a photo and a pin to an official."""
    return brought_to("diproses", evidence=(COMPLAINT,), pin=PIN)


def closed(lane: TicketLane, *evidence: Evidence) -> TicketLane:
    """Close it with photos."""
    return lane.does("selesai", DISHUB, "Lampu diganti", evidence=evidence)


NORTH = 0.009
"""A kilometre north, in degrees."""
DOUBTED: dict[str, tuple[Evidence, tuple[Doubt, ...]]] = {
    "the complaint's photo": (alike("m-complaint"), (Doubt("complaint"),)),
    "an earlier photo of this ticket": (alike("m-progress"), (Doubt("evidence"),)),
    "another ticket's photo": (alike("m-9", OTHER), (Doubt("other", number=OTHER),)),
    "before the complaint": (
        photo(taken_at=MONDAY - timedelta(days=2)),
        (Doubt("before", at=(MONDAY - timedelta(days=2)).astimezone(UTC)),),
    ),
    "a kilometre away": (
        photo(latitude=PIN.latitude + NORTH, longitude=PIN.longitude),
        (Doubt("far", metres=1001),),
    ),
    "twice at once": (
        photo(alike=(Alike("m-complaint", NUMBER, exact=True), Alike("m-complaint", NUMBER)), taken_at=MONDAY),
        (Doubt("complaint"),),
    ),
}
HONEST: dict[str, Evidence] = {
    "nothing is known": PHOTO,
    "after the complaint": photo(taken_at=MONDAY + timedelta(minutes=1)),
    "at the place": photo(latitude=PIN.latitude + NORTH * 0.29, longitude=PIN.longitude),
    "only where": photo(latitude=PIN.latitude, longitude=None),
}


@pytest.mark.parametrize(("item", "doubts"), DOUBTED.values(), ids=DOUBTED.keys())
def test_a_doubted_photo_waits(item: Evidence, doubts: tuple[Doubt, ...]) -> None:
    """The citizen is told nothing, the card says why, and the one who closed hears what to do."""
    lane = closed(claimed(), item)
    assert "diproses" == lane.status
    assert [] == lane.told(Update, REPORTER)
    assert (doubts, DISHUB.name) == (lane.card.doubts, lane.card.closed_by)
    assert "sahkan" == lane.card.actions[0]
    assert "Pelapor belum diberi tahu" in lane.sentence
    assert ["closing_held"] == [record.what for record in lane.records]


@pytest.mark.parametrize("item", HONEST.values(), ids=HONEST.keys())
def test_an_honest_photo_goes_at_once(item: Evidence) -> None:
    """The citizen gets the answer with the photo, and nothing of what the photo told."""
    lane = closed(claimed(), item)
    assert ("ditindaklanjuti", (), "") == (lane.status, lane.card.doubts, lane.card.closed_by)
    assert (PHOTO,) == lane.update.evidence
    assert "sahkan" not in lane.card.actions


@pytest.mark.parametrize("second", [DISHUB_TWO, COORDINATOR, HEAD, ADMIN], ids=lambda who: who.name)
def test_a_second_officer_lets_it_go(second: Official) -> None:
    """The answer reaches the citizen as it was written, with its photo; who let it go stands on the card."""
    lane = closed(claimed(), alike("m-complaint")).does("sahkan", second)
    assert ("ditindaklanjuti", "answered", "Lampu diganti") == (lane.status, lane.update.kind, lane.update.text)
    assert ("m1",) == tuple(item.media for item in lane.update.evidence)
    assert DISHUB.name == lane.card.holder
    assert (f"Disahkan {second.name}, jawaban {DISHUB.name}; fotonya sama dengan foto pengaduan",) == lane.card.notes
    (record,) = lane.records
    assert ("sahkan", second.id, DISHUB.id, "complaint") == (
        record.what, record.actor, record.details["closed_by"], record.details["doubts"],
    )  # fmt: skip


@pytest.mark.parametrize("who", [DISHUB, DLHK, WATCHER], ids=lambda who: who.name)
def test_who_may_not_let_it_go(who: Official) -> None:
    """Who closed it, who is of another office, and who only looks are refused with who may."""
    lane = closed(claimed(), alike("m-complaint")).does("sahkan", who)
    assert ("diproses", True) == (lane.status, lane.verdict.alert)
    assert "Pengesahan harus oleh petugas lain" in lane.sentence


def test_an_admin_who_closed_it_is_no_second_officer() -> None:
    """An administrator may close and may confirm, and never both."""
    lane = claimed().does("selesai", ADMIN, "Beres", evidence=(alike("m-complaint"),)).does("sahkan", ADMIN)
    assert "diproses" == lane.status
    assert "ditindaklanjuti" == lane.does("sahkan", DISHUB).status


def test_the_reporter_is_no_second_officer() -> None:
    """An official who reported the matter does not confirm the work on it in either place."""
    lane = closed(claimed(), alike("m-complaint")).does("sahkan", DISHUB_TWO, account=REPORTER)
    assert "diproses" == lane.status
    assert "bukan pelapornya" in lane.sentence


@pytest.mark.parametrize(
    "known",
    [
        {"joined": REPORTER},
        {"members": (REPORTER,)},
        {"accounts": (REPORTER,)},
        {"accounts": (person_lane("chat:telegram:20"),)},
    ],
    ids=["joined the reporter", "took the reporter's receipt over", "is linked to the reporter", "is who closed it"],
)
def test_nobody_is_second_officer_by_a_linked_account(known: dict[str, Any]) -> None:
    """By whatever account: who reported it, and who handled it as somebody else, is no other officer."""
    lane = claimed()
    lane.does("selesai", DISHUB, "Beres", evidence=(alike("m-complaint"),), account=person_lane("chat:telegram:20"))
    second = person_lane("chat:telegram:21")
    lane.documents[second] = PersonState(**known)
    lane.does("sahkan", DISHUB_TWO, account=second)
    assert ("diproses", True) == (lane.status, lane.verdict.alert)
    assert "Pengesahan harus oleh petugas lain" in lane.sentence
    lane.documents[second] = PersonState(accounts=(second, person_lane("chat:whatsapp:9")))
    assert "ditindaklanjuti" == lane.does("sahkan", DISHUB_TWO, account=second).status


def test_what_was_flagged_stays_known() -> None:
    """Who answered with it, what was doubted and who let it go is on the ticket for good, whatever becomes of it."""
    lane = closed(claimed(), alike("m-complaint"))
    since = lane.now
    waiting = Flagged(since, ("complaint",), "dishub")
    assert [waiting] == [*lane.ticket.flagged]
    lane.waits(minutes=5).does("sahkan", COORDINATOR)
    signed = structs.replace(waiting, second="setda", signed_at=lane.now)
    lane.happens(Disputed("belum")).does("selesai", DISHUB, "Beres", evidence=(alike("m9", OTHER),))
    again = Flagged(lane.now, ("other",), "dishub")
    assert [signed, again] == [*lane.ticket.flagged]
    lane.does("urungkan", DISHUB)
    assert [signed] == [*lane.ticket.flagged]


def test_a_second_officer_takes_it_back() -> None:
    """For ten minutes: the citizen is told that it was a mistake, and the answer waits again, for anybody else."""
    lane = closed(claimed(), alike("m-complaint")).does("sahkan", DISHUB_TWO)
    card = lane.card
    assert ("sahkan", True) == (card.undo, "urungkan" in card.actions)
    assert "officials.verdict.who_may.author" == lane.does("urungkan", DISHUB, choice=card.undo_mark).verdict.key
    lane.waits(minutes=9).does("urungkan", DISHUB_TWO, choice=card.undo_mark)
    assert ("diproses", "undone", (Doubt("complaint"),)) == (lane.status, lane.update.kind, lane.card.doubts)
    assert ("sahkan", [None]) == (lane.card.actions[0], [one.signed_at for one in lane.ticket.flagged])
    lane.does("sahkan", COORDINATOR)
    assert ("ditindaklanjuti", "answered") == (lane.status, lane.update.kind)
    lane.waits(minutes=10, seconds=1)
    assert "officials.verdict.undo_over" == lane.does("urungkan", COORDINATOR).verdict.key


def test_a_new_photo_takes_the_place_of_a_doubted_one() -> None:
    """With an honest photo no second officer is needed; what waited is gone."""
    lane = closed(closed(claimed(), alike("m-complaint")), PHOTO)
    assert ("ditindaklanjuti", None) == (lane.status, lane.ticket.closing)


@pytest.mark.parametrize("action", ["lepas", "tanya", "tunda"])
def test_what_waited_is_dropped_when_the_ticket_moves_on(action: Any) -> None:
    """An answer of somebody who gave the ticket away, asked or put it aside does not go out later."""
    lane = closed(claimed(), alike("m-complaint")).does(action, DISHUB, "sampai Jumat 17 Juli 2026 menunggu alat")
    assert lane.ticket.closing is None
    assert "sahkan" not in lane.card.actions


def test_nothing_to_let_go() -> None:
    """Without an answer that waits there is nothing to confirm; progress on the way leaves one that does."""
    lane = claimed().does("sahkan", DISHUB_TWO)
    assert "officials.verdict.nothing_waits" == lane.verdict.key
    lane = closed(lane, alike("m-complaint")).does("progres", DISHUB, "Tiang juga dicat")
    assert "ditindaklanjuti" == lane.does("sahkan", DISHUB_TWO).status


def test_files_become_evidence_of_the_ticket() -> None:
    """The citizen's files and what was sent to the citizen are known again later; what still waits is not."""
    lane = claimed()
    opened = [effect for effect in lane.all_effects if isinstance(effect, Exhibit)]
    assert [Exhibit("m-complaint", NUMBER)] == opened
    closed(lane, alike("m-complaint"))
    assert [] == [effect for effect in lane.effects if isinstance(effect, Exhibit)]
    lane.does("sahkan", DISHUB_TWO)
    assert [Exhibit("m1", NUMBER)] == [effect for effect in lane.effects if isinstance(effect, Exhibit)]


def test_a_file_that_never_comes_stands_on_the_card() -> None:
    """Each file that is lost is counted, whether it came with the report or later."""
    lane = brought_to("diproses", evidence=(Evidence("photo", "x1"),)).happens(EvidenceArrived("x1", ""))
    assert (1, 0) == (lane.card.lost, lane.card.missing_evidence)
    lane.says("ini fotonya", Evidence("photo", "x2")).happens(EvidenceArrived("x2", ""))
    assert 2 == lane.card.lost


# --- who confirms -----------------------------------------------------------------------------------------------------


def confirms(lane: TicketLane, *chats: str) -> TicketLane:
    """Let the reporter, who has these chats, say that it is fixed."""
    contacts = tuple(Contact(chat, "telegram", datetime(2026, 7, 1, tzinfo=UTC)) for chat in chats)
    event = Event("c", ticket_lane(NUMBER), lane.now, Confirmed(person=REPORTER))
    assert (REPORTER,) == lane.steps.reads(event)
    moment = Moment(lane.now, lane=event.lane, documents={REPORTER: PersonState(contacts)})
    outcome = lane.steps.step(lane.state, event, moment)
    lane.state, lane.effects = outcome.state, outcome.effects
    return lane


OWN_CHAT = "chat:telegram:20"


@pytest.mark.parametrize("action", ["ambil", "selesai"])
def test_nobody_confirms_their_own_work(action: str) -> None:
    """From a linked chat of whoever handled it a confirmation is refused, noted once, and told to the citizen."""
    lane = brought_to("didisposisikan")
    account = {"account": person_lane(OWN_CHAT)}
    lane.does("ambil", DISHUB, **(account if action == "ambil" else {}))
    lane.does("selesai", DISHUB, "Beres", evidence=(PHOTO,), **(account if action == "selesai" else {}))

    confirms(lane, "chat:whatsapp:9", OWN_CHAT)
    assert ("ditindaklanjuti", "own_work") == (lane.status, lane.update.kind)
    assert ("⚠️ Pelapor tiket ini ikut menanganinya; konfirmasinya ditolak.",) == lane.card.notes
    assert ["confirmation_by_handler"] == [record.what for record in lane.records]
    confirms(lane, OWN_CHAT)
    assert 1 == len(lane.ticket.notes)
    assert "selesai" == confirms(lane, "chat:whatsapp:9").status


def test_the_account_that_reported_is_looked_at_too() -> None:
    """An official who reported from the chat by which they act cannot confirm, also with no other chat."""
    lane = brought_to("didisposisikan").does("ambil", DISHUB, account=REPORTER)
    lane.does("selesai", DISHUB, "Beres", evidence=(PHOTO,))
    assert "ditindaklanjuti" == confirms(lane).status


def test_to_look_is_not_to_handle() -> None:
    """Who only looked at a ticket, or wrote a note to colleagues, may confirm what was done for them."""
    lane = brought_to("diproses", privacy="rahasia").does("catatan", DISHUB_TWO, "cek gardu", account=REPORTER)
    lane.does("lihat", DISHUB_TWO, account=REPORTER).does("selesai", DISHUB, "Beres", evidence=(PHOTO,))
    assert "selesai" == confirms(lane).status
