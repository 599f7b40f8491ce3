"""Months as they are published, and the shades of the map."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.tally.months import MonthSteps, load_month
from core.tally.shades import ShadesState, ShadesSteps, lanes_of_map
from core.tally.shades import load as load_shades
from core.tally.state import DayState, Part
from core.tally.step import TallySteps
from core.vocabulary.citizen import ChangePrivacy, Retracted, Withdrawn
from core.vocabulary.effects import Tell
from core.vocabulary.events import Body, Event, Timer
from core.vocabulary.lane_names import month_lane, tally_lane
from core.vocabulary.steps import Moment
from core.vocabulary.tally import MonthOver, Shaded, Tallied, TallyRow
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import ADMIN, MONDAY, TicketLane, brought_to, city, steps

ZONE = steps().book.calendar.zone
PUBLIC = datetime(2026, 8, 4, tzinfo=ZONE).astimezone(UTC)
"""When July 2026 is published."""
JULY = month_lane("2026-07")


def received(count: int) -> DayState:
    """Give a day with so many reports."""
    return DayState(city=Part({"received": count}))


def test_a_day_says_when_its_month_is_over() -> None:
    """After the week has been told the day waits for its month, and tells it once."""
    steps_, lane = TallySteps(city()), tally_lane(date(2026, 7, 8))
    body = Tallied((TallyRow(("received",), "jalan"),))
    told = steps_.step(None, Event("e", lane, PUBLIC, body), Moment(datetime(2026, 7, 13, 8, tzinfo=ZONE)))
    assert PUBLIC == told.wake_at
    over = steps_.step(told.state, Event("t", lane, PUBLIC, Timer(PUBLIC)), Moment(PUBLIC))
    assert ((Tell(JULY, MonthOver()),), None) == (over.effects, over.wake_at)
    assert () == steps_.step(over.state, Event("u", lane, PUBLIC, Timer(PUBLIC)), Moment(PUBLIC)).effects


def published(state: Any, now: datetime, days: dict[str, DayState]) -> Any:
    """Step the lane of July."""
    event = Event("m", JULY, now, MonthOver())
    assert set(MonthSteps(city()).reads(event)) >= set(days)
    return MonthSteps(city()).step(state, event, Moment(now, documents=days))


def test_a_month_is_published_once() -> None:
    """The sum of its days is kept as it was; what is counted later changes nothing that is out."""
    days = {tally_lane(date(2026, 7, 1)): received(3), tally_lane(date(2026, 7, 31)): received(4)}
    first = published(None, PUBLIC, days)
    month = load_month(first.state)
    assert month is not None
    assert {"received": 7} == month.total.city.facts
    assert (Tell(month_lane("2026-06"), MonthOver()),) == first.effects
    again = published(first.state, PUBLIC + timedelta(days=1), {tally_lane(date(2026, 7, 1)): received(99)})
    assert (first.state, ()) == (again.state, again.effects)


def test_a_month_is_not_published_too_early() -> None:
    """Whoever says it, a month that has not settled stays closed."""
    assert published(None, PUBLIC - timedelta(seconds=1), {}).state is None


def test_the_chain_of_months_ends_where_nothing_was_counted() -> None:
    """An empty month is published as empty, and asks none before it."""
    assert () == published(None, PUBLIC, {}).effects


def test_only_months_are_published() -> None:
    """A lane of any other period keeps nothing."""
    event = Event("m", "month:2026-Q1", PUBLIC, MonthOver())
    assert () == MonthSteps(city()).reads(event)
    assert MonthSteps(city()).step(None, event, Moment(PUBLIC)).state is None


# --- the map ----------------------------------------------------------------------------------------------------------


def places_of(lane: TicketLane) -> dict[str, dict[str, int]]:
    """Give what a ticket is on the map."""
    return map_of(lane).places


def map_of(lane: TicketLane) -> ShadesState:
    """Step what a ticket told the map."""
    state: Any = None
    for n, effect in enumerate(lane.all_effects):
        if isinstance(effect, Tell) and isinstance(effect.command, Shaded):
            assert "shades:2026-07" == effect.lane
            state = ShadesSteps().step(state, Event(f"e{n}", effect.lane, MONDAY, effect.command), Moment(MONDAY)).state
    return load_shades(state)


SHADES: list[tuple[TicketStatus, str]] = [
    ("baru", "waiting"),
    ("didisposisikan", "waiting"),
    ("diproses", "working"),
    ("menunggu_pelapor", "working"),
    ("ditindaklanjuti", "answered"),
    ("lewat", "answered"),
    ("selesai", "confirmed"),
    ("disanggah", "waiting"),
    ("ditunda", "working"),
]


@pytest.mark.parametrize(("status", "shade"), SHADES)
def test_a_ticket_has_one_shade(status: TicketStatus, shade: str) -> None:
    """Wherever it went before, a ticket is once on the map, in its place and as it stands."""
    assert {"Oebufu": {shade: 1}} == places_of(brought_to(status))


@pytest.mark.parametrize("status", ["bukan_wewenang", "diarsipkan", "duplikat", "ditarik"])
def test_what_ended_otherwise_is_on_no_map(status: TicketStatus) -> None:
    """What was refused, merged or withdrawn has no shade."""
    assert {} == places_of(brought_to(status))


def test_the_map_follows_the_place() -> None:
    """A corrected place moves it; a confidential report has none; one that is taken back is gone."""
    lane = brought_to("diproses").does("lokasi", ADMIN, "Lasiana")
    assert {"Lasiana": {"working": 1}} == places_of(lane)
    assert {"": {"working": 1}} == places_of(lane.happens(ChangePrivacy("rahasia")))
    assert {} == places_of(lane.happens(Withdrawn()))


def test_the_map_is_a_sum_of_thirteen_months() -> None:
    """However many reports there are, so many documents are read."""
    lanes = lanes_of_map(date(2026, 3, 31))
    assert (13, "shades:2026-03", "shades:2025-03") == (len(lanes), lanes[0], lanes[-1])


@pytest.mark.parametrize(
    ("body", "recalled"),
    [
        (ChangePrivacy("rahasia"), 1),
        (ChangePrivacy("anonim", hide=("Lampu jalan",)), 1),
        (ChangePrivacy("anonim"), 0),
        (Retracted(), 0),
    ],
)
@pytest.mark.parametrize("kelurahan", ["Oebufu", ""])
def test_what_others_may_read_no_more_is_counted(body: Body, recalled: int, kelurahan: str) -> None:
    """Also where the map stays as it was; once more when it may be read again."""
    lane = brought_to("diproses", kelurahan=kelurahan)
    assert 0 == map_of(lane).recalled
    assert recalled == map_of(lane.happens(body)).recalled
    if isinstance(body, ChangePrivacy) and body.privacy == "rahasia":
        assert 2 == map_of(lane.happens(ChangePrivacy("anonim"))).recalled
    assert 1 == sum(sum(shades.values()) for shades in places_of(lane).values())
