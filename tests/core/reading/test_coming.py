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
        ("sampai akhir bulan", None),
        ("", None),
    ],
)
def test_day_to_come(words: str, expected: date | None) -> None:
    """The day after "until" counts, or else the first that is named; it is always one to come."""
    found = ComingReader.of(kupang()).read(words, TODAY)
    assert expected == (found.day if found is not None else None)


def test_what_is_left_is_the_reason() -> None:
    """The words that name the day are taken out of what is left."""
    found = ComingReader.of(kupang()).read("menunggu musim kering sampai 1 Agustus", TODAY)
    assert found is not None
    assert "menunggu musim kering" == found.rest
