"""Ticket numbers: the check digit catches what people get wrong, and finding them is forgiving."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ticket.number import check_digit, find_numbers, format_number, is_valid, looks_like_number, without_numbers

DIGITS = st.text(alphabet="0123456789", min_size=7, max_size=8)


@given(DIGITS, st.data())
def test_a_single_wrong_digit_is_caught(digits: str, data: st.DataObject) -> None:
    """Changing any one digit, the check digit included, makes the number wrong."""
    whole = digits + str(check_digit(digits))
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != whole[place]]))
    changed = whole[:place] + wrong + whole[place + 1 :]
    assert check_digit(changed[:-1]) != int(changed[-1])


@given(DIGITS, st.data())
def test_swapped_neighbours_are_caught(digits: str, data: st.DataObject) -> None:
    """Swapping two different neighbours makes the number wrong."""
    whole = digits + str(check_digit(digits))
    place = data.draw(st.integers(0, len(whole) - 2))
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert (swapped == whole) == (check_digit(swapped[:-1]) == int(swapped[-1]))


@given(st.integers(2020, 2099), st.integers(1, 999_999))
def test_a_written_number_is_valid_and_found_again(year: int, serial: int) -> None:
    """What is written is valid, and is found in a sentence in any of its written forms."""
    number = format_number("KPG", year, serial)
    assert is_valid(number, "KPG")
    for form in (number, number.lower(), number.replace("-", " "), number.replace("-", "")):
        assert find_numbers(f"status {form} tolong", "KPG") == (number,)


def test_serials_grow_beyond_five_digits() -> None:
    """Serials are padded to five digits and grow to six; the check digit follows Verhoeff's worked values."""
    assert format_number("KPG", 2026, 1).startswith("KPG-26-00001-")
    assert format_number("KPG", 26, 100_000).startswith("KPG-26-100000-")
    assert 3 == check_digit("236")
    assert 1 == check_digit("12345")


@pytest.mark.parametrize("serial", [0, -1, 1_000_000])
def test_serial_outside_the_range_is_refused(serial: int) -> None:
    """A serial that cannot be written is an error, not a wrong number."""
    with pytest.raises(ValueError, match="serial"):
        format_number("KPG", 2026, serial)


def test_numbers_are_found_without_zeros_and_without_prefix() -> None:
    """Leading zeros may be missing where dashes show the parts, the prefix where all dashes are there."""
    number = format_number("KPG", 2026, 42)
    check = number[-1]
    assert find_numbers(f"kpg-26-42-{check}", "KPG") == (number,)
    assert find_numbers(f"nomor 26-00042-{check} ya", "KPG") == (number,)


def test_numbers_come_once_and_in_order() -> None:
    """Several numbers are given in the order of the text, each once."""
    one, two = format_number("KPG", 2026, 7), format_number("KPG", 2026, 8)
    assert find_numbers(f"{two} dan {one} lalu {two.lower()}", "KPG") == (two, one)


@pytest.mark.parametrize("text", ["0812-3456-7890", "tanggal 12-03-2026", "KPG-26-00001-9", "RT 05 RW 02", "Rp 50.000"])
def test_other_digits_are_no_ticket_numbers(text: str) -> None:
    """Telephones, dates, prices and wrong check digits are not taken for a ticket number."""
    assert () == find_numbers(text, "KPG")


def test_a_mistyped_number_is_recognised_as_an_attempt() -> None:
    """A number with a wrong check digit can be told from no number at all."""
    assert looks_like_number("status KPG-26-00001-9", "KPG")
    assert looks_like_number("kpg 26", "KPG")
    assert not looks_like_number("lampu jalan mati di 26 rumah", "KPG")


@pytest.mark.parametrize(
    "text",
    [
        "KPG\u201126\u201100001\u20115",
        "KPG\u221226\u221200001\u22125",
        "ＫＰＧ－２６－００００１－５",
        "KPG-26-٠٠٠٠١-5",
        "kpg•26•00001•5",
        "\u202aKPG\u2060-26-00001-5\u202c",
    ],
)
def test_a_number_is_known_however_a_phone_writes_it(text: str) -> None:
    """Dashes that do not break, wide letters, digits of other scripts and hidden marks make no other number."""
    assert ("KPG-26-00001-5",) == find_numbers(f"status {text}", "KPG")
    assert "status" == without_numbers(f"status {text}", "KPG").strip("\u202a\u202c ")
