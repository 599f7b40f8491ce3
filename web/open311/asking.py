"""Read what is asked for: times, pages, states and numbers. Pure; hostile values become refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from core.city.city import City
from core.ticket.number import find_numbers
from web.open311.refusals import Refused

MOST_DAYS: Final = timedelta(days=90)
"""Of one list (GeoReport v2, "GET Service Requests": 90 days or 1000 requests, whichever is smaller)."""
MOST_ROWS: Final = 1000
MOST_NUMBERS: Final = 100
MOST_PAGES: Final = 1000
MOST_SKIPPED: Final = 20_000
STATES: Final = frozenset(("open", "closed"))
_BLANK_FOR_PLUS = re.compile(r" (?=\d{2}:?\d{2}$)")
"""A plus sign that was not escaped in an address is read as a blank."""


@dataclass(frozen=True)
class Span:
    """Times from ``since`` on and before ``until``."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Leaf:
    """Which part of a list is wanted: so many rows after so many others."""

    skip: int
    size: int


@dataclass(frozen=True)
class Wanted:
    """What a list of requests is to hold: these numbers, or what fits all the rest; empty sets are no condition."""

    span: Span
    leaf: Leaf
    numbers: tuple[str, ...] = ()
    named: bool = False
    """Numbers were given, even if none of them can be one of ours."""
    codes: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    changed: Span | None = None

    @property
    def conditions(self) -> bool:
        """Tell whether a ticket has to be read to know whether it fits."""
        return bool(self.codes or self.states or self.changed)


def wanted(query: Mapping[str, str], city: City, now: datetime) -> Wanted:
    """Read a query for requests. Raises ``Refused``."""
    named = bool(query.get("service_request_id", "").strip())
    states, codes = _words(query, "status"), _words(query, "service_code")
    if states - STATES:
        raise Refused(400, "status is open or closed")
    if unknown := [code for code in codes if not city.has_category(code)]:
        raise Refused(404, *("there is no such service_code" for _ in unknown[:1]))
    return Wanted(
        span=span(query, now),
        leaf=leaf(query),
        numbers=_numbers(query, city) if named else (),
        named=named,
        codes=codes,
        states=states,
        changed=_changed(query, now),
    )


def span(query: Mapping[str, str], now: datetime) -> Span:
    """Read ``start_date`` and ``end_date``; what is left out makes ninety days. Raises ``Refused``."""
    since, until = time_of(query, "start_date"), time_of(query, "end_date")
    if until is None:
        until = _later(since) if since is not None else _later(now, timedelta(minutes=1))
    if since is None:
        since = _earlier(until)
    if until < since:
        raise Refused(400, "end_date is before start_date")
    if until - since > MOST_DAYS:
        raise Refused(400, "start_date and end_date may be 90 days apart at most")
    return Span(since, until)


def _changed(query: Mapping[str, str], now: datetime) -> Span | None:
    after, before = time_of(query, "updated_after"), time_of(query, "updated_before")
    if after is None and before is None:
        return None
    return Span(after or datetime.min.replace(tzinfo=UTC), before or _later(now, timedelta(minutes=1)))


def _later(moment: datetime, by: timedelta = MOST_DAYS) -> datetime:
    return min(moment, datetime.max.replace(tzinfo=UTC) - by) + by


def _earlier(moment: datetime) -> datetime:
    return max(moment, datetime.min.replace(tzinfo=UTC) + MOST_DAYS) - MOST_DAYS


def time_of(query: Mapping[str, str], name: str) -> datetime | None:
    """Read a moment, None where there is none. Raises ``Refused`` for one without a zone, or that is none."""
    value = query.get(name, "").strip()
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(_BLANK_FOR_PLUS.sub("+", value))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Refused(400, f"{name} is no moment with a zone, as in 2026-11-02T09:00:00+08:00")


def leaf(query: Mapping[str, str]) -> Leaf:
    """Read ``page`` and ``page_size``. Raises ``Refused``."""
    size = _number(query, "page_size", MOST_ROWS, MOST_ROWS)
    page = _number(query, "page", 1, MOST_PAGES)
    if (page - 1) * size > MOST_SKIPPED:
        raise Refused(400, f"a page begins after {MOST_SKIPPED} rows at most; ask for less time")
    return Leaf((page - 1) * size, size)


def _number(query: Mapping[str, str], name: str, usual: int, most: int) -> int:
    value = query.get(name, "").strip()
    if not value:
        return usual
    if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= most:
        raise Refused(400, f"{name} is a number from 1 to {most}")
    return int(value)


def _words(query: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(word for part in query.get(name, "").split(",") if (word := part.strip()))


def _numbers(query: Mapping[str, str], city: City) -> tuple[str, ...]:
    found = dict.fromkeys(
        number for part in query["service_request_id"].split(",") for number in find_numbers(part, city.prefix)
    )
    if len(found) > MOST_NUMBERS:
        raise Refused(400, f"at most {MOST_NUMBERS} numbers may be asked for at once")
    return tuple(found)


def check_jurisdiction(fields: Mapping[str, str], city: City) -> None:
    """See that the jurisdiction, where one is named, is this city's. Raises ``Refused``."""
    if fields.get("jurisdiction_id", "").strip() not in ("", city.code):
        raise Refused(404, "there is no such jurisdiction_id")
