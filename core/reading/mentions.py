"""Read a public post: is it a complaint about the city, about what, where, how sure, and why.

Points are added up, so that everybody can see what spoke for it and what against: a matter that the city knows, a place
in it, words of complaint, the act of speech that is heard; and against it news, praise, jokes, irony, campaigning,
advertising, other cities. Words and points are data of the city pack (`mentions.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import exp, log

from core.city.city import City
from core.city.mentions import COMPLAINT
from core.city.mentions import OTHER as TALK
from core.language.model import unpack
from core.language.patterns import Matcher, parse_pattern
from core.language.words import Tokenizer, prepare
from core.reading.heard import Ear, Hearer
from core.reading.understand import OTHER, Understander

_READ_CHARACTERS = 1_000
_STEEP = 1.6
"""How fast sureness grows with the points beyond what is enough."""
_LEAST, _ODDS = 1e-6, 4.0
"""Learnt weights are never surer than this: they know few posts."""
_TOLD = 0.15
"""Fewer points are not named as a reason."""
_TWICE, _MOST = 0.5, 2.0
"""What each further word of the same cue adds, as a share of the first, and how much of the first a cue may give."""


@dataclass(frozen=True, slots=True)
class MentionReading:
    """What was read out of one public post; ``sure`` between 0 and 1, ``why`` names what spoke for and against it."""

    complaint: bool
    sure: float
    category: str
    kelurahan: str = ""
    landmark: str = ""
    why: tuple[str, ...] = ()


class MentionReader:
    """Read public posts with the words of one city; cheap to make, the words are prepared at the first post."""

    def __init__(self, city: City, understander: Understander) -> None:
        """Take the city and what reads private messages: matter and place are read the same way."""
        self._city = city
        self._words = city.mention_words
        self._understander = understander
        self._hearer = Hearer(city)

    @cached_property
    def _lexicon(self) -> _Lexicon:
        return self._city.once("mentions", lambda: _Lexicon(self._city))

    def read(self, text: str, *, addressed: bool = False) -> MentionReading:
        """Read one post; the same text always gives the same answer."""
        text, lexicon = prepare(text)[:_READ_CHARACTERS], self._lexicon
        tokens = lexicon.tokenizer.split(text)
        understood = self._understander.read(text)
        points: dict[str, float] = {}
        seen: dict[str, set[frozenset[int]]] = {}
        for hit in lexicon.matcher.find(tokens):
            seen.setdefault(hit.pattern.label, set()).add(hit.places)
        for sign, name in self._words.signs.items():
            if sign in text:
                seen.setdefault(name, set()).add(frozenset())
        for cue in self._words.cues:
            if found := len(seen.get(cue.name, ())):
                points[cue.name] = cue.lift * min(_MOST, 1 + _TWICE * (found - 1))
        best = understood.categories[0]
        if best.code != OTHER:
            points[best.code] = self._words.matter * best.score
        if understood.kelurahan or lexicon.city_name.find(tokens):
            points[understood.kelurahan or self._city.name] = self._words.here
        if addressed:
            points["@"] = self._words.addressed
        heard = self._hearer.hear(text)
        points.update({label: lift * heard.scores.get(label, 0.0) for label, lift in self._words.heard.items()})
        if lexicon.model is not None:
            likely = lexicon.model.probabilities(lexicon.ear.buckets(text))
            odds = log(max(likely[COMPLAINT], _LEAST) / max(likely[TALK], _LEAST))
            points["learnt"] = self._words.learnt * max(-_ODDS, min(_ODDS, odds))
        total = sum(points.values()) - self._words.enough
        why = sorted((name for name in points if abs(points[name]) >= _TOLD), key=lambda name: -abs(points[name]))
        return MentionReading(
            complaint=total >= 0,
            sure=round(1 / (1 + exp(-_STEEP * total)), 3),
            category=best.code,
            kelurahan=understood.kelurahan or "",
            landmark=understood.landmark or "",
            why=tuple(f"{'+' if points[name] > 0 else '-'} {name}" for name in why),
        )


class _Lexicon:
    """The compiled words of a city for public posts."""

    def __init__(self, city: City) -> None:
        words = city.mention_words
        language = replace(city.language, lists={**city.language.lists, "fillers": ()})
        self.tokenizer = Tokenizer(language)
        self.matcher = Matcher(
            parse_pattern(text, language, cue.name, cue.lift) for cue in words.cues for text in cue.words
        )
        self.ear = Ear.of(city)
        self.model = unpack(words.weights) if words.weights else None
        self.city_name = Matcher([parse_pattern(city.name, language)])
