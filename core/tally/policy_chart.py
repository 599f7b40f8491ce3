"""Make the picture of what a period says for policy: for a meeting, or a message to who decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from core.tally.charting import tiles
from core.tally.periods import Period
from core.tally.policy import Growth, Policy, months_of
from core.tally.state import DayState, summed
from core.tally.wording import MOST_LINES, Wording
from core.vocabulary.charts import Bar, Chart, Column, Ranking

WEEK: Final = 7


def policy_chart(words: Wording, title: str, policy: Policy, days: Mapping[date, DayState]) -> Chart:
    """Draw what came and was answered, week by week or month by month, and what most of it was about and where."""
    return Chart(
        title=title,
        subtitle=words.say("chart.subtitle", city=words.city.name, days=words.days(policy.period)),
        tiles=tiles(words, summed(days.values()).city),
        columns=tuple(_column(words, steps, days) for steps in steps_of(policy.period)),
        legend=(words.say("chart.received"), words.say("chart.answered")),
        rankings=(
            Ranking(words.say("by_category"), _bars(words, "category", policy.categories)),
            Ranking(words.say("by_kelurahan"), _bars(words, "kelurahan", policy.kelurahan)),
        ),
        foot=words.say("chart.foot"),
    )


def steps_of(period: Period) -> tuple[Period, ...]:
    """Cut a month into weeks from its first day, the last of them longer, and a longer period into months."""
    months = months_of(period)
    if len(months) > 1:
        return months
    firsts = [period.first + timedelta(days=WEEK * number) for number in range(4)]
    lasts = [one - timedelta(days=1) for one in firsts[1:]]
    return tuple(Period(first, last) for first, last in zip(firsts, (*lasts, period.last), strict=True))


def _column(words: Wording, step: Period, days: Mapping[date, DayState]) -> Column:
    facts = summed(days[day] for day in step.days if day in days).city.facts
    whole = step.first.day == 1 and len(step.days) > WEEK
    label = words.month(step.first) if whole else f"{step.first.day}–{step.last.day}"
    return Column(label, max(0, facts.get("received", 0)), max(0, facts.get("answered", 0)))


def _bars(words: Wording, table: str, found: Sequence[Growth]) -> tuple[Bar, ...]:
    shown = [one for one in found if one.count and one.key][:MOST_LINES]
    return tuple(
        Bar(
            words.line("category" if table == "category" else "kelurahan", one.key),
            one.count or 0,
            f"+{words.number(one.change or 0)}" if (one.change or 0) > 0 else "",
        )
        for one in shown
    )
