"""Put the report of a month on paper: A4, charts of lines and areas, words that can be copied.

Loaded with the first paper: `fpdf` takes a fifth of the time in which a process of the bridge starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from web.monitor.paper import Bars, Columns, Grid, Paper

FONT: Final = "DejaVu"
_FONTS: Final = "mpl-data/fonts/ttf"
"""Letters come from matplotlib, which is here anyway: the fonts that every PDF reader has lack half of ours."""
INK, GREY, LINE = (28, 39, 51), (91, 104, 117), (205, 212, 218)
FIRST, SECOND, BAD, QUIET = (47, 109, 181), (156, 195, 234), (179, 38, 30), (180, 188, 194)
HEAD_POINTS: Final = 6.0
EDGE, WIDE = 14.0, 297.0 - 28.0
"""Millimetres of a page that lies on its side: tables of units have many columns."""


def printed(paper: Paper) -> bytes:
    """Make the PDF; the same paper is the same bytes."""
    pdf = _Sheet(paper)
    pdf.add_page()
    pdf.head()
    pdf.tiles(paper.tiles)
    pdf.columns(paper.columns)
    for bars in paper.bars:
        pdf.bars(bars)
    for grid in paper.grids:
        pdf.grid(grid)
    pdf.meanings(paper.meanings_title, paper.meanings)
    return bytes(pdf.output())


class _Sheet(FPDF):
    """Draws the parts of a paper from above to below."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(orientation="landscape", format="A4")
        self._paper = paper
        folder = files("matplotlib") / _FONTS
        for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FONT, style, str(folder / name))
        self.set_margins(EDGE, EDGE, EDGE)
        self.set_auto_page_break(True, margin=16)
        self.set_title(f"{paper.title}, {paper.subtitle}")
        self.set_lang(paper.language)
        self.set_creation_date(paper.made_at)
        self.set_producer("Kanal")

    def footer(self) -> None:
        """Say on each page what it is of."""
        self.set_y(-12)
        self._write(f"{self._paper.foot} · {self.page_no()}/{{nb}}", 7, GREY)

    def _write(self, text: str, size: float, colour: tuple[int, int, int] = INK, style: str = "") -> None:
        self.set_font(FONT, style, size)
        self.set_text_color(*colour)
        self.multi_cell(WIDE, size * 0.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def head(self) -> None:
        """Write what it is, of which days, and how to read it."""
        self._write(self._paper.title, 18, INK, "B")
        self._write(self._paper.subtitle, 11, GREY)
        self.ln(1)
        self._write(self._paper.note, 8.5, GREY)
        self.ln(3)

    def _title(self, text: str, room: float) -> None:
        if self.get_y() + room > self.page_break_trigger:
            self.add_page()
        self.start_section(text)
        self.ln(3)
        self._write(text, 11, INK, "B")
        self.ln(1)

    def tiles(self, tiles: Sequence[tuple[str, str]]) -> None:
        """Write the numbers that are read first, beside each other."""
        wide, top = WIDE / max(1, len(tiles)), self.get_y()
        for n, (name, value) in enumerate(tiles):
            left = EDGE + n * wide
            self.set_draw_color(*FIRST)
            self.set_line_width(0.8)
            self.line(left, top, left, top + 15)
            self.set_xy(left + 2.5, top)
            self.set_font(FONT, "B", 14)
            self.set_text_color(*INK)
            self.cell(wide - 4, 7, value)
            self.set_xy(left + 2.5, top + 7.5)
            self.set_font(FONT, "", 7.5)
            self.set_text_color(*GREY)
            self.multi_cell(wide - 4, 3.6, name, align="L")
        self.set_xy(EDGE, top + 18)

    def _legend(self, words: Iterable[str], colours: Sequence[tuple[int, int, int]]) -> None:
        top, left = self.get_y(), EDGE
        self.set_font(FONT, "", 8)
        self.set_text_color(*GREY)
        for word, colour in zip(words, colours, strict=False):
            self.set_fill_color(*colour)
            self.rect(left, top + 0.6, 3, 3, style="F")
            self.set_xy(left + 4.5, top)
            self.cell(text=word, h=4.2)
            left += 10 + self.get_string_width(word)
        self.set_xy(EDGE, top + 6)

    def columns(self, chart: Columns) -> None:
        """Draw two counts by day."""
        height, most = 34.0, max(1, 0, *(max(first, second) for _day, first, second in chart.days))
        self._title(chart.title, height + 22)
        self._legend((*chart.legend,), (FIRST, SECOND))
        base, slot = self.get_y() + height, WIDE / max(1, len(chart.days))
        self.set_font(FONT, "", 6.5)
        self.set_text_color(*GREY)
        for n, (day, *counts) in enumerate(chart.days):
            for part, (count, colour) in enumerate(zip(counts, (FIRST, SECOND), strict=True)):
                tall = (height - 4) * count / most
                self.set_fill_color(*colour)
                left = EDGE + n * slot + slot * (0.12 + 0.38 * part)
                if count:
                    self.rect(left, base - tall, slot * 0.34, tall, style="F")
                    over = left + (slot * 0.34 - self.get_string_width(str(count))) / 2
                    self.text(over, base - tall - 0.8, str(count))
            self.text(EDGE + (n + 0.3) * slot, base + 3.5, day)
        self.set_draw_color(*LINE)
        self.set_line_width(0.3)
        self.line(EDGE, base, EDGE + WIDE, base)
        self.set_xy(EDGE, base + 6)

    def bars(self, chart: Bars) -> None:
        """Draw lines of bars."""
        colours = (FIRST, BAD, QUIET)
        self._title(chart.title, 16 + 7 * min(4, len(chart.lines)))
        self._legend(chart.legend, colours)
        most, widest = max(1, 0, *(sum(parts) for _name, parts in chart.lines)), WIDE - 80
        for name, parts in chart.lines:
            if self.get_y() + 7 > self.page_break_trigger:
                self.add_page()
            top, left = self.get_y(), EDGE + 60
            self.set_font(FONT, "", 8)
            self.set_text_color(*INK)
            self.cell(58, 5, name[:34])
            for count, colour in zip(parts, colours, strict=False):
                wide = widest * count / most
                self.set_fill_color(*colour)
                if count:
                    self.rect(left, top + 0.4, wide, 4.2, style="F")
                left += wide
            self.set_xy(left + 1.5, top)
            self.cell(20, 5, " / ".join(map(str, parts)))
            self.set_xy(EDGE, top + 6.2)

    def _widths(self, grid: Grid) -> tuple[float, ...]:
        """Give each column room for the longest word of its head, so that none is broken, and share what is left."""
        self.set_font(FONT, "B", HEAD_POINTS)
        needed = [max(map(self.get_string_width, words.split()), default=0.0) for words in grid.head[1:]]
        spare = (WIDE - grid.widest - sum(needed)) / max(1, len(needed))
        return (grid.widest, *(width + spare for width in needed))

    def grid(self, grid: Grid) -> None:
        """Draw a table; its head stands on each page."""
        self._title(grid.title, 34)
        if grid.note:
            self._write(grid.note, 8, GREY)
            self.ln(1)
        self.set_font(FONT, "", 7.5)
        self.set_text_color(*INK)
        self.set_draw_color(*LINE)
        self.set_fill_color(255, 255, 255)
        head = FontFace(emphasis="BOLD", color=GREY, size_pt=HEAD_POINTS)
        align = ("LEFT", *("LEFT" if grid.words else "RIGHT" for _ in grid.head[1:]))
        widths = self._widths(grid)
        with self.table(
            col_widths=widths, text_align=align, headings_style=head, line_height=4, borders_layout="HORIZONTAL_LINES"
        ) as table:
            for cells in (grid.head, *grid.rows):
                row = table.row()
                for cell in cells:
                    row.cell(cell)

    def meanings(self, title: str, meanings: Iterable[tuple[str, str]]) -> None:
        """Say what each number means."""
        self._title(title, 30)
        for name, meaning in meanings:
            self._write(f"{name}: {meaning}", 8, GREY)
