"""What a period says for policy: counted from rows, hidden where small, and never so that a sum tells."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from core.city.texts import Texts
from core.tally.cases import Case, read_case
from core.tally.document import Document, as_text
from core.tally.periods import Period, read_period
from core.tally.policy import (
    Growth,
    Policy,
    Spot,
    Table,
    before_of,
    is_for_policy,
    looked_at,
    months_of,
    policy_of,
    slowest,
    stages_of,
    until_before,
)
from core.tally.policy_words import HIDDEN, Author
from core.tally.wording import Wording
from tests.core.tally.cases import FEBRUARY, MARCH, case, cases, done
from tests.core.ticket.lane import city

MONTH = Period(date(2026, 3, 1), date(2026, 3, 31))
UNTIL = date(2026, 4, 30)


def written(now: list[Case], before: list[Case], period: Period = MONTH) -> Policy:
    """Put it together as of a day long after."""
    return policy_of(city(), period, UNTIL, now, before)


@pytest.mark.parametrize(
    ("period", "before", "months"),
    [
        ("2026-03", ("2026-02-01", "2026-02-28"), 1),
        ("2026-Q1", ("2025-10-01", "2025-12-31"), 3),
        ("2026-01", ("2025-12-01", "2025-12-31"), 1),
        ("2026", ("2025-01-01", "2025-12-31"), 12),
    ],
)
def test_a_period_stands_beside_the_one_before(period: str, before: tuple[str, str], months: int) -> None:
    """As many whole months before it, of whatever length they are."""
    read = read_period(period)
    assert read is not None
    assert is_for_policy(read)
    assert Period(*map(date.fromisoformat, before)) == before_of(read)
    assert months == len(months_of(read))


def test_weeks_and_days_are_for_no_policy() -> None:
    """Tables are made of whole months only."""
    for words in ("2026-W10", "2026-03-12"):
        read = read_period(words)
        assert read is not None
        assert not is_for_policy(read)


def test_both_periods_are_looked_at_when_they_are_as_old() -> None:
    """A month after its end at most, yesterday at most; the one before so long after its own end."""
    assert date(2026, 4, 30) == looked_at(MONTH, date(2026, 9, 1))
    assert date(2026, 4, 9) == looked_at(MONTH, date(2026, 4, 10))
    assert date(2026, 3, 30) == until_before(MONTH, date(2026, 4, 30))
    assert date(2026, 2, 14) == until_before(MONTH, date(2026, 3, 17))


def test_what_came_is_counted_beside_what_came_before() -> None:
    """By kind, by kelurahan and by both; confidential reports are counted, and stand nowhere."""
    now = [*cases(20), *cases(30, kelurahan="Sikumana"), *cases(4, confidential=True, category=None, kelurahan=None)]
    found = written(now, cases(12, at=FEBRUARY))
    assert (54, 12, 4) == (found.received, found.received_before, found.confidential)
    assert (Growth("lampu-jalan", 50, 12),) == found.categories
    assert (Growth("Sikumana", 30, 0), Growth("Oebufu", 20, 12)) == found.kelurahan
    assert (Spot("lampu-jalan", "Sikumana", 30, 0), Spot("lampu-jalan", "Oebufu", 20, 12)) == found.spots
    assert (Growth("lampu-jalan", 50, 12),) == found.risen
    assert () == found.fallen


def test_days_are_the_citys() -> None:
    """What came at the end of a local month belongs to it, whatever day it was in London."""
    late = datetime(2026, 2, 28, 17, 0, tzinfo=UTC)
    found = written(cases(5, at=late), cases(5, at=late - timedelta(hours=2)))
    assert (5, 5) == (found.received, found.received_before)


def test_small_numbers_are_hidden() -> None:
    """A kind with few reports is hidden, and another one with it that it could be told by."""
    now = [*cases(20), *cases(3, category="hewan"), *cases(9, category="sampah")]
    found = {one.key: one.count for one in written(now, []).categories}
    assert found["hewan"] is None
    assert any(count is None for key, count in found.items() if key in ("lampu-jalan", "sampah"))


def test_a_quarter_shows_only_sums_of_what_its_months_show() -> None:
    """Else the month in which it is hidden would be the quarter less the other two."""
    period = read_period("2026-Q1")
    assert period is not None
    january = datetime(2026, 1, 4, tzinfo=UTC)
    now = [
        *cases(20, at=january),
        *cases(20, at=FEBRUARY),
        *cases(3, at=MARCH),
        *cases(30, at=MARCH, category="sampah"),
    ]
    now += [*cases(20, at=january, category="jalan"), *cases(20, at=FEBRUARY, category="jalan")]
    now += cases(20, at=MARCH, category="jalan")
    found = {one.key: one.count for one in written(now, [], period).categories}
    months = [
        {row: Table.of(city(), month, _of(month, now)).shown(row, None) for row in ("lampu-jalan", "jalan", "sampah")}
        for month in months_of(period)
    ]
    assert months[2]["lampu-jalan"] is None
    assert found["lampu-jalan"] is None
    for row in ("jalan", "sampah"):
        parts = [month[row] for month in months]
        assert found[row] == (None if None in parts else sum(part or 0 for part in parts))


def _of(month: Period, found: list[Case]) -> list[Case]:
    return [one for one in found if month.first <= one.opened_at.date() <= month.last]


def test_where_time_goes() -> None:
    """Each stage with its median, what 9 of 10 took, and its share of all time; of fewer than five nothing."""
    now = [done(hours=(1, 2, 3)) for _ in range(9)] + [done(hours=(1, 2, 93))]
    found = {one.stage: one for one in stages_of(now)}
    assert (10, 180, 180) == (found["working"].ended, found["working"].median, found["working"].most)
    assert (60, 120) == (found["sorting"].median, found["taking"].median)
    assert 80 == round(found["working"].share)
    assert {"sorting", "taking", "working"} == found.keys()
    assert () == stages_of(now[:4])


def test_what_a_unit_cannot_hurry_is_no_work() -> None:
    """The time for which the citizen was waited for, or it was put aside, is taken off; a verdict is the citizen's."""
    one = done(hours=(1, 2, 30), waiting_minutes=600, on_hold_minutes=60, closed_at=MARCH + timedelta(hours=43))
    assert {"sorting": 60, "taking": 120, "working": 1140, "asking": 600, "holding": 60, "judging": 600} == one.stages()


def test_units_that_take_longest() -> None:
    """The city's own stages, by what 9 of 10 took; a unit that gave it back is not blamed for others."""
    now = [done(unit="dishub", hours=(1, 1, 5)) for _ in range(5)]
    now += [done(unit="", units="dishub dlhk", hours=(1, 9, 2)) for _ in range(5)]
    assert [("dlhk", "taking", 540), ("dishub", "working", 300)] == [
        (one.unit, one.stage, one.most) for one in slowest(now)[:2]
    ]


def test_a_row_is_read_by_the_names_of_its_columns() -> None:
    """More columns than are needed are no harm; a row of another export is refused."""
    line = b'{"number":"K","opened_at":"2026-03-04T10:00:00+08:00","confidential":true,"category":null,"rating":5}'
    assert Case("K", datetime(2026, 3, 4, 2, tzinfo=UTC), confidential=True) == read_case(line)
    with pytest.raises(msgspec.ValidationError):
        read_case(b'{"month":"2026-03","category":"jalan"}')


def document(language: str = "id") -> Document:
    """Write a document in which everything has something to say."""
    now = [
        *cases(20),
        *cases(3, category="hewan"),
        *cases(40, category="sampah", words="Sampah menumpuk"),
        case(0, confidential=True),
    ]
    now += [done() for _ in range(6)]
    before = [*cases(50, at=FEBRUARY), *(done(FEBRUARY, (2, 4, 6)) for _ in range(6))]
    author = Author(Wording(city(), Texts(city().texts), language), "2026-03", "2026-02")
    return author.write(written(now, before))


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_reads_as_a_text(language: str) -> None:
    """Every section, every table with as many cells as its head, and under each the commands that count again."""
    found = document(language)
    assert 5 == len(found.sections)
    for section in found.sections:
        for sheet in section.sheets:
            assert {len(sheet.heads)} == {len(row) for row in sheet.rows}
            assert len(sheet.bars) in (0, len(sheet.rows))
    text = as_text(found)
    assert "{" not in text
    assert "kanal report 2026-03 --until 2026-04-30 --rows now.jsonl --rows-before before.jsonl" in text
    assert "--period 2026-02 --until 2026-03-30" in text
    assert HIDDEN in text


def test_it_says_what_has_changed() -> None:
    """Kinds that rose and fell, stages that took longer or not, and matters that are new."""
    lines = document("en").sections[1].lines
    assert ["Faster", "Faster", "Faster"] == [line.partition(":")[0] for line in lines if line.startswith(("Fa", "Sl"))]
    assert any(line.startswith("New: Rubbish") for line in lines)
