"""Leave of foreign text only what can be seen: what is hidden, or turns its direction, may say something else."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

JOINER: Final = "\u200d"
"""Joins emoji; every other format character can hide or reverse what a line says."""
_LINE_ENDS = frozenset("\u2028\u2029\x85\x0b\x0c\r")
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


def _in_lines(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    return "\n" if character in _LINE_ENDS else visible(character, joiner=False)
