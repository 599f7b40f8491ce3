"""Tell danger from a complaint: a fire is not a ticket, but a power cut is no fire.

One message is scored by itself, whatever was said before it. The heaviest pattern of a kind counts, and half a point
for each further one; the cues of the message lift it (now, help) or lower it (over, past, habitual, feared, asked
about). Two points are an emergency. Words and weights are data: `cities/base/emergency.toml` explains them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from math import log

from core.city.city import City
from core.city.danger import EmergencyKind
from core.language.data import Language
from core.language.features import features
from core.language.model import Model, unpack
from core.language.patterns import Hit, Matcher, Pattern, parse_pattern
from core.language.spelling import Restorer
from core.language.words import Token, Tokenizer, root
from core.reading.judgement import HINT, LIKELY, OWN, SURE, Emergency, Judgement

_FEW, _SHORT = 3, 1.0
"""Log odds taken from texts of so few words: weights know too little about them to alarm alone."""
_FURTHER, _FURTHER_AT_MOST = 0.5, 1.0
"""Points for each further pattern of the same kind, and how many these can be: three weak words are no fire."""
_LEAST = 1e-6
_NUMBERS = 3
"""Numbers said at most: somebody in danger dials the first."""
_SHOUTED = 0.5
_OTHER_SENTENCE = 0.5
"""Share that is left of a cue which stands in another sentence than the danger."""
_OTHER_CLAUSE = 0.8
_STUBBORN = 0.25
"""Share of a lowering cue for kinds in which habit and fear are no comfort (violence at home, wanting to die)."""
_OVER = "over"
_UNSTUBBORN = frozenset({_OVER, "asks", "works"})
"""Cues that calm those kinds too, fully."""


class Alarm:
    """Decide whether a message speaks of danger to life or property right now."""

    def __init__(self, city: City) -> None:
        """Compile the danger words of a city; `city.emergencies` are in the order that settles ties."""
        language, words = city.danger.language, _Words(city.danger.language)
        bare = frozenset(city.danger.skipped)
        self._kinds = {kind.code: kind for kind in city.emergencies}
        kinds = replace(language, lists={"fillers": (*language.group("fillers"), *bare)})
        self._danger = Matcher(
            pattern
            for kind in city.emergencies
            for weight, texts in ((OWN, kind.own), (SURE, kind.sure), (LIKELY, kind.words), (HINT, kind.hint))
            for text in texts
            for pattern in words.patterns(text, kinds, kind.code, weight)
        )
        self._unless = Matcher(
            pattern
            for kind in city.emergencies
            for text in kind.unless
            for pattern in words.patterns(text, kinds, kind.code)
        )
        self._idioms = Matcher(pattern for text in city.danger.idioms for pattern in words.patterns(text, kinds))
        self._cues = Matcher(
            pattern
            for cue in city.danger.cues
            for text in cue.words
            for pattern in words.patterns(text, language, cue.name, cue.lift)
        )
        self._tokenizer = Tokenizer(language)
        self._restorer = Restorer(words.seen, language)
        self._skipped = bare
        self._negations = frozenset(city.danger.negations)
        self._denied = frozenset(city.danger.undone)
        self._model = unpack(city.danger.weights) if city.danger.weights else None

    def with_weights(self, model: Model | None) -> Alarm:
        """Give the same with other learnt weights."""
        other = copy(self)
        other._model = model
        return other

    def buckets(self, text: str) -> frozenset[int]:
        """Give the hashed features of one text."""
        return features(text, self._heard(text))

    def _heard(self, text: str) -> list[Token]:
        heard = [self._restorer.restored(token) for token in self._tokenizer.split(text)]
        return [token for token in heard if not token.filler]

    def read(self, text: str) -> Emergency | None:
        """Give the emergency in one text (prepared, see `core.language.words.prepare`), or None."""
        judgement = self.judge(text)
        if not judgement.kind:
            return None
        return _emergency(self._kinds[judgement.kind], [self._kinds[code] for code in judgement.others])

    def judge(self, text: str) -> Judgement:
        """Score one text and say why."""
        said = self._heard(text)
        judged = self._by_words(text, said)
        if self._model is None:
            return judged
        chances = self._model.probabilities(features(text, said))
        none = min(max(chances.pop(""), _LEAST), 1 - _LEAST)
        learnt = log((1 - none) / none) - (_SHORT if len(said) <= _FEW else 0.0)
        return replace(judged, learnt=learnt, likely=max(chances, key=lambda code: chances[code]))

    def _by_words(self, text: str, said: Sequence[Token]) -> Judgement:
        words = [token for token in said if token.norm not in self._skipped]
        hits = self._hits(words)
        if not hits:
            return Judgement({}, (), innocent=bool(self._danger.find(words) or self._idioms.find(words)))
        cues = _strongest(cue for cue in self._cues.find(said) if not self._undone(cue, said))
        shouted = _SHOUTED if text.count("!") > 1 else 0.0
        points: dict[str, float] = {}
        for code in self._kinds:
            own = [hit for hit in hits if hit.pattern.label == code]
            if own:
                points[code] = _weigh(own) + shouted + self._lift(self._kinds[code], own, words, cues, said)
        reasons = tuple(f"{hit.pattern.label}: {hit.pattern.text}" for hit in (*hits, *(hit for hit in cues)))
        return Judgement(points, reasons)

    def _hits(self, words: Sequence[Token]) -> list[Hit]:
        found = self._danger.find(words)
        if not found:
            return []
        idle = {place for hit in self._idioms.find(words) for place in hit.places}
        against = self._unless.find(words)
        return [
            hit
            for hit in found
            if not hit.places & idle
            and not self._negated(hit, words)
            and not any(other.pattern.label == hit.pattern.label and other.places & hit.places for other in against)
        ]

    def _negated(self, hit: Hit, words: Sequence[Token]) -> bool:
        """Tell whether a word such as "bukan" or "tidak" stands right before what was found and is no part of it."""
        return _follows(hit, words, self._negations)

    def _undone(self, cue: Hit, said: Sequence[Token]) -> bool:
        """Tell whether a cue that it is over is denied: "belum ditangani" is no comfort."""
        return cue.pattern.label == _OVER and _follows(cue, said, self._denied)

    def _lift(
        self,
        kind: EmergencyKind,
        hits: Sequence[Hit],
        words: Sequence[Token],
        cues: Sequence[Hit],
        said: Sequence[Token],
    ) -> float:
        """Add the cues, those in another sentence or clause than the danger for less."""
        places = {place for hit in hits for place in hit.places}
        sentences = {words[place].sentence for place in places}
        clauses = {words[place].clause for place in places}
        total = 0.0
        for cue in cues:
            near = [said[place] for place in cue.places]
            share = 1.0
            if not any(token.sentence in sentences for token in near):
                share = _OTHER_SENTENCE
            elif not any(token.clause in clauses for token in near):
                share = _OTHER_CLAUSE
            if kind.stubborn and cue.pattern.weight < 0 and cue.pattern.label not in _UNSTUBBORN:
                share *= _STUBBORN
            total += cue.pattern.weight * share
        return total


class _Words:
    """Write patterns the way texts are understood, and collect their words."""

    def __init__(self, language: Language) -> None:
        self.seen: set[str] = set()
        self._groups = {
            name: tuple(self._meant(word, language) for word in words) for name, words in language.groups.items()
        }

    def patterns(self, text: str, language: Language, label: str = "", weight: float = 1.0) -> Iterator[Pattern]:
        """Read one pattern; alternatives of several words ("rumah_sakit|igd") make a pattern each."""
        spelled = replace(language, groups=self._groups)
        for plain in _unglued(text.lower()):
            written = " ".join(
                "|".join(self._meant(item, language) for item in word.split("|")) for word in plain.split()
            )
            pattern = parse_pattern(written, spelled, label, weight)
            self.seen.update(
                word for part in pattern.parts for one in part for word in (*one.forms, *one.stems) if word.isalpha()
            )
            yield replace(pattern, text=text)

    @staticmethod
    def _meant(word: str, language: Language) -> str:
        """Give what a single word is understood as, when that is one word."""
        exact = word.startswith("=")
        meaning = language.spellings.get(word.lstrip("="), "")
        if not meaning or " " in meaning:
            return word
        return f"={meaning}" if exact else meaning


def _unglued(text: str) -> Iterator[str]:
    """Yield a pattern once with its plain alternatives, and once for each alternative of several words."""
    words = text.split()
    for place, word in enumerate(words):
        if "_" in word:
            items = word.split("|")
            plain = "|".join(item for item in items if "_" not in item)
            for instead in (*([plain] if plain else ()), *(item.replace("_", " ") for item in items if "_" in item)):
                yield from _unglued(" ".join((*words[:place], instead, *words[place + 1 :])))
            return
    yield text


def _follows(hit: Hit, words: Sequence[Token], which: frozenset[str]) -> bool:
    """Tell whether one of some words stands right before what was found, in its clause, and is no part of it."""
    before = min(hit.places) - 1
    return (
        before >= 0
        and before not in hit.places
        and words[before].norm in which
        and words[before].clause == words[before + 1].clause
    )


def _emergency(kind: EmergencyKind, others: Sequence[EmergencyKind]) -> Emergency:
    further = () if kind.gentle else tuple(other.number for other in others if not other.gentle)
    numbers = tuple(dict.fromkeys((*kind.said, *further)))[:_NUMBERS]
    return Emergency(kind.number, kind.code, kind.category, numbers, kind.gentle)


def _strongest(cues: Iterable[Hit]) -> list[Hit]:
    """Keep one hit of each cue: saying it twice makes it no truer."""
    kept: dict[str, Hit] = {}
    for hit in cues:
        kept.setdefault(hit.pattern.label, hit)
    return list(kept.values())


def _weigh(hits: Sequence[Hit]) -> float:
    """Add the heaviest pattern and a little for each further one over other words."""
    ordered = sorted(hits, key=lambda hit: -hit.pattern.weight)
    taken = set(ordered[0].places)
    further = 0.0
    for hit in ordered[1:]:
        if not hit.places <= taken:
            taken |= hit.places
            further += _FURTHER
    return ordered[0].pattern.weight + min(further, _FURTHER_AT_MOST)


def understood(word: str, language: Language) -> str:
    """Give the root of a word in the language of danger; for tests that look for patterns which cannot match."""
    return root(language.spellings.get(word, word), language)
