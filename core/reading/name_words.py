"""Tell from the letters of a word, and from the dictionary of roots, whether it can be one of a person's name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Literal, Protocol

from core.language.told import NameWords
from core.language.words import is_root_word, stem

Doubt = Literal["none", "some", "much"]
"""How likely something else than a name stands there: "none" where only a name can, "much" in the middle of words."""

_SHORTEST_ROOT = 4
"""Of shorter ones the stemmer finds too many: "dom" in "Domi"."""
_REMEMBERED = 16_384
_VOWELS = frozenset("aiueo")


class _CanBe(Protocol):
    def __call__(self, word: str, doubt: Doubt) -> bool: ...


class NameLexicon:
    """The words of a pack that can, or cannot, be a name."""

    def __init__(self, words: NameWords, never: Collection[str] = ()) -> None:
        """Keep the words; ``never`` are further ones that are no names."""
        self._never = frozenset((*words.common, *words.roles, *words.places, *words.titles, *never))
        self._also = frozenset(words.also_names)
        self._links = frozenset(words.links)
        self._foreign = frozenset(words.foreign)
        self._locatives = frozenset(words.locatives)
        self._beginnings = words.beginnings
        self._endings = ("", *words.endings)
        self.can_be: _CanBe = lru_cache(maxsize=_REMEMBERED)(self._can_be)
        """Tell whether one word in lower case can be a name."""

    def is_link(self, word: str) -> bool:
        """Tell whether a small word may stand inside of a name ("Maria da Costa")."""
        return word in self._links

    def is_given(self, word: str) -> bool:
        """Tell whether a word of the dictionary is given to children as well."""
        return word in self._also

    def is_foreign(self, words: Iterable[str]) -> bool:
        """Tell whether words are of a language that the dictionary does not know: there nothing is no word."""
        return not self._foreign.isdisjoint(words)

    def is_locative(self, word: str) -> bool:
        """Tell whether what follows is where something is."""
        return word in self._locatives

    def _can_be(self, word: str, doubt: Doubt) -> bool:
        if "-" in word:
            halves = word.split("-")
            return len(set(halves)) > 1 and all(self.can_be(half, doubt) for half in halves)
        if word in self._never:
            return False
        if len(word) == 1:
            return doubt == "none"
        if word in self._also:
            return True
        root = stem(word)
        if root != word and len(root) >= _SHORTEST_ROOT and is_root_word(root):
            return False  # "pedagang" of "dagang"
        if doubt == "none":
            return True
        roots = (word, *self._spoken_roots(word)) if doubt == "much" else (word,)
        known = len(word) < 3 or any(map(is_root_word, roots))
        return not known and any(letter in "aeiouy" for letter in word) and not _VOWELS.issuperset(word)

    def _spoken_roots(self, word: str) -> Iterator[str]:
        """Undo what everyday speech does to a root: "nyapu" of "sapu", "bilangin" of "bilang"."""
        for ending in self._endings:
            base = word.removesuffix(ending)
            yield base
            for beginning, instead in self._beginnings.items():
                if base.startswith(beginning):
                    yield from (start + base.removeprefix(beginning) for start in instead)
