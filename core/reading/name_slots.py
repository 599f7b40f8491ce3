"""Read the names that begin where a name may begin: after who speaks, after a title, beside a number, at an end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from core.reading.name_shapes import Shapes
from core.reading.name_words import Doubt, NameLexicon

Span = tuple[int, int]

_MOST_WORDS = 4
_LONGEST_ACRONYM = 5
_LOOKED_BACK = 80
_SAME_LINE = re.compile(r"[ \t]*([^\W\d_]+(?:['’-][^\W\d_]+)*)(\.?)")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COMMA = re.compile(r",[ \t]+")


class Slots:
    """Reads, in one text, the names that begin where a name may begin."""

    def __init__(self, lexicon: NameLexicon, shapes: Shapes, text: str, spare: Collection[str]) -> None:
        """Look at a text once; words of ``spare`` (lower case) are no names."""
        self.text = text
        self.spare = spare
        self._lexicon = lexicon
        self._shapes = shapes
        letters = [character for character in text if character.isalpha()]
        self.shouts = sum(character.isupper() for character in letters) * 2 > len(letters)
        self._foreign = lexicon.is_foreign(text.lower().split())

    def is_of_place(self, start: int) -> bool:
        """Tell whether what begins here is named after somebody: before it stands a word for street, school, church."""
        return bool(self._shapes.place_before.search(self.text, max(0, start - _LOOKED_BACK), start))

    def is_after_locative(self, start: int) -> bool:
        """Tell whether a word for where something is stands before what begins here."""
        before = _WORDS.findall(self.text[max(0, start - 20) : start])
        return bool(before) and self._lexicon.is_locative(before[-1].lower())

    def own(self) -> Iterator[Span]:
        """Give names after "saya", "anak saya", "dari:", and at the beginning before "melapor"."""
        yield from self.all_after(self._shapes.for_whom, "some", None)
        for found in self._shapes.kin.finditer(self.text):
            name = self.name_at(found.end(), "some", None) or self.name_at(found.end(), None, "much")
            if name and (self.text[name[0]].isupper() or self._shapes.after_small_kin.match(self.text, name[1])):
                yield name
        yield from self.all_after(self._shapes.from_label, "some", "much")
        for found in self._shapes.self_said.finditer(self.text):
            yield from self._listed(found.end(), "none", None, self._shapes.after_self)
            yield from self._small(found.end())
        for found in self._shapes.self_shown.finditer(self.text):
            yield from self._listed(found.end(), "some", None, self._shapes.after_self)
        for found in self._shapes.from_first.finditer(self.text):
            name = self.name_at(found.end(), "some", None)
            if name and (" " in self.text[slice(*name)] or not self.text[name[1] :].strip()):
                yield name
        for found in self._shapes.opening.finditer(self.text):
            yield from self._opened(found.end())
        for found in self._shapes.alone.finditer(self.text):
            name = self.name_at(found.end(), "some", "much" if self.shouts else None)
            if name and " " in self.text[slice(*name)] and self._shapes.end.match(self.text, name[1]):
                yield name

    def signed(self) -> Iterator[Span]:
        """Give names with which a text, or a part of it, ends: after thanks, a greeting or a dash."""
        for found in self._shapes.ending.finditer(self.text):
            yield from self._ended(self.name_at(found.end(), "none", None) or self.name_at(found.end(), None, "much"))
        for found in self._shapes.capital_ending.finditer(self.text):
            yield from self._ended(self.name_at(found.end(), "none", None))
        for found in self._shapes.dashed.finditer(self.text):
            name = self.name_at(found.end(), "none", None)
            at_home = bool(name and self._shapes.dashed_home.match(self.text, name[1]))
            last = bool(name and not self.text[name[1] :].strip(" .\n"))
            yield from self._ended(name if at_home or last else None)

    def _ended(self, name: Span | None) -> Iterator[Span]:
        if name and self._shapes.after_ending.match(self.text, name[1]):
            yield name

    def around(self, start: int, end: int) -> Iterator[Span]:
        """Give names directly before or after a telephone number or an address."""
        before = self._shapes.before_number.search(self.text, max(0, start - _LOOKED_BACK), start)
        words = list(_WORDS.finditer(self.text, max(0, start - _LOOKED_BACK), before.start() if before else start))
        run: list[re.Match[str]] = []
        for word in reversed(words[-_MOST_WORDS:]):
            following = run[0].start() if run else word.end()
            lower = word[0][0].islower()
            linked = lower and bool(run) and self._lexicon.is_link(word[0])
            apart = bool(run) and (self.text[word.end() : following].strip() or lower != run[0][0][0].islower())
            if not linked and (apart or not self.is_name(word[0], "much" if lower else "some")):
                break
            run.insert(0, word)
        if run and not self.is_of_place(run[0].start()):
            ahead = self.text[: run[0].start()].rstrip()
            called = self._shapes.contact.search(self.text, max(0, run[0].start() - _LOOKED_BACK), run[0].start())
            if run[0][0][0].isupper() or called or not ahead or ahead[-1] in ".,;:!?\n":
                yield run[0].start(), run[-1].end()
        after = self._shapes.after_number.match(self.text, end)
        at = after.end() if after else end
        for upper, lower_doubt in (("some", None), (None, "much")):
            name = self.name_at(at, upper, lower_doubt)  # type: ignore[arg-type]
            if name and at > end and self._shapes.end.match(self.text, name[1]):
                yield name

    def all_after(
        self, pattern: re.Pattern[str], upper: Doubt | None, lower: Doubt | None, *, held: bool = False
    ) -> Iterator[Span]:
        """Give every name that stands where a pattern ends; ``held``: also after an office named after a place."""
        for found in pattern.finditer(self.text):
            if name := self.name_at(found.end(), upper, lower, held=held):
                yield name

    def name_at(self, start: int, upper: Doubt | None, lower: Doubt | None, *, held: bool = False) -> Span | None:
        """Read a name that begins here, behind its titles; None where none does.

        ``upper`` and ``lower`` say with which doubt words in capitals and in small letters count; None: not at all.
        """
        titles = self._shapes.titles.match(self.text, start)
        begin = titles.end() if titles else start
        position, first, capital = begin, -1, False
        for count in range(_MOST_WORDS):
            word = _SAME_LINE.match(self.text, position)
            if word is None or (count == 0 and word.start(1) > begin + 1):
                break
            is_capital = word[1][0].isupper()
            doubt = (lower if self.shouts else upper) if is_capital else lower
            doubt = None if doubt == "much" and self._foreign else doubt
            linked = count > 0 and self._lexicon.is_link(word[1].lower())
            changed = count > 0 and is_capital != capital
            initial = count > 0 and is_capital and len(word[1]) == 1
            if not (linked or initial) and (changed or doubt is None or not self.is_name(word[1], doubt)):
                break
            first, capital = (word.start(1), is_capital) if first < 0 else (first, capital)
            position = word.end() if len(word[1]) == 1 else word.end(1)
        if first < 0 or (not held and self.is_of_place(first)):
            return None
        return first, position

    def is_name(self, word: str, doubt: Doubt) -> bool:
        """Tell whether a word can be one of a name: an acronym between other words is none."""
        acronym = not self.shouts and doubt != "none" and word.isupper() and len(word) < _LONGEST_ACRONYM
        return word.lower() not in self.spare and not acronym and self._lexicon.can_be(word.lower(), doubt)

    def _small(self, start: int) -> Iterator[Span]:
        """Give a name in small letters after "saya": a single word before a pause only if children get it."""
        for name in self._listed(start, None, "much", self._shapes.after_small):
            said = self.text[slice(*name)].lower()
            pause = self.text[name[1] :].lstrip()[:1] == ","
            if not pause or " " in said or self._lexicon.is_given(said):
                yield name

    def _listed(self, start: int, upper: Doubt | None, lower: Doubt | None, after: re.Pattern[str]) -> Iterator[Span]:
        """Give a name and those that follow it with "and", where what has to comes after them."""
        found: list[Span] = []
        position = start
        while (name := self.name_at(position, upper, lower)) is not None:
            found.append(name)
            more = self._shapes.following.match(self.text, name[1])
            if more is None:
                break
            position = more.end()
        if found and after.match(self.text, found[-1][1]):
            yield from found

    def _opened(self, start: int) -> Iterator[Span]:
        name = self.name_at(start, "some", None)
        if name is None:
            return
        comma = _COMMA.match(self.text, name[1])
        second = self.name_at(comma.end(), "some", None) if comma else None
        last = second or name
        several = second is not None or " " in self.text[slice(*name)]
        if (self._shapes.after_opening if several else self._shapes.after_first).match(self.text, last[1]):
            yield name[0], last[1]
