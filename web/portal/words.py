"""Where the public pages are."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from core.city.texts import Texts
from core.tally.catalogue import Table
from core.tally.periods import Period
from core.tally.release import month_code
from web.words import read_below

ROOM = "portal"
"""Where the texts of these pages stand."""


@dataclass(frozen=True)
class PortalPaths:
    """Addresses of the public pages, in the words of the city's first language."""

    root: str
    figures: str
    reports: str
    map: str

    @classmethod
    def of(cls, texts: Texts) -> PortalPaths:
        """Read them from the city's texts."""
        return cls(*read_below(texts, ROOM, tuple(cls.__dataclass_fields__)))

    def month(self, month: Period) -> str:
        """Give the page of a month."""
        return f"{self.figures}/{month_code(month)}"

    def table(self, month: Period, table: Table | str) -> str:
        """Give a table of a month as a file."""
        return f"{self.month(month)}/{table}.csv"

    def place(self, kelurahan: str) -> str:
        """Give the page of a place."""
        return f"{self.map}/{quote(kelurahan)}"
