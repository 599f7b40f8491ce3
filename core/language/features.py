"""Turn a short text into the features that the linear reader weighs: words, pairs of words, and runs of letters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from zlib import crc32

from core.language.words import Token

BUCKETS = 1 << 15
"""Features are hashed into so many buckets: few enough to keep the weights small, many enough to collide seldom."""

_SHORTEST_RUN, _LONGEST_RUN = 2, 5
_READ_CHARACTERS = 400
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d")


def features(text: str, tokens: Sequence[Token]) -> frozenset[int]:
    """Give the buckets of a text (lower-cased letters as typed) and of its tokens (spellings already unified)."""
    # crc32 is the same in every process and version, unlike hash().
    return frozenset(crc32(name.encode()) % BUCKETS for name in (*_words(tokens), *_runs(text)))


def _words(tokens: Sequence[Token]) -> list[str]:
    norms = [_DIGITS.sub("0", token.norm) for token in tokens][:80]
    stems = [_DIGITS.sub("0", token.stem) for token in tokens][:80]
    names = [f"w:{word}" for word in norms] + [f"s:{word}" for word in stems]
    edged = ["<", *norms, ">"]
    names += [f"b:{left} {right}" for left, right in itertools.pairwise(edged)]
    names += [f"t:{' '.join(edged[place : place + 3])}" for place in range(len(edged) - 2)]
    count = len(norms)
    names.append(f"n:{count if count < 4 else 4 if count < 7 else 7 if count < 12 else 12}")
    return names


def _runs(text: str) -> list[str]:
    flat = f" {_SPACES.sub(' ', _DIGITS.sub('0', text.casefold())).strip()[:_READ_CHARACTERS]} "
    names = []
    for length in range(_SHORTEST_RUN, _LONGEST_RUN + 1):
        names += [f"c:{flat[place : place + length]}" for place in range(len(flat) - length + 1)]
    if "?" in text:
        names.append("?")
    return names
