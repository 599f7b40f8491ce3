"""Matters: reports of one kind that say the same are found together, and tell of nobody."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from core.reading.understand import Understander
from core.tally.cases import Case
from core.tally.matters import Finder, Matter, Sorter
from core.tally.policy import policy_of
from tests.core.tally.cases import FEBRUARY, MARCH, case, cases
from tests.core.tally.test_policy import MONTH, UNTIL
from tests.core.ticket.lane import city

SAID = {
    "hole": (
        "jalan",
        "Jalan berlubang di depan {where}, motor jatuh",
        "lubang besar di jalan dekat {where}, motor jatuh",
    ),
    "bridge": ("jalan", "Jembatan kayu di {where} lapuk mau roboh", "jembatan {where} kayunya sudah lapuk, bisa roboh"),
    "dry": ("air-bersih", "Air PDAM tidak mengalir di {where}", "air tidak mengalir sejak kemarin, {where}"),
    "bill": (
        "air-bersih",
        "Tagihan air bulan ini naik tiga kali lipat",
        "tagihan air melonjak naik padahal rumah kosong",
    ),
    "dogs": ("hewan", "Anjing liar kejar anak-anak di {where}", "banyak anjing liar dekat {where}, anak-anak takut"),
}
"""Five matters of three kinds, each in two wordings."""
PLACES = ("SDN Oebufu", "gereja", "pasar", "kantor lurah", "lapangan", "puskesmas", "terminal", "jembatan layang")


def told(count: int, seed: int = 7, at: datetime = MARCH) -> tuple[list[Case], dict[str, str]]:
    """Give so many reports of each matter, mixed, and by number what each is about."""
    rng = Random(seed)
    about = [name for name in SAID for _ in range(count)]
    rng.shuffle(about)
    found = []
    for number, name in enumerate(about):
        kind, *wordings = SAID[name]
        words = rng.choice(wordings).format(where=rng.choice(PLACES))
        found.append(case(number, at, category=kind, words=words, kelurahan="Oebufu"))
    return found, {one.number: name for one, name in zip(found, about, strict=True)}


def finder() -> Finder:
    """Give the finder of Kupang."""
    return Finder(Understander.of(city()))


@pytest.mark.parametrize("seed", range(3))
def test_reports_that_say_the_same_are_one_matter(seed: int) -> None:
    """Each of five matters in two wordings is found, once or in its two wordings; no report is in another's."""
    now, about = told(12, seed)
    found: list[Counter[str]] = []
    for kind in sorted({one.category or "" for one in now}):
        own = [one for one in now if one.category == kind]
        sorter = Sorter([Understander.of(city()).stems(one.words or "") for one in own])
        found += [Counter(about[own[place].number] for place in heap.members) for heap in sorter.heaps()]
    assert set(SAID) == {name for heap in found for name in heap}
    assert [1] * len(found) == [len(heap) for heap in found]
    assert len(found) <= 6
    assert sum(heap.total() for heap in found) >= 54


def test_the_time_before_is_beside_it() -> None:
    """A matter knows how many said the same before."""
    found = finder().find(told(12)[0], told(4, seed=8, at=FEBRUARY)[0])
    assert 4 == next(one.before for one in found if one.category == "hewan")


def test_the_same_reports_give_the_same_matters() -> None:
    """The answer hangs on the rows alone."""
    now, before = told(12)[0], told(4, seed=8)[0]
    assert finder().find(now, before) == finder().find(list(now), list(before))


def test_few_reports_are_no_matter() -> None:
    """Of four that say the same nothing is shown, whoever else complains of other things."""
    now = [
        *cases(4, words="Anjing liar kejar anak", category="hewan"),
        *cases(9, category="jalan", words="Jalan rusak"),
    ]
    assert ["jalan"] == [one.category for one in finder().find(now, ())]


def test_only_words_of_many_are_shown() -> None:
    """Names, numbers and houses that redaction missed stand in one report or few, and so nowhere here."""
    planted = ("Yosefina", "Manafe", "081234567890", "RT 04", "rumah cat ungu", "-10.1718")
    now = [
        case(number, words=f"Lampu jalan mati dekat {planted[number % 6]} {planted[(number + 1) % 6]}")
        for number in range(12)
    ]
    rare = [
        case(50 + number, words=f"Lampu jalan mati dekat kios Ibu Ester Bria nomor {number}") for number in range(4)
    ]
    shown = repr(finder().find([*now, *rare], ()))
    assert [] == [word for word in (*planted, "Ester", "Bria", "kios") if word in shown]
    assert "lampu" in shown.lower()


def test_confidential_reports_are_left_out() -> None:
    """Neither their words nor their number is in a matter."""
    now = [*cases(6), *cases(6, confidential=True, words="Lampu jalan mati"), *cases(9, words=None)]
    assert [6] == [one.count for one in finder().find(now, ())]


def test_a_matter_tells_no_hidden_number() -> None:
    """Where the number of its kind is hidden, it is at least so many; hidden places are not named."""
    now = [*cases(23, kelurahan="Oebufu"), *cases(3, category="hewan", words="Anjing liar")]
    found = policy_of(city(), MONTH, UNTIL, now, [])
    assert [("lampu-jalan", None)] == [(one.key, one.count) for one in found.categories if one.key == "lampu-jalan"]
    assert [(20, False, ())] == [(one.count, one.exact, one.places) for one in found.matters]


@pytest.mark.parametrize("words", ["", "…", "123 456", "ok", "<script>alert(1)</script>"])
def test_odd_words_are_no_matter(words: str) -> None:
    """What says nothing is of no matter, however often it is said; marks of other languages are only words."""
    found = finder().find(cases(9, words=words), ())
    assert all(isinstance(one, Matter) and "<" not in one.typical for one in found)


def test_days_do_not_matter() -> None:
    """Reports of a month are compared whenever they came."""
    now = [case(day, datetime(2026, 3, 1 + day, tzinfo=UTC)) for day in range(9)]
    assert [9] == [one.count for one in finder().find(now, ())]
