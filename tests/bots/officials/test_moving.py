"""A desk with a group of its own by a code: what the common group passes on, and what both of them show."""

from typing import Any

import pytest

from core.vocabulary.docket import DeskCounts
from core.vocabulary.effects import Delete, Edit, Send, Tell
from core.vocabulary.lane_names import OFFICIALS_LANE, ticket_lane
from core.vocabulary.officials import CardLeft, Relay, ShowAgain, ShowCard
from core.vocabulary.register import DeskMoved, HostsDesk
from tests.bots.officials.group import ADMIN, NUMBER, OTHER, Group, a_card

OWN = "group:dishub-own"
AT_DISHUB = {"desk": "dishub", "unit": "dishub", "status": "didisposisikan"}


def elsewhere(group: Group) -> list[tuple[str, Any]]:
    """Give what the last step told other lanes."""
    return [(tell.lane, tell.command) for tell in group.of(Tell)]


def moved(**card: Any) -> Group:
    """Give the common group after the desk of dishub, at which a card stood, got a group of its own."""
    group = Group()
    group.starts()
    if card:
        group.shows(**card)
    group.tells(DeskMoved("dishub", OWN))
    return group


def own() -> Group:
    """Give the group that is the desk of dishub now."""
    group = Group(lane=OWN)
    group.tells(HostsDesk("dishub", OFFICIALS_LANE, "https://chat", "https://chat/{token}"))
    return group


def test_open_cards_of_the_desk_are_asked_for_again() -> None:
    """When a desk moves, its open tickets show themselves anew; those of others and ended ones do not."""
    group = Group()
    group.starts()
    group.shows(**AT_DISHUB)
    group.shows(number=OTHER, desk="pupr", unit="pupr", status="didisposisikan")
    group.tells(DeskMoved("dishub", OWN))
    told = elsewhere(group)
    assert (OWN, "dishub") == (told[0][0], told[0][1].desk)
    assert [(ticket_lane(NUMBER), ShowAgain())] == told[1:]
    assert "1 tiket terbuka pindah ke sana" in group.last.text


def test_a_card_goes_on_and_leaves_a_signpost_once() -> None:
    """The card is passed on whole; what stands here becomes a signpost, and later changes touch nothing here."""
    group = moved(**AT_DISHUB)
    group.shows(**AT_DISHUB)
    (sign,) = group.of(Edit)
    assert "pindah ke grup lain: Dishub" in sign.to.text
    assert () == sign.to.choices
    assert [(OWN, ShowCard(a_card(**AT_DISHUB)))] == elsewhere(group)
    group.shows(**AT_DISHUB, revision=2)
    assert ([], [(OWN, ShowCard(a_card(**AT_DISHUB, revision=2)))]) == (group.of(Edit), elsewhere(group))


def test_a_new_ticket_of_the_desk_is_never_shown_here() -> None:
    """A ticket that comes to the desk after the move is seen by its own group alone."""
    group = moved()
    group.shows(**AT_DISHUB, text="Sampah di depan kios Mama Ona")
    assert ([], []) == (group.of(Edit), group.of(Send))
    assert [OWN] == [lane for lane, _command in elsewhere(group)]


def test_words_and_counts_go_on() -> None:
    """What a citizen says about a ticket of the desk, and the desk's counts, are for its group alone."""
    group = moved(**AT_DISHUB)
    said = Relay(NUMBER, "dishub", "addition", "tiangnya roboh", id="1")
    group.tells(said)
    assert ([], [(OWN, said)]) == (group.of(Send), elsewhere(group))
    counts = DeskCounts("dishub", at=group.now)
    group.tells(counts)
    assert [(OWN, counts)] == elsewhere(group)
    other = Relay(NUMBER, "pupr", "addition", "juga di sini", id="2")
    group.tells(other)
    assert [] == elsewhere(group)


def test_a_ticket_that_leaves_the_desk_tells_its_group() -> None:
    """Given to another desk, the card stands here again, and the own group of its last desk gets a signpost."""
    group = moved(**AT_DISHUB)
    group.shows(**AT_DISHUB)
    group.shows(desk="pupr", unit="pupr", status="didisposisikan", moved_from="dishub", revision=3)
    assert [(OWN, CardLeft(NUMBER, 3, "pupr"))] == elsewhere(group)
    assert f"card:{NUMBER}:pupr" in [edit.key for edit in group.of(Edit)]
    group.shows(desk="pupr", unit="pupr", status="diproses", revision=4)
    assert [] == elsewhere(group)


def test_what_becomes_confidential_is_closed_where_it_ever_stood() -> None:
    """Also a group that had the ticket before, and not any more, takes its words away."""
    group = moved(**AT_DISHUB)
    group.shows(**AT_DISHUB)
    group.shows(desk="pupr", unit="pupr", status="didisposisikan", moved_from="dishub", revision=3)
    group.shows(desk="pupr", unit="pupr", status="didisposisikan", privacy="rahasia", revision=4)
    assert [(OWN, CardLeft(NUMBER, 4, "pupr", closed=True))] == elsewhere(group)
    sealed = Relay(NUMBER, "pupr", "addition", id="1", sealed=True, again=True)
    group.tells(sealed)
    assert ([(OWN, sealed)], 1) == (elsewhere(group), len(group.of(Delete)))


@pytest.mark.parametrize(("serial", "here"), [("1", True), ("2", False)])
def test_words_that_read_otherwise_now_are_changed_where_they_were_put(serial: str, here: bool) -> None:
    """What was said before the move stands here, and what was said after it in the own group."""
    group = Group()
    group.starts()
    group.shows(**AT_DISHUB)
    group.tells(Relay(NUMBER, "dishub", "addition", "kata Maria", id="1"))
    group.tells(DeskMoved("dishub", OWN))
    group.shows(**AT_DISHUB)
    again = Relay(NUMBER, "dishub", "addition", "kata [nama]", id=serial, again=True)
    group.tells(again)
    expected: Any = (1, []) if here else (0, [(OWN, again)])
    assert expected == (len(group.of(Edit)), elsewhere(group))


def test_the_desk_comes_home() -> None:
    """Back in the common group a card is true again there, which is called out, and its words are shown here again."""
    group = moved(**AT_DISHUB)
    group.shows(**AT_DISHUB)
    group.tells(DeskMoved("dishub"))
    group.shows(**AT_DISHUB, revision=2)
    assert [(OWN, CardLeft(NUMBER, 2, "dishub"))] == elsewhere(group)
    assert "kembali ke topik ini" in group.of(Send)[-1].text
    said = Relay(NUMBER, "dishub", "addition", "tiangnya roboh", id="1")
    group.tells(said)
    assert ([], 1) == (elsewhere(group), len(group.of(Send)))


def test_the_own_group_is_the_desk() -> None:
    """It shows the cards without topics, opens private chats by the links of the common group, and ends politely."""
    group = own()
    assert "Grup ini sekarang meja Dishub" in group.last.text
    group.shows(**AT_DISHUB)
    (card,) = group.of(Edit)
    assert ("", "Dishub" in card.to.text) == (card.to.topic, True)
    group.says(ADMIN, "/undang dishub")
    assert "dikirim ke chat pribadi Anda" in group.last.text
    group.tells(HostsDesk("", OFFICIALS_LANE))
    assert [(ticket_lane(NUMBER), ShowAgain())] == elsewhere(group)
    assert "1 tiket terbuka pindah ke sana" in group.last.text
    group.tells(CardLeft(NUMBER, 1, "dishub"))
    assert "pindah ke grup lain: Dishub" in group.by_key(f"card:{NUMBER}:dishub").message.text


def test_what_comes_late_shows_nothing_here() -> None:
    """An older revision of a card that went on is passed on, and the other group knows that it is old."""
    group = moved(**AT_DISHUB, revision=5)
    group.shows(**AT_DISHUB, revision=5)
    group.shows(**AT_DISHUB, revision=4)
    assert ([], [OWN]) == (group.of(Edit), [lane for lane, _command in elsewhere(group)])
