"""Draw charts as pictures for a phone: few and large words, in a thread of their own so that nobody waits for them."""

from __future__ import annotations

import asyncio
import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import segno

from app.entrances import Reads, entrances
from core.city.city import City
from core.city.texts import Texts
from core.language.shorten import shorten
from core.person.codes import START
from core.sources.marks import filled
from core.vocabulary.charts import Bar, Chart, Column, Draw, Ranking, Tile, Tone

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
LINE_CHARACTERS, LINE_HEIGHT = 50, 58
CODE, CODES_IN_ROW = 290, 3
LINK_COMMAND: Final = "tautkan"
"""The name of the command in the pack that a code is typed after."""
_PICTURES: Final = re.compile("[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\ufe0f] ?")
NO_CODES: Final = "web"
"""The channel whose chats begin with a form, where no code can be typed first."""


Way = tuple[str, str]
"""A channel's name and the link that brings the chart's code along."""


async def draw(chart: Chart, ways: Sequence[Way] = ()) -> bytes:
    """Draw a chart as a PNG, beside the event loop."""
    return await asyncio.to_thread(picture, chart, ways)


def drawing(city: City, store: Reads, channels: Sequence[str]) -> Draw:
    """Give what draws charts in this deployment: with links to scan for the channels that are on."""

    async def drawn(chart: Chart) -> bytes:
        if chart.kept:
            return city.guide_pictures[chart.kept]
        return await draw(chart, _ways(city, await entrances(store, channels), chart.code) if chart.code else ())

    return drawn


def _ways(city: City, links: Mapping[str, str], code: str) -> tuple[Way, ...]:
    said, words = Texts(city.texts), f"{city.language.plain['commands'][LINK_COMMAND][0]} {code}"
    named = ((said.say(f"channel_name.{name}"), name) for name in links if said.has(f"channel_name.{name}"))
    return tuple((title, filled(links[name], f"{START}{code}", words)) for title, name in named if name != NO_CODES)


def picture(chart: Chart, ways: Sequence[Way] = ()) -> bytes:
    """Draw a chart as a PNG; the same chart is the same picture."""
    # Loaded with the first chart: it takes half a second and fifty megabytes, and there is one chart a week.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = _height(chart, ways)
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)  # from above to below, in pixels
    axes.axis("off")
    _Drawing(axes).chart(chart, ways)
    content = io.BytesIO()
    figure.savefig(content, format="png", metadata={"Software": None})
    return content.getvalue()


def _height(chart: Chart, ways: Sequence[Way]) -> int:
    if chart.lines:
        rows = -(-len(ways) // CODES_IN_ROW)
        return EDGE + 110 + LINE_HEIGHT * len(_wrapped(chart.lines)) + rows * (CODE + 100) + EDGE
    rankings = sum(94 + BAR_HEIGHT * len(ranking.bars) for ranking in chart.rankings if ranking.bars)
    columns = COLUMNS_HEIGHT + 200 if chart.columns else 0
    return EDGE + 160 + TILE_HEIGHT + 40 + columns + rankings + (80 if chart.foot else 30)


def _wrapped(lines: Sequence[str]) -> list[str]:
    plain = (one for line in lines for one in _plain(line).splitlines())
    return [part for line in plain for part in textwrap.wrap(line, LINE_CHARACTERS)]


def _plain(words: str) -> str:
    """Give words without the little pictures that chats lead with: the letters of a sheet have none."""
    return _PICTURES.sub("", words)


class _Drawing:
    """Put a chart on paper from above to below; `y` is how far it has come."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        self._y = EDGE

    def chart(self, chart: Chart, ways: Sequence[Way]) -> None:
        self._text(EDGE, self._y, _plain(chart.title), TITLE, bold=True, fit=WIDTH - 2 * EDGE)
        if chart.lines:
            self._y += 110
            self._lines(chart.lines)
            self._codes(ways)
            return
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

    def _lines(self, lines: Sequence[str]) -> None:
        for line in _wrapped(lines):
            self._text(EDGE, self._y, line, PLAIN, fit=WIDTH - 2 * EDGE)
            self._y += LINE_HEIGHT

    def _codes(self, ways: Sequence[Way]) -> None:
        """Draw the links to scan, each under the name of its channel."""
        gap = (WIDTH - 2 * EDGE - CODES_IN_ROW * CODE) / (CODES_IN_ROW - 1)
        for place, (name, link) in enumerate(ways):
            row, column = divmod(place, CODES_IN_ROW)
            left, top = EDGE + column * (CODE + gap), self._y + 20 + row * (CODE + 100)
            self._text(left + CODE / 2, top, name, PLAIN, align="center", bold=True)
            self._code(link, left, top + 56)

    def _code(self, link: str, left: float, top: float) -> None:
        from matplotlib.patches import Rectangle

        rows = [list(row) for row in segno.make(link, error="m", micro=False).matrix_iter(border=2)]
        side = CODE / len(rows)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    spot = (left + x * side, top + y * side)
                    self._axes.add_patch(Rectangle(spot, side, side, color=INK, linewidth=0, antialiased=False))

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
