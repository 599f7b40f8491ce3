"""Find where a text names the person who wrote it: introductions, signatures, names in capitals.

A name is told from ordinary words by where it stands, by its letters, and by not being a word: the dictionary of roots
and the words of the city's pack say what is one. Streets, schools, churches and offices keep the names of people.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from core.city.city import City
from core.language.phrases import any_phrase
from core.language.told import NameWords
from core.language.words import is_root_word, stem

Span = tuple[int, int]

_MOST_WORDS = 4
_SHORTEST_ROOT = 4
"""Of shorter ones the stemmer finds too many: "dom" in "Domi"."""
_REMEMBERED = 16_384
_VOWELS = frozenset("aiueo")
_NEXT_WORD = re.compile(r"\s*([^\W\d_][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?)", re.UNICODE)
_PART = r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?"
_NAMES = rf"(?P<name>{_PART}(?:[ \t]+{_PART}){{0,{_MOST_WORDS - 1}}}?)"
_SHOUTED = re.compile(r"(?<![^\W_])[A-Z]{2,}(?:['’-][A-Z]+)*(?:[ \t]+[A-Z]{2,}(?:['’-][A-Z]+)*)+(?![^\W_])")
_CAPITAL = r"[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_CAPITALS = re.compile(rf"(?<![^\W_]){_CAPITAL}(?:[ \t]+{_CAPITAL})+(?![^\W_])")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class _CanBe(Protocol):
    def __call__(self, word: str, *, firm: bool) -> bool: ...


class _Shapes:
    """The sentences in which a name stands, compiled from the words of a pack."""

    def __init__(self, words: NameWords) -> None:
        titles = rf"(?i:{any_phrase(words.titles)})\.?\s+"
        title = f"(?:{titles})?"
        self.titled = re.compile(rf"\b{titles}(?P<name>{_CAPITAL}(?:[ \t]+{_CAPITAL})*)(?![^\W_])")
        me = rf"\b(?i:{any_phrase(words.i_words)})"
        home = rf"(?i:{any_phrase(words.home_words)})\b"
        going = rf"(?i:{any_phrase((*words.home_words, *words.going_words))})\b"
        tail = rf"(?=[ \t]*(?:[,.(;)\]]|\n|$)|[ \t]+(?i:{any_phrase(words.after_signature)})\b)"
        self.start = re.compile(
            rf"(?:\b{any_phrase(words.introductions)}(?![^\W_])|\b{any_phrase(words.labels)}(?=\s*:)"
            rf"|\b{any_phrase(words.capital_introductions)}(?=\s+(?-i:[A-Z])))"
            rf"\s*(?:{any_phrase(words.is_words)}(?![^\W_]))?\s*[:,=]?\s*",
            re.IGNORECASE,
        )
        self.introduced = re.compile(rf"{me}\s*,?\s+{title}{_NAMES}(?=\s*(?:[,.;:(\n]|$)|\s+{going})")
        self.small = re.compile(rf"{me}\s*,?\s+{title}{_NAMES}(?=\s+{home})")
        self.closed = re.compile(
            rf"(?:^|(?<=[.!?\n]))[ \t]*(?i:{any_phrase(words.closings)})"
            rf"[ \t]*(?:[,.:;–—-]+\s*|\n\s*)[(\[]?{title}{_NAMES}{tail}",
            re.MULTILINE,
        )
        self.thanked = re.compile(
            rf"(?i:{any_phrase(words.thanks)})[^\n.,:!]{{0,30}}(?:[,.:!–—-]+\s*|\n\s*)[(\[]?"
            rf"{title}{_NAMES}[)\]]?[ \t.]*(?:,[^\n]{{0,40}})?\s*$"
        )
        self.dashed = re.compile(rf"(?:^|\n)[ \t]*[-–—~][ \t]*{title}{_NAMES}(?P<home>[ \t]*[,(][^\n]*)?[ \t.]*$")
        self.last = re.compile(rf"(?:\n\s*|[.!?]\s+){title}{_NAMES}[ \t.]*(?:[,(][^\n]{{0,40}})?\s*$")


class NameFinder:
    """Find names with the words of one city."""

    def __init__(self, words: NameWords) -> None:
        """Compile the words."""
        self._shapes = _Shapes(words)
        self._common = frozenset(words.common)
        self._never = frozenset((*words.common, *words.roles, *words.places))
        self._also = frozenset(words.also_names)
        self._places = frozenset(words.places)
        self._links = frozenset(words.links)
        self._beginnings = words.beginnings
        self._endings = ("", *words.endings)
        self.can_be: _CanBe = lru_cache(maxsize=_REMEMBERED)(self._can_be)
        """Say whether one word in lower case can be a name; ``firm``: where it stands nothing else is likely."""

    @classmethod
    def of(cls, city: City) -> NameFinder:
        """Give the finder of a city, the same one to whoever asks."""
        return city.once("names", lambda: cls(city.name_words))

    def own_spans(self, text: str, spare: Collection[str] = ()) -> Iterator[Span]:
        """Give where the writer's own name stands; words of ``spare`` (lower case) are none."""
        shapes = self._shapes
        yield from self._announced(text)
        for found in shapes.introduced.finditer(text):
            # Who says "Saya Yohanes Bria, warga Lor" gives a name; "Saya guru" or "Saya PNS" does not.
            firm = not _is_capital_around(found)
            if self._has_capitals(found["name"]) and self._is_name(found["name"], spare, firm=firm):
                yield found.span("name")
        for found in shapes.small.finditer(text):
            # The same without capitals, where every word has to be none that a dictionary knows.
            if self._is_name(found["name"], spare, firm=False):
                yield found.span("name")
        for found in shapes.closed.finditer(text):
            if self._has_capitals(found["name"]) and self._is_name(found["name"], spare, firm=True):
                yield found.span("name")
        yield from self._signed(text, spare)
        yield from self._shouted(text, spare)

    def other_spans(self, text: str, spare: Collection[str] = ()) -> Iterator[Span]:
        """Give where anybody else may be named: capitals after a title, or two in a row of which one is no word.

        More goes than has to: for readers to whom a name that stays is worse than a shop's name that goes.
        """
        for found in self._shapes.titled.finditer(text):
            yield from (_around(run) for run in self._runs(text, found.span("name"), spare))
        for found in _CAPITALS.finditer(text):
            if not self.is_of_place(text, found.start()):
                runs = (run for run in self._runs(text, found.span(), spare) if len(run) > 1)
                yield from (_around(run) for run in runs if any(self.can_be(_word(one), firm=False) for one in run))

    def _runs(self, text: str, within: Span, spare: Collection[str]) -> Iterator[list[re.Match[str]]]:
        """Give the stretches of words, within a part of a text, each of which can be one of a name."""
        run: list[re.Match[str]] = []
        for found in _WORDS.finditer(text, *within):
            if _word(found) not in spare and self.can_be(_word(found), firm=True):
                run.append(found)
                continue
            if run:
                yield run
            run = []
        if run:
            yield run

    def is_of_place(self, text: str, start: int) -> bool:
        """Tell whether what begins here is named after somebody: before it stands a word for street, school, church."""
        before = _WORDS.findall(text[max(0, start - 40) : start])
        gap = text[:start].rstrip(" .\t")
        return bool(before) and before[-1].lower() in self._places and gap.lower().endswith(before[-1].lower())

    def _announced(self, text: str) -> Iterator[Span]:
        for start in self._shapes.start.finditer(text):
            first = position = start.end()
            capital: bool | None = None
            for _ in range(_MOST_WORDS):
                word = _NEXT_WORD.match(text, position)
                if word is None or word[1].lower().rstrip(".") in self._common or "\n" in word[0]:
                    break
                if capital and not word[1][0].isupper() and word[1].lower() not in self._links:
                    break
                capital = word[1][0].isupper() if capital is None else capital
                first = word.start(1) if position == start.end() else first
                position = word.end(1)
            if position > start.end():
                yield first, position

    def _signed(self, text: str, spare: Collection[str]) -> Iterator[Span]:
        """Look at the end, where people sign: after thanks, after a dash, or with nothing but their name."""
        text, shapes = text.rstrip(), self._shapes
        for pattern in (shapes.thanked, shapes.dashed, shapes.last):
            found = pattern.search(text)
            if found is None or not self._has_capitals(found["name"]) or self.is_of_place(text, found.start("name")):
                continue
            firm = pattern is shapes.dashed and bool(found["home"])
            long_enough = pattern is not shapes.last or len(found["name"].split()) > 1
            if long_enough and self._is_name(found["name"], spare, firm=firm):
                yield found.span("name")

    def _shouted(self, text: str, spare: Collection[str]) -> Iterator[Span]:
        """Find names in capitals; where the whole text shouts, capitals say nothing."""
        letters = [character for character in text if character.isalpha()]
        if sum(character.isupper() for character in letters) * 2 > len(letters):
            return
        for found in _SHOUTED.finditer(text):
            if not self.is_of_place(text, found.start()) and self._is_name(found[0], spare, firm=False):
                yield found.span()

    def _has_capitals(self, name: str) -> bool:
        return all(word[0].isupper() for word in name.split() if word.lower() not in self._links)

    def _is_name(self, name: str, spare: Collection[str], *, firm: bool) -> bool:
        """Tell whether words can be a name: ``firm`` where they stand and are written as one, as "Budi" may be."""
        words = [word.strip(".").lower() for word in name.split()]
        own = sum(word in spare for word in words)
        return own < (len(words) if firm else 1) and all(self.can_be(word, firm=firm) for word in words)

    def _can_be(self, word: str, *, firm: bool) -> bool:
        if word in self._never:
            return False
        if len(word) == 1:
            return firm
        if word in self._also:
            return True
        root = stem(word)
        if root != word and len(root) >= _SHORTEST_ROOT and is_root_word(root):
            return False  # "pedagang" of "dagang"
        if firm:
            return True
        known = len(word) < 3 or any(map(is_root_word, (word, *self._spoken_roots(word))))
        return not known and any(letter in "aeiouy" for letter in word) and not _VOWELS.issuperset(word)

    def _spoken_roots(self, word: str) -> Iterator[str]:
        """Undo what everyday speech does to a root: "nyapu" of "sapu", "bilangin" of "bilang"."""
        for ending in self._endings:
            base = word.removesuffix(ending)
            yield base
            for beginning, instead in self._beginnings.items():
                if base.startswith(beginning):
                    yield from (start + base.removeprefix(beginning) for start in instead)


def _word(found: re.Match[str]) -> str:
    return found[0].lower()


def _around(run: Sequence[re.Match[str]]) -> Span:
    return run[0].start(), run[-1].end()


def _is_capital_around(found: re.Match[str]) -> bool:
    """Tell whether the other words begin with a capital as well, so that those of the name mean nothing."""
    others = _WORDS.findall(found.string[: found.start("name")] + found.string[found.end("name") :])
    capital = sum(word[0].isupper() for word in others)
    shouted = bool(others) and all(word.isupper() for word in others)
    return shouted or (len(others) > 3 and capital * 5 > len(others) * 3)
