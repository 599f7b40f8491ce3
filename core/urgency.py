"""Tell an emergency from a complaint: a fire is not a ticket, but a power cut is no fire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.city import City, EmergencyKind
from core.patterns import Hit, Matcher, parse_pattern
from core.words import Token


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency that was read out of a text: the number to call, and the kind ("kebakaran"), its category."""

    number: str
    kind: str
    category: str


class Alarm:
    """Decide whether a text speaks of danger to life or property right now.

    A kind's own `unless` patterns always deny it ("bakar sampah"). The language lists `calm` (over, habitual, feared,
    asked about) and `past` deny it too, unless the list `now` says that it is happening while the person writes.
    """

    def __init__(self, city: City) -> None:
        """Compile the emergency words of a city."""
        language = city.language
        self._kinds = {kind.code: kind for kind in city.emergencies}
        self._order = {kind.code: place for place, kind in enumerate(city.emergencies)}
        self._words = Matcher(
            parse_pattern(text, language, kind.code) for kind in city.emergencies for text in kind.words
        )
        self._unless = Matcher(
            parse_pattern(text, language, kind.code) for kind in city.emergencies for text in kind.unless
        )
        context = ("over", "calm", "now")
        self._context = Matcher(
            parse_pattern(text, language, name) for name in context for text in language.group(f"emergency_{name}")
        )

    def read(self, words: Sequence[Token], excited: bool) -> Emergency | None:
        """Return the emergency in the content words of a text; `excited` when the text shouts (several "!")."""
        hits = self._words.find(words)
        if not hits:
            return None
        denied = self._denied(words, hits)
        context = {hit.pattern.label for hit in self._context.find(words)}
        if "over" in context:
            return None
        if "calm" in context and "now" not in context and not excited:
            return None
        kinds = {hit.pattern.label for hit in hits if hit not in denied}
        if not kinds:
            return None
        kind: EmergencyKind = self._kinds[min(kinds, key=lambda code: self._order[code])]
        return Emergency(kind.number, kind.code, kind.category)

    def _denied(self, words: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
        against = self._unless.find(words)
        return [
            hit
            for hit in hits
            if any(other.pattern.label == hit.pattern.label and other.places & hit.places for other in against)
        ]
