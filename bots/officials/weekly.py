"""The report of a week in the common group: its numbers as text under its chart, once."""

from __future__ import annotations

from datetime import date

from bots.officials.sight import docket
from bots.officials.state import MOST_WEEKS, remember
from bots.officials.turn import GroupTurn
from core.docket.places import desks_of
from core.docket.standing import counted
from core.tally.charting import week_chart
from core.tally.periods import Period, week_of
from core.tally.reading import Now, standing
from core.tally.state import DayState, load, summed
from core.tally.wording import Wording, week_text
from core.vocabulary.effects import DrawChart, Send
from core.vocabulary.lane_names import tally_lane
from core.vocabulary.report import Evidence
from core.vocabulary.results import Drawn
from core.vocabulary.tally import WeekOver


def lanes_of(body: WeekOver) -> tuple[str, ...]:
    """Name the days that a report of a week is read from: its own, and those of the week before."""
    week = week_of(date.fromisoformat(body.week))
    return (*week.lanes, *week.before.lanes)


def week_over(turn: GroupTurn, body: WeekOver) -> None:
    """Word the report of a week, and have its chart drawn; each of its days says that it is over."""
    if body.week in turn.state.weeks:
        return
    week, words = week_of(date.fromisoformat(body.week)), wording(turn)
    days = days_of(turn, week)
    total = summed(days.values())
    text = week_text(words, week, total, summed(days_of(turn, week.before).values()), now_of(turn))
    remember(turn.state.weeks, body.week, text, MOST_WEEKS)
    turn.effects.append(DrawChart(week_chart(words, week, days, total), body.week))


def drawn(turn: GroupTurn, body: Drawn) -> None:
    """Post a report with its chart, or without one where it could not be drawn."""
    text = turn.state.weeks.get(body.ref, "")
    if not text:
        return
    turn.state.weeks[body.ref] = ""
    head = text.partition("\n")[0]
    picture = (Evidence("photo", f"week:{body.ref}", body.media, body.mime),) if body.media else ()
    turn.effects.append(Send(text, bold=(head,), evidence=picture, key=f"week:{body.ref}"))


def wording(turn: GroupTurn) -> Wording:
    """Give the words for numbers in the group's language."""
    return Wording(turn.office.city, turn.office.texts, turn.office.lang)


def days_of(turn: GroupTurn, period: Period) -> dict[date, DayState]:
    """Read the counts of a period's days."""
    return {day: load(turn.moment.documents.get(tally_lane(day))) for day in period.days}


def now_of(turn: GroupTurn) -> Now:
    """Sum up what stands on all desks."""
    city = turn.office.city
    rows = [row for desk in desks_of(city) for row in docket(turn, desk)]
    return standing(counted(rows, turn.moment.now, city.verification_unit))
