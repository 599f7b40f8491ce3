"""What somebody asks an export for: whose eyes it is for, which reports, as they stood when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from core.archive.columns import Column
from core.archive.lines import Frame, midnight
from core.archive.monitored import MONITOR, WORDS
from core.archive.published import PUBLIC
from core.city.city import City
from core.tally.periods import Period, read_period
from core.tally.release import released_months, released_on
from core.vocabulary.errors import KanalError

Reader = Literal["public", "monitor"]
READERS: Final[tuple[Reader, ...]] = get_args(Reader)


class NotPossible(KanalError):
    """Raise for an order that cannot be carried out; its words say why."""


@dataclass(frozen=True)
class Wish:
    """An order as it is written; everything may be left empty. `until` is the last day whose events count."""

    reader: str = "public"
    period: str = ""
    until: str = ""
    words: bool = False


@dataclass(frozen=True)
class Order:
    """An order that can be carried out."""

    reader: Reader
    frame: Frame

    @property
    def columns(self) -> tuple[Column, ...]:
        """Give the columns of its rows."""
        if self.reader == "public":
            return PUBLIC
        return (*MONITOR, WORDS) if self.frame.words else MONITOR


def read_order(city: City, wish: Wish, now: datetime) -> Order:
    """Read a wish. Raises ``NotPossible``.

    For the public it is whole months that are out, as all stood when the last of them came out: two exports on two
    days are the same bytes, or a month apart. For others it is up to the end of yesterday where nothing else is said.
    """
    zone = ZoneInfo(city.timezone)
    today = now.astimezone(zone).date()
    reader = next((one for one in READERS if one == wish.reader), None)
    if reader is None:
        raise NotPossible(f"for whom: {', '.join(READERS)}")
    period = read_period(wish.period) if wish.period else None
    if wish.period and period is None:
        raise NotPossible("a period is 2026, 2026-Q1, 2026-03, 2026-W11 or 2026-03-12")
    if reader == "public":
        if wish.words or wish.until:
            raise NotPossible("words and days are not for the public")
        return Order(reader, _published(city, zone, period, today))
    return Order(reader, Frame(city, zone, period, _until(wish.until, zone, today), wish.words))


def _published(city: City, zone: ZoneInfo, period: Period | None, today: date) -> Frame:
    last = released_months(today, 1)[0]
    asked = period or Period(date(last.first.year - 99, 1, 1), last.last)
    if asked.last > last.last or asked.first.day != 1 or (asked.last + timedelta(days=1)).day != 1:
        raise NotPossible(f"what is public are whole months up to {last.first:%Y-%m}")
    return Frame(city, zone, asked, midnight(released_on(last), zone), published=True)


def _until(words: str, zone: ZoneInfo, today: date) -> datetime:
    try:
        day = date.fromisoformat(words) if words else today - timedelta(days=1)
    except ValueError:
        raise NotPossible("a day is written 2026-03-12") from None
    if day >= today:
        raise NotPossible("a day that is not over yet would be another one tomorrow")
    return midnight(day + timedelta(days=1), zone)
