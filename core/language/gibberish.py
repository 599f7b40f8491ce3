"""Tell keys that were hit at random from words, by how words are built of letters."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from core.language.words import Token, is_root_word

_VOWEL = re.compile(r"[aeiouy]")
_ONE_SOUND = re.compile(r"ng|ny|kh|sy|sh|ch|th|ck")
"""Two letters for one sound."""
_LIQUID = re.compile(r"[rl]")
"""Joins any group of consonants ("Hendrik", "Patrice")."""
_HEAP = re.compile(r"[^aeiouy\W\d_]{3,}")
_SHORTEST = 3
"""Fewer letters than these are an abbreviation."""


def is_gibberish(tokens: Sequence[Token], known: Set[str] = frozenset()) -> bool:
    """Tell whether a text is nothing but heaps of consonants; `known` are words of the city that are none."""
    return bool(tokens) and all(_unreadable(token, known) for token in tokens)


def _unreadable(token: Token, known: Set[str]) -> bool:
    word = token.norm
    if not word.isalpha() or not word.isascii() or len(word) < _SHORTEST or word in known:
        return False
    if word != token.surface or is_root_word(word) or word != token.stem:
        return False
    return not _VOWEL.search(word) or bool(_HEAP.search(_LIQUID.sub("", _ONE_SOUND.sub("x", word))))
