"""Find the written word behind what people type: colloquial prefixes, dropped vowels, one wrong letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from core.language.data import Language
from core.language.words import Token, Vocabulary, is_root_word, root

_VOWELS = frozenset("aiueo")
_SHORTEST = 4
_SKELETON = 3
"""Consonants that a word without its vowels must have at least: "prg" may be anything."""
_VOWEL_CHANGE = 6
"""Letters that a word has at least before one of its vowels may be another."""


class Restorer:
    """Bring unknown words back to words of a vocabulary; known ones stay as they are."""

    def __init__(self, words: Iterable[str], language: Language) -> None:
        """Take the words to be found, and the language with its roots and spellings."""
        self._vocabulary = Vocabulary(words)
        self._known = frozenset(words)
        self._language = language
        self._prefixes = language.plain.get("prefixes", {})
        self._suffixes = language.plain_words("small_words", "suffixes")
        self._skeletons: dict[str, list[str]] = {}
        for word in sorted(self._known):
            if len(word) >= _SHORTEST and len(_skeleton(word)) >= _SKELETON:
                self._skeletons.setdefault(_skeleton(word), []).append(word)
        self._found = lru_cache(maxsize=4096)(self._find)

    def restored(self, token: Token) -> Token:
        """Give the token with the norm and stem of the word that was meant, if that can be told."""
        word = token.norm
        if token.filler or not word.isalpha() or word in self._known or token.stem in self._known:
            return token
        meant = self._found(word)
        return replace(token, norm=meant, stem=root(meant, self._language)) if meant else token

    def _find(self, word: str) -> str:
        if len(word) < _SHORTEST:
            return self._unshortened(word)
        for candidate in self._unaffixed(word):
            spelled = self._language.spellings.get(candidate, candidate)
            if spelled in self._known and len(spelled) >= _SHORTEST:
                return spelled
        if is_root_word(word) or is_root_word(root(word, self._language)):
            return ""
        return self._unshortened(word) or self._nearest(word)

    def _unaffixed(self, word: str) -> Iterator[str]:
        """Yield what a colloquial form may come from, the nearest first."""
        ends = [end for end in self._suffixes if word.endswith(end) and len(word) - len(end) > 2]
        for stem in (word, *(word.removesuffix(end) for end in ends)):
            if stem != word:
                yield stem
            for prefix, instead in self._prefixes.items():
                if stem.startswith(prefix) and len(stem) - len(prefix) > 2:
                    rest = stem.removeprefix(prefix)
                    yield from (start + rest for start in instead)

    def _nearest(self, word: str) -> str:
        """Find the word one error away; another consonant makes another word, another vowel only another tongue."""
        meant = self._vocabulary.nearest(word) or ""
        if len(word) == len(meant) and sorted(word) != sorted(meant):
            return meant if len(word) >= _VOWEL_CHANGE and _skeleton(word) == _skeleton(meant) else ""
        return meant

    def _unshortened(self, word: str) -> str:
        """Find the one word whose vowels were left out ("kbakaran", "pngsn")."""
        fitting = [
            known
            for known in self._skeletons.get(_skeleton(word), ())
            if known[0] == word[0] and len(known) > len(word) and _is_inside(word, known)
        ]
        return min(fitting, key=len, default="")


def _skeleton(word: str) -> str:
    return "".join(letter for letter in word if letter not in _VOWELS)


def _is_inside(short: str, long: str) -> bool:
    """Tell whether a word is left of another when letters are taken out."""
    letters = iter(long)
    return all(letter in letters for letter in short)
