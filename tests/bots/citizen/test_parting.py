"""Linked chats part again, a number gets lost or somebody else's, and a page of the web is among them."""

from __future__ import annotations

import pytest

from core.person.codes import CODE_KEY, START, find_code
from core.vocabulary.effects import Withdraw
from core.vocabulary.linking import PageLinkChanged
from tests.bots.citizen.linked_town import SMS, TELEGRAM, WHATSAPP, LinkedTown
from tests.bots.citizen.test_linking import OTHER


@pytest.fixture
def town() -> LinkedTown:
    """Give a city where nobody has written yet."""
    return LinkedTown()


# --- parting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [SMS, WHATSAPP])
def test_parted_chats_keep_their_own(town: LinkedTown, by: str) -> None:
    """Unlinked from either side, each chat shows and is told only of what was filed there, also while linked."""
    first, second = town.files(SMS), town.files(WHATSAPP, OTHER)
    town.links(SMS, WHATSAPP)
    third = town.files(WHATSAPP, "Got mampet di Kelurahan Oebobo")
    town.writes_in(by, "putuskan")
    town.chooses(by, f"Lepas {'WhatsApp' if by == SMS else 'SMS'}")
    assert ([first], {second, third}) == (town.numbers(SMS), set(town.numbers(WHATSAPP)))
    assert ([SMS], [WHATSAPP], [WHATSAPP]) == tuple(town.pushes(number) for number in (first, second, third))
    assert "tidak tertaut" in town.writes_in(by, "putuskan")
    town.links(SMS, WHATSAPP)
    assert {first, second, third} == set(town.numbers(SMS))


@pytest.mark.parametrize("lost", [SMS, WHATSAPP])
def test_a_lost_number_shows_nothing_and_its_reports_stay(town: LinkedTown, lost: str) -> None:
    """Whoever has a lost number next sees nothing; its reports stay with the person, and are told there."""
    left = WHATSAPP if lost == SMS else SMS
    first, second = town.files(SMS, "Lampu jalan mati di depan SMA 5 Kelurahan Oebufu"), town.files(WHATSAPP, OTHER)
    town.links(SMS, WHATSAPP)
    town.writes_in(lost, "lampu di gang juga mati")
    name = "SMS" if lost == SMS else "WhatsApp"
    town.writes_in(left, "putuskan")
    assert "benar bukan milik" in town.chooses(left, f"{name} hilang")
    town.chooses(left, "Ya, bukan milik saya")
    assert {first, second} == set(town.numbers(left))
    said = "".join(town.writes_in(lost, text) for text in ("status", f"status {first}", "lanjut", "halo"))
    assert [] == [words for words in (first, second, "SMA 5", "gang", "Oeba") if words in said]
    assert ([left], [left]) == (town.pushes(first), town.pushes(second))
    theirs = town.files(lost, "Jalan berlubang di depan Puskesmas Sikumana")
    assert theirs not in town.numbers(left)
    assert [lost] == town.pushes(theirs)


def test_somebody_else_has_the_number_now(town: LinkedTown) -> None:
    """A new owner who says so is asked without a word about the former one; then nothing of that one is left."""
    number = town.files(SMS)
    asked = town.writes_in(SMS, "nomor ini baru saya pakai")
    assert number not in asked
    town.chooses(SMS, "Ya, baru milik saya")
    said = town.writes_in(SMS, "status") + town.writes_in(SMS, f"status {number}")
    assert "baru" not in said.casefold()
    assert [] == town.pushes(number)
    assert number != town.files(SMS, OTHER)


def test_what_was_on_its_way_is_taken_back(town: LinkedTown) -> None:
    """A chat that is somebody else's now takes back everything that has not gone out."""
    town.files(SMS)
    town.links(TELEGRAM, SMS)
    town.writes_in(TELEGRAM, "putuskan")
    town.chooses(TELEGRAM, "SMS hilang")
    town.chooses(TELEGRAM, "Ya, bukan milik saya")
    assert [(SMS, Withdraw())] == [one for one in town.withdrawn if not one[1].ref]


def test_who_handled_a_ticket_confirms_it_by_no_chat(town: LinkedTown) -> None:
    """All chats that were ever linked count as the reporter's accounts, also after they parted."""
    town.files(SMS)
    town.links(SMS, WHATSAPP)
    town.writes_in(SMS, "putuskan")
    town.chooses(SMS, "Lepas WhatsApp")
    both = {town.digest(SMS), town.digest(WHATSAPP)}
    assert [both] * 2 == [set(town.person(chat).accounts) for chat in (SMS, WHATSAPP)]


# --- a page of the web ------------------------------------------------------------------------------------------------

PAGE = "chat:web:f00d"


@pytest.mark.parametrize(("closed", "said"), [(False, "diganti baru saja"), (True, "ditutup baru saja")])
def test_the_other_chats_hear_of_another_link(town: LinkedTown, closed: bool, said: str) -> None:
    """Whoever replaces or closes the link to a page is noticed in the person's other chats, and not on the page."""
    town.files(PAGE)
    town.links(PAGE, WHATSAPP)
    before = len(town.messages(PAGE))
    town.happens(PAGE, PageLinkChanged(closed=closed))
    assert said in town.messages(WHATSAPP)[-1].text
    assert before == len(town.messages(PAGE))


def test_a_page_alone_has_nobody_to_tell(town: LinkedTown) -> None:
    """Without another chat nothing is said."""
    town.files(PAGE)
    assert "" == town.happens_in(PAGE, PageLinkChanged())


@pytest.mark.parametrize("first", [PAGE, WHATSAPP])
def test_the_page_is_told_by_whichever_is_first(town: LinkedTown, first: str) -> None:
    """It makes no difference which of the two gave the code."""
    town.links(first, WHATSAPP if first == PAGE else PAGE)
    town.happens(PAGE, PageLinkChanged())
    assert "diganti baru saja" in town.messages(WHATSAPP)[-1].text


def test_a_page_finds_the_code_that_it_was_given(town: LinkedTown) -> None:
    """The message that gives a code is known by its name, and the code is read out of its words."""
    said = town.writes_in(PAGE, "/tautkan")
    given = town.messages(PAGE)[-1]
    assert (CODE_KEY, said) == (given.key, given.text)
    assert "dari obrolan lewat situs web" in town.writes_in(WHATSAPP, f"/start {START}{find_code(given.text)}")
