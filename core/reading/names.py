"""Find where a text names the person who wrote it: introductions, signatures, names in capitals.

A name is told from ordinary words by where it stands, by its letters, and by not being a word: the dictionary of roots
and the words of the city's pack say what is one. Streets, schools, churches and offices keep the names of people.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from core.city.city import City
from core.language.told import NameWords, Words
from core.reading.name_shapes import CAPITAL, Shapes
from core.reading.name_slots import Slots, Span
from core.reading.name_words import Doubt, NameLexicon

_MOST_WORDS = 4
_NEXT_WORD = re.compile(r"\s*([^\W\d_][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?)", re.UNICODE)
_SHOUTED = re.compile(r"(?<![^\W_])[A-Z]{2,}(?:['’-][A-Z]+)*(?:[ \t]+[A-Z]{2,}(?:['’-][A-Z]+)*)+(?![^\W_])")
_CAPITALS = re.compile(rf"(?<![^\W_]){CAPITAL}(?:[ \t]+{CAPITAL})*(?![^\W_])")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class NameFinder:
    """Find names with the words of one city."""

    def __init__(self, words: NameWords, services: Words = (), never: Collection[str] = ()) -> None:
        """Compile the words; in ``services`` people have accounts under their names, ``never`` is a name."""
        self._shapes = Shapes(words, services)
        self._common = frozenset(words.common)
        self._lexicon = NameLexicon(words, never)

    @classmethod
    def of(cls, city: City) -> NameFinder:
        """Give the finder of a city, the same one to whoever asks."""
        return city.once("names", lambda: cls(city.name_words, city.private_words.services, _calendar(city)))

    def own_spans(self, text: str, spare: Collection[str] = (), numbers: Collection[Span] = ()) -> Iterator[Span]:
        """Give where the writer, a relative of theirs, or whoever is to be called is named.

        Words of ``spare`` (lower case) are no names; ``numbers`` are where telephones, addresses and accounts stand.
        """
        reader = Slots(self._lexicon, self._shapes, text, spare)
        yield from self._announced(text)
        yield from reader.own()
        yield from reader.signed()
        for start, end in numbers:
            yield from reader.around(start, end)
        yield from self._shouted(reader)

    def other_spans(self, text: str, spare: Collection[str] = ()) -> Iterator[Span]:
        """Give where anybody else may be named: after a title or an office, or capitals of which one is no word.

        More goes than has to: for readers to whom a name that stays is worse than a shop's name that goes.
        """
        shapes, reader = self._shapes, Slots(self._lexicon, self._shapes, text, spare)
        yield from reader.all_after(shapes.titled, "none", None)
        yield from reader.all_after(shapes.called, "some", None)
        yield from reader.all_after(shapes.named, "some", "much")
        yield from reader.all_after(shapes.office, "some", None, held=True)
        yield from reader.all_after(shapes.beside, "some", None)
        yield from reader.all_after(shapes.beside_titled, "none", "much")
        for found in _CAPITALS.finditer(text):
            yield from self._capital_runs(text, found.span(), reader)

    def can_be(self, word: str, doubt: Doubt) -> bool:
        """Tell whether a word in lower case can be one of a name."""
        return self._lexicon.can_be(word, doubt)

    def is_of_place(self, text: str, start: int) -> bool:
        """Tell whether what begins here is named after somebody: before it stands a word for street, school, church."""
        return Slots(self._lexicon, self._shapes, text, ()).is_of_place(start)

    def _announced(self, text: str) -> Iterator[Span]:
        for start in self._shapes.start.finditer(text):
            first = position = start.end()
            capital: bool | None = None
            for _ in range(_MOST_WORDS):
                word = _NEXT_WORD.match(text, position)
                if word is None or word[1].lower().rstrip(".") in self._common or "\n" in word[0]:
                    break
                if word[1][0].islower() and not self._lexicon.can_be(word[1].lower().rstrip("."), "some"):
                    break
                if capital and not word[1][0].isupper() and not self._lexicon.is_link(word[1].lower()):
                    break
                capital = word[1][0].isupper() if capital is None else capital
                first = word.start(1) if position == start.end() else first
                position = word.end(1)
            if position > start.end():
                yield first, position

    def _shouted(self, reader: Slots) -> Iterator[Span]:
        """Find names in capitals; where the whole text shouts, capitals say nothing."""
        if reader.shouts:
            return
        for found in _SHOUTED.finditer(reader.text):
            words = [word.lower() for word in found[0].split()]
            fits = all(word not in reader.spare and self._lexicon.can_be(word, "much") for word in words)
            if fits and not reader.is_of_place(found.start()):
                yield found.span()

    def _capital_runs(self, text: str, within: Span, reader: Slots) -> Iterator[Span]:
        """Give stretches of capitals that can be a name: of several words, or one in the middle of a sentence."""
        run: list[re.Match[str]] = []
        for found in (*_WORDS.finditer(text, *within), None):
            word = found[0].lower() if found is not None else ""
            if found is not None and word not in reader.spare and self._lexicon.can_be(word, "none"):
                run.append(found)
                continue
            if run and self._is_run(text, within, run, reader):
                yield run[0].start(), run[-1].end()
            run = []

    def _is_run(self, text: str, within: Span, run: list[re.Match[str]], reader: Slots) -> bool:
        start = run[0].start()
        if reader.is_of_place(start) or text[:start].endswith("#"):
            return False
        if len(run) > 1:
            return any(self._lexicon.can_be(one[0].lower(), "much") for one in run)
        begins = not text[:start].strip() or text[:start].rstrip()[-1] in ".!?:\n" or "\n" in text[start - 1 : start]
        shown = (start, run[0].end()) == within and reader.is_name(run[0][0], "much")
        return shown and not (begins or reader.shouts or reader.is_after_locative(start))


def _calendar(city: City) -> frozenset[str]:
    """Give the names of months and days of the week."""
    moments = city.moment_words
    return frozenset(word for lists in (moments.months, moments.weekdays) for words in lists.values() for word in words)
