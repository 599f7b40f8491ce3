"""The page about reports names the catalogue as it is."""

from __future__ import annotations

from pathlib import Path

from core.tally.catalogue import INDICATORS

PAGE = Path(__file__).parents[3] / "docs" / "reports.md"


def test_the_page_names_every_indicator() -> None:
    """Each indicator has its row in the page, in the catalogue's order, with its unit, viewers and tables."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|") and "(`" in line]
    expected = [(one.code, one.measure, one.seen_by, ", ".join(one.tables) or "–") for one in INDICATORS]
    found = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows]
    assert expected == [(cells[0].split("`")[1], *cells[2:]) for cells in found]
