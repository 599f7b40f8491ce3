"""Ticket numbers: ABC-YY-NNNNN-C, where C is a check digit over the year and the serial.

The check digit is Verhoeff's (J. Verhoeff, "Error Detecting Decimal Codes", 1969): digits are elements of the dihedral
group of order ten, permuted by their position. It finds every single wrong digit and every swap of two neighbours,
which is what people get wrong when they copy a number from a phone. Numbers carry no personal digits.
"""

from __future__ import annotations

import re
from functools import lru_cache

from stdnum import verhoeff

from core.language.visible import figures, plain

_SERIAL_WIDTH = 5
FIRST_LONG = 10**_SERIAL_WIDTH
"""The first serial of a year that has one digit more than those before it."""
_SEPARATOR = r"[\s\-–—_./#:]{0,3}"


def check_digit(digits: str) -> int:
    """Give the digit that completes a run of decimal digits."""
    return int(verhoeff.calc_check_digit(digits))


def format_number(prefix: str, year: int, serial: int) -> str:
    """Write the ticket number of a year and a serial.

    `year` may be 2026 or 26; `serial` counts from 1 within the year and grows to six digits above 99999.
    Raises ValueError for a serial that is not between 1 and 999999.
    """
    if not 1 <= serial <= 999_999:
        raise ValueError(f"serial {serial} is not between 1 and 999999")
    short, running = f"{year % 100:02d}", f"{serial:0{_SERIAL_WIDTH}d}"
    return f"{prefix}-{short}-{running}-{check_digit(short + running)}"


def is_valid(number: str, prefix: str) -> bool:
    """Tell whether a number is written in full and its check digit is right."""
    match = re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{2}})-([0-9]{{5,6}})-([0-9])", number)
    return match is not None and _checked(*match.groups())


def _checked(year: str, serial: str, check: str) -> bool:
    return (
        int(serial) > 0
        and not (len(serial) > _SERIAL_WIDTH and serial[0] == "0")
        and (check_digit(year + serial) == int(check))
    )


@lru_cache(maxsize=16)
def _shapes(prefix: str) -> tuple[re.Pattern[str], ...]:
    start = rf"(?<![^\W_]){re.escape(prefix)}{_SEPARATOR}"
    tail = rf"{_SEPARATOR}([0-9])(?![0-9])"
    return (
        re.compile(rf"{start}([0-9]{{2}}){_SEPARATOR}([0-9]{{5,6}}){tail}", re.IGNORECASE),
        # Leading zeros are left out only where dashes or spaces show the parts.
        re.compile(rf"{start}([0-9]{{2}})[\s\-–./]([0-9]{{1,4}})[\s\-–./]([0-9])(?![0-9])", re.IGNORECASE),
        # Without the prefix only in the full form with its dashes: anything looser would find dates and telephones.
        re.compile(r"(?<![\w\-])([0-9]{2})-([0-9]{5,6})-([0-9])(?![\w\-])"),
    )


def find_numbers(text: str, prefix: str) -> tuple[str, ...]:
    """Find the ticket numbers in a text, however they are written, each once and in order of appearance.

    Accepts lower case, spaces, dashes of every kind, dots or nothing between the parts, and missing leading zeros; only
    numbers with a right check digit are returned, in their full written form.
    """
    text = _common(text)
    found: dict[str, int] = {}
    for shape in _shapes(prefix):
        for match in shape.finditer(text):
            year, serial, check = match.groups()
            serial = serial.zfill(_SERIAL_WIDTH)
            if _checked(year, serial, check):
                number = f"{prefix}-{year}-{serial}-{check}"
                found[number] = min(match.start(), found.get(number, match.start()))
    return tuple(sorted(found, key=lambda number: found[number]))


def without_numbers(text: str, prefix: str) -> str:
    """Take what looks like ticket numbers out of a text, so that only its words are read."""
    common = _common(text)
    if any(shape.search(common) for shape in _shapes(prefix)):
        text = common
        for shape in _shapes(prefix):
            text = shape.sub(" ", text)
    return " ".join(text.split()) if text.strip() else ""


def looks_like_number(text: str, prefix: str) -> bool:
    """Tell whether a text tries to name a ticket, right or wrong, so that a typing error can be explained."""
    text = _common(text)
    return any(shape.search(text) for shape in _shapes(prefix)) or bool(
        re.search(rf"(?<![^\W_]){re.escape(prefix)}{_SEPARATOR}[0-9]", text, re.IGNORECASE)
    )


def _common(text: str) -> str:
    return text if text.isascii() else figures(plain(text))
