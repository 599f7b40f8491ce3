"""Requests that everybody may read, without a key: lines of the public list, with what it shows and nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from core.vocabulary.publishing import PublicReport
from web.open311.asking import Span, Wanted
from web.open311.exchange import Exchange
from web.open311.refusals import Refused
from web.open311.trees import Fields, Node, moment

BATCH: Final = 200
WALKED_AT_MOST: Final = 5_000
"""Lines that are looked at for one list."""
_DECEMBER: Final = 12


class Released:
    """Read lines of the public list as requests. What is not there is not told apart from what there never was."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def named(self, numbers: Sequence[str]) -> list[PublicReport]:
        """Give the lines of these numbers that there are. Raises ``StoreDown``."""
        store = self._exchange.store
        found = await asyncio.gather(*(store.public_report(number) for number in numbers))
        return [line for line in found if line is not None]

    async def many(self, wanted: Wanted) -> Sequence[PublicReport]:
        """Give the lines that fit, those released last first. Raises ``Refused`` where too many would be looked at.

        Of when a report came only the month is known: it fits where its month touches the time that is asked for.
        """
        kind = next(iter(wanted.codes)) if len(wanted.codes) == 1 else ""
        found: list[PublicReport] = []
        most, after = wanted.leaf.skip + wanted.leaf.size, 0
        for _ in range(0, WALKED_AT_MOST, BATCH):
            lines = await self._exchange.store.public_reports(kind, "", after, BATCH)
            found += [one.line for one in lines if self._fits(one.line, wanted)]
            too_old = bool(lines) and lines[-1].line.at < self._begin(wanted.span.since)
            if len(lines) < BATCH or len(found) >= most or too_old:  # nothing is released before it came
                return found[wanted.leaf.skip : most]
            after = lines[-1].place
        raise Refused(400, f"more than {WALKED_AT_MOST} requests were released in this time; ask for less of it")

    def fields(self, line: PublicReport) -> Fields:
        """Tell a line: its month stands for when it came, and the day of its release for when it changed."""
        exchange = self._exchange
        texts, lang = exchange.site.texts, exchange.language
        fields: dict[str, Node] = {
            "service_request_id": line.number,
            "status": state_of(line),
            "status_notes": texts.say(f"portal.shade.{line.shade}", lang),
            "service_name": exchange.site.city.category_name(line.category, lang),
            "service_code": line.category,
            "description": line.words,
            "agency_responsible": "",
            "service_notice": "",
            "requested_datetime": moment(self._month(line), exchange.zone),
            "updated_datetime": moment(self._day(line.at), exchange.zone),
            "expected_datetime": None,
            "address": line.kelurahan,
            "address_id": line.kelurahan,
            "zipcode": "",
            "lat": None,
            "long": None,
            "media_url": "",
        }
        return Fields(fields)

    def _fits(self, line: PublicReport, wanted: Wanted) -> bool:
        changed = wanted.changed
        return (
            (not wanted.codes or line.category in wanted.codes)
            and (not wanted.states or state_of(line) in wanted.states)
            and (changed is None or changed.since <= self._day(line.at) <= changed.until)
            and self._touches(line, wanted.span)
        )

    def _touches(self, line: PublicReport, span: Span) -> bool:
        begin = self._month(line)
        over = begin.month == _DECEMBER
        end = begin.replace(year=begin.year + over, month=1 if over else begin.month + 1)
        return begin < span.until and span.since < end

    def _month(self, line: PublicReport) -> datetime:
        year, _, month = line.month.partition("-")
        return datetime(int(year), int(month), 1, tzinfo=self._exchange.zone)

    def _begin(self, at: datetime) -> datetime:
        return self._day(at).replace(day=1)

    def _day(self, at: datetime) -> datetime:
        return at.astimezone(self._exchange.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def state_of(line: PublicReport) -> str:
    """Give a line's state: closed is what its citizen confirmed; what the office alone calls done is open."""
    return "closed" if line.shade == "confirmed" else "open"
