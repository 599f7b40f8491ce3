"""What the city's work comes to in some days, by the catalogue of indicators: for `/laporan`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bots.officials.turn import GroupTurn
from bots.officials.weekly import days_of, wording
from core.tally.catalogue import INDICATORS, Standing
from core.tally.periods import MOST_DAYS, Period, last_days, read_period
from core.tally.reading import shown_to
from core.tally.state import DayState, Part, summed
from core.vocabulary.events import Said
from core.vocabulary.lane_names import OFFICIALS_LANE


def period_of(words: str, moment: datetime, zone: ZoneInfo) -> Period | None:
    """Give the days that are asked for, the last seven where none are; None for what is no period, or too long."""
    if not words.strip():
        return last_days(moment.astimezone(zone).date())
    period = read_period(words)
    return period if period is not None and len(period.days) <= MOST_DAYS else None


def answer(turn: GroupTurn, said: Said) -> None:
    """Answer a command that names a period."""
    period = period_of(said.argument, turn.moment.now, turn.office.zone)
    if period is None:
        turn.reply(said.message_id, turn.office.say("reports.asked.usage"))
    else:
        turn.reply(said.message_id, text(turn, period))


def text(turn: GroupTurn, period: Period) -> str:
    """Write a line for each indicator that has something to say, of this group's units or the whole city."""
    words = wording(turn)
    part = _part(turn, summed(days_of(turn, period).values()))
    lines = [
        words.say("asked.line", name=words.name(one), value=words.value(one, value))
        for one in INDICATORS
        if one.brief and not isinstance(one.formula, Standing) and (value := shown_to("unit", one, part))
    ]
    head = words.say("asked.head", days=words.days(period))
    return "\n".join((head, *(lines or [words.say("asked.nothing")])))


def _part(turn: GroupTurn, total: DayState) -> Part:
    if turn.group == OFFICIALS_LANE:
        return total.city
    return summed(DayState(city=part) for part in _own(turn, total)).city


def _own(turn: GroupTurn, total: DayState) -> Iterator[Part]:
    tree = turn.office.city.tree
    return (part for code, part in total.unit.items() if code in tree and turn.holds(tree.desk_of(code)))
