"""The author of a public post is invited once, and finds the post in the draft."""

from datetime import timedelta

import msgspec
import pytest

from core.vocabulary.channel import RICH
from core.vocabulary.events import Person
from core.vocabulary.lane_names import chat_lane, mention_lane
from core.vocabulary.results import Undelivered
from tests.bots.monitor.town import LAMP, MEDIA, OPEN, Town

WASTE = "Sampah di Oesapa tidak diangkut dua minggu, bau sekali!"


@pytest.fixture
def town() -> Town:
    """Give a city with an official of the media role."""
    found = Town()
    found.registers(MEDIA, "media")
    return found


def test_in_private(town: Town) -> None:
    """Where the platform lets us, the author alone reads the invitation, and the button goes."""
    town.posts()
    assert "pesan pribadi" in town.presses(MEDIA, "Undang")
    assert 1 == len(town.private)
    assert [] == town.public
    assert "Diundang lewat pesan pribadi" in town.card().message.text
    assert "Undang" not in town.labels()


def test_too_late_for_private(town: Town) -> None:
    """After seven days only an answer in public is left, and only to who addressed us."""
    town.posts()
    town.posts(WASTE, "p2", Person("78", "Dua", "dua"), addressed=False)
    town.now += timedelta(days=8)
    town.presses(MEDIA, "Undang", "p1")
    town.presses(MEDIA, "Undang", "p2")
    assert (0, 1) == (len(town.private), len(town.public))


@pytest.mark.parametrize(("addressed", "offered"), [(True, True), (False, False)])
def test_in_public(town: Town, *, addressed: bool, offered: bool) -> None:
    """In public only who addressed the account is answered; to others nothing is offered."""
    town.capabilities = OPEN
    town.posts(addressed=addressed)
    assert offered == ("Undang" in town.labels())


def test_where_nobody_can_be_answered(town: Town) -> None:
    """A channel that reaches neither the public nor authors in private offers no invitation."""
    town.capabilities = RICH
    town.posts()
    assert "Undang" not in town.labels()


def test_once_for_an_author(town: Town) -> None:
    """Who was invited and has not come is not invited because of another post; who came may be."""
    town.posts()
    town.posts(WASTE, "p2")
    town.presses(MEDIA, "Undang", "p1")
    assert "sudah pernah diundang" in town.presses(MEDIA, "Undang", "p2")
    assert 1 == len(town.private)
    town.writes("Halo")
    town.presses(MEDIA, "Undang", "p2")
    assert 2 == len(town.private)


def test_not_forever(town: Town) -> None:
    """After three months without an answer another post may be a reason to invite again."""
    town.posts()
    town.presses(MEDIA, "Undang")
    town.now += timedelta(days=91)
    town.posts(WASTE, "p2")
    town.presses(MEDIA, "Undang", "p2")
    assert 2 == len(town.private)


def test_an_invitation_that_fails(town: Town) -> None:
    """Where the platform refuses, the card says so, an answer in public is left, and the author counts as not asked."""
    town.posts()
    town.presses(MEDIA, "Undang")
    town.happens(mention_lane(town.channel, "p1"), Undelivered("e", "invitation", "unreachable"))
    assert "tidak bisa dikirim" in town.card().message.text
    town.presses(MEDIA, "Undang")
    assert (1, 1) == (len(town.private), len(town.public))


def test_several_wordings(town: Town) -> None:
    """Invitations to many authors do not all read alike, and the same post always gets the same words."""
    for number in range(12):
        town.posts(f"{WASTE} {number}", f"p{number}", Person(str(number), "Orang", f"o{number}"))
    for card in town.cards():
        if any(choice.label == "Undang" for choice in card.message.choices):
            data = next(choice.id for choice in card.message.choices if choice.label == "Undang")
            town.presses_data(MEDIA, data)
    town.posts(LAMP, "q1", Person("q", "Q", "q"))
    town.presses(MEDIA, "Undang", "q1")
    again = Town()
    again.registers(MEDIA, "media")
    again.posts(LAMP, "q1", Person("q", "Q", "q"))
    again.presses(MEDIA, "Undang", "q1")
    assert town.private[-1] == again.private[-1]


def test_no_two_are_the_same_in_public(town: Town) -> None:
    """In public each author is called by the name that is seen there: a platform refuses the same words twice a day."""
    town.capabilities = OPEN
    for number in range(12):
        town.posts(f"{WASTE} {number}", f"p{number}", Person(str(number), "Orang", f"o{number}"), why="mention")
    for card in town.cards():
        if any(choice.label == "Undang" for choice in card.message.choices):
            data = next(choice.id for choice in card.message.choices if choice.label == "Undang")
            town.presses_data(MEDIA, data)
    assert len(town.public) == len(set(town.public))
    assert all(text.startswith("@o") for text in town.public)
    assert town.public


# --- the author comes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["Halo", "Ya", "Ya benar, itu saya yang tulis tadi", "Selamat siang pak"])
def test_the_post_is_in_the_draft(town: Town, first: str) -> None:
    """The first words show the draft with the post, whatever they are; nothing is filed by them."""
    town.posts()
    town.presses(MEDIA, "Undang")
    said = town.writes(first)
    assert any(LAMP in text and "bukan saya" in text for text in said), said
    assert "sudah menulis secara pribadi" in town.card().message.text
    assert not any(name.startswith("ticket:") for name in town.states)


def test_further_words_go_in(town: Town) -> None:
    """Words that tell more of it join the post in the draft."""
    town.posts()
    town.presses(MEDIA, "Undang")
    said = town.writes("Sudah dua orang jatuh di situ karena gelap, got juga rusak")
    assert any("Lampu jalan mati" in text and "dua orang jatuh" in text for text in said), said


def test_filed_by_the_author(town: Town) -> None:
    """What the author files is their own report: the desk hears that, no number, and makes no second one."""
    town.posts()
    town.presses(MEDIA, "Undang")
    town.writes("Halo")
    town.writes("kirim")
    town.writes("anonim")
    ticket = next(state for name, state in town.states.items() if name.startswith("ticket:"))
    assert LAMP in ticket["report"]["text"]
    text = town.card().message.text
    assert "sudah melapor sendiri" in text
    assert ticket["number"] not in text
    assert "Jadikan tiket" not in town.labels()


@pytest.mark.parametrize("words", ["ini bukan saya", "Bukan saya!", "this is not me"])
def test_not_the_author(town: Town, words: str) -> None:
    """Who says that it is somebody else's is believed: the post leaves the draft, and the join is forgotten."""
    lane = town.posts()
    town.presses(MEDIA, "Undang")
    town.writes("Halo")
    assert any("kami lupakan" in text for text in town.writes(words))
    assert LAMP not in str(town.state(chat_lane(town.channel, "private-p1")).get("draft"))
    assert not town.state(lane).get("met", False)
    assert "sudah menulis secara pribadi" not in town.card().message.text


def test_not_the_author_at_once(town: Town) -> None:
    """It can be the first thing that is said, too."""
    town.posts()
    town.presses(MEDIA, "Undang")
    said = town.writes("Ini bukan saya")
    assert not any(LAMP in text for text in said)
    assert "draft" not in town.state(chat_lane(town.channel, "private-p1"))


def test_the_ticket_is_told_privately(town: Town) -> None:
    """When officials made a ticket of the post, the author who comes is told of it, and nothing lies in the draft."""
    town.posts()
    town.presses(MEDIA, "Undang")
    town.presses(MEDIA, "Jadikan tiket")
    said = town.writes("Halo")
    number = next(name for name in town.states if name.startswith("ticket:")).partition(":")[2]
    assert any("sudah dicatat petugas" in text for text in said)
    assert any(number in text for text in said), said
    assert "draft" not in town.state(chat_lane(town.channel, "private-p1"))
    assert not town.state(f"ticket:{number}").get("unreached")


def test_a_ticket_after_the_author_came(town: Town) -> None:
    """A ticket that is made after the author wrote is told in the private chat, and leaves the draft."""
    town.posts()
    town.presses(MEDIA, "Undang")
    town.writes("Halo")
    town.presses(MEDIA, "Jadikan tiket")
    number = next(name for name in town.states if name.startswith("ticket:")).partition(":")[2]
    lane = chat_lane(town.channel, "private-p1")
    assert any(number in one.message.text for one in town.shown if one.lane == lane)
    assert "draft" not in town.state(lane)


def test_the_wrong_person_hears_no_more(town: Town) -> None:
    """Who disowns a post that is a ticket is told nothing of it from then on, and cannot ask."""
    town.posts()
    town.presses(MEDIA, "Undang")
    town.presses(MEDIA, "Jadikan tiket")
    town.writes("Halo")
    town.writes("ini bukan saya")
    number = next(name for name in town.states if name.startswith("ticket:")).partition(":")[2]
    assert not any(number in text for text in town.writes("status"))
    person = town.state(f"ticket:{number}")["reporter"]
    assert [mention_lane(town.channel, "p1")] == [one["lane"] for one in town.state(person)["contacts"]]


def test_deleted_before_the_author_came(town: Town) -> None:
    """A post that was deleted is in no draft."""
    town.posts()
    town.presses(MEDIA, "Undang")
    town.deletes()
    assert not any(LAMP in text for text in town.writes("Halo"))


def test_edited_before_the_author_came(town: Town) -> None:
    """The draft has the post as it reads last."""
    town.posts()
    town.presses(MEDIA, "Undang")
    town.now += timedelta(minutes=5)
    town.posts(WASTE)
    assert any(WASTE in text for text in town.writes("Halo"))


def test_public_ids(town: Town) -> None:
    """Where authors have one id in public and in private, who was answered in public finds the post as well."""
    town.capabilities = msgspec.structs.replace(OPEN, audiences=OPEN.audiences)
    town.posts(author=Person("private-p1", "Maria", "mariat"))
    town.presses(MEDIA, "Undang")
    assert any(LAMP in text for text in town.writes("Halo"))


@pytest.mark.parametrize(("first", "heard"), [("Halo", LAMP), ("ini bukan saya", "kami lupakan")])
def test_quicker_than_the_news(town: Town, first: str, heard: str) -> None:
    """Who writes before their chat knows that they were invited finds the post all the same."""
    lane = chat_lane(town.channel, "private-p1")
    town.posts()
    town.now += timedelta(minutes=1)
    town.early = (lane, first)
    before = len(town.shown)
    town.presses(MEDIA, "Undang")
    assert any(heard in one.message.text for one in town.shown[before:] if one.lane == lane)
    assert (LAMP in str(town.state(lane).get("draft"))) == (heard == LAMP)
