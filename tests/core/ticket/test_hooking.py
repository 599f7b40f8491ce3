"""What systems of the city are told of a ticket: opened, changed, closed; not what they could not see anyway."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.city.calendar import WorkingCalendar
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import ChangePrivacy, Confirmed
from core.vocabulary.hooks import Standing, TicketNews
from core.vocabulary.lane_names import hook_lane
from tests.core.ticket.lane import ADMIN, COORDINATOR, DISHUB, NUMBER, PHOTO, TicketLane, city

STEPS = TicketSteps(city(), WorkingCalendar(city()), subscribers=("erp", "pupr"))


def told(lane: TicketLane, name: str = "erp") -> list[TicketNews]:
    """List what the last event told a system."""
    return lane.told(TicketNews, hook_lane(name))


def begun() -> TicketLane:
    """Give a ticket in a city with two systems."""
    lane = TicketLane()
    lane.steps = STEPS
    return lane.opens()


def test_a_ticket_from_opened_to_closed() -> None:
    """Each system hears of every stage once, with where it stands, and of the end as the end."""
    lane = begun()
    assert told(lane) == told(lane, "pupr")
    stages = [told(lane)[0]]
    acts: tuple[Callable[[], object], ...] = (
        lambda: lane.does("verifikasi", COORDINATOR),
        lambda: lane.does("disposisi", COORDINATOR, unit="dishub"),
        lambda: lane.does("ambil", DISHUB),
        lambda: lane.does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,)),
        lambda: lane.happens(Confirmed()),
        lambda: lane.does("buka_kembali", ADMIN, "mati lagi"),
    )
    for act in acts:
        act()
        stages += told(lane)
    expected = ["opened", "changed", "changed", "changed", "changed", "closed", "changed"]
    assert expected == [one.event for one in stages]
    assert sorted({one.revision for one in stages}) == [one.revision for one in stages]
    assert ("selesai", "fixed", "dishub") == (
        stages[5].standing.status,
        stages[5].standing.outcome,
        stages[5].standing.unit,
    )
    assert NUMBER == stages[0].number


QUIET: dict[str, Callable[[TicketLane], object]] = {
    "a look": lambda lane: lane.does("lihat", COORDINATOR),
    "a note": lambda lane: lane.does("catatan", COORDINATOR, "sudah ditelepon"),
    "words of the citizen": lambda lane: lane.says("masih gelap"),
}


@pytest.mark.parametrize("name", QUIET)
def test_what_changes_nothing_they_see(name: str) -> None:
    """Looks, notes and words are told to nobody outside."""
    lane = begun()
    QUIET[name](lane)
    assert [] == told(lane)


def test_of_a_confidential_report_only_that_it_is_there() -> None:
    """From the moment on in which its citizen wants so."""
    lane = begun().happens(ChangePrivacy("rahasia"))
    assert [Standing("baru", confidential=True)] == [one.standing for one in told(lane)]


def test_without_systems_nothing_is_told() -> None:
    """A city without any pays nothing for it."""
    assert [] == told(TicketLane().opens())
