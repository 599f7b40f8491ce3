"""Make the picture of what a period says for policy: for a meeting, or a message to who decides."""

from __future__ import annotations

from collections.abc import Sequence

from core.tally.charting import tiles
from core.tally.periods import Period
from core.tally.policy import WEEK, Growth, Policy, steps_of
from core.tally.state import Part
from core.tally.wording import MOST_LINES, Wording
from core.vocabulary.charts import Bar, Chart, Column, Ranking


def policy_chart(words: Wording, title: str, policy: Policy) -> Chart:
    """Draw what came week by week or month by month and how much of it was answered, what it was about and where."""
    return Chart(
        title=title,
        subtitle=words.say("chart.subtitle", city=words.city.name, days=words.days(policy.period)),
        tiles=tiles(words, policy.counts),
        columns=tuple(
            _column(words, step, counts) for step, counts in zip(steps_of(policy.period), policy.steps, strict=True)
        ),
        legend=(words.say("chart.received"), words.say("chart.answered")),
        rankings=(
            Ranking(words.say("by_category"), _bars(words, "category", policy.categories)),
            Ranking(words.say("by_kelurahan"), _bars(words, "kelurahan", policy.kelurahan)),
        ),
        foot=words.say("chart.foot"),
    )


def _column(words: Wording, step: Period, counts: Part) -> Column:
    facts = counts.facts
    whole = step.first.day == 1 and len(step.days) > WEEK
    label = words.month(step.first) if whole else f"{step.first.day}–{step.last.day}"
    return Column(label, facts.get("received", 0), facts.get("answered", 0))


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
