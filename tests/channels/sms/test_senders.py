"""Whose number it is, in every spelling, and what is no person's."""

import pytest

from channels.sms.senders import number_of

HOME = "6281239990011"
SPELLINGS = [
    (HOME, ["081239990011", HOME, f"+{HOME}", f"00{HOME}", "+62 812-3999-0011", "(0812) 3999 0011", "81239990011"]),
    ("67077231234", ["+67077231234", "67077231234", "0067077231234", "+670 7723 1234"]),
    ("62380821234", ["0380821234", "+62380821234", "62380821234"]),
]
NOBODY = [
    "3636", "1708", "14045", "TELKOMSEL", "INFO-KPG", "", "+", "62", "+62811", "0812", "+628001234567", "0809123456",
    "+61412345678", "+1 212 555 0100", "081239990011x", "9" * 40, "٠٨١٢٣٩٩٩٠٠١١", "+62+81239990011",
]  # fmt: skip


@pytest.mark.parametrize(("number", "told"), [(number, told) for number, many in SPELLINGS for told in many])
def test_one_number_however_it_is_written(number: str, told: str) -> None:
    """Each spelling of a number is the same telephone."""
    assert number == number_of(told, ("ID", "TL"))


@pytest.mark.parametrize("told", NOBODY)
def test_what_is_no_persons_telephone(told: str) -> None:
    """Short codes, names, premium numbers and other countries' numbers are nobody."""
    assert "" == number_of(told, ("ID", "TL"))


def test_whose_numbers_are_answered_is_a_setting() -> None:
    """The countries are named; the first is that of numbers without a prefix."""
    assert ("", "67077231234") == (number_of("+67077231234", ("ID",)), number_of("77231234", ("TL", "ID")))
