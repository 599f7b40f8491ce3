"""Read places out of a sentence: the kelurahan, the kecamatan, and the landmark in the citizen's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.city.city import City
from core.language.words import Token, deletes, is_root_word, one_apart, unstretch

_FUZZY_LENGTH = 6
_LANDMARK_WORDS = 5
_NUMERALS = frozenset({"1", "2", "3", "i", "ii", "iii"})
_MOST_OPTIONS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What a text says about the place; every field may be None."""

    kelurahan: str | None
    kecamatan: str | None
    landmark: str | None
    spans: tuple[tuple[int, int], ...] = ()
    """Character spans of names and landmarks: words inside them say where, not what."""
    prepositions: frozenset[int] = frozenset()
    """Where the words right after "di", "ke" and "dari" start."""
    options: tuple[str, ...] = ()
    """Names that may be meant where the best one is not sure; empty when it is."""


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    start: int
    end: int
    worth: int
    kecamatan: bool = False
    options: tuple[str, ...] = ()


class Gazetteer:
    """Know the names of one city's areas and find them in tokens."""

    def __init__(self, city: City) -> None:
        """Index names, spellings and well-known places."""
        self._city = city
        words = city.language.plain.get("place_words", {})
        self._kecamatan_words = frozenset(words.get("kecamatan", ()))
        self._area_words = self._kecamatan_words | frozenset(words.get("kelurahan", ()))
        self._kelurahan_words = frozenset((*words.get("kelurahan", ()), *words.get("heads", ())))
        self._in_area = frozenset(words.get("in_area", ()))
        self._before_careful = self._kelurahan_words | self._in_area | frozenset(words.get("of_area", ()))
        self._roads = frozenset(words.get("roads", ()))
        self._prepositions = frozenset(words.get("prepositions", ()))
        self._seats = frozenset(words.get("seats", ()))
        self._careful = {_key(spelling) for area in city.kelurahan for spelling in area.careful}
        self._never_mistyped = {area.name for area in city.kelurahan if _key(area.name) in self._careful}
        self._not_after = {area.name: frozenset(area.not_after) for area in city.kelurahan}
        self._names: dict[tuple[str, ...], str] = {}
        self._whole: set[tuple[str, ...]] = set()
        for area in city.kelurahan:
            for spelling in (area.name, *area.spellings):
                self._add(spelling, area.name)
        self._places = {tuple(place.split()): name for place, name in city.places.items()}
        only = set(city.kecamatan) - {area.name for area in city.kelurahan}
        self._only_kecamatan = {_key(name): name for name in only}
        self._kecamatan = {_key(name): name for name in city.kecamatan}
        self._longest = max(len(key) for key in (*self._names, *self._places, *self._kecamatan))
        self._alone: set[tuple[str, ...]] = set()
        self._families = self._siblings()
        self._fuzzy: dict[str, list[tuple[str, ...]]] = {}
        for key in self._names:
            joined = "".join(key)
            if len(joined) >= _FUZZY_LENGTH and not joined.isdigit():
                for form in deletes(joined):
                    self._fuzzy.setdefault(form, []).append(key)

    def _siblings(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Find the spellings that leave open which of several is meant ("Wadas" of Wadas I and Wadas II)."""
        families: dict[tuple[str, ...], list[str]] = {}
        for area in self._city.kelurahan:
            key = _key(area.name)
            if len(key) > 1 and key[-1] in _NUMERALS:
                families.setdefault(key[:-1], []).append(area.name)
        for stem, names in families.items():
            alone = next((area.name for area in self._city.kelurahan if _key(area.name) == stem), None)
            if alone is not None:
                self._alone.add(stem)
                names.insert(0, alone)
        return {stem: tuple(names) for stem, names in families.items() if len(names) > 1 and stem in self._names}

    def _add(self, spelling: str, name: str) -> None:
        key = _key(spelling)
        self._names.setdefault(key, name)
        if len(key) > 1 and key[-1] in {"1", "2", "i", "ii"}:
            self._names.setdefault((*key[:-2], key[-2] + key[-1]), name)

    def find(self, tokens: Sequence[Token], text: str, markers: frozenset[str], stops: frozenset[str]) -> Place:
        """Find kelurahan, kecamatan and landmark.

        `markers` are words that begin a landmark ("depan"), `stops` words that end one ("mati", "yang").
        """
        raw = _surfaces(tokens)
        found = list(self._matches(raw))
        kelurahan = self._best(found)
        kecamatan = self._city.kecamatan_of(kelurahan) if kelurahan else None
        if kecamatan is None:
            kecamatan = next((item.name for item in found if item.kecamatan), None)
        spans = [(item.start, item.end) for item in found]
        landmark = self._landmark(raw, markers, stops)
        if landmark is not None:
            spans.append(landmark)
        words = " ".join(text[landmark[0] : landmark[1]].split()) if landmark else None
        after = (right.start for left, right in pairwise(raw) if left.norm in self._prepositions)
        return Place(kelurahan, kecamatan, words, tuple(spans), frozenset(after), self._options(found, kelurahan))

    def _options(self, found: list[_Found], best: str | None) -> tuple[str, ...]:
        """List what may be meant when the best name was mistyped, is one of a family, or stands beside another."""
        if best is None:
            return ()
        items = [item for item in found if not item.kecamatan]
        chosen = [item for item in items if item.name == best]
        if any(not item.options for item in chosen) and chosen:
            sure = max(item.worth for item in chosen)
            rivals = {item.name for item in self._exact(items) if item.name != best and item.worth >= sure}
            return (best, *sorted(rivals))[:_MOST_OPTIONS] if rivals else ()
        names = dict.fromkeys([best, *(name for item in chosen for name in item.options)])
        return tuple(names)[:_MOST_OPTIONS]

    def _exact(self, areas: list[_Found]) -> list[_Found]:
        districts = {self._city.kecamatan_of(item.name) for item in areas if item.name not in self._city.kecamatan}
        # "Kelurahan A, B": the second name is the kecamatan of the first.
        return [item for item in areas if item.name not in districts] or areas

    def _best(self, found: list[_Found]) -> str | None:
        areas = [item for item in found if not item.kecamatan]
        if not areas:
            return None
        return max(self._exact(areas), key=lambda item: (item.worth, -item.start)).name

    def _matches(self, raw: Sequence[Token]) -> Iterator[_Found]:
        position = 0
        while position < len(raw):
            for length in range(min(self._longest, len(raw) - position), 0, -1):
                item = self._match(raw, position, length)
                if item is not None:
                    yield item
                    position += length
                    break
            else:
                position += 1

    def _match(self, raw: Sequence[Token], position: int, length: int) -> _Found | None:
        key = tuple(token.surface for token in raw[position : position + length])
        start, end = raw[position].start, raw[position + length - 1].end
        before = raw[position - 1].surface if position else ""
        if before in self._kecamatan_words and key in self._kecamatan:
            return _Found(self._kecamatan[key], start, end, 0, kecamatan=True)
        name = self._names.get(key)
        options = () if before in self._kelurahan_words and key in self._alone else self._families.get(key, ())
        worth = 5
        if name is None and key in self._places:
            name, worth = self._places[key], 2
        if name is None and key in self._only_kecamatan:
            return _Found(self._only_kecamatan[key], start, end, 0, kecamatan=True)
        if name is None and length <= 2:
            name, worth = self._mistyped(key, before), 3
            options = (name,) if name is not None else ()
        if name is None or before in self._not_after[name]:
            return None
        if key in self._careful and before not in self._before_careful:
            return None
        if before in self._kelurahan_words:
            worth += 10
        elif before in self._roads:
            worth -= 2
        elif before in self._in_area:
            worth += 1
        return _Found(name, start, end, worth, options=options)

    def _landmark(self, raw: Sequence[Token], markers: frozenset[str], stops: frozenset[str]) -> tuple[int, int] | None:
        """Find the landmark span: from a marker to the first word that cannot belong to a name."""
        for position, token in enumerate(raw):
            if token.norm not in markers:
                continue
            last = position
            for offset in range(1, _LANDMARK_WORDS + 1):
                if position + offset >= len(raw):
                    break
                word = raw[position + offset]
                if word.norm in stops or word.stem in stops or (offset > 1 and word.clause != raw[position + 1].clause):
                    break
                if offset > 1 and self._begins_an_area(word, raw[position + offset - 1]):
                    break
                last = position + offset
            if last > position:
                return token.start, raw[last].end
        return None

    def _begins_an_area(self, word: Token, before: Token) -> bool:
        return word.surface in self._area_words and before.surface not in self._seats

    def _mistyped(self, key: tuple[str, ...], before: str) -> str | None:
        joined = "".join(key)
        if len(joined) < _FUZZY_LENGTH or not joined.isalpha() or (len(key) == 1 and is_root_word(joined)):
            return None
        if (
            len(key) == 2
            and any(len(part) < 3 or is_root_word(part) for part in key)
            and before not in self._kelurahan_words
        ):
            return None
        near = {
            self._names[known]
            for form in deletes(joined)
            for known in self._fuzzy.get(form, ())
            if known[0][0] == joined[0] and one_apart(joined, "".join(known))
        } - self._never_mistyped
        return min(near) if len(near) == 1 else None


def _key(name: str) -> tuple[str, ...]:
    return tuple(unstretch(part) for part in name.lower().replace("-", " ").split())


def _surfaces(tokens: Sequence[Token]) -> list[Token]:
    """Give one token per written word: a spelling such as "dmn" -> "di mana" made several of one."""
    seen: list[Token] = []
    for token in tokens:
        if not seen or seen[-1].start != token.start:
            seen.append(token)
    return seen
