"""Word what a date is made of: "5 hari kerja dari Jumat, 13 Mar; 18–25 Mar libur (Nyepi); jeda 2 hari …"."""

from __future__ import annotations

from typing import Literal

from core.city.dates import LOCALE, date_range, day_and_month
from core.city.texts import Texts
from core.vocabulary.dates import Reckoning

Reader = Literal["citizen", "officials"]
"""Who reads it: the one who was asked, or those who asked."""


def explain(texts: Texts, language: str, reckoning: Reckoning, reader: Reader) -> str:
    """Say in one line of parts how a date came about; whoever counts along comes to the same day."""
    locale = texts.say(LOCALE, language)
    start = day_and_month(reckoning.start, locale)
    parts = [texts.say("dates.explain.days", language, days=reckoning.days, start=start)]
    for off in reckoning.off:
        span, names = date_range(off.first, off.last, locale), ", ".join(_shortest(off.names))
        parts.append(texts.say("dates.explain.off", language, span=span, names=names))
    for stop in reckoning.stops:
        name = f"asked_by_{reader}" if stop.why == "asked" else stop.why
        parts.append(texts.say(f"dates.explain.stop.{name}", language, days=stop.days))
    return "; ".join(parts)


def _shortest(names: tuple[str, ...]) -> list[str]:
    """Leave out names that only say more of another: the second day of a feast, the leave around it."""
    return [name for name in names if not any(other != name and other in name for other in names)]
