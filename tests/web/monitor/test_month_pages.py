"""The paper of a month: the same figures as on the pages, the same bytes twice, and nobody on it."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pikepdf
import pytest
from fpdf import FPDF

from core.docket.state import DocketState
from core.tally.state import DayState, Part
from core.vocabulary.lane_names import docket_lane, tally_lane
from core.vocabulary.lanes import Lane
from tests.clock import START
from tests.web.monitor.house import House, served
from tests.web.monitor.planted import BOOK, PERSONS, keep, secret, ticket
from web.monitor import printing
from web.monitor.paper import Paper

PDF = "/pengawas/bulan/2026-11.pdf"
PART = Part(
    {"received": 9, "answered": 4, "in_time": 3, "fixed": 2, "silent": 1, "disputed": 1},
    {"first_answer": {"60": 1, "2900": 1}, "asking": {"3000": 2}},
)


def counted(house: House) -> None:
    """Put counts of a day where the pages find them."""
    lane = tally_lane(START.date())
    state = msgspec.to_builtins(DayState(city=PART, unit={"dishub": PART, "pupr": PART}), builtin_types=(datetime,))
    house.boxes.lanes[lane] = Lane(lane, 1, state)


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[Paper]:
    """Give every paper that is printed."""
    found: list[Paper] = []
    printed = printing.printed

    def spy(paper: Paper) -> bytes:
        found.append(paper)
        return printed(paper)

    monkeypatch.setattr(printing, "printed", spy)
    return found


async def test_a_month_is_printed_without_anybody(papers: list[Paper]) -> None:
    """The PDF opens, is the same bytes twice, names its month, and has nothing of a person in its words."""
    async with served() as house:
        keep(house, ticket(), secret())
        counted(house)
        await house.is_in()
        made = []
        for _ in range(2):
            async with house.client.get(PDF) as answer:
                made.append(await answer.read())
                assert (200, "application/pdf") == (answer.status, answer.content_type)
                assert 'attachment; filename="pengawasan-2026-11.pdf"' == answer.headers["Content-Disposition"]
        assert made[0] == made[1]
        with pikepdf.open(io.BytesIO(made[0])) as pdf:
            assert 2 <= len(pdf.pages) <= 4
            assert "1–30 Nov 2026" in str(pdf.docinfo["/Title"])
        said = str(papers[0])
        assert [] == [one for one in PERSONS if one.lower() in said.lower()]
        assert ["month", "month"] == [one.page for one in house.accounts.log.values()]


async def test_the_paper_has_the_figures_of_the_pages(papers: list[Paper]) -> None:
    """Counts by day, verdicts by unit, units now and in the month, what they could not hurry, and what is late."""
    async with served() as house:
        keep(house, ticket(), secret())
        counted(house)
        await house.is_in()
        async with house.client.get(PDF) as answer:
            assert 200 == answer.status
        (paper,) = papers
        assert ("2", 9, 4) == paper.columns.days[1]
        assert (("Dinas PUPR", (2, 1, 1)), ("Dishub", (2, 1, 1))) == paper.bars[0].lines
        units, now, waited, late = paper.grids
        assert ("Dishub", "4", "75%") == units.rows[-1][:3]
        assert ("Dishub", "2", "2", "0", "0") == now.rows[-1]
        assert ("Dishub", "2,1 hari") == waited.rows[-1][:2]
        assert [("KPG-26-00001-5", "Lampu jalan"), ("KPG-26-00002-3", "rahasia")] == [(r[0], r[2]) for r in late.rows]


async def test_a_city_with_much_is_printed_too(papers: list[Paper]) -> None:
    """A quarter with every unit and a hundred late tickets fits on some pages; the rest of the late ones is counted."""
    async with served() as house:
        keep(house, *(ticket(number=f"KPG-26-{n:05}-0") for n in range(100)))
        for n in range(92):
            lane = tally_lane(START.date() - timedelta(days=33 - n))
            units = {unit.code: PART for unit in BOOK.city.tree}
            state = msgspec.to_builtins(DayState(city=PART, unit=units), builtin_types=(datetime,))
            house.boxes.lanes[lane] = Lane(lane, 1, state)
        await house.is_in()
        async with house.client.get("/pengawas/bulan/2026-Q4.pdf?lang=en") as answer:
            assert (200, True) == (answer.status, (await answer.read()).startswith(b"%PDF-"))
        assert "Another 40 are not printed." in papers[0].grids[-1].note


@pytest.mark.parametrize("language", ["id", "en"])
async def test_no_word_over_a_column_is_broken(
    papers: list[Paper], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Each column of the paper's tables has room for the longest word over it."""
    drawn, rooms, wide = FPDF.table, [], {}

    def spy(pdf: FPDF, *, col_widths: tuple[float, ...], **how: Any) -> Any:
        pdf.set_font("DejaVu", "B", 6.0)
        grids = papers[-1].grids
        wide.update({word: pdf.get_string_width(word) for grid in grids for over in grid.head for word in over.split()})
        pdf.set_font("DejaVu", "", 7.5)
        rooms.append([width - 2 * pdf.c_margin for width in col_widths])
        return drawn(pdf, col_widths=col_widths, **how)

    monkeypatch.setattr(FPDF, "table", spy)
    async with served() as house:
        keep(house, ticket())
        await house.is_in()
        async with house.client.get(f"{PDF}?lang={language}") as answer:
            assert 200 == answer.status
    heads = [grid.head for grid in papers[0].grids]
    assert [len(head) for head in heads] == [len(widths) for widths in rooms]
    columns = [pair for head, widths in zip(heads, rooms, strict=True) for pair in zip(head, widths, strict=True)]
    assert [] == [(word, room) for words, room in columns for word in words.split() if wide[word] > room]


async def test_a_month_without_anything_is_printed_too(papers: list[Paper]) -> None:
    """A city in which nothing has happened yet gets a paper that says so by its zeros."""
    async with served() as house:
        await house.is_in()
        async with house.client.get(PDF) as answer:
            assert 200 == answer.status
        assert "0" == papers[0].tiles[0][1]
        assert () == papers[0].bars[0].lines


@pytest.mark.parametrize("month", ["2026-13", "2026", "2027-01", "x", "2026-11-01", "9999-12"])
async def test_a_month_that_is_none_is_not_printed(month: str) -> None:
    """What names no month or quarter that has begun has a page that says so."""
    async with served() as house:
        await house.is_in()
        lane = docket_lane("verification")
        house.boxes.lanes[lane] = Lane(lane, 1, msgspec.to_builtins(DocketState(), builtin_types=(datetime,)))
        assert 404 == (await house.ask(f"/pengawas/bulan/{month}.pdf"))[0]
