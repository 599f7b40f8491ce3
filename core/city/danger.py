"""Describe what danger sounds like in a city, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.city.languages import ByLanguage, in_language
from core.language.data import Language


@dataclass(frozen=True, slots=True)
class EmergencyKind:
    """A kind of danger: the numbers to call, the words that tell it, and the words that deny it.

    `sure`, `words` and `hint` are patterns of falling strength (`core.reading.urgency`). `extension` is dialled after
    the number, `also` are further numbers to be said. `gentle`: gentle words, no place asked, no ticket unless wanted.
    `stubborn`: that it is habit or long ago hardly calms it.
    """

    code: str
    number: str
    category: str
    """Category guessed for such a text, should it become a ticket later."""
    names: ByLanguage
    sure: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """Those of `sure` that the city added: the weights, which never learnt them, do not overrule them."""
    words: tuple[str, ...] = ()
    hint: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    extension: str = ""
    also: tuple[str, ...] = ()
    on_duty: tuple[str, ...] = ()
    """Units on duty for it, called with the category's unit and the coordinator's desk."""
    gentle: bool = False
    stubborn: bool = False

    def name(self, language: str) -> str:
        """Name the kind in a language, or else in the city's default one."""
        return in_language(self.names, language)

    @property
    def said(self) -> tuple[str, ...]:
        """Give the numbers as they are said, the first to be dialled first: ("555 ext. 8",) or ("551", "559")."""
        first = f"{self.number} ext. {self.extension}" if self.extension else self.number
        return (first, *self.also)


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """A number that help and menus name although no danger was heard; without a name it answers for everything."""

    number: str
    names: ByLanguage = field(default_factory=dict)

    def said(self, language: str) -> str:
        """Say what answers there and the number: "polisi 551"."""
        return " ".join(filter(None, (in_language(self.names, language), self.number)))


@dataclass(frozen=True, slots=True)
class Cue:
    """What else in a message lifts (above 0) or lowers the points of a danger that was named."""

    name: str
    lift: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Danger:
    """What all kinds of danger share: figures of speech that are none, cues, and the language they are written in."""

    language: Language = field(default_factory=Language)
    skipped: tuple[str, ...] = ()
    """Words that the patterns of danger skip while cues see them."""
    idioms: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    """Right before a word of danger they deny it."""
    undone: tuple[str, ...] = ()
    """Right before a word that danger is over they deny that."""
    cues: tuple[Cue, ...] = ()
    weights: bytes = b""
    """Learnt beside the words (`core.language.model`); their labels are codes of kinds, the empty one is no danger."""
