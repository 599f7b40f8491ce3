"""When it happened: the phrase as written, and the day it means."""

from __future__ import annotations

from datetime import date

import pytest

from core.reading.moments import MomentReader
from tests.core.kupang import kupang

read_time = MomentReader(kupang().moment_words).read
TODAY = date(2026, 11, 4)
"""A Wednesday."""
CASES: list[tuple[str, str, date | None]] = [
    ("lampu mati su 3 hari", "3 hari", date(2026, 11, 1)),
    ("mati kemarin sore", "kemarin sore", date(2026, 11, 3)),
    ("sejak kamaren aer mati", "sejak kamaren", date(2026, 11, 3)),
    ("tadi malam ada longsor", "tadi malam", date(2026, 11, 3)),
    ("sejak Senin", "sejak Senin", date(2026, 11, 2)),
    ("dari hari Rabu", "dari hari Rabu", date(2026, 10, 28)),
    ("su dua minggu", "dua minggu", date(2026, 10, 21)),
    ("sudah sebulan", "sebulan", date(2026, 10, 4)),
    ("minggu lalu", "minggu lalu", date(2026, 10, 28)),
    ("tanggal 5 Maret 2026", "tanggal 5 Maret 2026", date(2026, 3, 5)),
    ("5 Desember", "5 Desember", date(2025, 12, 5)),
    ("tgl 31/10/2026", "tgl 31/10/2026", date(2026, 10, 31)),
    ("31 Februari", "31 Februari", None),
    ("tadi pagi", "tadi pagi", TODAY),
    ("since yesterday", "since yesterday", date(2026, 11, 3)),
    ("for 4 days", "4 days", date(2026, 10, 31)),
    ("su lama sonde jalan", "su lama", None),
    ("setiap malam ribut", "setiap malam", None),
    ("berhari-hari tidak diangkut", "berhari-hari", None),
    ("1 tahun lebih", "1 tahun lebih", date(2025, 11, 4)),
]


@pytest.mark.parametrize(("text", "phrase", "day"), CASES, ids=[row[0] for row in CASES])
def test_time_phrases_are_read_and_resolved(text: str, phrase: str, day: date | None) -> None:
    """A time phrase is kept as written and becomes a day where it names one."""
    read = read_time(text, TODAY)
    assert read is not None
    assert (read.phrase, read.day) == (phrase, day)


def test_without_a_clock_only_the_phrase_is_read() -> None:
    """When nobody says what day it is, no day is made up."""
    read = read_time("kemarin", None)
    assert read is not None
    assert ("kemarin", None) == (read.phrase, read.day)


@pytest.mark.parametrize("text", ["lampu jalan mati", "RT 3 RW 2", "jalan 17 Agustus", ""])
def test_no_time_is_read_where_none_is_said(text: str) -> None:
    """House numbers and roads named after a date are no time of the event."""
    assert read_time(text, TODAY) is None
