"""One complaint becomes two, and the reporter stays with both."""

from __future__ import annotations

from typing import Any

from core.vocabulary.citizen import FileReport, Opened, Update
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.near import SplitOff
from tests.core.ticket.lane import (
    COORDINATOR,
    DISHUB,
    DLHK,
    NUMBER,
    OTHER,
    PHOTO,
    REPORTER,
    TicketLane,
    brought_to,
    commands,
)

REGISTRY = "registry:KPG-26"
SECOND = "Sampah juga menumpuk di situ"


def filings(lane: TicketLane) -> list[Any]:
    """List what the last event asked a number for."""
    return [command.filing for command in commands(lane.effects, FileReport, REGISTRY)]


def test_the_second_matter_is_filed() -> None:
    """An official's words become a report of the same person and place, of the kind that they tell."""
    lane = TicketLane().opens(evidence=(PHOTO,), privacy="anonim").does("pecah", COORDINATOR, SECOND)
    (filing,) = filings(lane)
    report = filing.report
    assert (REPORTER, NUMBER, SECOND) == (filing.reporter, filing.split_of, report.text)
    assert ("sampah", "Oebufu", "depan SDN Oebufu") == (report.category, report.kelurahan, report.landmark)
    assert ((PHOTO,), "anonim", "") == (report.evidence, report.privacy, report.name)
    assert "baru" == lane.status
    assert "Dipecah" in lane.sentence


def test_the_second_matter_has_its_whole_limit() -> None:
    """A split a week after the report is no week late: who verifies it sees it only now."""
    lane = brought_to("diproses").waits(days=7).does("pecah", DISHUB, SECOND)
    split_at = lane.now
    (filing,) = filings(lane)
    new = TicketLane()
    new.now = split_at
    new.happens(Opened(NUMBER, filing))
    assert (split_at, split_at) == (filing.report.filed_at, new.ticket.counted_from)


def test_each_split_is_a_filing_of_its_own() -> None:
    """Two splits are two filings, with names that a repeated step makes again."""
    lane = TicketLane().opens()
    names = [filings(lane.does("pecah", COORDINATOR, SECOND))[0].id for _ in range(2)]
    assert [f"split:{NUMBER}:2", f"split:{NUMBER}:3"] == names


def test_a_place_of_its_own() -> None:
    """Another kelurahan in the words takes landmark and pin of the first one along nowhere."""
    lane = TicketLane().opens().does("pecah", COORDINATOR, "Sampah menumpuk di Kelurahan Oesapa")
    (filing,) = filings(lane)
    assert ("Oesapa", None) == (filing.report.kelurahan, filing.report.pin)
    assert "SDN" not in filing.report.landmark


def test_both_sides_know_of_each_other() -> None:
    """The new ticket tells its number to the reporter and to the old one; each card names the other."""
    lane = TicketLane().opens().does("pecah", COORDINATOR, SECOND)
    (filing,) = filings(lane)
    new = TicketLane().happens(Opened(NUMBER, filing))
    assert ("filed", NUMBER) == (new.update.kind, new.update.other)
    assert (f"Bagian dari {NUMBER}.",) == new.card.notes
    assert [SplitOff(NUMBER)] == commands(new.effects, SplitOff, ticket_lane(NUMBER))
    assert (f"Sebagian menjadi {OTHER}.",) == lane.happens(SplitOff(OTHER)).card.notes


def test_who_may_split() -> None:
    """The coordinating office before a unit has it, the unit before somebody holds it, then the holder; with words."""
    assert "who_may" in TicketLane().opens().does("pecah", DISHUB, SECOND).verdict.key
    assert "need_text" in TicketLane().opens().does("pecah", COORDINATOR).verdict.key
    assert "who_may" in brought_to("diproses").does("pecah", DLHK, SECOND).verdict.key
    assert 1 == len(filings(brought_to("diproses").does("pecah", DISHUB, SECOND)))
    assert "not_allowed" in brought_to("ditindaklanjuti").does("pecah", DISHUB, SECOND).verdict.key


def test_a_confidential_one_is_not_split() -> None:
    """Words about it would stand in the group."""
    lane = TicketLane().opens(privacy="rahasia").does("pecah", COORDINATOR, SECOND)
    assert ("officials.verdict.split_secret", []) == (lane.verdict.key, filings(lane))


def test_an_ordinary_filing_is_part_of_nothing() -> None:
    """A citizen's own report names no other ticket."""
    lane = TicketLane().opens()
    assert ("", ()) == (lane.update.other, lane.card.notes)
    assert isinstance(lane.update, Update)
