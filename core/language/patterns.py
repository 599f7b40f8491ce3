"""Match the small pattern language of the city packs against the words of a text.

    lampu jalan              these words one after another; filler words in between do not matter
    lampu|lmp mati|padam     alternatives for one word
    got|selokan + @tersumbat words near each other, in any order; "@" names a group of `language.toml`
    =jalanan                 exactly this form instead of its stem

Words are compared by their stems, so "berlubang" matches "lubang".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.language.data import Language
from core.language.words import Token, root

_NEAR = 7
"""How many content words "near" may span beyond its own; a long clause of a chat message has about that many."""


class PatternError(ValueError):
    """Raised for a pattern that cannot be read, such as one that names an unknown group."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What may stand at one place of a pattern: stems, or exact forms."""

    stems: frozenset[str]
    forms: frozenset[str]

    def accepts(self, token: Token) -> bool:
        """Tell whether a token fits."""
        return token.stem in self.stems or token.norm in self.forms


Part = tuple[Alternatives, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: parts that must all be near each other, each a run of words."""

    text: str
    label: str
    weight: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found; `places` are positions in the list of content words."""

    pattern: Pattern
    places: frozenset[int]


def parse_pattern(text: str, language: Language, label: str = "", weight: float = 1.0) -> Pattern:
    """Read one pattern, leaving out the filler words of the language as the texts do.

    Raises PatternError when nothing is left of a part, or when it names a group that does not exist.
    """
    check_pattern(text, language)
    fillers = frozenset(language.group("fillers"))
    parts = tuple(
        tuple(_alternatives(word, language) for word in part.split() if word not in fillers)
        for part in text.lower().split(" + ")
    )
    return Pattern(text, label, weight, parts)


def check_pattern(text: str, language: Language) -> None:
    """Check a pattern without stemming it, so that reading a pack stays cheap; raises as `parse_pattern` does."""
    fillers = frozenset(language.group("fillers"))
    for part in text.lower().split(" + "):
        words = [word for word in part.split() if word not in fillers]
        if not words:
            raise PatternError(f"pattern {text!r} has an empty part")
        for item in "|".join(words).split("|"):
            if item.startswith("@") and item[1:] not in language.groups:
                raise PatternError(f"pattern {text!r} names the unknown group {item!r}")


def _alternatives(word: str, language: Language) -> Alternatives:
    stems: set[str] = set()
    forms: set[str] = set()
    for item in word.split("|"):
        if item.startswith("@"):
            stems.update(root(member, language) for member in language.groups[item[1:]])
            forms.update(language.groups[item[1:]])
        elif item.startswith("="):
            forms.add(item[1:])
        elif item:
            stems.add(root(item, language))
            forms.add(item)
    return Alternatives(frozenset(stems), frozenset(forms))


_Tried = tuple[Pattern, tuple[frozenset[str], ...]]
"""A pattern with what may stand at each of its further words."""


class Matcher:
    """Find all patterns of a set in a text, quickly: only patterns that begin with a word of the text are tried."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        """Index the patterns by the words that may begin them."""
        self._by_word: dict[str, list[_Tried]] = {}
        for pattern in patterns:
            first, *further = (one for part in pattern.parts for one in part)
            tried = (pattern, tuple(one.stems | one.forms for one in further))
            for word in first.stems | first.forms:
                self._by_word.setdefault(word, []).append(tried)

    def find(self, words: Sequence[Token]) -> list[Hit]:
        """Give the patterns that are in the content words, each at its first place, in a fixed order."""
        candidates: dict[int, _Tried] = {}
        known = {token.stem for token in words} | {token.norm for token in words}
        for token in words:
            for key in (token.stem, token.norm) if token.stem != token.norm else (token.norm,):
                for tried in self._by_word.get(key, ()):
                    candidates[id(tried)] = tried
        index = _Index(words)
        hits = []
        for pattern, further in candidates.values():
            if _lacks(further, known):
                continue
            places = _places(pattern, index)
            if places is not None:
                hits.append(Hit(pattern, places))
        return hits


def _lacks(further: tuple[frozenset[str], ...], known: set[str]) -> bool:
    """Tell whether a text lacks a word of a pattern: most patterns are ruled out by this."""
    return any(need.isdisjoint(known) for need in further)


class _Index:
    """Where each stem and each form stands in a text: most parts of most patterns are ruled out by one look."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.words = words
        self._stems: dict[str, list[int]] = {}
        self._forms: dict[str, list[int]] = {}
        for place, token in enumerate(words):
            self._stems.setdefault(token.stem, []).append(place)
            self._forms.setdefault(token.norm, []).append(place)
        self._all_stems = frozenset(self._stems)
        self._all_forms = frozenset(self._forms)

    def places(self, one: Alternatives) -> list[int]:
        """Give the places that these alternatives accept, in order."""
        if one.stems.isdisjoint(self._all_stems) and one.forms.isdisjoint(self._all_forms):
            return []
        found = {place for stem in one.stems & self._all_stems for place in self._stems[stem]}
        found.update(place for form in one.forms & self._all_forms for place in self._forms[form])
        return sorted(found)


def _places(pattern: Pattern, index: _Index) -> frozenset[int] | None:
    runs: list[list[range]] = []
    for part in pattern.parts:
        here = _runs(part, index)
        if not here:
            return None
        runs.append(here)
    if len(runs) == 1:
        return frozenset(runs[0][0])
    for first in runs[0]:
        chosen: set[int] = set(first)
        for others in runs[1:]:
            near = [run for run in others if _distance(run, first) <= _NEAR and not chosen.intersection(run)]
            if not near:
                break
            chosen.update(_nearest(near, first))
        else:
            return frozenset(chosen)
    return None


def _nearest(runs: Sequence[range], first: range) -> range:
    return min(runs, key=lambda run: (_distance(run, first), run.start))


def _runs(part: Part, index: _Index) -> list[range]:
    length, words = len(part), index.words
    last = len(words) - length
    return [
        range(start, start + length)
        for start in index.places(part[0])
        if start <= last and all(part[offset].accepts(words[start + offset]) for offset in range(1, length))
    ]


def _distance(left: range, right: range) -> int:
    return max(left.start - right.stop, right.start - left.stop, 0)
