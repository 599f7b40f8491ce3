"""The invented city: a pack like any other, with another language mix, zone, prefix, tree and numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.reading.heard import Hearer
from core.reading.redact import Redactor
from core.reading.understand import Understander
from core.ticket.number import find_numbers, format_number
from storage.city import read_city
from tests.cities.foreign import foreign

FOLDER = Path(__file__).parent / "lembahsari"
NOW = datetime(2026, 11, 4, 16, 0, tzinfo=UTC)
"""One o'clock at night on the fifth, in the city."""


@cache
def lembah_sari() -> City:
    """Give the checked pack."""
    return read_city(FOLDER)


def test_the_pack_is_read_like_any_other() -> None:
    """All checks of a pack pass, and what it says is what the city is."""
    city = lembah_sari()
    assert (("id", "jv"), "id", "LBS", "Asia/Jayapura") == (
        city.languages,
        city.group_language,
        city.prefix,
        city.timezone,
    )
    assert {"771", "772", "773"} == {number for kind in city.emergencies for number in kind.said}
    assert ["771", "penjaga 772"] == [line.said("id") for line in city.emergency_lines]
    assert 5 == len(city.categories)


def test_the_tree_is_deep() -> None:
    """Five offices stand above the crew that climbs the poles; the coordinating one is not the top."""
    above = [unit.code for unit in lembah_sari().tree.ancestors("regu-lor")]
    assert ["seksi-tiang", "bidang-terang", "badan-sarana", "sekretariat", "balaikota"] == above
    assert "sekretariat" == lembah_sari().verification_unit


def test_nothing_of_it_is_kupangs() -> None:
    """No file of the pack names a place, an office, a word or a number of Kota Kupang."""
    kupang = foreign()
    files = sorted(FOLDER.rglob("*.toml"))
    found = {path.name: kupang.found(text) | kupang.dialled(text) for path in files for text in [path.read_text()]}
    assert {} == {name: words for name, words in found.items() if words}


@pytest.mark.parametrize(
    ("text", "kelurahan", "phrase", "day"),
    [
        ("Lampu dalan peteng wis telung dina ing ngarep alun-alun", "Rejo Arum", "telung dina", date(2026, 11, 2)),
        ("Lampu jalan mati sejak kemarin di Kali Bening", "Kali Bening", "sejak kemarin", date(2026, 11, 4)),
        ("lampu bening di gang mati wingi", None, "wingi", date(2026, 11, 4)),
        ("kiosnya jual sirup sumber wening, lampu jalan mati", None, "", None),
    ],
)
def test_its_languages_are_understood(text: str, kelurahan: str | None, phrase: str, day: date | None) -> None:
    """What, where and when are read in both languages, with the city's own places, exceptions and zone."""
    read = Understander(lembah_sari()).read(text, NOW)
    time = read.event_time
    assert ("penerangan", kelurahan) == (read.category, read.kelurahan)
    assert (phrase, day) == ((time.phrase, time.day) if time else ("", None))


def test_words_of_another_city_are_not_known() -> None:
    """What only Kota Kupang says means nothing here."""
    read = Understander(lembah_sari()).read("lampu sonde manyala su 3 hari di Oebufu", NOW)
    assert (None, None) == (read.kelurahan, read.kecamatan)
    assert "tidak" not in Understander(lembah_sari()).stems("sonde")


def test_danger_is_answered_with_its_numbers() -> None:
    """A fire is a fire, and the number is the city's."""
    danger = Understander(lembah_sari()).danger("tolong rumah kebakaran di Tegal Asri")
    assert danger is not None
    assert ("771", "lainnya") == (danger.number, danger.category)


def test_positions_of_the_city_stay() -> None:
    """Its own longitudes are places; those of other cities are taken for telephone numbers."""
    redact = Redactor(lembah_sari()).redact
    assert "lat -2.633012 long 140.701234" == redact("lat -2.633012 long 140.701234")
    assert "long [nomor]" == redact("long 123.607912")


def test_numbers_bear_its_prefix() -> None:
    """A ticket number of the city is found, one of another city is not."""
    number = format_number(lembah_sari().prefix, 2026, 7)
    assert number.startswith("LBS-26-")
    assert [number] == list(find_numbers(f"bagaimana {number} dan KPG-26-00001-5", lembah_sari().prefix))


def test_days_are_counted_in_its_zone() -> None:
    """A report of the evening in UTC is one of the next day there."""
    assert date(2026, 11, 5) == WorkingCalendar(lembah_sari()).local_day(NOW)


def test_acts_of_speech_are_heard() -> None:
    """The shared ear hears the city's own spellings."""
    assert "works" == Hearer(lembah_sari()).hear("lampune wis murub").top
