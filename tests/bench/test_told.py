"""What the recount of the month says of words that officials sent to citizens."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bench.month import told
from bench.month.replay import Line
from bench.month.town import MonthTown
from storage.city import read_city

CITY = read_city(Path("cities/kupang"))
NUMBER = "KPG-26-00001-5"
SAID = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
WORDS = "Sudah dikerjakan (pekerjaan 7-1)."
LINE = Line(SAID, "7001", "selesai", "ditindaklanjuti", {}, reason=WORDS)


def told_by(key: str, language: str) -> str:
    """Word the news of the report without its words."""
    return CITY.texts[language][key].format(number=NUMBER, status="…")


@pytest.mark.parametrize(
    ("shown", "faults"),
    [
        ([WORDS], 0),
        ([], 1),
        ([WORDS, WORDS], 1),
        ([told_by("citizen.linking.secret_news", "id")], 0),
        ([told_by("citizen.linking.secret_news", "en")], 0),
        ([told_by("citizen.terse.linking.secret_news", "id")], 0),
        ([told_by("citizen.linking.secret_news", "id").replace("00001-5", "00002-3")], 1),
        ([f"Sudah dikerjakan. {NUMBER}"], 1),
    ],
)
def test_words_are_read_once_or_known_to_be_there(
    monkeypatch: pytest.MonkeyPatch, shown: list[str], faults: int
) -> None:
    """Word that a confidential report has news counts as told where the words may not be shown; nothing else does."""
    monkeypatch.setattr(told, "unnoted", lambda _town: [])
    monkeypatch.setattr(told, "everything", lambda _town: [("chat", str(n), one, SAID) for n, one in enumerate(shown)])
    nothing: dict[str, Any] = defaultdict(lambda: SimpleNamespace(find=lambda *_query: []))
    town = cast(MonthTown, SimpleNamespace(city=CITY, groups=(), database=nothing))
    assert faults == len(list(told.in_words(town, (), {NUMBER: (LINE,)})))
