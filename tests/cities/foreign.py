"""What belongs to one city only, read from its pack: where another city is served, none of it may appear anywhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.language.words import is_root_word

KUPANG = Path("cities/kupang")
BASE = Path("cities/base")
_LETTERS = re.compile(r"[^\W\d_]+")
_SHORTEST_WORD = 4
"""Shorter words of a vernacular ("na", "do") are parts of names and codes everywhere."""
_SHORTEST_NAME = 3
_NUMBER = re.compile(r"(?<![\w.+-])\d{3,}(?![\w.+-]*\d)")


@dataclass(frozen=True)
class Foreign:
    """Words and numbers of a city; `found` says which of them stand in a text, `dialled` which numbers do."""

    words: frozenset[str]
    numbers: frozenset[str]

    def found(self, text: str) -> set[str]:
        """Give the words of the city that stand in a text as whole words, in any case."""
        return set(self._pattern.findall(text.casefold()))

    def dialled(self, text: str) -> set[str]:
        """Give the telephone numbers of the city that stand in words meant for people."""
        return set(_NUMBER.findall(text)) & self.numbers

    @property
    def _pattern(self) -> re.Pattern[str]:
        ordered = sorted(self.words, key=len, reverse=True)
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, ordered))})(?![^\W_])")


def foreign(folder: Path = KUPANG, base: Path = BASE) -> Foreign:
    """Read what is only this city's: its names, its vernacular, and the numbers that its people dial."""
    common = {word for path in base.glob("*.toml") for text in _all(_read(path)) for word in _LETTERS.findall(text)}
    names = {name.casefold() for name in _names(folder) if len(name) >= _SHORTEST_NAME}
    vernacular = {word for word in _vernacular(folder) if len(word) >= _SHORTEST_WORD and word not in common}
    words = {name for name in names if name not in common} | {word for word in vernacular if not is_root_word(word)}
    return Foreign(frozenset(words), frozenset(_numbers(folder, base)))


def _names(folder: Path) -> Iterator[str]:
    head, areas = _read(folder / "city.toml"), _read(folder / "areas.toml")
    yield from (head["code"], head["name"], head["prefix"], head["timezone"], head["timezone_label"])
    yield head["sms"]["keyword"]
    for unit in _read(folder / "units.toml")["unit"]:
        yield from (unit["code"], unit["name"], unit.get("short", ""))
    for district in areas["kecamatan"]:
        yield district["name"]
        for area in district["kelurahan"]:
            yield from (area["name"], *area.get("spellings", ()))
    yield from areas["places"]
    for language in ("id", "en"):
        examples = " ".join(_read(folder / f"texts.{language}.toml")["citizen"]["example"].values())
        yield from re.findall(r"[A-Z][a-z]+ [A-Z][a-z]+|[A-Z]{2,} [A-Z][a-z]+", examples)


def _vernacular(folder: Path) -> Iterator[str]:
    language = _read(folder / "language.toml")
    for name in ("language.toml", "emergency.toml"):
        yield from (word for word in _read(folder / name)["spellings"] if " " not in word)
    yield from language["language_tells"]["id"]
    yield from (word for word in language["lists"]["abuse"] if word.isalpha())


def _numbers(folder: Path, base: Path) -> Iterator[str]:
    yield _read(folder / "city.toml")["sms"]["number"]
    for category in _read(folder / "categories.toml")["category"]:
        yield from _NUMBER.findall(" ".join(category.get("redirect", {}).values()))
    for kind in _dialled((base / "emergency.toml", folder / "emergency.toml")):
        yield from (kind.get("number", ""), *kind.get("also", ()))


def _dialled(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for file in files:
        table = _read(file)
        yield from (*table.get("line", ()), *table.get("emergency", ()))


def _all(value: Any) -> Iterator[str]:
    """Give every text of a table with its keys, in lower case; comments say nothing to anybody."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (key.casefold(), *_all(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _all(inner)
    elif isinstance(value, str):
        yield value.casefold()


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
