"""Whose number it is: one spelling for each telephone, and none for what is no person's."""

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from core.vocabulary.lane_names import chat_lane

NAME = "sms"
LONGEST = 32
_SIGNS = re.compile(r"[\s().\-/]")
_PERSONS = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.VOIP,
)


def number_of(told: str, countries: tuple[str, ...]) -> str:
    """Give a telephone's digits with its country's, without a plus; empty for what is no person's telephone.

    Short codes, names, premium numbers, and numbers of other countries than these are none. Numbers without a prefix
    are of the first country: 0812…, 62812…, +62812… and 0062812… are one.
    """
    digits = _SIGNS.sub("", told.strip())[:LONGEST]
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if not re.fullmatch(r"\+?\d{7,15}", digits, re.ASCII):
        return ""
    # Networks leave out the plus more often than the zero of a number at home, so that is the second guess.
    spellings = [digits] if digits.startswith(("+", "0")) else [f"+{digits}", digits]
    found = (_person(one, countries) for one in spellings)
    return next((one for one in found if one), "")


def _person(spelling: str, countries: tuple[str, ...]) -> str:
    try:
        number = phonenumbers.parse(spelling, countries[0])
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number) or phonenumbers.region_code_for_number(number) not in countries:
        return ""
    if phonenumbers.number_type(number) not in _PERSONS:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")


def lane_of(number: str) -> str:
    """Name the lane of a telephone's chat."""
    return chat_lane(NAME, number)
