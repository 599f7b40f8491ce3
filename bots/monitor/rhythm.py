"""How many there usually are at an hour of the day, by small counters."""

from datetime import date, datetime

import msgspec
from msgspec import structs

NONE = (0,) * 24
MOST_DAYS = 56
"""After so many days the past counts half, so that the usual follows what changes."""


class Rhythm(msgspec.Struct, frozen=True, omit_defaults=True):
    """``past`` counts by local hour of the days from ``since`` until before ``day``, ``today`` those of ``day``.

    ``days`` is how many days ``past`` covers.
    """

    day: str = ""
    days: int = 0
    past: tuple[int, ...] = NONE
    today: tuple[int, ...] = NONE

    def counted(self, at: datetime) -> "Rhythm":
        """Count one at a local moment; one of a day before joins the past."""
        turned = self._turned(at.date())
        if at.date().isoformat() == turned.day:
            return structs.replace(turned, today=_one_more(turned.today, at.hour))
        return structs.replace(turned, past=_one_more(turned.past, at.hour))

    def usual(self, at: datetime) -> float:
        """Give how many there are in the hour of a local moment on other days; negative while there were none."""
        turned = self._turned(at.date())
        return turned.past[at.hour] / turned.days if turned.days else -1.0

    def _turned(self, day: date) -> "Rhythm":
        if not self.day:
            return structs.replace(self, day=day.isoformat())
        passed = (day - date.fromisoformat(self.day)).days
        if passed <= 0:
            return self
        past, days = tuple(map(sum, zip(self.past, self.today, strict=True))), self.days + passed
        if days > MOST_DAYS:
            past, days = tuple(count // 2 for count in past), days // 2
        return Rhythm(day.isoformat(), days, past)


def _one_more(counts: tuple[int, ...], hour: int) -> tuple[int, ...]:
    return (*counts[:hour], counts[hour] + 1, *counts[hour + 1 :])
