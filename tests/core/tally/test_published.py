"""What is published of a month: nothing small, nothing that follows, and never one number for two things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.tally.catalogue import SMALLEST, VERDICTS, Count
from core.tally.published import HIDDEN, PUBLIC_TABLES, Shown, public_indicators, public_month
from core.tally.state import DayState, Part
from tests.core.ticket.lane import city

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 60))
CODES = tuple(one.code for one in city().categories)[:5]
AREAS = tuple(area.name for area in city().kelurahan)[:4]


@st.composite
def months(draw: st.DrawFn) -> DayState:
    """Draw a month in which the tables add up as those of real tickets do."""
    kelurahan, category, whole = dict[str, Part](), dict[str, Part](), Part()
    for area in AREAS:
        for code in CODES[: draw(st.integers(1, 5))]:
            answered = draw(COUNTS)
            facts = {
                "received": draw(COUNTS),
                "late": draw(COUNTS),
                "answered": answered,
                "in_time": draw(st.integers(0, answered)),
                **{fact: draw(COUNTS) for fact in VERDICTS},
            }
            kelurahan[area] = _sum(kelurahan.get(area, Part()), facts)
            category[code] = _sum(category.get(code, Part()), facts)
            whole = _sum(whole, facts)
    return DayState(whole, category, kelurahan)


def _sum(part: Part, facts: Mapping[Any, int]) -> Part:
    return Part({fact: part.facts.get(fact, 0) + count for fact, count in facts.items()})


@settings(max_examples=25, deadline=None)
@given(months())
def test_no_small_number_is_published_nor_follows(month: DayState) -> None:
    """Of no list one hidden line is alone beside its total, but that of nobody."""
    found = public_month(city(), month)
    for table in PUBLIC_TABLES:
        for one in public_indicators(table):
            if not isinstance(one.formula, Count):
                continue
            parts: Mapping[str, Part] = getattr(month, table)
            shown = {key: line[one.code] for key, line in found.tables[table].items()}
            true = {key: parts.get(key, Part()).facts.get(one.formula.of, 0) for key in shown}
            hidden = {key for key, value in shown.items() if value.hidden}
            assert {true[key] for key in set(shown) - hidden} == {
                value.value for value in shown.values() if not value.hidden
            }
            assert not any(0 < true[key] < SMALLEST for key in set(shown) - hidden)
            total = found.city[one.code]
            assert total.hidden or not 0 < sum(true.values()) < SMALLEST
            assert total.hidden or 1 != len(hidden) or not any(true[key] for key in hidden)


def test_confirmed_and_closed_by_the_office_are_two_numbers() -> None:
    """What citizens call fixed, what the office says is done and what lapsed stand apart, in every table."""
    for table in (None, *PUBLIC_TABLES):
        codes = {one.code for one in public_indicators(table)}
        assert {"answered", "fixed", "lapsed", "confirmed", "disputed", "missed", "in_time"} <= codes


def test_what_is_for_monitors_is_not_public() -> None:
    """Indicators of narrower circles are in no public table, and neither is what stands at this moment."""
    codes = {one.code for one in public_indicators()}
    assert not codes & {"rejected", "returned", "reached", "cost", "sorting_median", "open", "overdue"}


FACTS = {"received": 40, "answered": 40, "in_time": 38, "fixed": 30, "silent": 6, "disputed": 7}


def test_a_share_says_no_more_than_its_numbers() -> None:
    """Where few were late the share in time is a bound; where every number is shown it is exact."""
    other = {"answered": 90, "in_time": 60, "fixed": 70, "silent": 10, "disputed": 10}
    month = DayState(Part(FACTS), {"jalan": Part(FACTS), "sampah": Part(other), "drainase": Part(other)})
    line = public_month(city(), month).tables["category"]["jalan"]
    assert Shown(90, "at_least") == line["in_time"]
    assert (Shown(40), Shown(30)) == (line["answered"], line["fixed"])
    assert "exact" == line["confirmed"].bound
    assert 70 == round(line["confirmed"].value or 0)


def test_times_of_few_are_hidden() -> None:
    """A median of four tells of persons; of none there is nothing to say either."""
    minutes = {"first_answer": {"60": 4}, "fixed": {"60": 5}}
    line = public_month(city(), DayState(Part(FACTS, minutes))).city
    assert (HIDDEN, Shown(60)) == (line["first_answer_median"], line["fixed_median"])


def test_a_month_without_reports_says_so() -> None:
    """Nothing is hidden where nothing happened."""
    found = public_month(city(), DayState())
    assert Shown(0) == found.city["received"]
    assert {0} == {line["received"].value for line in found.tables["kelurahan"].values()}
