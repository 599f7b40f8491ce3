"""Which language a page speaks, and where the pages are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.city.texts import Texts

LANGUAGE = "lang"
"""The parameter by which somebody chooses a language; it travels along in links and forms, no cookie is needed."""


@dataclass(frozen=True)
class Paths:
    """Addresses of the pages."""

    form: str
    track: str
    mine: str
    notice: str
    """What is done with personal data."""
    source: str
    """The parameter by which a link says from which material somebody comes."""

    @classmethod
    def of(cls, texts: Texts) -> Paths:
        """Read them from the city's texts."""
        form, track, mine, notice = (
            f"/{texts.say(f'web.path.{name}')}" for name in ("form", "track", "mine", "notice")
        )
        return cls(form, track, mine, notice, texts.say("web.path.source"))

    @property
    def check(self) -> str:
        """Give where the words of the form go."""
        return f"{self.form}/2"

    @property
    def send(self) -> str:
        """Give where the corrected form goes."""
        return f"{self.form}/3"


def read_below(texts: Texts, room: str, names: Sequence[str]) -> tuple[str, ...]:
    """Read a room's addresses from the city's texts: the first name is that of the room, the others are below it."""
    root, *others = (texts.say(f"{room}.path.{name}") for name in names)
    return (f"/{root}", *(f"/{root}/{name}" for name in others))


@dataclass(frozen=True)
class Phrases:
    """Say the texts of one room in one language: what its templates call ``o``."""

    texts: Texts
    language: str
    room: str

    def __call__(self, key: str, **values: object) -> str:
        """Say a text of the room."""
        return self.texts.say(f"{self.room}.{key}", self.language, **values)

    def has(self, key: str) -> bool:
        """Tell whether there is such a text."""
        return self.texts.has(f"{self.room}.{key}")


def chosen(asked: str, header: str, languages: Sequence[str]) -> str:
    """Give the language that was asked for, or the first that the browser names and the city speaks."""
    if asked in languages:
        return asked
    for part in header.split(","):
        name = part.partition(";")[0].strip().partition("-")[0].lower()
        if name in languages:
            return name
    return languages[0]
