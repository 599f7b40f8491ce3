"""Where these pages are."""

from __future__ import annotations

from dataclasses import dataclass

from core.city.texts import Texts
from web.words import read_below

ROOM = "oversight"
"""Where the texts of these pages stand."""


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
    chains: str

    @classmethod
    def of(cls, texts: Texts) -> OversightPaths:
        """Read them from the city's texts."""
        return cls(*read_below(texts, ROOM, tuple(cls.__dataclass_fields__)))
