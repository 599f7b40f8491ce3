"""Shorten texts that people read: neither a word nor an emoji is cut in half."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

ELLIPSIS = "…"
_JOINER = "\u200d"
_FLAGS = ("\U0001f1e6", "\U0001f1ff")
_SKINS = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")


def utf16_units(text: str) -> int:
    """Count in UTF-16 units, so that most emoji are two: never fewer than any platform counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def shorten(text: str, most: int, size: Callable[[str], int] = len) -> str:
    """Give a text in at most `most`, measured by `size`, with an ellipsis where its end is left out.

    It then ends after a whole word, unless a single word takes more than half of the room: that is cut between
    characters as people see them. `size` counts at least 1 for each code point.
    """
    if size(text) <= most:
        return text
    if most < size(ELLIPSIS):
        return ""
    end = _reach(text, most - size(ELLIPSIS), size)
    if not text[end].isspace():
        space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
        end = space if space >= end // 2 else between_characters(text, end)
    return text[:end].rstrip(" \n,.;:") + ELLIPSIS


def in_one_line(text: str, most: int, size: Callable[[str], int] = len) -> str:
    """Give a text with all its white space as single spaces, shortened."""
    return shorten(" ".join(text.split()), most, size)


def _reach(text: str, room: int, size: Callable[[str], int]) -> int:
    """Find the furthest place up to which the text fits into the room."""
    end = min(room, len(text) - 1)
    while (over := size(text[:end]) - room) > 0:
        end -= max(1, over // 2)
    return end


def between_characters(text: str, end: int) -> int:
    """Step back to where one character ends and the next begins: emoji may be made of many."""
    while end > 0 and _joined(text, end):
        end -= 1
    return end


def _joined(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if _JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Mc", "Me"):
        return True
    if any(first <= after <= last for first, last in (_SKINS, _TAGS)):
        return True
    if not (_is_flag(before) and _is_flag(after)):
        return False
    run = 0  # letters of flags go in pairs, counted from where they begin
    while run < place and _is_flag(text[place - 1 - run]):
        run += 1
    return run % 2 == 1


def _is_flag(character: str) -> bool:
    return _FLAGS[0] <= character <= _FLAGS[1]
