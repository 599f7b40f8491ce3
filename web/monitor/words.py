"""Where these pages are, and how they say things."""

from __future__ import annotations

from dataclasses import dataclass

from core.city.texts import Texts


@dataclass(frozen=True)
class OversightPaths:
    """Addresses of the pages for those who look from outside, in the words of the city's first language."""

    root: str
    login: str
    logout: str
    start: str
    own: str
    log: str
    unit: str
    ticket: str
    month: str
    policy: str

    @classmethod
    def of(cls, texts: Texts) -> OversightPaths:
        """Read them from the city's texts."""
        root, *others = (texts.say(f"oversight.path.{name}") for name in cls.__dataclass_fields__)
        return cls(f"/{root}", *(f"/{root}/{name}" for name in others))


@dataclass(frozen=True)
class Said:
    """Say a text below `oversight` in one language: what templates of this room call ``o``."""

    texts: Texts
    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Say it."""
        return self.texts.say(f"oversight.{key}", self.language, **values)

    def has(self, key: str) -> bool:
        """Tell whether there is such a text."""
        return self.texts.has(f"oversight.{key}")
