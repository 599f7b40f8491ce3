"""What is read from counts: shares, percentiles, periods, and what the public is not told."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.city.texts import Texts
from core.tally.catalogue import BY_CODE, INDICATORS, STAGES, VIEWERS, Count, Each, Formula, Percentile, Share, Standing
from core.tally.periods import Period, last_days, read_period, report_time, week_of
from core.tally.reading import Now, percentile, shown_to, standing, value_of
from core.tally.state import Part
from core.tally.wording import Wording, most
from core.vocabulary.docket import UnitCounts
from core.vocabulary.tally import Fact
from tests.core.ticket.lane import city, steps


def test_the_catalogue_is_whole() -> None:
    """Each indicator has a name and a meaning in each language, and reads facts that are counted."""
    texts = Texts(city().texts)
    for one in INDICATORS:
        for language in texts.languages:
            assert texts.speaks(f"indicators.{one.code}.name", language) or "id" != language
            assert Wording(city(), texts, language).meaning(one).endswith(".")
        assert set(_facts(one.formula)) <= set(get_args(Fact))
    assert len(INDICATORS) == len(BY_CODE)


def _facts(formula: Formula) -> Iterator[str]:
    match formula:
        case Count(of=fact) | Percentile(of=fact):
            yield fact
        case Each():
            yield from (formula.of, formula.among)
        case Share():
            yield from (*formula.of, *formula.among, *formula.less)
        case Standing():
            pass


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=40), st.sampled_from((50, 90)))
def test_percentiles_are_nearest_ranks(values: list[int], percent: int) -> None:
    """A percentile is the value at its rank of the sorted ones."""
    histogram = {str(value): values.count(value) for value in values}
    expected = sorted(values)[math.ceil(percent * len(values) / 100) - 1]
    assert expected == percentile(histogram, percent)


def test_shares() -> None:
    """A share of nothing is none, and never more than everything."""
    part = Part({"answered": 4, "in_time": 3, "unreached": 1, "fixed": 2, "silent": 1, "disputed": 1})
    assert (75.0, 75.0, 50.0, 25.0) == tuple(
        value_of(BY_CODE[code], part) for code in ("in_time", "reached", "confirmed", "disputed")
    )
    assert value_of(BY_CODE["in_time"], Part()) is None
    assert 100.0 == value_of(BY_CODE["reached"], Part({"answered": 1, "reached": 3}))
    assert (7, None) == (value_of(BY_CODE["open"], part, Now(7, 1)), value_of(BY_CODE["open"], part))


def test_what_a_report_costs() -> None:
    """What was spent is in hundredths and shared by the reports that came; nothing spent says nothing."""
    part = Part({"received": 4, "message": 10, "spent": 350000})
    messages, cost = BY_CODE["messages"], BY_CODE["cost"]
    assert (2.5, 875.0) == (value_of(messages, part), value_of(cost, part))
    for nothing in (Part({"received": 4}), Part({"spent": 100})):
        assert value_of(cost, nothing) is None
    words = Wording(city(), Texts(city().texts), "id")
    assert ("2,5", "Rp875") == (words.value(messages, 2.5), words.value(cost, 875.0).replace("\N{NO-BREAK SPACE}", ""))


def test_what_stands_on_the_desks_is_some_units() -> None:
    """The sum is of all units, and a unit without anything has nothing."""
    now = standing({"dishub": UnitCounts(open=3, late=2), "dlhk": UnitCounts(open=1), "pupr": UnitCounts(lapsed=4)})
    assert (4, 2) == (now.open, now.late)
    assert (Now(3, 2), Now(1), Now()) == tuple(now.of(unit) for unit in ("dishub", "dlhk", "pupr"))


def test_stages_are_for_where_there_is_room() -> None:
    """Median and 90th percentile of every stage are in the catalogue, and in no message of a chat."""
    expected = [f"{stage}_{name}" for stage in STAGES for name in ("median", "most")]
    assert expected == [one.code for one in INDICATORS if not one.brief and isinstance(one.formula, Percentile)]


def test_small_cells_are_hidden_from_the_public() -> None:
    """Of fewer than five the public is told nothing, nor of what is not theirs; who works there sees all."""
    few, many = Part({"received": 4, "answered": 4, "rejected": 9}), Part({"received": 5, "answered": 5})
    received, rejected, in_time = BY_CODE["received"], BY_CODE["rejected"], BY_CODE["in_time"]
    assert (None, 5, 0) == tuple(shown_to("public", received, part) for part in (few, many, Part()))
    assert (None, 0.0) == (shown_to("public", in_time, few), shown_to("public", in_time, many))
    assert [None, 9, 9, 9] == [shown_to(viewer, rejected, few) for viewer in VIEWERS]


def test_each_circle_sees_what_those_before_it_do_not() -> None:
    """Something begins with each: money is for who runs the bridge, the count of messages for who works there."""
    part = Part({"received": 4, "message": 10, "spent": 350000})
    assert set(VIEWERS) == {one.seen_by for one in INDICATORS}
    assert [None, None, None, 875.0] == [shown_to(viewer, BY_CODE["cost"], part) for viewer in VIEWERS]
    assert [None, None, 2.5, 2.5] == [shown_to(viewer, BY_CODE["messages"], part) for viewer in VIEWERS]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-q1", "2026-01-01", "2026-03-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        (" 2026-W53 ", "2026-12-28", "2027-01-03"),
        ("2026-03-12", "2026-03-12", "2026-03-12"),
    ],
)
def test_periods(words: str, first: str, last: str) -> None:
    """Years, quarters, months, weeks and days are read as they are written."""
    assert Period(date.fromisoformat(first), date.fromisoformat(last)) == read_period(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "x",
        "2026-13",
        "2026-Q5",
        "2026-W54",
        "2026-02-30",
        "0000",
        "26-03",
        "2026-W0",
        "9999-W52",
        "9999",
        "0001",
        "٠٠٠١-01",
    ],
)
def test_no_periods(words: str) -> None:
    """What is no time of any calendar is none."""
    assert read_period(words) is None


def test_a_week_is_reported_when_people_work() -> None:
    """At eight in the morning of the first working day: after Christmas and its days of leave, too."""
    calendar = steps().book.calendar
    assert "2026-12-28T08:00:00+08:00" == report_time(calendar, week_of(date(2026, 12, 23))).isoformat()
    assert "2026-03-25T08:00:00+08:00" == report_time(calendar, week_of(date(2026, 3, 20))).isoformat()
    assert Period(date(2026, 7, 1), date(2026, 7, 7)) == last_days(date(2026, 7, 7))
    assert Period(date(2026, 6, 24), date(2026, 6, 30)) == last_days(date(2026, 7, 7)).before


def test_what_has_no_name_wins_no_ranking() -> None:
    """Reports that name no kelurahan are said last, and make no room for themselves among those that do."""
    table = {name: Part({"received": count}) for name, count in (("", 9), ("Oesapa", 2), ("Liliba", 5), ("Alak", 0))}
    assert ["Liliba", "Oesapa", ""] == [key for key, _part in most(table, "received")]
    assert ["Liliba", "Oesapa"] == [key for key, _part in most(table, "received", 2)]


def test_spans_are_written_as_people_say_them() -> None:
    """Minutes, then hours, then days; none more exact than it is."""
    words = Wording(city(), Texts(city().texts), "id")
    spans = (0, 45, 150, 1500, 4400, 20000)
    assert ["0 menit", "45 menit", "2,5 jam", "25 jam", "3,1 hari", "14 hari"] == [words.span(span) for span in spans]
