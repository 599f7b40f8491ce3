"""Draw charts as pictures for a phone: few and large words, in a thread of their own so that nobody waits for them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from core.language.shorten import shorten
from core.vocabulary.charts import Bar, Chart, Column, Ranking, Tile, Tone

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH: Final = 1080
"""Pixels; a phone shows it at about a third of this, so that words of 40 are read there as words of 13."""
EDGE: Final = 56
DPI: Final = 100
INK, GREY, LINE = "#1c2733", "#5b6875", "#dde3e8"
FIRST, SECOND = "#2f6db5", "#9cc3ea"
TONES: Final[dict[Tone, tuple[str, str]]] = {
    "plain": ("#eef3f8", INK),
    "good": ("#e4f4ea", "#137a43"),
    "bad": ("#fdeaea", "#c02626"),
}
"""Ground and ink of a tile: dark enough on it for eyes that see no colours (WCAG 2.2, 4.5 : 1)."""
TITLE, BIG, PLAIN, SMALL = 54, 92, 40, 34
"""Heights of letters, in pixels."""
TILE_HEIGHT, COLUMNS_HEIGHT, BAR_HEIGHT = 216, 210, 62
NAME_CHARACTERS = 28


async def draw(chart: Chart) -> bytes:
    """Draw a chart as a PNG, beside the event loop."""
    return await asyncio.to_thread(picture, chart)


def picture(chart: Chart) -> bytes:
    """Draw a chart as a PNG; the same chart is the same picture."""
    # Loaded with the first chart: it takes half a second and fifty megabytes, and there is one chart a week.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = _height(chart)
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)  # from above to below, in pixels
    axes.axis("off")
    _Drawing(axes).chart(chart)
    content = io.BytesIO()
    figure.savefig(content, format="png", metadata={"Software": None})
    return content.getvalue()


def _height(chart: Chart) -> int:
    rankings = sum(94 + BAR_HEIGHT * len(ranking.bars) for ranking in chart.rankings if ranking.bars)
    columns = COLUMNS_HEIGHT + 200 if chart.columns else 0
    return EDGE + 160 + TILE_HEIGHT + 40 + columns + rankings + (80 if chart.foot else 30)


class _Drawing:
    """Put a chart on paper from above to below; `y` is how far it has come."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        self._y = EDGE

    def chart(self, chart: Chart) -> None:
        self._text(EDGE, self._y, chart.title, TITLE, bold=True, fit=WIDTH - 2 * EDGE)
        self._text(EDGE, self._y + 70, chart.subtitle, PLAIN, GREY)
        self._y += 160
        self._tiles(chart.tiles)
        if chart.columns:
            self._columns(chart.columns, chart.legend)
        for ranking in chart.rankings:
            if ranking.bars:
                self._ranking(ranking)
        if chart.foot:
            self._text(EDGE, self._y + 16, chart.foot, SMALL - 4, GREY)

    def _tiles(self, tiles: Sequence[Tile]) -> None:
        gap = 24
        width = (WIDTH - 2 * EDGE - gap * (len(tiles) - 1)) / max(1, len(tiles))
        for n, tile in enumerate(tiles):
            ground, ink = TONES[tile.tone]
            left = EDGE + n * (width + gap)
            self._box(left, self._y, width, TILE_HEIGHT, ground)
            self._text(left + width / 2, self._y + 26, tile.value, BIG, ink, align="center", bold=True, fit=width - 24)
            self._text(left + width / 2, self._y + 150, tile.label, SMALL, ink, align="center", fit=width - 16)
        self._y += TILE_HEIGHT + 40

    def _columns(self, columns: Sequence[Column], legend: tuple[str, str]) -> None:
        left = float(EDGE)
        for words, colour in zip(legend, (FIRST, SECOND), strict=True):
            self._box(left, self._y + 4, 32, 32, colour, rounded=False)
            self._text(left + 44, self._y, words, SMALL, GREY)
            left += 44 + 20 * len(words) + 50
        base = self._y + 100 + COLUMNS_HEIGHT
        most = max(1, *(max(one.first, one.second) for one in columns))
        slot = (WIDTH - 2 * EDGE) / len(columns)
        wide = min(62.0, slot * 0.4)
        for n, column in enumerate(columns):
            middle = EDGE + (n + 0.5) * slot
            for value, at, colour in ((column.first, middle - wide, FIRST), (column.second, middle, SECOND)):
                tall = COLUMNS_HEIGHT * value / most
                self._box(at, base - tall, wide - 4, tall, colour, rounded=False)
                if value:
                    self._text(at + wide / 2 - 2, base - tall - 38, str(value), SMALL - 4, INK, align="center")
            self._text(middle, base + 12, column.label, SMALL, GREY, align="center")
        self._axes.plot([EDGE, WIDTH - EDGE], [base, base], color=LINE, linewidth=2)
        self._y = int(base) + 100

    def _ranking(self, ranking: Ranking) -> None:
        self._text(EDGE, self._y, ranking.title, PLAIN, INK, bold=True)
        self._y += 64
        most = max(1, *(bar.value for bar in ranking.bars)) if len(ranking.bars) > 1 else ranking.bars[0].value or 1
        for bar in ranking.bars:
            self._bar(bar, most)
            self._y += BAR_HEIGHT
        self._y += 30

    def _bar(self, bar: Bar, most: int) -> None:
        left, widest = 490, 240
        self._text(EDGE, self._y + 6, shorten(bar.label, NAME_CHARACTERS), SMALL, fit=left - EDGE - 20)
        wide = widest * bar.value / most
        self._box(left, self._y + 4, wide, BAR_HEIGHT - 22, FIRST, rounded=False)
        self._text(left + wide + 14, self._y + 6, str(bar.value), SMALL, bold=True)
        if bar.note:
            self._text(WIDTH - EDGE, self._y + 6, bar.note, SMALL - 4, TONES["bad"][1], align="right")

    def _box(self, x: float, y: float, width: float, height: float, colour: str, *, rounded: bool = True) -> None:
        from matplotlib.patches import FancyBboxPatch, Rectangle

        if rounded:
            style = "round,pad=0,rounding_size=18"
            self._axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle=style, color=colour, linewidth=0))
        else:
            self._axes.add_patch(Rectangle((x, y), width, height, color=colour, linewidth=0))

    def _text(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        colour: str = INK,
        *,
        align: str = "left",
        bold: bool = False,
        fit: float = WIDTH,
    ) -> None:
        """Write words from a point on; what is wider than `fit` becomes smaller."""
        points = size * 72 / DPI * 0.86  # a letter with its descender is as high as the size says
        weight = "bold" if bold else "normal"
        # "$" would begin a formula.
        text = self._axes.text(
            x, y, words, fontsize=points, color=colour, ha=align, va="top", fontweight=weight, parse_math=False
        )
        wide = text.get_window_extent().width
        if wide > 0.97 * fit:
            text.set_fontsize(points * fit / wide * 0.97)  # letters are drawn on whole pixels
