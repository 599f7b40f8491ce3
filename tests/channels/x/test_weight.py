"""The weighted length is what X counts, and what X would turn into a link is known."""

import pytest

from channels.x.weight import has_link, reply_weight, weight
from simulator.x.weight import weighted_length


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", 0),
        ("halo", 4),
        ("a" * 280, 280),
        ("café", 4),
        ("cafe\u0301", 4),
        ("你好", 4),
        ("日本語 ok", 9),
        ("😀", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("👍🏽", 2),
        ("🇮🇩", 2),
        ("1️⃣", 2),
        ("“kutip” – …", 12),
        ("https://kupangkota.go.id/aduan/123456789012345678901234567890", 23),
        ("lihat https://x.id dan https://y.id", 6 + 23 + 5 + 23),
        ("lihat kupangkota.go.id ya", 6 + 23 + 3),
    ],
)
def test_units(text: str, units: int) -> None:
    """Latin letters weigh one, others and emoji two, links twenty-three, after composing."""
    assert units == weight(text)
    assert units == weighted_length(text)


def test_the_names_that_a_reply_begins_with_weigh_nothing() -> None:
    """Only those before the words: one further on is counted."""
    assert (4, 4 + 12) == (reply_weight("@adi @yanti halo"), reply_weight("@adi halo @kupangkota"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lihat https://a.id", True),
        ("HTTP://A.ID", True),
        ("kupangkota.go.id", True),
        ("kota.com/aduan", True),
        ("laporan KPG-26-00001-5", False),
        ("selesai. terima kasih", False),
        ("pukul 08.30 WITA", False),
        ("surel a@b", False),
        ("tulis ke kami lewat pesan pribadi.", False),
    ],
)
def test_links(text: str, found: bool) -> None:
    """An address is a link with and without its scheme; times, numbers and sentences are none."""
    assert found == has_link(text)
