"""Write lists of words and phrases of a pack as parts of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOTHING = "(?!)"
"""Matches nowhere: what an empty list becomes."""


def any_phrase(phrases: Iterable[str], gap: str = r"\s+") -> str:
    """Give the pattern of one of these phrases, the longest first; `gap` is what may stand between their words.

    A word may have alternatives: "minggu|pekan lalu" is "minggu lalu" and "pekan lalu".
    """
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase.split()), -len(phrase)))
    return f"(?:{'|'.join(_phrase(phrase, gap) for phrase in ordered)})" if ordered else NOTHING


def _phrase(phrase: str, gap: str) -> str:
    return gap.join(_word(word) for word in phrase.split())


def _word(word: str) -> str:
    items = sorted(word.split("|"), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, items))})" if len(items) > 1 else re.escape(word)
