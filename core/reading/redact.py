"""Take personal data out of free text before officials' groups, logs or the public see it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.city.city import City, MapBox
from core.language.visible import figures, plain
from core.reading.names import NameFinder
from core.reading.private_shapes import LINK, amounts, plates, rules, spelled

_SHORTEST_NUMBER = 7
_NAME_WORD = re.compile(r"[^\W\d_]{3,}")
_LONG_RUN = re.compile(r"(?<!\d)\d{9,}(?!\d)")
_COORDINATE = re.compile(r"(?<![\w.,])(?P<short>-?\d{1,3}\.\d{3,7})\d{0,12}(?![\w.])(?!,\d)")
"""A part of a position, such as 110.3705291; seven decimals are a centimetre, and the rest is left out."""
_FRACTION = re.compile(r"\.\d{3}")
"""What every such part has: one look rules out most texts."""

_POSITION = re.compile(r"(?<![\d.])-?\d{1,2}\.\d{3,8}\s?,\s?-?\d{1,3}\.\d{3,8}(?!\d)")
"""Latitude and longitude: a place, and no person's number."""

_PROTECTED = (
    re.compile(r"(?<![^\W_])[A-Z]{2,6}[\s-]\d\d[\s-]\d{5,6}[\s-]\d(?!\d)", re.IGNORECASE),  # ticket numbers
    re.compile(r"(?<!\d)(?<!\d[/.-])[0-3]?\d[/.-][01]?\d[/.-](?:\d{4}|\d{2})(?![/.-]?\d)"),
    re.compile(r"(?<!\d)(?<!\d[.:-])[0-2]?\d[.:][0-5]\d(?:\s?[-–]\s?[0-2]?\d[.:][0-5]\d)?(?![.:-]?\d)"),
    re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"),
    _POSITION,
)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    token: str


class Redactor:
    """Redact texts with the words, numbers and places of one city."""

    def __init__(self, city: City) -> None:
        """Compile what is private where the city lies."""
        words = city.private_words
        self._tokens = words.tokens
        self._reached = {words.tokens[name] for name in ("number", "email", "account")}
        self._names = NameFinder.of(city)
        self._box = city.map_box
        self._kept = (*_PROTECTED, *amounts(words))
        self._rules = tuple(rules(words))
        self._plates = tuple(plates(words))
        self._digits = frozenset(words.digits)
        self._doublers = frozenset(words.doublers)
        self._homes = tuple(re.compile(pattern, re.IGNORECASE) for pattern in words.home)

    @classmethod
    def of(cls, city: City) -> Redactor:
        """Give the redactor of a city, the same one to whoever asks."""
        return city.once("redactor", lambda: cls(city))

    def redact(
        self,
        text: str,
        known: Sequence[str] = (),
        *,
        plates: bool = False,
        homes: bool = False,
        others: bool = False,
        spare: Collection[str] = (),
    ) -> str:
        """Replace personal data by visible tokens of the pack such as [nomor], [NIK], [email], [nama] and [akun].

        `known` are strings that are known to belong to the reporter (names, user name, number): each is removed
        wherever it stands as a whole word, in any case; a single word of `spare` (lower case: the words of a city's
        pack) stays, because a report about street lights says "lampu" whatever the account is called. Vehicle plates
        go only when `plates` is true, because a complaint is often about a vehicle; RT/RW, house numbers and positions
        only with `homes`, because whoever works on it has to find the place; whoever is not its writer only with
        `others`, because a report may be about them. Ticket numbers, dates and prices stay.
        """
        clean = plain(text)
        if self._box is not None and _FRACTION.search(clean):
            clean = _COORDINATE.sub(self._shortened, clean)
        seen = figures(clean)
        direct = list(self._direct_spans(seen))
        reached = [(one.start, one.end) for one in direct if one.token in self._reached and clean[one.start] != "@"]
        names = list(self._names.own_spans(clean, spare, reached))
        if others:
            names += self._names.other_spans(clean, spare)
        spans = [*self._known_spans(clean, known, spare), *direct]
        spans += [_Span(start, end, self._tokens["name"]) for start, end in names]
        if plates:
            spans += self._found(self._plates, seen, "plate")
        if homes:
            spans += self._home_spans(seen)
            spans += self._found((LINK,), clean, "account")
        return _LONG_RUN.sub(self._tokens["number"], _replace(clean, spans))

    def outside(self, text: str, known: Sequence[str] = (), spare: Collection[str] = ()) -> str:
        """Redact for readers outside of the house: all goes that may lead to anybody, also one word of a name."""
        single = (word for item in known for word in _NAME_WORD.findall(plain(item)))
        return self.redact(text, (*known, *single), plates=True, homes=True, others=True, spare=spare)

    def _home_spans(self, text: str) -> Iterator[_Span]:
        """Find where somebody lives: what stands before an `only` stays, such as the name of a street."""
        token = self._tokens["home"]
        yield from self._found(self._homes, text, "home")
        yield from (_Span(match.start(), match.end(), token) for match in _POSITION.finditer(text))
        if self._box is not None:
            inside = (match for match in _COORDINATE.finditer(text) if _is_inside(match, self._box))
            yield from (_Span(match.start(), match.end(), token) for match in inside)

    def _found(self, patterns: Iterable[re.Pattern[str]], text: str, token: str) -> Iterator[_Span]:
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield _Span(*match.span("only" if "only" in pattern.groupindex else 0), self._tokens[token])

    def _shortened(self, match: re.Match[str]) -> str:
        return match["short"] if _is_inside(match, self._box) else match[0]

    def _kept_spans(self, text: str) -> Iterator[tuple[int, int]]:
        for pattern in self._kept:
            yield from (match.span() for match in pattern.finditer(text))
        if self._box is not None and _FRACTION.search(text):
            yield from (match.span() for match in _COORDINATE.finditer(text) if _is_inside(match, self._box))

    def _direct_spans(self, text: str) -> Iterable[_Span]:
        kept = list(self._kept_spans(text))
        for pattern, token in self._rules:
            for match in pattern.finditer(text):
                if not _mostly_kept(match, kept):
                    yield _Span(*match.span("only" if "only" in pattern.groupindex else 0), self._tokens[token])
        for start, end in spelled(text, self._digits, self._doublers):
            yield _Span(start, end, self._tokens["number"])

    def _known_spans(self, text: str, known: Sequence[str], spare: Collection[str]) -> Iterable[_Span]:
        for item in known:
            words = plain(item).split()
            if not words or len("".join(words)) < 2 or (len(words) == 1 and words[0].lower() in spare):
                continue
            pattern = r"(?<![^\W_])@?" + r"\s+".join(map(re.escape, words)) + r"(?![^\W_])"
            is_number = words[0].lstrip("+").isdigit()
            for match in re.finditer(pattern, text, re.IGNORECASE):
                if not is_number and len(words) == 1 and self._names.is_of_place(text, match.start()):
                    continue
                yield _Span(match.start(), match.end(), self._tokens["number" if is_number else "name"])


def _is_inside(match: re.Match[str], box: MapBox | None) -> bool:
    """Tell whether a number is a latitude or longitude of the city: then it is a place and no telephone."""
    return box is not None and box.crosses(float(match["short"]))


def _mostly_kept(match: re.Match[str], kept: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a find only overlaps what stays: fewer digits are left than the shortest telephone number has."""
    near = [(start, end) for start, end in kept if start < match.end() and match.start() < end]
    if not near:
        return False
    left = sum(
        match.string[place].isdigit() and not any(start <= place < end for start, end in near)
        for place in range(match.start(), match.end())
    )
    return left < _SHORTEST_NUMBER


def _replace(text: str, spans: Iterable[_Span]) -> str:
    parts: list[str] = []
    position = 0
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if span.start < position:
            continue
        parts += [text[position : span.start], span.token]
        position = span.end
    return "".join([*parts, text[position:]])
