"""Files for spreadsheets in which nothing that anybody wrote is run."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.export.formats import FORMATS
from core.archive.columns import Column
from core.language.cells import cell, table
from core.language.visible import plain
from core.tally.document import Sheet, as_csv

ROOT = Path(__file__).parents[3]
RUN = [
    ("=1+1", "'=1+1"),
    ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("  =HYPERLINK(A1)", "'  =HYPERLINK(A1)"),
    ("\t=1", "'\t'=1"),
    ("\r=1", "'\r'=1"),
    ("\n=1", "'\n'=1"),
    ("＝1+1", "'＝1+1"),
    ("lampu;=1+1", "lampu;'=1+1"),
    ("lampu; @SUM(1)", "lampu;' @SUM(1)"),
    ("lampu\n-1+1", "lampu\n'-1+1"),
    ("\u202e=1+1", "'=1+1"),
    ("\x00=1", "' =1"),
    ("\u200b\u2066@a", "'@a"),
]
STAYS = ["-5", "+62", "-3,5 %", "12", ">=5", "Jl. Timor - Raya", "mati; tolong", "a@b", "–", "x = 1", "2026-03", ""]


@pytest.mark.parametrize(("text", "written"), RUN)
def test_a_spreadsheet_runs_nothing(text: str, written: str) -> None:
    """An apostrophe stands before what would be a formula, also behind what is invisible or a semicolon."""
    assert written == cell(text)


@pytest.mark.parametrize("text", STAYS)
def test_numbers_and_words_stay(text: str) -> None:
    """Negative numbers, bounds and dashes between words are as they are."""
    assert text == cell(text)


def test_headings_and_cells_of_all_files_are_guarded() -> None:
    """Exports, tables of pages and of reports guard their headings as well as their cells."""
    form = FORMATS["csv"].make((Column("=name", "text", "", lambda _c, _l: ""),), ZoneInfo("Asia/Makassar"))
    export = form.begin() + form.rows([("=words",)]) + form.end()
    sheet = as_csv(Sheet("matters", "", ("=name",), (("=words",),)))
    for written in (export.decode(), sheet, table([["=name"], ["=words"]])):
        assert [["'=name"], ["'=words"]] == list(csv.reader(io.StringIO(written)))


def test_nothing_else_writes_such_files() -> None:
    """Who writes CSV takes this room: no other file of the program names the library's writer."""
    rooms = ("app", "bots", "channels", "cli", "core", "storage", "web")
    written = {path.name for room in rooms for path in (ROOT / room).rglob("*.py") if "csv.writer" in path.read_text()}
    assert {"cells.py"} == written


def test_words_are_made_plain() -> None:
    """Of a person's words, lines and emoji stay, and nothing that turns, hides or rings."""
    assert "satu\ndua tiga 👍 4" == plain("sa\u200btu\r\ndua\x07tiga\u202e 👍 4\ufe0f\u20e3")
