"""Which contact is told: the one used last that takes messages, the one that filed, or nobody yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.person.state import NO_CONTACT, WAITING
from core.vocabulary.citizen import Replied, Update
from core.vocabulary.lane_names import person_lane
from core.vocabulary.linking import TakeBack
from core.vocabulary.officials import DeskAnswer
from core.vocabulary.person import BelongsTo, ContactStatus, Disowned, ToldElsewhere
from tests.core.person.lane import NOON, NUMBER, OTHER, PERSON, SMS, TELEGRAM, WHATSAPP, PersonLane

ANSWER = DeskAnswer("person", "Silakan datang ke loket 3.", NUMBER)


def test_lane_tells_no_address() -> None:
    """A person's lane is always the same for the same first chat, and does not tell which chat that is."""
    assert person_lane(TELEGRAM) == person_lane(TELEGRAM) != person_lane(WHATSAPP)
    assert "5001" not in person_lane(TELEGRAM)


@pytest.mark.parametrize("status", ["open", "blocked", "lost"])
def test_only_contact_is_told_everything(status: ContactStatus) -> None:
    """A person's one chat gets all news, also while it takes no messages: it keeps them, as the person knows it."""
    lane = PersonLane().meets(TELEGRAM, status)
    assert [(TELEGRAM, Update(NUMBER, "progress", "diproses", "kata"))] == lane.gets(text="kata").told(Update)
    assert [] == lane.reaches
    assert [(TELEGRAM, ANSWER)] == lane.happens(ANSWER).told(DeskAnswer)


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([(TELEGRAM, "open"), (WHATSAPP, "open")], WHATSAPP),
        ([(WHATSAPP, "open"), (TELEGRAM, "open")], TELEGRAM),
        ([(WHATSAPP, "open"), (TELEGRAM, "blocked")], WHATSAPP),
        ([(WHATSAPP, "open"), (TELEGRAM, "lost"), (SMS, "blocked")], WHATSAPP),
        ([(WHATSAPP, "open"), (TELEGRAM, "open"), (WHATSAPP, "open")], WHATSAPP),
        ([(TELEGRAM, "blocked"), (WHATSAPP, "lost")], WHATSAPP),
        ([(TELEGRAM, "blocked"), (TELEGRAM, "open"), (WHATSAPP, "lost")], TELEGRAM),
    ],
)
def test_last_used_that_is_open(contacts: list[tuple[str, ContactStatus]], expected: str) -> None:
    """News and answers of a desk go to the contact used last of those that take messages, else to the last of all."""
    lane = PersonLane()
    for chat, status in contacts:
        lane.meets(chat, status)
    assert [expected] == lane.gets().routes
    assert [(expected, ANSWER)] == lane.happens(ANSWER).told(DeskAnswer)


def test_number_goes_where_it_was_filed() -> None:
    """A number is told in the chat that filed, whatever was used since; the next news goes where the person is."""
    lane = PersonLane().meets(TELEGRAM, filing="a#1", privacy="anonim").meets(WHATSAPP)
    assert [TELEGRAM] == lane.gets("filed", filing="a#1").routes
    assert [WHATSAPP] == lane.gets("verified").routes
    assert ((), "anonim", NOON + timedelta(minutes=1)) == (
        lane.state.filings,
        lane.state.privacy,
        lane.state.consented_at,
    )


def test_number_of_an_unknown_filing() -> None:
    """A number of whose filing nothing is known goes where the person is."""
    assert [TELEGRAM] == PersonLane().meets(TELEGRAM, filing="a#1").gets("filed", filing="b#1").routes


def test_several_contacts_know_it() -> None:
    """When a second chat is added both learn whose they are and that they are not alone; a third one by itself."""
    lane = PersonLane().meets(TELEGRAM)
    belongs = BelongsTo(PERSON, several=True)
    assert [] == lane.told(BelongsTo)
    assert [(TELEGRAM, belongs), (WHATSAPP, belongs)] == lane.meets(WHATSAPP).told(BelongsTo)
    assert [(SMS, belongs)] == lane.meets(SMS).told(BelongsTo)
    assert [] == lane.meets(TELEGRAM, "blocked").told(BelongsTo)


def test_first_contact_that_does_not_know_it() -> None:
    """A chat that is given to somebody who was known before learns whose it is, once."""
    lane = PersonLane().meets(WHATSAPP)
    assert [(WHATSAPP, BelongsTo(PERSON))] == lane.told(BelongsTo)
    assert [] == lane.meets(WHATSAPP).told(BelongsTo)


# --- nobody to tell ---------------------------------------------------------------------------------------------------


def test_without_contact_it_is_kept_and_the_ticket_knows() -> None:
    """Who has no chat is told nothing: the newest of each ticket is kept, and the tickets know why."""
    lane = PersonLane().gets("filed").gets("answered", text="Sudah.")
    assert ([], [(NUMBER, False, NO_CONTACT)]) == (lane.routes, lane.reaches)
    lane.gets("verified", OTHER)
    assert [(NUMBER, "answered"), (OTHER, "verified")] == [
        (news.key, news.body.kind) for news in lane.state.news if isinstance(news.body, Update)
    ]


def test_first_contact_is_told_what_was_kept() -> None:
    """When a contact is added it gets what was kept, once, marked so that its arrival is told; answers come too."""
    lane = PersonLane().gets("answered", text="Sudah.").gets("verified", OTHER).happens(ANSWER)
    assert [] == lane.reaches
    lane.meets(TELEGRAM)
    kept = [("answered", "Sudah.", True), ("verified", "", True)]
    assert kept == [(body.kind, body.text, body.missed) for _lane, body in lane.told(Update)]
    assert [(TELEGRAM, ANSWER)] == lane.told(DeskAnswer)
    assert [] == lane.meets(TELEGRAM).meets(WHATSAPP).told(Update)
    assert [(NUMBER, True, "")] == lane.hears(TELEGRAM, arrived=True).reaches


def test_a_shut_contact_is_told_nothing_of_what_was_kept() -> None:
    """A chat that is added while it takes no messages does not count as somebody to tell."""
    lane = PersonLane().gets("answered").meets(TELEGRAM, "blocked")
    assert [] == lane.routes
    assert [TELEGRAM] == lane.meets(TELEGRAM).routes


# --- one contact for another ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["unreachable", "rejected"])
def test_another_contact_tells_what_one_could_not(reason: str) -> None:
    """What does not arrive in one chat is told in another, the first forgets it, and the ticket hears of no trouble."""
    lane = PersonLane().meets(WHATSAPP).meets(TELEGRAM).gets("answered", text="Sudah.")
    lane.hears(TELEGRAM, reason=reason)
    assert [(TELEGRAM, ToldElsewhere(NUMBER))] == lane.told(ToldElsewhere)
    assert [(WHATSAPP, "Sudah.", True)] == [(chat, one.text, one.missed) for chat, one in lane.told(Update)]
    assert [] == lane.reaches
    assert () == lane.hears(TELEGRAM, reason=reason).effects


def test_news_is_handed_on_in_no_circle() -> None:
    """What no contact can tell goes to each once; then the ticket hears it, until a contact opens anew."""
    lane = PersonLane().meets(WHATSAPP).meets(TELEGRAM).gets("answered").hears(TELEGRAM, reason="rejected")
    assert ([WHATSAPP], []) == (lane.routes, lane.reaches)
    lane.hears(WHATSAPP, reason="rejected")
    assert ([], [(NUMBER, False, "rejected")]) == (lane.routes, lane.reaches)
    assert [] == lane.meets(TELEGRAM).meets(WHATSAPP, "lost").meets(TELEGRAM).routes
    assert [TELEGRAM] == lane.meets(TELEGRAM, "blocked").meets(TELEGRAM).routes


def test_without_another_contact_the_ticket_hears_it() -> None:
    """What the only chat could not tell stays there, and the ticket hears both that and the end of it."""
    lane = PersonLane().meets(TELEGRAM).gets("answered")
    assert ([(NUMBER, False, "unreachable")], []) == (
        lane.hears(TELEGRAM, reason="unreachable").reaches,
        lane.routes,
    )
    assert [] == lane.meets(TELEGRAM, "lost").routes
    assert [] == lane.meets(TELEGRAM).routes
    assert [(NUMBER, True, "")] == lane.hears(TELEGRAM, arrived=True).reaches


def test_contact_that_comes_later_takes_over_what_was_missed() -> None:
    """What a shut chat keeps is told by a contact that opens later, and newer news there says when it arrives."""
    lane = PersonLane().meets(TELEGRAM).gets("answered", text="Sudah.").hears(TELEGRAM, reason="unreachable")
    lane.meets(TELEGRAM, "lost").meets(WHATSAPP)
    assert [(WHATSAPP, "Sudah.")] == [(chat, one.text) for chat, one in lane.told(Update)]
    assert [(TELEGRAM, ToldElsewhere(NUMBER))] == lane.told(ToldElsewhere)


@pytest.mark.parametrize("reason", sorted(WAITING))
def test_what_waits_is_taken_back_before_another_contact_tells_it(reason: str) -> None:
    """What waits for a window, or for a channel that is down, is told elsewhere once it cannot go out there."""
    lane = PersonLane().meets(WHATSAPP).meets(TELEGRAM).gets(text="kata").hears(TELEGRAM, reason=reason)
    assert ([(TELEGRAM, TakeBack(NUMBER))], [], []) == (lane.told(TakeBack), lane.reaches, lane.routes)
    lane.hears(TELEGRAM, reason="rejected")
    assert [(WHATSAPP, "kata", True)] == [(chat, one.text, one.missed) for chat, one in lane.told(Update)]
    assert [(TELEGRAM, ToldElsewhere(NUMBER))] == lane.told(ToldElsewhere)


@pytest.mark.parametrize(("reason", "reaches"), [("window", [(NUMBER, False, "window")]), ("late", [])])
def test_what_waits_in_the_only_contact_stays_there(reason: str, reaches: list[Any]) -> None:
    """Without another contact that takes words nothing is taken back; of a closed window the ticket knows."""
    lane = PersonLane().meets(WHATSAPP, "blocked").meets(TELEGRAM).gets().hears(TELEGRAM, reason=reason)
    assert ([], reaches, []) == (lane.told(TakeBack), lane.reaches, lane.routes)


def test_a_closed_window_is_passed_over() -> None:
    """News goes to the contact used last among those that take words now, whatever else was used since."""
    lane = PersonLane().meets(TELEGRAM).meets(WHATSAPP, open_until=NOON + timedelta(minutes=4))
    assert [WHATSAPP] == lane.gets().routes
    assert [TELEGRAM] == lane.gets().routes
    alone = PersonLane().meets(WHATSAPP, open_until=NOON)
    assert [WHATSAPP] == alone.gets().routes


def test_forgotten_news_still_counts_for_the_ticket() -> None:
    """A ticket of which nothing is remembered hears all the same whether its news arrives."""
    assert [(OTHER, False, "unreachable")] == PersonLane().meets(SMS).hears(SMS, OTHER, reason="unreachable").reaches


def test_a_disowned_contact_is_forgotten() -> None:
    """A chat that is somebody else's after all hears that it belongs to itself, and news goes on to the others."""
    person = PersonLane().meets(TELEGRAM, filing="f").meets(WHATSAPP)
    person.happens(Disowned(WHATSAPP))
    assert [(WHATSAPP, BelongsTo(""))] == person.told(BelongsTo)
    assert [TELEGRAM] == [contact.lane for contact in person.state.contacts]
    assert [TELEGRAM] == person.gets().routes


def test_a_contact_that_takes_no_messages_learns_the_number_and_consents_to_nothing() -> None:
    """Where officials filed for somebody, the number goes to who filed, and nobody has agreed to anything."""
    person = PersonLane().meets(TELEGRAM, "lost", filing="f")
    assert [TELEGRAM] == person.gets("filed", filing="f").routes
    assert person.state.consented_at is None


def test_what_is_not_for_persons_changes_nothing() -> None:
    """Any other body leaves the person as they are."""
    lane = PersonLane().meets(TELEGRAM)
    before = lane.state
    assert ((), before) == (lane.happens(Replied("x")).effects, lane.state)
