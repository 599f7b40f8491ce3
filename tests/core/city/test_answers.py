"""Canned answers: the base pack's are there, a city adds its own, and spoiled ones are named."""

from __future__ import annotations

from typing import Any

import pytest

from core.city.answers import read_answers
from core.language.data import CityError
from tests.core.kupang import kupang

GOOD: dict[str, Any] = {"key": "jadwal", "names": {"id": "Jadwal"}, "text": {"id": "{unit} datang ke {place}."}}


def read(**changes: Any) -> Any:
    """Read one answer of a city, changed."""
    return read_answers({"answers.toml": {"answer": [{**GOOD, **changes}]}}, {"sampah"}, ("id", "en"))


def test_kupang_has_the_answers_of_the_base() -> None:
    """A city without answers of its own offers the base pack's, in every language that it speaks."""
    assert ["diterima", "ditinjau", "bahan", "foto", "terima_kasih"] == [answer.key for answer in kupang().answers]
    for answer in kupang().answers:
        assert {"id", "en"} == set(answer.names) == set(answer.texts)


def test_a_citys_own_answer_stands_in_for_the_bases() -> None:
    """The same key replaces the base's answer, another one comes after it."""
    base = {"answer": [GOOD, {**GOOD, "key": "lain"}]}
    own = {"answer": [{**GOOD, "names": {"id": "Kapan"}}]}
    found = read_answers({"base/answers.toml": base, "answers.toml": own}, {"sampah"}, ("id",))
    assert [("jadwal", "Kapan"), ("lain", "Jadwal")] == [(answer.key, answer.name("id")) for answer in found]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"key": "Jadwal Baru"}, "small letters"),
        ({"names": {}}, "first language"),
        ({"text": {"en": "hello"}}, "first language"),
        ({"text": {"id": "Halo {name}"}}, "unknown field 'name'"),
        ({"categories": ["ufo"]}, "unknown category 'ufo'"),
        ({"texts": {"id": "x"}}, "texts"),
    ],
)
def test_spoiled_answers_are_named(changes: dict[str, Any], problem: str) -> None:
    """A key, field or category that does not fit is named with its place."""
    with pytest.raises(CityError, match=problem):
        read(**changes)


def test_facts_stand_in_their_places() -> None:
    """An answer in a language that it lacks is written in the city's first one."""
    (answer,) = read()
    facts = {"unit": "Dishub", "place": "Oebufu"}
    assert "Dishub datang ke Oebufu." == answer.fill("en", facts)
