"""A group besides the common one: what it shows, where its people are answered, and what it passes on."""

from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from bots.officials.news import LATE_MESSAGES
from core.city.city import City
from core.city.desks import HEALTH
from core.city.pack import parse_city
from core.vocabulary.effects import Answer, Delete, Edit, OpenTopic, Send, Tell
from core.vocabulary.events import Event, Joined, LetIn, Pressed, ShutOut
from core.vocabulary.lane_names import OFFICIALS_LANE, REGISTER_LANE
from core.vocabulary.officials import CardLeft, Notice
from core.vocabulary.register import CameIn, Returned
from core.vocabulary.results import Undelivered
from core.vocabulary.steps import Moment
from tests.bots.officials.group import ADMIN, BUDI, NUMBER, OTHER, Group
from tests.core.kupang import pack_files

OWN = '[groups.dishub]\nchat = "-100"\n[[desk]]\nkey = "dishub"\ngroup = "dishub"\n'
SHARED = OWN + 'whole = false\n[[desk]]\nkey = "pupr"\ngroup = "dishub"\nwhole = false\n'
LANE = "group:dishub"


@cache
def city(desks: str) -> City:
    """Give Kupang with other desks."""
    return parse_city({**pack_files(), "desks.toml": desks.encode()})


def further(desks: str = OWN) -> Group:
    """Give the group of dishub, in which the program has started."""
    group = Group(lane=LANE, city=city(desks))
    group.starts()
    return group


def common(desks: str = OWN) -> Group:
    """Give the common group of the same city."""
    group = Group(city=city(desks))
    group.starts()
    return group


def elsewhere(group: Group) -> list[tuple[str, Any]]:
    """Give what the last step told other lanes."""
    return [(tell.lane, tell.command) for tell in group.of(Tell)]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (lambda: common(OWN), {"verifikasi", "pupr", "health"}),
        (lambda: further(OWN), set()),
        (lambda: common(SHARED), {"verifikasi", "health"}),
        (lambda: further(SHARED), {"dishub", "pupr"}),
    ],
)
def test_topics_of_each_group(group: Any, expected: set[str]) -> None:
    """A group has the topics of its own desks; one that is a desk has none."""
    asked = {"verifikasi", "dishub", "pupr", "health", "pemantauan", "eskalasi"}
    assert expected == {topic.key for topic in group().of(OpenTopic)} & asked


def test_the_desk_of_what_is_overdue_gets_its_topic_when_it_is_needed() -> None:
    """The topic of a desk that shows nothing yet is opened with the first thing that is shown there."""
    group = common("")
    group.shows(desk="eskalasi", moved_from="verifikasi")
    assert [OpenTopic("eskalasi", "Eskalasi", "pink")] == group.topics


def test_a_card_stands_in_the_group_itself() -> None:
    """In a group that is a desk messages have no topic; each says that the officials may read it."""
    group = further()
    group.shows(desk="dishub", unit="dishub", status="didisposisikan", moved_from="verifikasi")
    (card,) = group.of(Edit)
    assert (f"card:{NUMBER}:dishub", "", "group") == (card.key, card.to.topic, card.to.audience)


def test_what_officials_do_is_answered_where_they_do_it() -> None:
    """An act names the group in which it was wanted, so that the verdict comes there; the common one needs no name."""
    for group, expected in ((further(), LANE), (common(), "")):
        group.registers(BUDI)
        group.shows(desk="dishub", unit="dishub", status="didisposisikan", actions=("ambil",))
        group.presses(BUDI, "Ambil")
        assert expected == group.act.group


def test_the_register_is_one_for_all_groups() -> None:
    """Who was registered in one group acts in the other, and whose right was taken there has none here."""
    here, there = common(), further()
    here.registers(BUDI)
    there.register = here.register
    there.says(BUDI, "/saya")
    assert "Budi L." in there.last.text
    here.says(ADMIN, f"/daftar hapus {BUDI.id}")
    there.register = here.register
    there.happens(Pressed(BUDI, f"ambil:{NUMBER}", query_id="q"))
    assert there.answer.text.startswith("Anda belum terdaftar")


def test_who_comes_back_is_told_of_at_the_desk_of_verification() -> None:
    """Where an official came in again does not matter: administrators read it where they register people."""
    group = further()
    event = Event("e", LANE, group.now, Joined((BUDI,)))
    (told,) = group.steps.step(group.state, event, Moment(group.now)).effects
    assert Tell(REGISTER_LANE, CameIn(BUDI.id, OFFICIALS_LANE)) == told
    other = common()
    other.tells(Returned(BUDI.id, "Budi L."))
    assert ("verifikasi", True) == (other.last.topic, "Budi L." in other.last.text)


def test_who_comes_back_is_told_of_once() -> None:
    """A platform says by two kinds of news that somebody came in; a later return is told of again."""
    group = common()
    for minutes, told in ((0, 1), (0, 1), (120, 2)):
        group.waits(minutes=minutes)
        group.tells(Returned(BUDI.id, "Budi L."))
        assert told == sum("masuk lagi ke grup" in one.message.text for one in group.posted)


# --- a card that has left ---------------------------------------------------------------------------------------------


def test_a_card_that_left_for_another_group_leaves_a_signpost() -> None:
    """The copy in the common group says in which group the card is now, and nothing that could become untrue."""
    group = common()
    group.shows()
    group.tells(CardLeft(NUMBER, 4, "dishub"))
    expected = f"➡️ {NUMBER} pindah ke grup lain: Dishub"
    assert expected == group.by_key(f"card:{NUMBER}:verifikasi").message.text
    group.shows(revision=3)
    assert "pindah" in group.by_key(f"card:{NUMBER}:verifikasi").message.text


def test_a_card_of_another_group_is_never_drawn_here() -> None:
    """A card that comes from a desk of another group leaves no signpost for it here, and brings its files."""
    group = further()
    group.shows(desk="dishub", moved_from="verifikasi", unit="dishub")
    assert [f"card:{NUMBER}:dishub"] == [edit.key for edit in group.of(Edit)]
    assert not any("pindah" in posted.message.text for posted in group.posted)


def test_a_ticket_that_was_never_shown_here_leaves_no_word() -> None:
    """News that overtook the first card is remembered and says nothing; the late card is not shown any more."""
    group = common()
    group.tells(CardLeft(OTHER, 3, "dishub"))
    assert [] == group.effects
    group.shows(number=OTHER, revision=2)
    assert [] == group.effects


def test_all_words_that_stood_under_a_card_go_with_it() -> None:
    """The whole of a long report is taken away where the card has left, so that no old wording stays."""
    group = common()
    group.shows(text="Lampu mati. " * 300)
    group.tells(CardLeft(NUMBER, 2, "dishub"))
    (gone,) = group.of(Delete)
    assert (f"relay:{NUMBER}:whole:verifikasi", True) == (gone.key, "pindah ke grup lain" in gone.instead.text)


def test_files_of_a_report_that_became_confidential_are_taken_away_where_it_was() -> None:
    """A group that a ticket has left is told when it becomes confidential, and takes away what it showed, once."""
    group = common()
    group.shows()
    group.tells(CardLeft(NUMBER, 2, "dishub"))
    group.tells(CardLeft(NUMBER, 3, "dishub", closed=True))
    assert [f"relay:{NUMBER}:verifikasi"] == [gone.key for gone in group.of(Delete)]
    group.tells(CardLeft(NUMBER, 4, "dishub", closed=True))
    assert [] == group.of(Delete)


def test_a_card_that_left_asks_nothing_of_its_ticket() -> None:
    """A new day, or a new home of the group, is no reason to show a card that stands in another group."""
    group = common()
    group.address = "-1"
    group.shows()
    group.tells(CardLeft(NUMBER, 2, "dishub"))
    group.address = "-2"
    group.now += timedelta(days=2)
    group.tells(Notice("officials.start"))
    assert [] == elsewhere(group)


# --- the health of the system -----------------------------------------------------------------------------------------


def test_what_is_wrong_is_said_where_health_is_watched() -> None:
    """A group without the desk of health passes notices on, its own troubles too, and says nothing itself."""
    group = further()
    for body, expected in (
        (Notice("officials.notice.set_aside"), Notice("officials.notice.set_aside")),
        (Notice(LATE_MESSAGES), Notice(LATE_MESSAGES)),
        (Undelivered("e:0", NUMBER, "rejected"), Notice("officials.notice.unsent", {"number": NUMBER})),
    ):
        group.happens(body)
        assert [(OFFICIALS_LANE, expected)] == elsewhere(group)
        assert [] == [effect for effect in group.effects if isinstance(effect, Send | Answer)]


def test_which_group_is_shut_is_said() -> None:
    """Administrators are told which group takes nothing, and where health is watched that it is back."""
    group = further()
    group.happens(ShutOut("kicked"))
    ((_lane, told),) = elsewhere(group)
    assert {"reason": "dishub: kicked"} == told.values
    group.now += timedelta(minutes=5)
    group.happens(LetIn())
    assert OFFICIALS_LANE == elsewhere(group)[-1][0]


def test_notices_of_the_common_group_reach_a_desk_of_its_own() -> None:
    """Where the pack gives health a group of its own, what the engine tells the common group is passed on there."""
    group = common('[groups.it]\nchat = "-5"\n[[desk]]\nkey = "health"\ngroup = "it"\n')
    assert "group:it" == group.city.desk(HEALTH).lane
    group.tells(Notice("officials.notice.set_aside"))
    assert [("group:it", Notice("officials.notice.set_aside"))] == elsewhere(group)
