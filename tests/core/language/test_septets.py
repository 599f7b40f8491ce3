"""Words in the seven-bit alphabet, counted as networks count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.septets import MOST, PART, SINGLE, count_parts, fits_alphabet, in_alphabet, parts, septets
from core.language.terse import is_short, with_numbers, written

WRITTEN = [
    ("Halo “dunia” – ya…", 'Halo "dunia" - ya...'),
    ("’t ‘satu’ «dua»", "'t 'satu' \"dua\""),
    ("🟢 Selesai 🎉", "Selesai"),
    ("👨‍👩‍👧 keluarga 1️⃣", "keluarga 1"),
    ("• satu\n\n\n• dua", "- satu\n- dua"),
    ("a\u00a0b\tc  d", "a b c d"),
    ("ç Ç ğ ş ł đ ½", "c Ç g s l d ?"),
    ("é ñ ü à @ $ £ ¥ Ω", "é ñ ü à @ $ £ ¥ Ω"),
    ("Москва 東京", "?????? ??"),
    ("{5} [a] ~ | ^ \\ €", "{5} [a] ~ | ^ \\ €"),
    ("\x00\x1b a\x07", "a"),
    ("", ""),
]
COUNTED = [
    ("a" * SINGLE, [160]),
    ("a" * (SINGLE + 1), [153, 8]),
    ("a" * 158 + "€", [159]),
    ("a" * 159 + "€", [153, 7]),
    ("a" * 152 + "{" + "b" * 10, [152, 11]),  # the pair would be split, so it goes on
    ("a" * 151 + "{" + "b" * 10, [152, 10]),
    ("{" * 80, [80]),
    ("{" * 81, [76, 5]),  # 76 pairs are 152 septets
    ("a" * 306, [153, 153]),
    ("a" * 307, [153, 153, 1]),
    ("", []),
]


@pytest.mark.parametrize(("text", "plain"), WRITTEN)
def test_words_are_written_in_the_alphabet(text: str, plain: str) -> None:
    """Quotes and dashes are plain, marks and pictures go, what has no spelling is a question mark."""
    assert plain == in_alphabet(text)


@pytest.mark.parametrize(("text", "lengths"), COUNTED)
def test_parts_as_a_network_makes_them(text: str, lengths: list[int]) -> None:
    """One message has 160 septets, a part of several 153, and no sign of two is ever split."""
    assert lengths == [len(part) for part in parts(text)]


@given(st.text(max_size=400))
def test_whatever_is_written_can_be_counted(text: str) -> None:
    """Every text becomes one of the alphabet, once and for all, in parts that hold."""
    plain = in_alphabet(text)
    assert fits_alphabet(plain)
    assert plain == in_alphabet(plain)
    assert plain == "".join(parts(plain))
    assert all(septets(part) <= (SINGLE if count_parts(plain) == 1 else PART) for part in parts(plain))


@given(st.text(alphabet="a{ ", max_size=MOST))
def test_the_most_is_two_parts_at_any_border(text: str) -> None:
    """What is no longer than the most is two messages, wherever signs of two stand."""
    plain = in_alphabet(text)
    assert 2 >= count_parts(plain) or MOST < septets(plain)


def test_outside_of_the_alphabet_nothing_is_counted() -> None:
    """A text of other signs has no septets."""
    with pytest.raises(ValueError, match="outside"):
        septets("東")


def test_choices_stand_below_with_their_numbers() -> None:
    """One choice a line; without words they stand alone."""
    assert "Benar?\n1 Ya\n2 Tidak" == with_numbers("Benar?", ["Ya", "Tidak"])
    assert "1 Ya" == written("", ["“Ya” 👍"[1:3]])
    assert (True, False) == (is_short("a" * 300, ["b"]), is_short("a" * 303, ["b"]))
