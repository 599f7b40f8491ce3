"""Days to come, as officials write until when something waits."""

from __future__ import annotations

from datetime import date

import pytest

from core.reading.coming import ComingReader
from tests.core.kupang import kupang

TODAY = date(2026, 7, 6)
"""A Monday."""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("menunggu musim kering sampai 1 Agustus", date(2026, 8, 1)),
        ("tunggu tiang, 2 minggu lagi", date(2026, 7, 20)),
        ("besok", date(2026, 7, 7)),
        ("lusa saja", date(2026, 7, 8)),
        ("tunggu alat sejak 3 Juli hingga 20/7", date(2026, 7, 20)),
        ("Senin depan", date(2026, 7, 13)),
        ("minggu depan tunggu alat", date(2026, 7, 13)),
        ("sebulan", date(2026, 8, 6)),
        ("s/d tgl 15", date(2026, 7, 15)),
        ("sampai dengan 15-08-2026", date(2026, 8, 15)),
        ("2026-08-15", date(2026, 8, 15)),
        ("until next monday", date(2026, 7, 13)),
        ("sampai 5 Juli", date(2027, 7, 5)),
        ("menunggu 2 tiang", None),
        ("sampai 31 Februari", None),
        ("sampai akhir bulan", date(2026, 7, 31)),
        ("akhir bulan ini", date(2026, 7, 31)),
        ("awal bulan depan", date(2026, 8, 1)),
        ("pertengahan Agustus", date(2026, 8, 15)),
        ("akhir bulan September", date(2026, 9, 30)),
        ("akhir Juni", date(2027, 6, 30)),
        ("akhir minggu ini", date(2026, 7, 11)),
        ("awal minggu depan", date(2026, 7, 13)),
        ("akhir tahun", date(2026, 12, 31)),
        ("Jumat minggu depan", date(2026, 7, 17)),
        ("jum’at depan", date(2026, 7, 10)),
        ("hari senen", date(2026, 7, 13)),
        ("sampai Kamis, 23 Juli", date(2026, 7, 23)),
        ("kamis 23/7", date(2026, 7, 23)),
        ("hari Kamis tgl 23", date(2026, 7, 23)),
        ("tgl 23 bulan depan", date(2026, 8, 23)),
        ("20 - 25 Juli", date(2026, 7, 25)),
        ("20 Juli – 25 Juli", date(2026, 7, 25)),
        ("20juli", date(2026, 7, 20)),
        ("s.d. 20 Agt", date(2026, 8, 20)),
        ("10 hr lagi", date(2026, 7, 16)),
        ("mgg depan", date(2026, 7, 13)),
        ("tulat", date(2026, 7, 9)),
        ("tiang dipesan 2 minggu lalu", None),
        ("tiang dipesan minggu lalu", None),
        ("rusak sejak Senin", None),
        ("sudah 3 hari menunggu tiang", None),
        ("dipesan Senin lalu, datang 20 Juli", date(2026, 7, 20)),
        ("menunggu sampai selesai", None),
        ("nanti kalau ada anggaran", None),
        ("7/20", None),
        ("", None),
    ],
)
def test_day_to_come(words: str, expected: date | None) -> None:
    """The day after "until" counts, or else the first that is named; it is always one to come."""
    found = ComingReader.of(kupang()).read(words, TODAY)
    assert expected == (found.day if found is not None else None)


def test_working_days_are_said_to_be_some() -> None:
    """Who counts working days is understood so: when that is, a calendar has to say."""
    reader = ComingReader.of(kupang())
    words = ("menunggu tiang 7 hari kerja", "menunggu tiang 7 hari")
    assert [7, 0] == [found.working for text in words if (found := reader.read(text, TODAY)) is not None]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("sampai 1 Juli 2026", date(2026, 7, 1)),
        ("20-06-2026", date(2026, 6, 20)),
        ("6/7/26", TODAY),
        ("20 Juli 2026", None),
        ("20 Juni", None),
        ("kemarin", None),
    ],
)
def test_day_that_is_over(words: str, expected: date | None) -> None:
    """A date with its year that is over can be named to who wrote it."""
    assert expected == ComingReader.of(kupang()).gone(words, TODAY)


def test_what_is_left_is_the_reason() -> None:
    """The words that name the day are taken out of what is left."""
    found = ComingReader.of(kupang()).read("menunggu musim kering sampai 1 Agustus", TODAY)
    assert found is not None
    assert "menunggu musim kering" == found.rest
