"""How material says that somebody comes from it: a word that a link brings along, or a mark in words to be sent.

A platform that brings a word along unseen gets the word; elsewhere the words that stand ready in the field hold the
mark, which is cut out again before anybody reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from core.city.texts import Texts

MARK: Final = "citizen.source.mark"
READY: Final = "citizen.source.ready"
"""Texts: the mark itself, and the words that stand ready in the field with it."""
WORD: Final = "{word}"
WORDS: Final = "{words}"
"""Places in a channel's link: for a word that is brought along, and for words that stand ready."""
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])?")
_PIECES: Final = re.compile(r"\w+|\0|[^\w\s]")
_NONE: Final = re.compile(r"(?!)")


def read_name(text: str) -> str:
    """Read the name of a source: lower-case letters, digits, ``-`` and ``_``; empty when it is none."""
    name = text.strip().casefold()
    return name if _NAME.fullmatch(name) else ""


def pattern_of(texts: Texts, languages: Iterable[str]) -> re.Pattern[str]:
    """Give what finds a mark in any language of the city, its name in the group ``source``."""
    marks = {texts.say(MARK, language, source="\0") for language in languages if texts.speaks(MARK, language)}
    found = "|".join(r"\s*".join(map(_loosely, _PIECES.findall(mark))) for mark in sorted(marks))
    return re.compile(found, re.IGNORECASE) if found else _NONE


def _loosely(part: str) -> str:
    return r"([A-Za-z0-9_-]{1,32})" if part == "\0" else re.escape(part)


def cut(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """Give a text without its mark, and the name in that; the text as it was where there is none."""
    found = pattern.search(text)
    name = read_name(next((one for one in found.groups() if one), "")) if found is not None else ""
    if found is None or not name:
        return text, ""
    before, after = text[: found.start()].rstrip(" "), text[found.end() :].lstrip(" ")
    between = " " if before and after and not after.startswith("\n") else ""
    return f"{before}{between}{after}".strip(), name


def ready_words(texts: Texts, language: str, source: str) -> str:
    """Give the words that stand ready in the field of a link."""
    return texts.say(READY, language, mark=texts.say(MARK, language, source=source))


def filled(link: str, word: str, words: str) -> str:
    """Fill in a channel's link; both are quoted as a part of an address."""
    return link.replace(WORDS, quote(words, safe="")).replace(WORD, quote(word, safe=""))
