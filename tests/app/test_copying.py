"""A copy of somebody's data, and the erasure of a person, where a telephone number has gone from one to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.copying.make import copy_of
from app.erasing import plan_of_person
from app.export.walk import Stretch
from core.person.linking import fresh, mark_of
from core.person.state import Contact, PersonState
from core.register.state import Member, RegisterState
from core.ticket.number import format_number
from core.ticket.state import TicketState
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.lane_names import REGISTER_LANE, chat_lane, person_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Report
from storage.city import read_city
from storage.mongo.store import MongoStore
from tests.clock import START

CITY = read_city(Path("cities/kupang"))
CHAT = chat_lane("whatsapp", "6281234567890")
BEFORE, NOW = person_lane(CHAT), fresh(CHAT, "e1")
OLD, NEW = (format_number(CITY.prefix, 26, serial) for serial in (1, 2))
WHERE = (Stretch(26, 1, 2),)


def passed(_count: int) -> None:
    """Watch no progress."""


def ticket(number: str, reporter: str, words: str) -> Lane:
    """Give a ticket's document."""
    report = Report(words, "pengaduan", "lampu-jalan", channel="whatsapp")
    return Lane(ticket_lane(number), 1, TicketState(number, reporter, "baru", report, START))


@pytest.fixture
async def handed_on(store: MongoStore) -> MongoStore:
    """Store a number that somebody had before: both have filed by it."""
    contact = Contact(CHAT, "whatsapp", START)
    for lane in (
        ticket(OLD, BEFORE, "Orpa bilang gelap"),
        ticket(NEW, NOW, "Sampah menumpuk"),
        Lane(BEFORE, 1, PersonState(former=(mark_of(CHAT),))),
        Lane(NOW, 1, PersonState((contact,))),
    ):
        assert await store.commit(lane, 0)
    await store.accept([Event("e0", CHAT, START, Said(Person("6281234567890"), "1", "Orpa bilang gelap"))])
    return store


async def test_who_has_a_number_now_is_not_who_had_it(handed_on: MongoStore) -> None:
    """The former owner's reports are neither erased nor copied with the new one's, nor what was written before."""
    plan = await plan_of_person(handed_on, CITY, NEW, WHERE, passed)
    assert plan is not None
    assert ((NEW,), (NOW,)) == (plan.scope.tickets, plan.scope.persons)
    copy = await copy_of(handed_on, CITY, NEW, WHERE, passed, START)
    assert copy is not None
    assert ([NEW], ["former_owner"], ()) == (
        [one.number for one in copy.reports],
        [one.left_out for one in copy.chats],
        copy.messages,
    )


async def test_messages_in_an_officials_chat_are_left_out(store: MongoStore) -> None:
    """What officials read and write down there is about others; their own reports are in the copy."""
    contact = Contact(CHAT, "whatsapp", START)
    register = RegisterState({"6281234567890": Member("Yeremias", "dishub")})
    for lane in (
        ticket(OLD, BEFORE, "Gelap"),
        Lane(BEFORE, 1, PersonState((contact,))),
        Lane(REGISTER_LANE, 1, register),
    ):
        assert await store.commit(lane, 0)
    await store.accept([Event("e0", CHAT, START, Said(Person("6281234567890"), "1", "catat: Orpa bilang gelap"))])
    copy = await copy_of(store, CITY, OLD, (Stretch(26, 1, 1),), passed, START)
    assert copy is not None
    assert ("official", (), [OLD]) == (copy.chats[0].left_out, copy.messages, [one.number for one in copy.reports])
