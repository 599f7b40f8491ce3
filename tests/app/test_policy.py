"""Policy is gathered from the rows of the export, for a command at once and for pages while they wait."""

from __future__ import annotations

from datetime import date

import pytest

from app.counting import read_rows
from app.policy import Desk, code_of, gather, note_of, offered, size
from core.tally.document import Document
from core.tally.periods import Period
from core.vocabulary.errors import StoreDown
from core.vocabulary.lanes import Lane
from tests.app.export.town import PLANTED, Town, day, worked_on
from tests.clock import TestClock
from tests.core.ticket.lane import city

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
TODAY = day(5, 20)


async def town() -> Town:
    """Give a town with reports of two months."""
    found = Town()
    for n in range(6):
        await found.files(day(2, 10 + n))
    for n in range(9):
        await found.files(day(3, 10 + n), worked_on)
    await found.files(day(3, 25), privacy="rahasia")
    return found


async def test_rows_of_both_periods_are_gathered() -> None:
    """Each at the same age, without a word of a confidential report, and without anybody's data."""
    store = (await town()).store
    gathered = await gather(store, city(), MARCH, date(2026, 4, 30))
    now, before = (read_rows(one.splitlines()) for one in gathered)
    assert (10, 6) == (len(now), len(before))
    assert [None] == [one.words for one in now if one.confidential]
    assert [] == [word for word in PLANTED if word in repr((now, before))]
    assert 16 <= await size(store, city(), MARCH)


async def test_a_page_gets_what_was_counted() -> None:
    """In the language that is asked for; the next one gets the same counting."""
    desk = Desk((await town()).store, city(), TestClock(TODAY))
    first = await written(desk, "2026-03", "id")
    assert "Masukan kebijakan Kota Kupang, 1–31 Mar 2026" == first.title
    assert [] == [word for word in PLANTED if word in repr(first)]
    second = await desk.document("2026-03", "en")
    assert second is not None
    assert "Policy input for Kota Kupang" in second.title
    await desk.close()


async def written(desk: Desk, code: str, language: str) -> Document:
    """Ask until it is counted: each time waits a while by itself."""
    for _ in range(40):
        if (found := await desk.document(code, language)) is not None:
            return found
    raise AssertionError(code)


async def test_only_periods_of_lately_are_offered() -> None:
    """Twelve months and four quarters; whatever else stands in an address is none."""
    desk = Desk(Town().store, city(), TestClock(TODAY))
    assert ("2026-05", "2025-06", 12) == (desk.months()[0], desk.months()[-1], len(desk.months()))
    assert ["2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3"] == desk.quarters()
    first_day = Desk(Town().store, city(), TestClock(day(7, 1)))
    assert ("2026-06", "2026-Q2") == (first_day.months()[0], first_day.quarters()[0])
    for code in ("2024-01", "2026", "2026-W03", "x", "2026-06"):
        with pytest.raises(KeyError):
            await desk.document(code, "id")
    await desk.close()


async def test_a_store_that_is_down_is_said_and_asked_again() -> None:
    """A counting that failed stands for nothing: the next page tries anew."""
    found = await town()
    desk = Desk(found.store, city(), TestClock(TODAY))

    def fail(_method: str) -> None:
        raise StoreDown("14031")

    works, found.store.fail = found.store.fail, fail
    with pytest.raises(StoreDown):
        await desk.document("2026-03", "id")
    found.store.fail = works
    assert "2026" in (await written(desk, "2026-03", "id")).title
    await desk.close()


async def test_a_month_that_goes_on_is_counted_every_ten_minutes() -> None:
    """What became confidential after it was counted is gone a little later."""
    found, clock = await town(), TestClock(day(3, 28))
    desk = Desk(found.store, city(), clock)
    first = await written(desk, "2026-03", "id")
    await found.files(day(3, 26))
    clock.move(minutes=2)
    same = await written(desk, "2026-03", "id")
    clock.move(minutes=9)
    other = await written(desk, "2026-03", "id")
    assert ("10", "10", "11") == (_received(first), _received(same), _received(other))
    assert "" == await found.store.read_note(note_of("2026-03"))
    await desk.close()


async def test_a_month_that_is_over_is_counted_once_for_all() -> None:
    """Another process reads what one counted, however much later, and no ticket."""
    found, clock = await town(), TestClock(TODAY)
    desk = Desk(found.store, city(), clock)
    first = await written(desk, "2026-03", "id")
    clock.move(days=3)

    def no_tickets(method: str) -> None:
        assert method != "journal_between"

    found.store.fail = no_tickets
    other = Desk(found.store, city(), clock)
    assert _received(first) == _received(await written(desk, "2026-03", "id"))
    again = await written(other, "2026-03", "id")
    assert first.sections[1:] == again.sections[1:]
    await desk.close()
    await other.close()


@pytest.mark.parametrize("month", ["2026-02", "2026-03"])
async def test_what_is_recalled_is_counted_again(month: str) -> None:
    """Also where it is of the month before, with which a month is compared; what an older version kept stands for
    nothing."""
    found, clock = await town(), TestClock(TODAY)
    await found.store.write_note(note_of("2026-03"), '{"until": "2026-04-30", "recalled": 0}')
    desk = Desk(found.store, city(), clock)
    await written(desk, "2026-03", "id")
    await found.files(day(3, 27), privacy="rahasia")
    clock.move(minutes=2)
    assert "10" == _received(await written(desk, "2026-03", "id"))
    await found.store.commit(Lane(f"shades:{month}", state={"recalled": 1}), 0)
    assert "11" == _received(await written(desk, "2026-03", "id"))
    await desk.close()


def _received(found: Document) -> str:
    return next(line.split()[1] for section in found.sections for line in section.lines if line.startswith("Masuk"))


def test_periods_have_names() -> None:
    """Months, quarters and years, as commands name them; of others no policy is written."""
    for code in ("2026-03", "2026-Q1", "2026"):
        period = offered(code)
        assert period is not None
        assert code == code_of(period)
    assert [None] * 3 == [offered(words) for words in ("2026-W10", "2026-03-01", "march")]
