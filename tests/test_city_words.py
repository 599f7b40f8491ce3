"""The program knows no city: names, words and numbers stand in its pack, in the demo that plays it, and in tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cities.foreign import Foreign, foreign

ROOT = Path(__file__).parents[1]
ROOMS = ("core", "bots", "channels", "storage", "app", "cli")
"""`demo/` plays Kota Kupang, and `simulator/` shows it: both are no part of what serves a city."""
SUFFIXES = (".py", ".tmpl", ".md")


@pytest.fixture(scope="module")
def kupang() -> Foreign:
    """Give what belongs to Kota Kupang only."""
    return foreign(ROOT / "cities" / "kupang", ROOT / "cities" / "base")


def strangers(root: Path, city: Foreign) -> Iterator[str]:
    """Name each place under a folder where a word or a telephone number of a city stands."""
    for room in ROOMS:
        for path in sorted(file for file in (root / room).rglob("*") if file.suffix in SUFFIXES):
            text = path.read_text("utf-8")
            for line, words in enumerate(text.splitlines(), start=1):
                yield from (f"{path.relative_to(root)}:{line}: {word}" for word in sorted(city.found(words)))
            yield from (f"{path.relative_to(root)}: {number}" for number in sorted(_dialled(path, text, city)))


def _dialled(path: Path, text: str, city: Foreign) -> set[str]:
    """Give the numbers to dial in what a file says: in code they stand in texts only, never as counts or codes."""
    if path.suffix != ".py":
        return city.dialled(text)
    constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return {number for value in constants if isinstance(value, str) for number in city.dialled(value)}


def test_no_name_word_or_number_of_a_city_stands_in_the_program(kupang: Foreign) -> None:
    """No code and no comment names an area, an office, a word of the vernacular, or a number to dial."""
    assert [] == list(strangers(ROOT, kupang))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('NOT_AFTER = {"minyak": "Kayu Putih"}', ["core/planted.py:1: kayu putih"]),
        ('DENIALS = ("sonde", "tidak")', ["core/planted.py:1: sonde"]),
        ("# Oebobo is a kecamatan too", ["core/planted.py:1: oebobo"]),
        ('PREFIX = "KPG"', ["core/planted.py:1: kpg"]),
        ('UNIT = "dishub"', ["core/planted.py:1: dishub"]),
        ('MENU = "Emergencies: call 112."', ["core/planted.py: 112"]),
        ('CODES = {112: "WriteConflict"}', []),
        ('WORDS = ("tidak", "belum", "jalan")', []),
    ],
)
def test_what_is_planted_is_found(tmp_path: Path, kupang: Foreign, line: str, found: list[str]) -> None:
    """One line is enough to be named with its place; counts, codes and everybody's words are none."""
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "planted.py").write_text(line, "utf-8")

    assert found == list(strangers(tmp_path, kupang))
