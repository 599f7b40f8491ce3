"""Posters: one sheet with how to report, and a code to scan for each channel, all of one source."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import segno

from core.city.city import City
from core.city.texts import Texts
from core.sources.marks import filled, ready_words

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN_MM, CODE_MM, GAP_MM = 18.0, 48.0, 8.0
COLUMNS = 3
FONT = "helvetica"
SHOWN_LETTERS = 44
"""Of an address below its code: whoever types it needs no more than where it leads."""
_UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the library wants one without a zone; the same sheet is the same file


def links_of(city: City, entrances: Mapping[str, str], source: str, language: str) -> dict[str, str]:
    """Give the link of each channel that says of whoever opens it that they come from ``source``."""
    words = ready_words(Texts(city.texts), language, source)
    return {name: filled(link, source, words) for name, link in entrances.items()}


def poster(city: City, links: Mapping[str, str], language: str) -> bytes:
    """Draw the sheet as PDF (A4); the same source gives the same bytes."""
    from fpdf import FPDF  # other commands need not wait until it is loaded

    said = Texts(city.texts)
    page = FPDF(format="A4")
    page.set_creation_date(_UNDATED)
    page.set_title(_plain(said.say("poster.title", language)))
    page.set_margins(MARGIN_MM, MARGIN_MM)
    page.add_page()
    _line(page, 30, "B", said.say("poster.title", language))
    _line(page, 14, "", said.say("poster.lead", language, city=city.name))
    _line(page, 15, "B", said.say("poster.how", language))
    example = said.say("citizen.example.lamp", language)
    for key in ("what", "photo", "follow"):
        _line(page, 13, "", f"- {said.say(f'poster.{key}', language, example=example)}")
    page.ln(3)
    _codes(page, [(_name(said, name, language), link) for name, link in links.items()])
    if city.sms_number and "sms" in links:
        keyword = f"{city.sms_keyword} " if city.sms_keyword else ""
        _line(page, 15, "B", said.say("poster.sms", language, number=city.sms_number, keyword=keyword))
    _line(page, 11, "", said.say("poster.scan", language))
    numbers = ", ".join(line.said(language) for line in city.emergency_lines)
    _line(page, 13, "B", said.say("poster.emergency", language, numbers=numbers))
    return bytes(page.output())


def _line(page: FPDF, size: int, style: str, text: str) -> None:
    page.set_font(FONT, style, size)
    page.multi_cell(0, size * 0.5, _plain(text), align="L", new_x="LMARGIN", new_y="NEXT")
    page.ln(2)


def _codes(page: FPDF, codes: Sequence[tuple[str, str]]) -> None:
    """Set the codes in rows, each with its channel's name above and the beginning of its address below."""
    top = page.get_y()
    for place, (name, link) in enumerate(codes):
        row, column = divmod(place, COLUMNS)
        x, y = MARGIN_MM + column * (CODE_MM + GAP_MM), top + row * (CODE_MM + 16)
        page.set_xy(x, y)
        page.set_font(FONT, "B", 13)
        page.cell(CODE_MM, 6, _plain(name), align="C")
        page.image(io.BytesIO(_code(link)), x, y + 6, CODE_MM, CODE_MM)
        page.set_xy(x, y + 6 + CODE_MM)
        page.set_font(FONT, "", 7)
        shown = link.partition("?")[0].removeprefix("https://")
        page.cell(CODE_MM, 4, _plain(shown[:SHOWN_LETTERS]), align="C")
    rows = (len(codes) + COLUMNS - 1) // COLUMNS
    page.set_xy(MARGIN_MM, top + rows * (CODE_MM + 16))


def _code(link: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="png", scale=8, border=2)
    return drawn.getvalue()


def _name(said: Texts, channel: str, language: str) -> str:
    key = f"channel_name.{channel}"
    return said.say(key, language) if said.has(key) else channel


def _plain(text: str) -> str:
    """Give a text in the letters that the fonts of every printer have."""
    return text.encode("latin-1", "replace").decode("latin-1")
