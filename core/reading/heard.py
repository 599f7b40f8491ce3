"""Hear which act of speech a text is by its own words: cues of the language pack and the linear reader together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal, get_args

from core.city.city import City
from core.language.features import features
from core.language.gibberish import is_gibberish
from core.language.model import Model, softmax, unpack
from core.language.patterns import Hit, Matcher, Pattern, parse_pattern
from core.language.words import Token, Tokenizer, prepare

Label = Literal[
    "affirm", "negate", "works", "broken", "unchecked", "thanks", "greet", "announce", "status", "hurry", "complain",
    "add", "correct", "place", "withdraw", "cancel", "person", "delete", "privacy", "how", "info", "abuse", "chat",
    "later", "unknown", "counter", "repeat", "resume", "send", "rate", "skip", "reopen", "why", "value", "spam",
]  # fmt: skip
LABELS: tuple[Label, ...] = get_args(Label)
LIGHT: frozenset[Label] = frozenset(("greet", "thanks", "chat", "affirm", "announce"))
"""What opens or closes a message that says something else too ("selamat pagi pak, lampunya masih mati")."""

GIBBERISH = "gibberish"
"""Mark of a text in which no word can be read."""
DIGITS = "digits"
"""Mark of a text that has a number in it."""
_CUE_WEIGHT = 2.2
"""What a cue adds to the logarithm of a label's probability: about nine to one for what the pack names outright."""
_FLOOR = 1e-3
_ALONE = 4.0
"""How much more a sign weighs that is all there is."""
_ONLY_CUES = 1 / len(LABELS)
_READ_CHARACTERS = 1_000
_PLAIN = 0.8
"""A text that is so surely one act is not taken to pieces."""
_SEGMENTS = 8
_SEGMENT = re.compile(r"(?:[.!?;\n]+|,\s+(?=\w))\s*")
_SHORT_SEGMENT = 2
_REMEMBERED = 512


@dataclass(frozen=True)
class Heard:
    """What the words of one text say by themselves. `scores` are probabilities, `reasons` what spoke for them."""

    scores: Mapping[str, float]
    reasons: tuple[str, ...] = ()
    words: int = 0
    asks: bool = False
    marks: frozenset[str] = frozenset()
    """Lists of the language pack that were found, such as `but` and `not_yet`; and GIBBERISH, DIGITS."""

    def of(self, *labels: Label) -> float:
        """Add up the probabilities of labels."""
        return sum(self.scores.get(label, 0.0) for label in labels)

    def by_cue(self, label: Label) -> bool:
        """Tell whether words that the pack names speak for a label, not only what was learnt."""
        return any(reason.startswith(f"{label}: ") for reason in self.reasons)

    @cached_property
    def top(self) -> Label:
        """Give the most probable label."""
        return max(LABELS, key=lambda label: self.scores.get(label, 0.0))


class Hearer:
    """Hear texts with the words of one city; cheap to make, the words are prepared at the first text."""

    def __init__(self, city: City) -> None:
        """Keep the city."""
        self._city = city

    def hear(self, text: str) -> Heard:
        """Hear one text; the same text always gives the same answer."""
        return self._remembered(prepare(text)[:_READ_CHARACTERS])

    @cached_property
    def _remembered(self) -> _Memory:
        return _Memory(Ear.of(self._city))


class _Memory:
    """Remember the texts heard last: the bench and a redelivery say the same again."""

    def __init__(self, ear: Ear) -> None:
        self._hear = lru_cache(maxsize=_REMEMBERED)(ear.hear)

    def __call__(self, text: str) -> Heard:
        return self._hear(text)


class Ear:
    """Hear one text with compiled cues and weights, without a memory."""

    @classmethod
    def of(cls, city: City) -> Ear:
        """Give the ear of a city, the same one to whoever asks."""
        return city.once("ear", lambda: cls(city))

    def __init__(self, city: City) -> None:
        """Compile the cues and unpack the weights of a city."""
        # Small words ("masih", "sudah") decide what a sentence does, so nothing is a filler here.
        language = replace(city.language, lists={**city.language.lists, "fillers": ()})
        self._tokenizer = Tokenizer(language)
        self._cues = Matcher(
            parse_pattern(text, language, name) for name in sorted(language.cues) for text in language.cues[name]
        )
        self._signs = city.language.signs
        self._known = city.own_words
        self._model: Model | None = unpack(city.act_weights) if city.act_weights else None

    def buckets(self, text: str) -> frozenset[int]:
        """Give the features of a text, as the weights know them."""
        text = prepare(text)[:_READ_CHARACTERS]
        return features(text, self._tokenizer.split(text))

    def hear(self, text: str) -> Heard:
        """Hear one text, whole and in its pieces."""
        whole = self._one(text)
        if whole.scores[whole.top] >= _PLAIN and whole.top not in LIGHT:
            return whole
        pieces = [piece for piece in _SEGMENT.split(text) if piece.strip()][:_SEGMENTS]
        if len(pieces) < 2:
            return whole
        return _joined(whole, [self._one(piece) for piece in pieces])

    def _one(self, text: str) -> Heard:
        tokens = self._tokenizer.split(text)
        hits = _uncontradicted(self._cues.find(tokens))
        found: dict[str, Pattern] = {}
        marks = {hit.pattern.label for hit in hits if hit.pattern.label not in LABELS}
        for hit in hits:
            if hit.pattern.label in LABELS:
                best = found.get(hit.pattern.label)
                if best is None or len(hit.pattern.parts) > len(best.parts):
                    found[hit.pattern.label] = hit.pattern
        for sign, label in self._signs.items():
            if sign in text:
                found.setdefault(label, Pattern(sign, label, 1.0 if tokens else _ALONE, ()))
        logs = self._logs(text, tokens)
        for label, pattern in found.items():
            logs[label] += _CUE_WEIGHT * pattern.weight
        if any(hit.pattern.label == "greet" and len(hit.places) == len(tokens) for hit in hits):
            logs["greet"] += 2 * _CUE_WEIGHT  # nothing but a greeting, however seldom it is learnt from
        if not hits and is_gibberish(tokens, self._known):
            marks.add(GIBBERISH)
        reasons = tuple(f"{label}: {pattern.text}" for label, pattern in sorted(found.items()))
        if any(char.isdigit() for token in tokens for char in token.norm):
            marks.add(DIGITS)
        return Heard(softmax(logs), reasons, len(tokens), "?" in text, frozenset(marks))

    def _logs(self, text: str, tokens: Sequence[Token]) -> dict[str, float]:
        if self._model is None:
            return {label: math.log(_ONLY_CUES) for label in LABELS}
        known = self._model.probabilities(features(text, tokens))
        return {label: math.log(max(known.get(label, 0.0), _FLOOR)) for label in LABELS}


_STRONGER: dict[str, tuple[str, ...]] = {
    "broken": ("works", "greet"),
    "reopen": ("works", "greet"),
    "works": ("not_good",),
    "thanks": ("not_good",),
}
"""What a longer sign of another name takes from a shorter one inside of it."""


def _uncontradicted(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out what a longer sign turns into its opposite: "tidak mati lagi" is no "mati lagi"."""
    return [
        hit
        for hit in hits
        if not any(
            other.pattern.label in _STRONGER.get(hit.pattern.label, ()) and hit.places < other.places for other in hits
        )
    ]


def _joined(whole: Heard, pieces: list[Heard]) -> Heard:
    """Let the pieces of a message speak too: what opens or closes it does not hide what it says."""
    heavy = [piece for piece in pieces if piece.top not in LIGHT and piece.words >= _SHORT_SEGMENT] or pieces
    scores = {
        label: 0.5 * whole.scores[label] + 0.5 * max(piece.scores[label] * _size(piece) for piece in heavy)
        for label in LABELS
    }
    total = sum(scores.values())
    reasons = dict.fromkeys([*whole.reasons, *(reason for piece in pieces for reason in piece.reasons)])
    # Whole words beside it make a text readable.
    marks = whole.marks.union(*(piece.marks - {GIBBERISH} for piece in pieces))
    return Heard(
        {label: score / total for label, score in scores.items()}, tuple(reasons), whole.words, whole.asks, marks
    )


def _size(piece: Heard) -> float:
    return min(piece.words, 4) / 4
