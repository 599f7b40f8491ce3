"""A report in the public list: allowed by its citizen, released by a coordinator, taken back by either."""

from __future__ import annotations

from typing import Any

import pytest

from core.ticket.publishing import WORDS
from core.vocabulary.citizen import ChangePrivacy, Confirmed, Withdrawn
from core.vocabulary.effects import Publish
from core.vocabulary.publishing import AllowListing, PublicReport
from tests.core.ticket.lane import ADMIN, COORDINATOR, DISHUB, NUMBER, TicketLane, brought_to

PLANTED = "Lampu mati di rumah Beny Tefa, hubungi 0812-3456-7890 atau beny@contoh.id"


def line_of(lane: TicketLane) -> PublicReport | None:
    """Give the line as the list has it."""
    told = [effect for effect in lane.all_effects if isinstance(effect, Publish)]
    assert sorted(one.revision for one in told) == [one.revision for one in told]
    return told[-1].report if told else None


def listed(**changes: Any) -> TicketLane:
    """Bring a report into the list."""
    return brought_to("diproses", listable=True, **changes).does("terbitkan", COORDINATOR, choice="ya")


def test_a_released_report_is_in_the_list() -> None:
    """Its line has number, kind, kelurahan, month, how it stands and its words, and nothing else."""
    line = line_of(listed())
    assert line is not None
    assert (NUMBER, "lampu-jalan", "Oebufu", "2026-07", "working", "Lampu jalan mati su 3 hari") == (
        line.number,
        line.category,
        line.kelurahan,
        line.month,
        line.shade,
        line.words,
    )


def test_nobody_is_listed_who_has_not_allowed_it() -> None:
    """The default is no, whoever presses; a confidential report is never listed."""
    lane = brought_to("diproses").does("terbitkan", ADMIN, choice="ya")
    assert "officials.verdict.not_listable" == lane.verdict.key
    secret = brought_to("diproses", listable=True, privacy="rahasia").does("terbitkan", ADMIN, choice="ya")
    assert "officials.verdict.not_listable" == secret.verdict.key
    assert (None, None) == (line_of(lane), line_of(secret))


def test_only_a_coordinator_releases() -> None:
    """Who works on the report does not decide about it."""
    lane = brought_to("diproses", listable=True).does("terbitkan", DISHUB, choice="ya")
    assert "officials.verdict.who_may.coordinator" == lane.verdict.key
    assert line_of(lane) is None


def test_the_card_shows_the_words_before_they_are_released() -> None:
    """The page of the card has exactly what would be read, without name, number and address of e-mail."""
    lane = brought_to("diproses", listable=True, text=PLANTED, name="Beny Tefa")
    card = lane.does("menu", COORDINATOR, "listing").card
    assert ("listing", False) == (card.menu, card.listed)
    for planted in ("Beny", "Tefa", "0812", "7890", "beny@contoh.id"):
        assert planted not in card.listing
    line = line_of(lane.does("terbitkan", COORDINATOR, choice="ya"))
    assert line is not None
    assert card.listing == line.words
    assert len(line_of(listed(text="kata " * 400)).words) <= WORDS  # type: ignore[union-attr]


def test_the_line_follows_the_ticket() -> None:
    """How it stands is told anew; what its citizen confirmed is confirmed, and not before."""
    lane = brought_to("ditindaklanjuti", listable=True).does("terbitkan", COORDINATOR, choice="ya")
    assert "answered" == getattr(line_of(lane), "shade", "")
    assert "confirmed" == getattr(line_of(lane.happens(Confirmed())), "shade", "")


TAKEN_BACK = [
    pytest.param(lambda lane: lane.happens(AllowListing(False)), id="by the citizen"),
    pytest.param(lambda lane: lane.does("terbitkan", COORDINATOR, choice="tidak"), id="by a coordinator"),
    pytest.param(lambda lane: lane.happens(ChangePrivacy("rahasia")), id="by becoming confidential"),
    pytest.param(lambda lane: lane.happens(Withdrawn()), id="by being withdrawn"),
]


@pytest.mark.parametrize("take", TAKEN_BACK)
def test_a_report_leaves_the_list(take: object) -> None:
    """Whoever takes it back, the line is gone at once."""
    lane = listed()
    take(lane)  # type: ignore[operator]
    assert line_of(lane) is None


def test_allowed_again_is_looked_at_again() -> None:
    """A report that its citizen took off comes back only by a coordinator."""
    lane = listed().happens(AllowListing(False)).happens(AllowListing())
    assert line_of(lane) is None
    assert line_of(lane.does("terbitkan", COORDINATOR, choice="ya")) is not None


def test_what_was_said_already_changes_nothing() -> None:
    """The same word twice is one line of the journal."""
    lane = listed().happens(AllowListing())
    assert () == lane.effects
    assert "officials.verdict.listed_already" == lane.does("terbitkan", COORDINATOR, choice="ya").verdict.key


def test_an_ended_report_is_released_and_taken_off_by_coordinators_alone() -> None:
    """The card of what has ended offers it on the second page, to whoever may; everybody else sees no such button."""
    lane = brought_to("selesai", listable=True)
    assert ("menu", False) == (lane.card.actions[-1], "terbitkan" in lane.card.actions)
    assert "officials.verdict.no_page.more" == lane.does("menu", DISHUB, "more").verdict.key
    assert ("terbitkan",) == lane.does("menu", COORDINATOR, "more").card.actions
    released = lane.does("terbitkan", COORDINATOR, choice="ya")
    assert "terbitkan" not in released.card.actions
    assert ("terbitkan",) == released.does("menu", COORDINATOR, "more").card.actions, "to take it off"


def test_what_may_not_be_listed_offers_nothing() -> None:
    """Of a report whose citizen does not allow it, or that is confidential, the ended card has no second page."""
    assert "menu" not in brought_to("selesai").card.actions
    assert "menu" not in brought_to("selesai", listable=True, privacy="rahasia").card.actions


def test_the_journal_says_what_was_released() -> None:
    """Each release and each word of the citizen is a line, the released words with it."""
    lane = listed()
    assert ("terbitkan", "Lampu jalan mati su 3 hari", "ya") == (
        lane.records[-1].what,
        lane.records[-1].reason,
        lane.records[-1].details["listed"],
    )
    assert "listing_forbidden" == lane.happens(AllowListing(False)).records[-1].what
