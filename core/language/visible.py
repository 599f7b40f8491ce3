"""Leave of foreign text only what can be seen: what is hidden, or turns its direction, may say something else."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

JOINER: Final = "\u200d"
"""Joins emoji; every other format character can hide or reverse what a line says."""
_LINE_ENDS = frozenset("\u2028\u2029\x85\x0b\x0c\r")
_DOTS = frozenset("•·∙⋅‧・･")
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and patterns that are blank."""
_MARKS = frozenset(("Mn", "Me"))
"""What stands above or below another character, and is nothing by itself."""
_DRAWN = frozenset(("So", "Sk"))
_ON_DIGITS = re.compile("(?<=[0-9#*])[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]+")


def visible(character: str, *, joiner: bool = True) -> str:
    """Give a character as it may be shown: nothing, or a space, for one that is none; line ends and tabs are spaces."""
    kind = unicodedata.category(character)
    if (joiner and character == JOINER) or kind not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return character
    return "" if kind == "Cf" else " "


def plain(text: str) -> str:
    """Write a text with the common form of each letter and sign, in lines, without anything that cannot be seen.

    Digits in boxes, crossed out or underlined are digits, every kind of line end is "\\n", and controls are spaces.
    """
    common = _ON_DIGITS.sub("", unicodedata.normalize("NFKC", text.replace("\r\n", "\n")))
    return "".join(_in_lines(character) for character in common)


def trimmed(text: str) -> str:
    """Give words without blanks around them; empty where nothing of them can be seen, whatever they are made of."""
    return text.strip() if any(map(_is_seen, text)) else ""


def _is_seen(character: str) -> bool:
    if character.isspace() or character in _BLANKS or not character.isprintable():
        return False
    return unicodedata.category(character) not in _MARKS


def figures(text: str) -> str:
    """Write digits, dashes and dots of every kind as the plain ones, and pictures as blanks, each where it stood.

    Phones part the numbers of contacts by dashes that do not break; a number is a number however it is set.
    """
    return text if text.isascii() else text.translate(_FIGURES)


class _Figures(dict[int, str]):
    """What stands for a character where numbers are read, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _figure(chr(code))
        return found


_FIGURES: Final = _Figures()


def _figure(character: str) -> str:
    if character.isascii():
        return character
    digit, kind = unicodedata.digit(character, None), unicodedata.category(character)
    if digit is not None:
        return str(digit)
    if kind == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if character in _DOTS:
        return "."
    if kind in _DRAWN or character in _BLANKS or "\ufe00" <= character <= "\ufe0f":
        return " "
    common = unicodedata.normalize("NFKC", character)
    return common if len(common) == 1 else character


def _in_lines(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    return "\n" if character in _LINE_ENDS else visible(character, joiner=False)
