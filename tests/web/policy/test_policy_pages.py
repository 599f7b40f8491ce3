"""The pages of policy: behind the login, in two languages, counted or not yet, and each table as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from core.tally.document import Document, Section, Sheet
from core.vocabulary.errors import StoreDown
from tests.core.tally.test_policy import document
from tests.web.monitor.house import House, account, served
from web.monitor.doors import ALL
from web.policy.pages import AGAIN_SECONDS, lines_of
from web.policy.routes import add_policy

ROOT = "/pengawas/kebijakan"
MARCH = f"{ROOT}/2026-03"


@dataclass
class Written:
    """A desk at which March is written, or still counted, or cannot be."""

    counting: bool = False
    down: bool = False
    asked: str = ""

    def months(self) -> list[str]:
        """List two months."""
        return ["2026-04", "2026-03"]

    def quarters(self) -> list[str]:
        """List a quarter."""
        return ["2026-Q1"]

    async def document(self, code: str, language: str) -> Document | None:
        """Give March."""
        self.asked = language
        if self.down:
            raise StoreDown("14031")
        if code not in (*self.months(), *self.quarters()):
            raise KeyError(code)
        return None if self.counting else document(language)


@asynccontextmanager
async def house(desk: Written | None = None, *, inside: bool = True) -> AsyncIterator[House]:
    """Serve the pages to somebody who is logged in, or not."""
    found = desk or Written()
    async with served(further=(lambda oversight: add_policy(oversight, found),)) as place:
        if inside:
            await place.is_in()
        yield place


@pytest.mark.parametrize("path", [ROOT, MARCH, f"{MARCH}/category.csv"])
async def test_nobody_sees_them_without_login(path: str) -> None:
    """Whoever is not logged in is led to the login, and learns nothing."""
    async with house(inside=False) as place:
        status, page = await place.ask(path)
        assert (303, False) == (status, "Sampah" in page)


@pytest.mark.parametrize("office", ALL)
async def test_each_office_sees_a_period(office: str) -> None:
    """Every section is there with its tables and the commands that count again; the look is in the log."""
    async with house() as place:
        place.accounts.people["ombudsman-ntt"] = account(office)  # type: ignore[arg-type]
        status, page = await place.ask(MARCH)
        assert 200 == status
        looks = await place.accounts.looks("ombudsman-ntt", 9)
        written = document("id")
        assert [] == [section.title for section in written.sections if section.title not in page]
        assert [] == [sheet.caption for sheet in written.sheets if sheet.caption not in page]
        assert "kanal export now.jsonl --for monitor --words --period 2026-03" in page
        assert ["policy"] == [one.page for one in looks if one.about.startswith("2026-03")]


async def test_the_list_leads_to_each_period() -> None:
    """Months and quarters are links; a period that there is not is said to be none, with all there are."""
    async with house() as place:
        status, page = await place.ask(ROOT)
        assert (200, True) == (status, all(f'href="{ROOT}/{code}"' in page for code in ("2026-Q1", "2026-04")))
        assert (True, True) == (">1 Jan–31 Mar 2026<" in page, ">1–30 Apr 2026<" in page)
        for code in ("2024-01", "x", "%3Cscript%3E"):
            status, page = await place.ask(f"{ROOT}/{code}")
            assert (404, True, False) == (status, f'href="{ROOT}/2026-03"' in page, "<script>" in page)


async def test_it_comes_by_itself_when_it_is_counted() -> None:
    """Meanwhile the page says so, and the browser asks again; a file is not there yet."""
    async with house(Written(counting=True)) as place:
        async with place.client.get(MARCH) as answer:
            assert (202, str(AGAIN_SECONDS)) == (answer.status, answer.headers["Refresh"])
        assert 404 == (await place.ask(f"{MARCH}/category.csv"))[0]


async def test_a_store_that_is_down() -> None:
    """The page says that it is not the reader's fault."""
    async with house(Written(down=True)) as place:
        assert 503 == (await place.ask(MARCH))[0]


async def test_each_table_is_a_file() -> None:
    """Its name says what it is, its cells are those of the page; other names are no files."""
    async with house() as place:
        for sheet in document("id").sheets:
            async with place.client.get(f"{MARCH}/{sheet.name}.csv") as answer:
                assert (200, "text/csv", "no-store") == (
                    answer.status,
                    answer.content_type,
                    answer.headers["Cache-Control"],
                )
                rows = list(csv.reader(io.StringIO(await answer.text())))
                assert [list(sheet.heads), *map(list, sheet.rows)] == rows
        assert 404 == (await place.ask(f"{MARCH}/names.csv"))[0]


async def test_in_another_language() -> None:
    """What is asked for in English is in English, files too."""
    desk = Written()
    async with house(desk) as place:
        _status, page = await place.ask(f"{MARCH}?lang=en")
        assert ("en", True) == (desk.asked, "Policy input for Kota Kupang" in page)
        assert f"{MARCH}/category.csv?lang=en" in page


async def test_what_citizens_wrote_is_only_text() -> None:
    """Marks in the words of a matter are no markup."""

    @dataclass
    class Marked(Written):
        async def document(self, code: str, language: str) -> Document | None:
            sheet = Sheet("matters", "<b>x</b>", ("a",), (("<img src=x>",),))
            return Document("t", ("<i>",), (Section("s", ("<script>alert(1)</script>",), (sheet,)),))

    async with house(Marked()) as place:
        _status, page = await place.ask(MARCH)
        assert [] == [mark for mark in ("<script>alert", "<img src=x>", "<b>x", "<i>") if mark in page]


def test_bars_are_measured_by_the_longest() -> None:
    """The longest is whole; a hidden number has none."""
    sheet = Sheet("s", "", ("a", "b"), (("x", "4"), ("y", "1"), ("z", "*")), (4.0, 1.0, None))
    assert [100.0, 25.0, None] == [line.bar for line in lines_of(sheet)]
    assert [None] == [line.bar for line in lines_of(Sheet("s", "", ("a",), (("x",),)))]
