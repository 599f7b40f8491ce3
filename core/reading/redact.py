"""Take personal data out of free text before officials' groups, logs or the public see it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.city.city import City, MapBox
from core.language.phrases import any_phrase
from core.language.told import PrivateWords
from core.reading.names import NameFinder

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_GAP = r"[\s.\-–—()/\\_·]{0,3}"
_SHORTEST_NUMBER = 7
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
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?<![\w@.])@[A-Za-z0-9_][A-Za-z0-9_.]{1,29}(?<!\.)")
_GROUPED = re.compile(r"(?<![\w.,])\d(?:[\s.\-]?\d){8,}(?![\w])")
"""Written in groups ("3171 2345 6789"): at least nine digits with single gaps is nobody's house number."""


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    token: str


_Rule = tuple[re.Pattern[str], str]


class Redactor:
    """Redact texts with the words, numbers and places of one city."""

    def __init__(self, city: City) -> None:
        """Compile what is private where the city lies."""
        words = city.private_words
        self._tokens = words.tokens
        self._names = NameFinder.of(city)
        self._box = city.map_box
        self._kept = (*_PROTECTED, *_amounts(words))
        self._rules = tuple(_rules(words))
        self._plate = re.compile(words.plate) if words.plate else None
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
        clean = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
        if self._box is not None and _FRACTION.search(clean):
            clean = _COORDINATE.sub(self._shortened, clean)
        spans = [*self._known_spans(clean, known, spare), *self._direct_spans(clean)]
        spans += [_Span(start, end, self._tokens["name"]) for start, end in self._names.own_spans(clean, spare)]
        if others:
            spans += [_Span(start, end, self._tokens["name"]) for start, end in self._names.other_spans(clean, spare)]
        if plates and self._plate is not None:
            spans += [_Span(m.start(), m.end(), self._tokens["plate"]) for m in self._plate.finditer(clean)]
        if homes:
            spans += self._home_spans(clean)
        return _LONG_RUN.sub(self._tokens["number"], _replace(clean, spans))

    def outside(self, text: str, known: Sequence[str] = (), spare: Collection[str] = ()) -> str:
        """Redact for readers outside of the house: everything goes that may lead to anybody."""
        return self.redact(text, known, plates=True, homes=True, others=True, spare=spare)

    def _home_spans(self, text: str) -> Iterator[_Span]:
        """Find where somebody lives: what stands before an `only` stays, such as the name of a street."""
        token = self._tokens["home"]
        for pattern in self._homes:
            for match in pattern.finditer(text):
                start = match.start("only") if "only" in pattern.groupindex else match.start()
                yield _Span(start, match.end(), token)
        yield from (_Span(match.start(), match.end(), token) for match in _POSITION.finditer(text))
        if self._box is not None:
            inside = (match for match in _COORDINATE.finditer(text) if _is_inside(match, self._box))
            yield from (_Span(match.start(), match.end(), token) for match in inside)

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
                    only = match.group("only") if "only" in pattern.groupindex else match[0]
                    yield _Span(match.end() - len(only), match.end(), self._tokens[token])

    def _known_spans(self, text: str, known: Sequence[str], spare: Collection[str]) -> Iterable[_Span]:
        for item in known:
            words = unicodedata.normalize("NFKC", item).translate(_INVISIBLE).split()
            if not words or len("".join(words)) < 2 or (len(words) == 1 and words[0].lower() in spare):
                continue
            pattern = r"(?<![^\W_])@?" + r"\s+".join(map(re.escape, words)) + r"(?![^\W_])"
            is_number = words[0].lstrip("+").isdigit()
            for match in re.finditer(pattern, text, re.IGNORECASE):
                if not is_number and len(words) == 1 and self._names.is_of_place(text, match.start()):
                    continue
                yield _Span(match.start(), match.end(), self._tokens["number" if is_number else "name"])


def _amounts(words: PrivateWords) -> Iterator[re.Pattern[str]]:
    """Give what keeps its digits beside dates and positions: money and neighbourhoods."""
    currency, after = any_phrase(words.currencies), any_phrase(words.after_amounts)
    yield re.compile(rf"\b{currency}\s?\.?\s?\d{{1,3}}(?:[.,]\d{{3}})*(?:,-|,\d\d)?(?!\d)", re.IGNORECASE)
    yield re.compile(rf"(?<![\d.])\d{{1,3}}(?:\.\d{{3}}){{1,3}}(?![\d.]*\d)(?=\s*{after}\b)", re.IGNORECASE)
    if words.addresses:
        first, *further = words.addresses
        more = rf"(?:{any_phrase(further)}\W{{0,2}}\d{{1,3}})?"
        yield re.compile(rf"\b{re.escape(first)}\W{{0,2}}\d{{1,3}}\s?[/,]?\s?{more}", re.IGNORECASE)


def _rules(words: PrivateWords) -> Iterator[_Rule]:
    """Give what is taken out, with the name of its token; the first that fits a place counts."""
    yield _EMAIL, "email"
    site, service = any_phrase(words.sites), any_phrase(words.services)
    yield re.compile(rf"(?:https?://)?(?:www\.|m\.|web\.)?{site}/[^\s<>\"']+", re.IGNORECASE), "account"
    yield _ACCOUNT, "account"
    yield re.compile(rf"\b{service}\s?:\s?[A-Za-z0-9_.]{{3,30}}", re.IGNORECASE), "account"
    yield from ((re.compile(pattern, re.IGNORECASE), "tax") for pattern in words.tax)
    if words.identity:
        yield re.compile(words.identity), "identity"
    yield from ((pattern, "number") for pattern in _telephones(words))
    bank = any_phrase(words.banks)
    yield re.compile(rf"\b{bank}\W{{1,4}}(?:no\.?\s?)?(?:\d[\s.\-]?){{7,17}}\d", re.IGNORECASE), "number"
    digit = any_phrase(words.digits)
    yield re.compile(rf"\b(?:{digit}[\s,.-]+){{7,}}{digit}\b", re.IGNORECASE), "number"
    yield _GROUPED, "number"


def _telephones(words: PrivateWords) -> Iterator[re.Pattern[str]]:
    country, mobile = re.escape(words.country_code), re.escape(words.mobile)
    trunk = "[0oO]" if words.trunk == "0" else re.escape(words.trunk)
    if country:
        yield re.compile(rf"(?<![\w])(?:\+|00)?{country}(?:{_GAP}\d){{7,13}}(?!\d)")
    if mobile:
        yield re.compile(rf"(?<![\w])[(]?{trunk}{_GAP}{mobile}(?:{_GAP}\d){{6,12}}(?!\d)")
    if trunk:
        area = re.escape(words.trunk)
        yield re.compile(rf"(?<![\w])[(]?{area}\d{{2,3}}[)]?[\s.\-/]{{0,3}}\d{{3,4}}{_GAP}\d{{3,5}}(?!\d)")
    yield re.compile(rf"(?<![\w])\+(?:{_GAP}\d){{8,15}}(?!\d)")
    if mobile:
        yield re.compile(rf"(?<![\w]){mobile}\d{{2}}{_GAP}\d{{3,4}}{_GAP}\d{{3,5}}(?!\d)")
    phone = any_phrase(words.phone_words)
    yield re.compile(rf"\b{phone}\b\W{{0,4}}(?P<only>(?:\d[\s.\-]?){{6,14}}\d)(?!\d)", re.IGNORECASE)


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
