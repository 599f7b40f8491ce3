"""What is personal in a ticket is erased when it has ended: nothing of it comes out, and nothing comes in, any more."""

from __future__ import annotations

import pytest

from core.ticket.erasing import NOBODY
from core.vocabulary.citizen import (
    AskStatus,
    ChangePrivacy,
    Confirmed,
    Disputed,
    EvidenceArrived,
    Rated,
    Replied,
    Update,
    Withdrawn,
)
from core.vocabulary.docket import Listed
from core.vocabulary.effects import Record, Tell
from core.vocabulary.erasing import Erase, EraseMerged, Unsighted
from core.vocabulary.events import Body
from core.vocabulary.lane_names import burst_lane, docket_lane
from core.vocabulary.monitoring import Linked, SaidInPublic
from core.vocabulary.near import FollowerUpdate, SaidByMerged
from core.vocabulary.officials import Relay, ShowCard
from core.vocabulary.tally import Tallied
from tests.core.ticket.lane import ADMIN, COORDINATOR, NUMBER, PHOTO, REPORTER, TicketLane, brought_to

OTHER, THIRD = "KPG-26-00002-7", "KPG-26-00003-5"
WORDS = "Tolong, saya Beny Tefa di rumah cat hijau dekat patung merpati"


def erased(status: str = "selesai", *, reporter: bool = False) -> TicketLane:
    """Give a ticket that ended and was erased."""
    lane = brought_to(status, text=WORDS, landmark="patung merpati", evidence=(PHOTO,))  # type: ignore[arg-type]
    return lane.waits(hours=1).happens(Erase("request", reporter))


def test_nothing_personal_is_left_and_everything_that_counts_is() -> None:
    """Words, place, name and files are gone from the ticket, its card and its row; its dates, kind and path stay."""
    before = brought_to("selesai", text=WORDS, landmark="patung merpati", evidence=(PHOTO,)).ticket
    lane = erased()
    ticket = lane.ticket
    said = (str(ticket), str(lane.told(ShowCard)), str(lane.told(Listed, docket_lane("dishub"))))
    assert [] == [one for one in ("merpati", "Beny", PHOTO.media) for text in said if one in text]
    assert ("", (), (), ()) == (ticket.report.text, ticket.report.evidence, ticket.notes, ticket.spoken)
    kept = ("status", "opened_at", "closed_at", "unit", "path", "rating", "reporter", "first_answer_at")
    assert [getattr(before, name) for name in kept] == [getattr(ticket, name) for name in kept]
    assert (before.report.category, before.report.channel) == (ticket.report.category, ticket.report.channel)


def test_the_line_says_when_and_why_and_no_count_moves() -> None:
    """One line of the journal has the reason as a code; the day's counts and the place in which it counts stay."""
    lane = erased()
    (record,) = [one for one in lane.effects if isinstance(one, Record)]
    assert ("erased", "sistem", "", {"why": "request"}) == (record.what, record.actor, record.reason, record.details)
    assert [] == [one for one in lane.effects if isinstance(one, Tell) and isinstance(one.command, Tallied)]
    assert lane.ticket.erased is not None
    assert ("Oebufu", lane.now) == (lane.ticket.erased.kelurahan, lane.ticket.erased.at)
    assert [Unsighted(NUMBER)] == lane.told(Unsighted, burst_lane("lampu-jalan", "Oebufu"))
    (card,) = lane.told(ShowCard)
    assert (lane.ticket.erased, ()) == (card.card.erased, card.card.actions)
    assert [] == list(lane.happens(Erase("order")).effects)


def test_what_a_merged_reporter_said_goes_and_all_else_stays() -> None:
    """Words and files of the merged one go, also in the group; the own words stay, and those of others of the merge."""
    lane = brought_to("diproses", text=WORDS)
    for number in (OTHER, THIRD):
        lane.happens(SaidByMerged(number, f"merpati kaca {number}", (PHOTO,)))
    lane.happens(Replied("dan got pecah"))
    lane.happens(EraseMerged(OTHER, "request"))
    ticket = lane.ticket
    assert [(OTHER, ()), (THIRD, (PHOTO,)), ("", ())] == [(one.via, one.evidence) for one in ticket.spoken]
    assert (False, True) == tuple(f"merpati kaca {one}" in str(ticket.spoken) for one in (OTHER, THIRD))
    assert (True, False) == ("got pecah" in str(ticket.history), "merpati" in str(ticket.history))
    assert [(ticket.spoken[0].id, True, "")] == [(one.id, one.sealed, one.text) for one in lane.told(Relay)]
    (record,) = [one for one in lane.effects if isinstance(one, Record)]
    assert ("merged_erased", {"why": "request", "other": OTHER}) == (record.what, record.details)
    assert "patung merpati" in ticket.report.text


@pytest.mark.parametrize("status", ["baru", "diproses", "menunggu_pelapor", "ditindaklanjuti", "ditunda"])
def test_what_has_not_ended_is_not_erased(status: str) -> None:
    """Whoever works on it needs its words: it is ended first."""
    lane = brought_to(status).happens(Erase("request"))  # type: ignore[arg-type]
    assert ((), None) == (lane.effects, lane.ticket.erased)


@pytest.mark.parametrize(
    "body",
    [
        Replied("Beny lagi", (PHOTO,)),
        Disputed("masih gelap kata Beny", (PHOTO,)),
        Confirmed((PHOTO,), REPORTER),
        Rated(5),
        Withdrawn("Beny tidak jadi"),
        ChangePrivacy("nama", "Beny Tefa"),
    ],
    ids=lambda body: type(body).__name__,
)
def test_no_words_come_in_again(body: Body) -> None:
    """What its citizen says of it later is not kept, and answered with that it was erased."""
    lane = erased()
    before = lane.ticket
    lane.happens(body)
    assert before == lane.ticket
    (update,) = lane.told(Update, REPORTER)
    assert ("erased", "") == (update.kind, update.text)


def test_what_others_say_of_it_does_not_come_in_either() -> None:
    """A file that comes late is not kept, and a public post is told that there is no such report."""
    lane = erased()
    before = lane.ticket
    assert () == lane.happens(EvidenceArrived(PHOTO.ref, "m9")).effects
    lane.happens(SaidInPublic(lane="mention:x:1", link="https://x.example/1", count=1))
    assert ([Linked(NUMBER, known=False)], before) == (lane.told(Linked, "mention:x:1"), lane.ticket)


def test_officials_only_look_at_it() -> None:
    """No act changes it any more, nor opens it again; who looks is answered."""
    lane = erased()
    assert "officials.verdict.erased" == lane.does("buka_kembali", COORDINATOR, "salah").verdict.key
    assert "officials.verdict.erased" == lane.does("buka", ADMIN).verdict.key
    assert "officials.verdict.done.lihat" == lane.does("lihat", ADMIN).verdict.key


def test_where_it_stands_is_told_as_ever() -> None:
    """Its reporter is told the status without words; nobody else is told anything."""
    lane = erased().happens(AskStatus(REPORTER, "chat:x:1"))
    (update,) = lane.told(Update, "chat:x:1")
    assert ("status", "selesai", "") == (update.kind, update.status, update.text)
    assert () == lane.happens(AskStatus("", "chat:x:2")).effects
    assert [] == [*lane.told(FollowerUpdate, "chat:x:2")]


def test_with_the_reporter_nobody_is_told() -> None:
    """Where the reporter goes too, nobody knows whose it was, and no news leaves it; also when it was erased before."""
    lane = erased(reporter=True)
    assert (NOBODY, []) == (lane.ticket.reporter, [one for one in lane.effects if NOBODY == getattr(one, "lane", "")])
    assert () == lane.happens(Replied("lagi")).effects
    later = erased().happens(Erase("request", reporter=True)).ticket
    assert (NOBODY, "Oebufu") == (later.reporter, later.erased and later.erased.kelurahan)
