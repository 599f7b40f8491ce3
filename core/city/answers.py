"""Read the answers that officials need often: `answers.toml`, the base pack's and the city's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.city.languages import ByLanguage, in_language, need_first, read_by_language
from core.language.data import CityError
from core.language.tables import Reader, Table, unique

FILE: Final = "answers.toml"
FIELDS: Final = ("number", "category", "place", "unit", "filed")
"""Facts of a ticket that an answer may name: number, category, place, unit and the day on which it was filed."""
_FIELD = re.compile(r"\{([^{}]*)\}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")


@dataclass(frozen=True, slots=True)
class CannedAnswer:
    """An answer with places for a ticket's facts; `categories` are those that it is for, none meaning all."""

    key: str
    names: ByLanguage
    texts: ByLanguage
    categories: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Name the answer on its button."""
        return in_language(self.names, language)

    def fill(self, language: str, facts: Mapping[str, str]) -> str:
        """Write the answer in a language, or else in the city's default one, with the facts in their places."""
        return _FIELD.sub(lambda match: facts[match[1]], in_language(self.texts, language))


def read_answers(
    tables: Mapping[str, Table], categories: Collection[str], said: Sequence[str]
) -> tuple[CannedAnswer, ...]:
    """Give the base's answers, then the city's; one of the city's with the same key stands in for the base's.

    Raises CityError with file and key.
    """
    found: dict[str, CannedAnswer] = {}
    for file in (f"base/{FILE}", FILE):
        if file not in tables:
            continue
        reader = Reader(file, tables[file]).only("answer")
        answers = [_answer(row, categories, said) for row in reader.rows("answer")]
        unique(file, "answer.key", (answer.key for answer in answers))
        found.update({answer.key: answer for answer in answers})
    return tuple(found.values())


def _answer(row: Reader, categories: Collection[str], said: Sequence[str]) -> CannedAnswer:
    row.only("key", "names", "text", "categories")
    key, names, texts = row.text("key"), read_by_language(row, "names", said), read_by_language(row, "text", said)
    if not _KEY.fullmatch(key):
        raise CityError(row.file, row.key("key"), "a word of small letters is needed")
    need_first(names, said[0], row.file, row.key("names"))
    need_first(texts, said[0], row.file, row.key("text"))
    for text in texts.values():
        for field in _FIELD.findall(text):
            if field not in FIELDS:
                raise CityError(row.file, row.key("text"), f"unknown field {field!r}; known are {', '.join(FIELDS)}")
    own = row.texts("categories")
    for category in own:
        if category not in categories:
            raise CityError(row.file, row.key("categories"), f"unknown category {category!r}")
    return CannedAnswer(key, names, texts, own)
