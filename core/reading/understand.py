"""Understand what a citizen writes: what kind of message, about what, where, since when, and whether it is urgent.

Everything is decided by the words of the city pack, so that the same text always gives the same answer and a city can
read and change why. Nothing here talks to anybody: a person sees the guess and corrects it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from core.city.city import City
from core.language.patterns import Hit, Matcher, Pattern, parse_pattern
from core.language.words import Token, Tokenizer, Vocabulary, is_root_word, prepare, root
from core.reading.judgement import Emergency, Judgement
from core.reading.moments import EventTime, MomentReader
from core.reading.places import Gazetteer, Place
from core.reading.urgency import Alarm

COMPLAINT, SUGGESTION, INFORMATION = "pengaduan", "aspirasi", "permintaan informasi"
OTHER = "lainnya"
_GUESSES = 3
_CERTAINTY = 1.5
"""Added to the sum of weights: one weak word alone should not look certain."""
_INSIDE_PLACE = 0.2
"""Weight left to a word that only says where ("di depan puskesmas")."""
_AFTER_PREPOSITION = 0.55
"""Weight left to a word right after "di", "ke" or "dari": it more often says where than what."""
_URGENT = 4.0
"""Weight that an emergency gives to its category: as much as a strong word."""
_LONGER = 0.12
"""Gain of a pattern for each word beyond the first: longer patterns mean more exactly what they say."""
_LATER = 0.01
"""Loss of a pattern for each word before it: people begin with what matters. Settles ties."""
_ENOUGH = 0.7
"""Below this weight nothing was understood; chosen so that a single weak word still counts."""
_ASKED = 0.5
_HINT = 0.4
"""Weight of a word that asks only in a question ("kapan"); it counts fully when the text has a question mark."""
_KINDS = (
    ("question", INFORMATION, 1.0),
    ("question_hint", INFORMATION, _HINT),
    ("suggestion", SUGGESTION, 1.0),
    ("suggestion_sure", SUGGESTION, 3.0),
    ("complaint", COMPLAINT, 1.0),
)
"""Lists of the language pack that vote for the kind of message, each with the weight of one word."""
_READ_AT_MOST = 2000
_ROOTED = 4
"""Shorter words say too little about a matter."""
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Guess:
    """A category with its score between 0 and 1."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read out of one text."""

    classification: str
    categories: tuple[Guess, ...]
    """Always three, best first; scores sum to at most 1."""
    kelurahan: str | None
    kecamatan: str | None
    landmark: str | None
    event_time: EventTime | None
    emergency: Emergency | None
    abusive: bool
    kelurahan_options: tuple[str, ...] = ()
    """Kelurahan that may be meant where the name is not sure, the likeliest (`kelurahan`) first; empty when it is."""

    @property
    def category(self) -> str:
        """Give the code of the best guess."""
        return self.categories[0].code


class Understander:
    """Read texts with the words of one city; cheap to make, the words are prepared at the first text."""

    def __init__(self, city: City) -> None:
        """Keep the city; see `warm` for preparing early."""
        self._city = city

    @classmethod
    def of(cls, city: City) -> Understander:
        """Give the understander of a city, the same one to whoever asks."""
        return city.once("understander", lambda: cls(city))

    def warm(self) -> None:
        """Prepare the words now (about half a second), so that the first citizen need not wait for it."""
        self.read(self._city.name)

    def read(self, text: str, now: datetime | None = None) -> Understanding:
        """Read one text; `now` (aware) resolves words such as "kemarin" to a day in the city's zone."""
        today = now.astimezone(ZoneInfo(self._city.timezone)).date() if now is not None else None
        return self._remembered(prepare(text)[:_READ_AT_MOST], today)

    @cached_property
    def _remembered(self) -> Callable[[str, date | None], Understanding]:
        """Read with a memory: the words of a draft are looked at again with each button that is pressed."""
        return lru_cache(maxsize=_REMEMBERED)(self._read)

    def _read(self, text: str, today: date | None) -> Understanding:
        lexicon = self._lexicon
        tokens = lexicon.tokens(text)
        place = lexicon.gazetteer.find(tokens, text, lexicon.place_markers, lexicon.place_stops)
        words = [token for token in tokens if not token.filler]
        # The words of a draft are several messages, a line each: every one has been looked at by itself already.
        alarms = (self._alarmed(line) for line in text.split("\n"))
        emergency = next((alarm for alarm in alarms if alarm is not None), None)
        guesses = lexicon.categories(words, place, emergency.category if emergency else None)
        return Understanding(
            classification=lexicon.classification(words, "?" in text),
            categories=guesses,
            kelurahan=place.kelurahan,
            kecamatan=place.kecamatan,
            landmark=place.landmark,
            event_time=lexicon.moments.read(text, today),
            emergency=emergency,
            abusive=bool(lexicon.abuse.find(words)),
            kelurahan_options=place.options,
        )

    def stems(self, text: str) -> frozenset[str]:
        """Give the roots of the words that say what a text is about: no small words, no numbers."""
        return self._rooted(prepare(text)[:_READ_AT_MOST])

    @cached_property
    def _rooted(self) -> Callable[[str], frozenset[str]]:
        return lru_cache(maxsize=_REMEMBERED)(self._stems)

    def _stems(self, text: str) -> frozenset[str]:
        small = self._lexicon.place_markers
        words = [token for token in self._lexicon.tokens(text) if not token.filler and token.norm not in small]
        return frozenset(token.stem for token in words if token.norm.isalpha() and len(token.norm) >= _ROOTED)

    def place_roots(self, text: str) -> frozenset[str]:
        """Give the roots of the words that tell one place from another: numbers and short names, no "jalan"."""
        words = self._lexicon.tokens(prepare(text)[:_READ_AT_MOST])
        small = self._lexicon.every_place
        return frozenset(token.stem for token in words if not token.filler and token.norm not in small)

    def danger(self, text: str) -> Emergency | None:
        """Give the danger that one message (or caption) speaks of by itself, or None; cheap enough for each."""
        return self._alarmed(prepare(text)[:_READ_AT_MOST])

    def why_danger(self, text: str) -> Judgement:
        """Give the points of each kind of danger in a text, with the patterns and cues that gave them."""
        return self._alarm.judge(prepare(text)[:_READ_AT_MOST])

    @cached_property
    def _alarm(self) -> Alarm:
        return self._city.once("alarm", lambda: Alarm(self._city))

    @cached_property
    def _alarmed(self) -> Callable[[str], Emergency | None]:
        return lru_cache(maxsize=_REMEMBERED)(self._alarm.read)

    @cached_property
    def _lexicon(self) -> _Lexicon:
        return self._city.once("lexicon", lambda: _Lexicon(self._city))


class _Lexicon:
    """The compiled words of a city."""

    def __init__(self, city: City) -> None:
        language = self._language = city.language
        self._tokenizer = Tokenizer(language)
        self.gazetteer = Gazetteer(city)
        self.moments = MomentReader(city.moment_words)
        self._codes = [category.code for category in city.categories]
        patterns = [
            parse_pattern(word.text, language, category.code, word.weight)
            for category in city.categories
            for word in category.words
        ]
        self._categories = Matcher(patterns)
        self.abuse = Matcher(parse_pattern(text, language) for text in language.group("abuse"))
        self._kinds = Matcher(
            parse_pattern(text, language, label, weight)
            for name, label, weight in _KINDS
            for text in language.group(name)
        )
        self.place_markers = frozenset(language.group("place_markers"))
        of_roads = language.plain.get("place_words", {}).get("roads", ())
        small = language.plain.get("small_words", {})
        self.every_place = self.place_markers.union(
            of_roads, *(small.get(n, ()) for n in ("house_numbers", "every_place"))
        )
        stops = language.group("place_stops")
        self.place_stops = (
            frozenset(stops) | {root(word, language) for word in stops} | frozenset(language.group("fillers"))
        )
        self._vocabulary = Vocabulary(_keywords(patterns))

    def tokens(self, text: str) -> tuple[Token, ...]:
        return tuple(self._corrected(token) for token in self._tokenizer.split(text))

    def _corrected(self, token: Token) -> Token:
        """Replace a word that nobody knows by the keyword one error away ("pukesmas")."""
        known = token.stem in self._vocabulary or token.norm in self._vocabulary
        if known or token.filler or not token.norm.isalpha() or is_root_word(token.stem):
            return token
        meant = self._vocabulary.nearest(token.norm)
        if meant is None:
            return token
        return replace(token, norm=meant, stem=root(meant, self._language))

    def classification(self, words: Sequence[Token], asks: bool) -> str:
        heard: dict[str, dict[int, float]] = {COMPLAINT: {}, SUGGESTION: {}, INFORMATION: {}}
        for hit in self._kinds.find(words):
            weight = 1.0 if asks and hit.pattern.weight == _HINT else hit.pattern.weight
            votes_by_word = heard[hit.pattern.label]
            for place in hit.places:
                votes_by_word[place] = max(weight, votes_by_word.get(place, 0.0))
        votes = {label: sum(words_heard.values()) for label, words_heard in heard.items()}
        votes[INFORMATION] += _ASKED if asks else 0.0
        if votes[INFORMATION] > max(votes[COMPLAINT], votes[SUGGESTION]):
            return INFORMATION
        return SUGGESTION if votes[SUGGESTION] > votes[COMPLAINT] else COMPLAINT

    def categories(self, words: Sequence[Token], place: Place, urgent: str | None) -> tuple[Guess, ...]:
        where = frozenset(
            position
            for position, token in enumerate(words)
            if any(start <= token.start and token.end <= end for start, end in place.spans)
        )
        weights = _weigh(self._categories.find(words), where, where | _after_preposition(words, place.prepositions))
        if urgent is not None:
            weights[urgent] = weights.get(urgent, 0.0) + _URGENT
        order = {code: place_ for place_, code in enumerate(self._codes)}
        ranked = sorted(weights, key=lambda code: (-weights[code], order[code]))
        if not ranked or weights[ranked[0]] < _ENOUGH:
            ranked = [OTHER, *(code for code in ranked if code != OTHER)]
            weights[OTHER] = _ENOUGH
        total = sum(weights.values()) + _CERTAINTY
        ranked += [code for code in (OTHER, *self._codes) if code not in ranked]
        return tuple(Guess(code, round(weights.get(code, 0.0) / total, 4)) for code in ranked[:_GUESSES])


def _place_factor(hit: Hit, where: frozenset[int], nearby: frozenset[int]) -> float:
    if hit.places <= where:
        return _INSIDE_PLACE
    return _AFTER_PREPOSITION if hit.places <= nearby or hit.places & where else 1.0


def _after_preposition(words: Sequence[Token], prepositions: frozenset[int]) -> frozenset[int]:
    return frozenset(
        position
        for position, token in enumerate(words)
        if token.start in prepositions
        or (position and words[position - 1].start in prepositions and words[position - 1].clause == token.clause)
    )


def _weigh(hits: Sequence[Hit], where: frozenset[int], nearby: frozenset[int]) -> dict[str, float]:
    """Add the weights of the patterns per category; a word counts once, with its heaviest pattern."""
    weights: dict[str, float] = {}
    used: dict[str, set[int]] = {}
    for hit in sorted(hits, key=lambda item: (-abs(item.pattern.weight), -len(item.places), item.pattern.text)):
        taken = used.setdefault(hit.pattern.label, set())
        if hit.pattern.weight > 0:
            if hit.places <= taken:
                continue
            taken.update(hit.places)
        factor = _place_factor(hit, where, nearby)
        factor *= 1 + _LONGER * (len(hit.places) - 1) - _LATER * min(min(hit.places), 20)
        weights[hit.pattern.label] = weights.get(hit.pattern.label, 0.0) + hit.pattern.weight * factor
    return {code: weight for code, weight in weights.items() if weight > 0}


def _keywords(patterns: Sequence[Pattern]) -> set[str]:
    return {
        word
        for pattern in patterns
        for part in pattern.parts
        for alternatives in part
        for word in (*alternatives.stems, *alternatives.forms)
        if word.isalpha()
    }
