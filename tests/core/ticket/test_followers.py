"""Who follows a ticket of somebody else, what they hear, and what nobody hears."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from core.near.alike import row_of
from core.near.state import NearState
from core.ticket.state import MAX_FOLLOWERS
from core.vocabulary.citizen import AskStatus, ChangePrivacy, Withdrawn
from core.vocabulary.effects import Tell
from core.vocabulary.near import Follow, FollowerUpdate, ForgottenNear, KnownNear, Unfollow
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import (
    CHAT,
    COORDINATOR,
    DISHUB,
    NUMBER,
    OTHER,
    PHOTO,
    REPORTER,
    TicketLane,
    brought_to,
    city,
    commands,
    filing,
)

PERSON = "person:follower"
HERE = "chat:telegram:999"
NEAR = "near:lampu-jalan:Oebufu"
SECRET = "Ibu Beny di rumah cat hijau"


def follows(lane: TicketLane, person: str = PERSON) -> FollowerUpdate:
    """Let somebody follow the ticket; give the answer."""
    (answer,) = lane.happens(Follow(person, HERE)).told(FollowerUpdate, HERE)
    return answer


def news(lane: TicketLane) -> list[FollowerUpdate]:
    """List what the follower hears of the last event."""
    return lane.told(FollowerUpdate, PERSON)


def test_a_follower_is_told_where_it_stands() -> None:
    """Who follows hears at once, and at every further status; never anybody's words or files."""
    lane = TicketLane().opens()
    answer = follows(lane)
    assert ("followed", "baru", "lampu-jalan", "Oebufu") == (
        answer.kind,
        answer.status,
        answer.category,
        answer.kelurahan,
    )
    heard: list[Any] = []
    acts: tuple[Callable[[], object], ...] = (
        lambda: lane.does("verifikasi", COORDINATOR),
        lambda: lane.does("disposisi", COORDINATOR, unit="dishub"),
        lambda: lane.does("ambil", DISHUB),
        lambda: lane.does("progres", DISHUB, SECRET),
        lambda: lane.does("tanya", DISHUB, SECRET),
        lambda: lane.says(SECRET),
        lambda: lane.does("selesai", DISHUB, SECRET, evidence=(PHOTO,)),
    )
    for act in acts:
        act()
        heard.append([one.status for one in news(lane)])
    assert [["terverifikasi"], ["didisposisikan"], ["diproses"], [], [], [], ["ditindaklanjuti"]] == heard
    assert SECRET not in str([one for one in lane.all_effects if isinstance(one, Tell) and one.lane == PERSON])


def test_nothing_of_a_person_can_be_in_a_followers_news() -> None:
    """The struct that a follower gets has no place for words, files, landmark or name; the person is the follower."""
    assert (
        "number",
        "kind",
        "status",
        "category",
        "kelurahan",
        "unit",
        "due_at",
        "late",
        "other",
        "person",
    ) == FollowerUpdate.__struct_fields__


def test_following_twice_is_once() -> None:
    """The same wish again changes nothing and is answered again; no more of it is nothing more."""
    lane = TicketLane().opens()
    answers = [follows(lane).kind for _ in range(3)]
    assert (["followed"] * 3, 1) == (answers, len(lane.ticket.followers))
    lane.happens(Unfollow(PERSON)).happens(Unfollow(PERSON))
    assert () == lane.effects
    lane.does("verifikasi", COORDINATOR)
    assert [] == news(lane)


def test_who_followed_stands_in_no_record() -> None:
    """The journal tells that somebody followed, the card how many do, neither who."""
    lane = TicketLane().opens()
    follows(lane)
    (record,) = lane.records
    assert ("followed", "pengikut") == (record.what, record.actor)
    assert PERSON not in str(record)
    assert 1 == lane.card.followers
    assert PERSON not in str(lane.card)


REFUSED: tuple[TicketStatus, ...] = ("ditindaklanjuti", "selesai", "lewat", "bukan_wewenang", "diarsipkan", "ditarik")


@pytest.mark.parametrize("status", REFUSED)
def test_what_is_not_open_cannot_be_followed(status: TicketStatus) -> None:
    """A ticket that is done is refused."""
    assert FollowerUpdate(NUMBER, "refused") == follows(brought_to(status))


def test_a_refusal_tells_nothing() -> None:
    """A confidential ticket, one's own and one that does not exist are refused alike."""
    secret, own, full = TicketLane().opens(privacy="rahasia"), TicketLane().opens(), TicketLane().opens()
    for count in range(MAX_FOLLOWERS):
        follows(full, f"person:{count}")
    answers = [follows(TicketLane()), follows(secret), follows(own, REPORTER), follows(full)]
    assert [FollowerUpdate(NUMBER, "refused")] * 4 == answers


def test_a_merged_one_passes_the_wish_on() -> None:
    """Who wants to follow a duplicate follows what it was merged into."""
    lane = brought_to("duplikat").happens(Follow(PERSON, HERE))
    assert [Follow(PERSON, HERE)] == commands(lane.effects, Follow, f"ticket:{OTHER}")
    assert () == lane.ticket.followers


def test_the_status_is_shown_to_followers_alone() -> None:
    """A follower may ask where it stands and gets a follower's news; a stranger is told nothing."""
    lane = TicketLane().opens()
    assert () == lane.happens(AskStatus(PERSON, HERE)).effects
    follows(lane)
    (told,) = lane.happens(AskStatus(PERSON, HERE)).told(FollowerUpdate, HERE)
    assert ("status", "baru") == (told.kind, told.status)
    assert 1 == len(lane.effects)


def test_followers_of_what_became_confidential() -> None:
    """They hear on, but no more where it is; nobody else can follow it."""
    lane = TicketLane().opens()
    follows(lane)
    lane.happens(ChangePrivacy("rahasia"))
    lane.does("verifikasi", COORDINATOR)
    (heard,) = news(lane)
    assert ("", "lampu-jalan") == (heard.kelurahan, heard.category)


def test_a_place_in_the_citizens_own_words_is_kept_back() -> None:
    """A kelurahan that is none of the city is words of the reporter, and told to nobody."""
    lane = TicketLane().opens(kelurahan="belakang rumah Beny")
    assert "" == follows(lane).kelurahan


# --- where it is found ------------------------------------------------------------------------------------------------


def near_told(lane: TicketLane) -> list[tuple[str, str]]:
    """List what the last event told lanes of what is open near a place."""
    kinds = (KnownNear, ForgottenNear)
    tells = [one for one in lane.effects if isinstance(one, Tell) and isinstance(one.command, kinds)]
    return [(type(one.command).__name__, one.lane) for one in tells]


def test_one_event_for_a_filing_and_one_for_an_end() -> None:
    """A ticket is made known when it opens and forgotten when it is answered; nothing in between costs an event."""
    lane = TicketLane().opens()
    told = [near_told(lane)]
    acts: tuple[Callable[[], object], ...] = (
        lambda: lane.does("verifikasi", COORDINATOR),
        lambda: lane.does("disposisi", COORDINATOR, unit="dishub"),
        lambda: lane.does("ambil", DISHUB),
        lambda: lane.does("tanya", DISHUB, "Yang mana?"),
        lambda: lane.says("Yang di ujung"),
        lambda: lane.does("selesai", DISHUB, "Sudah", evidence=(PHOTO,)),
    )
    for act in acts:
        act()
        told.append(near_told(lane))
    assert [[("KnownNear", NEAR)], [], [], [], [], [], [("ForgottenNear", NEAR)]] == told


def test_a_confidential_one_is_never_made_known() -> None:
    """Neither from the beginning nor after its privacy has changed."""
    assert [] == near_told(TicketLane().opens(privacy="rahasia"))
    lane = TicketLane().opens().happens(ChangePrivacy("rahasia"))
    assert [("ForgottenNear", NEAR)] == near_told(lane)
    assert [("KnownNear", NEAR)] == near_told(lane.happens(ChangePrivacy("anonim")))


def test_another_kind_is_found_elsewhere() -> None:
    """A corrected category moves the ticket to the lane of that kind."""
    lane = TicketLane().opens().does("verifikasi", COORDINATOR, category="listrik")
    assert [("ForgottenNear", NEAR), ("KnownNear", "near:listrik:Oebufu")] == near_told(lane)


@pytest.mark.parametrize("text", ["", "sudah beres"])
def test_what_the_citizen_takes_back_is_forgotten(text: str) -> None:
    """A withdrawn report is offered to nobody."""
    assert [("ForgottenNear", NEAR)] == near_told(TicketLane().opens().happens(Withdrawn(text)))


def test_the_card_names_what_may_be_the_same() -> None:
    """Officials see at most two open tickets on the new card, while it can be merged."""
    lane = TicketLane()
    report = filing().report
    rows = [row_of(city(), report, number, lane.now) for number in ("1", "2", "3")]
    lane.documents[NEAR] = msgspec.to_builtins(NearState(tuple(rows)))
    assert ("1", "2") == lane.opens().card.alike
    assert () == lane.does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, unit="dishub").card.alike


def test_the_card_of_a_confidential_one_names_none() -> None:
    """What is alike would tell where it is."""
    lane = TicketLane()
    lane.documents[NEAR] = msgspec.to_builtins(NearState((row_of(city(), filing().report, "1", lane.now),)))
    assert () == lane.opens(privacy="rahasia").card.alike
    shown = TicketLane()
    shown.documents = lane.documents
    shown.opens().happens(ChangePrivacy("rahasia", hide=(CHAT,)))
    assert () == shown.card.alike
