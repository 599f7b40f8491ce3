"""Turn a citizen's sentence into words: spellings unified, endings cut, filler words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.language.data import Language

_TOKEN = re.compile(r"[^\W_]+|[?!.;\n,:()]", re.UNICODE)
_BREAKS = frozenset("?!.;\n")
_PAUSES = frozenset(",:()")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"^([^\W\d]{2,})2$")
_LONGEST_SPELLING = 3
_FUZZY_LENGTH = 5
"""Shorter words have too many neighbours: one changed letter makes another ordinary word of them."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as written (lower case), as understood, its stem, and where it stands in the text."""

    surface: str
    norm: str
    stem: str
    start: int
    end: int
    sentence: int
    clause: int
    filler: bool = False


@lru_cache(maxsize=1)
def _stemmer() -> tuple[Any, frozenset[str]]:
    # Loading the dictionary of PySastrawi takes a while, so it waits for the first sentence.
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    factory = StemmerFactory()
    return factory.create_stemmer(False), frozenset(factory.get_words())


CACHED_WORDS = 16_384
"""Words remembered with their roots: a city's everyday vocabulary is far smaller."""


@lru_cache(maxsize=CACHED_WORDS)
def stem(word: str) -> str:
    """Give the root of an Indonesian word ("berlubang" -> "lubang"); other words come back unchanged."""
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return word
    stemmer, _ = _stemmer()
    return str(stemmer.stem(word)) or word


def root(word: str, language: Language) -> str:
    """Give the root of a word, as the language pack or else the stemmer says."""
    own = language.stems.get(word)
    if own is not None:
        return own
    return stem(word) if word.isalpha() else word


@lru_cache(maxsize=CACHED_WORDS)
def is_root_word(word: str) -> bool:
    """Tell whether the dictionary knows the word as a root, so that it is no typing error."""
    return word in _stemmer()[1]


def unstretch(word: str) -> str:
    """Lower a word and undo stretched letters: "MATIIII" -> "mati"."""
    return _REPEATED.sub(r"\1", word.lower())


def _singular(word: str) -> str:
    """Undo the 2 that stands for a doubled word: "lubang2" -> "lubang"."""
    doubled = _DOUBLED.match(word)
    return doubled[1] if doubled else word


def deletes(word: str) -> set[str]:
    """Give the word and every form of it with one letter less: two words one error apart share one of these."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def one_apart(left: str, right: str) -> bool:
    """Tell whether two words differ by one wrong, missing, extra or swapped letter (or not at all)."""
    if left == right:
        return True
    if abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[2:] == b[2:] and a[:2] == b[1::-1] and len(a) > 1)


class Vocabulary:
    """Find the known word nearest to a mistyped one."""

    def __init__(self, words: Iterable[str]) -> None:
        """Index the words that may be meant; short ones are left out, they are only matched exactly."""
        self._words = frozenset(words)
        self._index: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if len(word) >= _FUZZY_LENGTH:
                for form in deletes(word):
                    self._index.setdefault(form, []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def nearest(self, word: str) -> str | None:
        """Give the first word (by alphabet) that is one error away and begins alike, or None."""
        if len(word) < _FUZZY_LENGTH:
            return None
        found = {
            known
            for form in deletes(word)
            for known in self._index.get(form, ())
            if known[0] == word[0] and one_apart(word, known)
        }
        return min(found, default=None)


class Tokenizer:
    """Split texts into tokens with the spellings of a language."""

    def __init__(self, language: Language) -> None:
        """Take the spellings (one to three words -> what is meant) and the fillers of a language pack."""
        self._spellings: Mapping[tuple[str, ...], tuple[str, ...]] = {
            tuple(key.split()): tuple(value.split()) for key, value in language.spellings.items()
        }
        self._starts = frozenset(key[0] for key in self._spellings if len(key) > 1)
        self._fillers = frozenset(language.group("fillers"))
        self._language = language

    def split(self, text: str) -> tuple[Token, ...]:
        """Give the tokens of a text; offsets are those of the text given, which should be NFC or NFKC."""
        raw: list[tuple[str, int, int, int, int]] = []
        sentence = clause = 0
        for match in _TOKEN.finditer(text):
            part = match[0]
            if part in _BREAKS:
                # A dot inside "3.5" or "Jl.Sudirman" is no end of a sentence; the next token shows it by touching.
                sentence, clause = sentence + 1, clause + 1
            elif part in _PAUSES:
                clause += 1
            else:
                raw.append((unstretch(part), match.start(), match.end(), sentence, clause))
        return tuple(self._tokens(raw))

    def _tokens(self, raw: list[tuple[str, int, int, int, int]]) -> Iterable[Token]:
        position = 0
        while position < len(raw):
            word, start, end, sentence, clause = raw[position]
            length, meaning = self._spelling(raw, position)
            end = raw[position + length - 1][2]
            surface = " ".join(item[0] for item in raw[position : position + length])
            for norm in meaning or (_singular(word),):
                yield Token(
                    surface, norm, root(norm, self._language), start, end, sentence, clause, norm in self._fillers
                )
            position += length

    def _spelling(self, raw: list[tuple[str, int, int, int, int]], position: int) -> tuple[int, tuple[str, ...] | None]:
        word = raw[position][0]
        if word in self._starts:
            for length in range(_LONGEST_SPELLING, 1, -1):
                key = tuple(item[0] for item in raw[position : position + length])
                if len(key) == length and key in self._spellings:
                    return length, self._spellings[key]
        return 1, self._spellings.get((_singular(word),))


def prepare(text: str) -> str:
    """Bring a text into the form that the tokenizer expects (compatibility characters unified)."""
    return unicodedata.normalize("NFKC", text)
