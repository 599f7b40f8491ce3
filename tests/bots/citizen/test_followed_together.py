"""A followed report of somebody else, where the follower has several chats."""

from __future__ import annotations

import pytest

from core.vocabulary.lane_names import person_lane, ticket_lane
from core.vocabulary.near import FollowerUpdate
from core.vocabulary.ticket import TicketStatus
from tests.bots.citizen.linked_town import NUMBER, SMS, STRANGER, TELEGRAM, WHATSAPP, LinkedTown


class Street(LinkedTown):
    """A street lamp that somebody reported, and a neighbour with two chats who follows the report."""

    def __init__(self) -> None:
        super().__init__()
        self.compares = True
        self.number = self.files(STRANGER)

    def follows(self, chat: str) -> None:
        """The neighbour follows the report in place of an own one."""
        self.writes_in(chat, "Lampu jalan mati di depan SDN Oebufu")
        self.chooses(chat, "Kirim")
        label = next(one.label for one in self.messages(chat)[-1].choices if self.number in f"{one.id}{one.label}")
        self.chooses(chat, label)
        assert self.chat(chat).follows(self.number) is not None

    def news(self, status: TicketStatus = "diproses") -> list[str]:
        """The report goes on; give the chats that say so."""
        before = len(self.shown)
        followers = {one["person"] for one in self.states[ticket_lane(self.number)]["followers"]}
        for person in followers:
            self.happens(person, FollowerUpdate(self.number, "news", status, "lampu-jalan", "Oebufu", "dishub"))
        return [one.lane for one in self.shown[before:]]

    def statuses(self) -> list[str]:
        """Give the status that each of the neighbour's chats knows, empty where it knows of none."""
        found = (self.chat(chat).follows(self.number) for chat in (SMS, WHATSAPP))
        return [one.status if one is not None else "" for one in found]


@pytest.fixture
def street() -> Street:
    """Give the street before the neighbour has done anything."""
    return Street()


@pytest.mark.parametrize("linked_first", [True, False])
def test_it_is_known_in_both_chats(street: Street, linked_first: bool) -> None:
    """Whether chats were linked before or after, each knows what is followed, and can ask how it stands."""
    if linked_first:
        street.links(SMS, WHATSAPP)
    street.follows(WHATSAPP)
    if not linked_first:
        street.links(SMS, WHATSAPP)
    for chat in (SMS, WHATSAPP):
        assert [street.number] == street.numbers(chat)
        assert street.number in NUMBER.findall(street.writes_in(chat, street.number))


def test_news_is_told_once_where_the_person_is(street: Street) -> None:
    """One chat says it, the one used last; the other knows."""
    street.follows(WHATSAPP)
    street.links(SMS, WHATSAPP)
    street.writes_in(SMS, "terima kasih")
    assert [SMS] == street.news()
    street.writes_in(WHATSAPP, "terima kasih")
    assert [WHATSAPP] == street.news("ditindaklanjuti")
    assert ["ditindaklanjuti"] * 2 == street.statuses()


def test_it_is_ended_in_either(street: Street) -> None:
    """Who follows no more, said in the other chat, is told nothing in any."""
    street.follows(WHATSAPP)
    street.links(SMS, WHATSAPP)
    street.writes_in(SMS, street.number)
    street.chooses(SMS, "Berhenti ikuti" if "Berhenti ikuti" in _labels(street, SMS) else _labels(street, SMS)[0])
    assert ["", ""] == street.statuses()
    assert [] == street.states[ticket_lane(street.number)].get("followers", [])


def _labels(street: Street, chat: str) -> list[str]:
    return [one.label for one in street.messages(chat)[-1].choices]


@pytest.mark.parametrize("follower", [SMS, WHATSAPP])
def test_chats_that_part_keep_what_was_followed_there(street: Street, follower: str) -> None:
    """Afterwards only the chat that followed knows of it, and only there news is told."""
    street.follows(follower)
    street.links(SMS, WHATSAPP)
    street.writes_in(SMS, "putuskan")
    street.chooses(SMS, "Lepas WhatsApp")
    known = [follower == SMS, follower == WHATSAPP]
    assert known == [bool(one) for one in street.statuses()]
    assert [follower] == street.news()
    other = WHATSAPP if follower == SMS else SMS
    assert [] == street.numbers(other)


def test_news_that_comes_after_parting_is_not_taken(street: Street) -> None:
    """What was on its way to the other chat when they parted is nothing to it."""
    late = FollowerUpdate(street.number, "news", "diproses", person=person_lane(WHATSAPP))
    assert "" == street.happens_in(TELEGRAM, late)
    assert street.chat(TELEGRAM).follows(street.number) is None
