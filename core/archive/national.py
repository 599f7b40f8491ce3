"""The columns of the file that the national service takes in: what a report says and where, and nobody who said it."""

from __future__ import annotations

from typing import Final

from core.archive.columns import Column, Value, kecamatan_of
from core.archive.lines import Line
from core.city.city import City
from core.city.texts import Texts
from core.language.shorten import shorten

TITLE_CHARACTERS: Final = 80
COLUMNS: Final = ("number", "title", "words", "classification", "category", "date", "place", "unit", "status", "shown")
"""Their headings are texts (`national.column.<name>`), for the service reads its own language."""


def columns_of(city: City, texts: Texts) -> tuple[Column, ...]:
    """Give the columns with the city's headings."""
    wording = _Wording(city, texts)
    return tuple(
        Column(texts.say(f"national.column.{name}", city.group_language), "text", name, getattr(wording, name))
        for name in COLUMNS
    )


def is_for_them(line: Line) -> bool:
    """Tell whether the national service may have a report, and does not yet: never a confidential one."""
    taken_back = line.past.status in ("ditarik", "duplikat", "diarsipkan")
    return not (line.confidential or line.past.national or taken_back or not line.words)


class _Wording:
    """The values of one report, as people read them."""

    def __init__(self, city: City, texts: Texts) -> None:
        self._city = city
        self._texts = texts
        self._language = city.group_language

    def number(self, _city: City, line: Line) -> Value:
        return line.past.number

    def title(self, _city: City, line: Line) -> Value:
        return shorten(line.words, TITLE_CHARACTERS)

    def words(self, _city: City, line: Line) -> Value:
        return line.words

    def classification(self, _city: City, line: Line) -> Value:
        return self._said(f"officials.classification.{line.past.classification}", line.past.classification)

    def category(self, _city: City, line: Line) -> Value:
        return self._city.category_name(line.past.category, self._language)

    def date(self, _city: City, line: Line) -> Value:
        return line.day.strftime("%d-%m-%Y")

    def place(self, _city: City, line: Line) -> Value:
        parts = (line.past.kelurahan, kecamatan_of(self._city, line.past.kelurahan), self._city.name)
        return ", ".join(part for part in parts if part)

    def unit(self, _city: City, line: Line) -> Value:
        tree = self._city.tree
        return tree[line.past.unit].name if line.past.unit in tree else ""

    def status(self, _city: City, line: Line) -> Value:
        return self._said(f"officials.status.{line.past.status}", line.past.status)

    def shown(self, _city: City, _line: Line) -> Value:
        return self._texts.say("national.anonymous", self._language)

    def _said(self, key: str, fallback: str) -> str:
        return self._texts.say(key, self._language) if self._texts.has(key) else fallback
