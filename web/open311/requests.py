"""Requests as they stand: one by its number, many by what was asked for, and a token's number."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.ticket.lifecycle import FACTS
from core.ticket.number import find_numbers
from core.ticket.secrecy import hides_contents
from core.ticket.state import TicketState
from core.vocabulary.clients import Client
from core.vocabulary.feed import MachineReport
from core.vocabulary.lane_names import chat_lane
from core.vocabulary.ticket import TicketStatus
from web.folder import ticket_of
from web.open311.addresses import address_of
from web.open311.asking import Wanted
from web.open311.exchange import Exchange
from web.open311.refusals import Refused
from web.open311.released import Released
from web.open311.trees import Fields, Node, Rows, moment

BATCH: Final = 200
WALKED_AT_MOST: Final = 5_000
"""Reports that are looked at for one list with conditions: a ticket is read in about a millisecond."""


@dataclass(frozen=True)
class Seen:
    """A request as a client may see it: ``own`` to the one that filed it, else what others may of a public client's."""

    ticket: TicketState
    own: bool


def is_closed(status: TicketStatus) -> bool:
    """Tell whether a request is closed: nothing runs any more. What only the office calls done is open."""
    return FACTS[status].clock == "stopped"


class Requests:
    """Read requests for a client, or for whoever has no key: those that everybody may read."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._released = Released(exchange)

    async def one(self, number: str, client: Client | None) -> Rows:
        """Give one request. Raises ``Refused``: what may not be seen is not there."""
        found = await self._named(find_numbers(number, self._exchange.site.city.prefix)[:1], client)
        if not found:
            raise Refused(404, "there is no such service_request_id")
        return _as_rows(found)

    async def many(self, wanted: Wanted, client: Client | None) -> Rows:
        """Give the requests that fit: a client's own, or without a key those that everybody may read."""
        if wanted.named:
            return _as_rows(await self._named(wanted.numbers, client))
        if client is None:
            return _as_rows([self._released.fields(line) for line in await self._released.many(wanted)])
        clients, span, leaf = [client.id], wanted.span, wanted.leaf
        if not wanted.conditions:
            rows = await self._exchange.store.reports_by(clients, span.since, span.until, leaf.skip, leaf.size)
            return self._rows(await self._with_tickets(rows, client))
        return self._rows(await self._fitting(wanted, clients, client))

    async def _fitting(self, wanted: Wanted, clients: Sequence[str], client: Client) -> Sequence[Seen]:
        """Look at one report after the other. Raises ``Refused`` where that would be too many."""
        found: list[Seen] = []
        most = wanted.leaf.skip + wanted.leaf.size
        for skip in range(0, WALKED_AT_MOST, BATCH):
            rows = await self._exchange.store.reports_by(clients, wanted.span.since, wanted.span.until, skip, BATCH)
            found += [one for one in await self._with_tickets(rows, client) if _fits(one.ticket, wanted)]
            if len(rows) < BATCH or len(found) >= most:
                return found[wanted.leaf.skip : most]
        raise Refused(400, f"more than {WALKED_AT_MOST} requests came in this time; ask for less of it")

    async def token(self, token: str) -> Rows:
        """Give the number of a token, empty while there is none. Raises ``Refused`` for one that was never given."""
        address = address_of(token)
        report = await self._exchange.store.report_at(address) if address else None
        if report is None and not (address and await self._is_known(address)):
            raise Refused(404, "there is no such token")
        number = report.number if report is not None else ""
        return Rows("service_requests", "request", [Fields({"service_request_id": number, "token": token})])

    async def _is_known(self, address: str) -> bool:
        lane = chat_lane(self._exchange.site.channel, address)
        store = self._exchange.store
        return await store.load(lane) is not None or bool(await store.pending(lane))

    # --- who may see what -------------------------------------------------------------------------------------------

    async def _public(self) -> list[str]:
        return [one.id for one in await self._exchange.store.list_clients() if one.public]

    async def _named(self, numbers: Sequence[str], client: Client | None) -> list[Fields]:
        """Give these requests: a client's own, else what everybody may read, else what clients may of one another."""
        lines = {line.number: self._released.fields(line) for line in await self._released.named(numbers)}
        if client is None:
            return list(lines.values())
        rows = await asyncio.gather(*(self._exchange.store.report_of(number) for number in numbers))
        seen = await self._with_tickets([row for row in rows if row is not None], client)
        found = {one.ticket.number: self._fields(one) for one in seen if one.own or one.ticket.number not in lines}
        return [(lines | found)[number] for number in numbers if number in lines or number in found]

    async def _with_tickets(self, rows: Sequence[MachineReport], client: Client) -> list[Seen]:
        own = client.id
        public = frozenset(await self._public()) if any(row.client != own for row in rows) else frozenset()
        shown = [row for row in rows if row.client == own or row.client in public]
        tickets = await asyncio.gather(*(ticket_of(self._exchange.site, row.number) for row in shown))
        return [
            Seen(ticket, row.client == own)
            for row, ticket in zip(shown, tickets, strict=True)
            if ticket is not None and (row.client == own or not hides_contents(ticket))
        ]

    # --- how it is told ---------------------------------------------------------------------------------------------

    def _rows(self, found: Sequence[Seen]) -> Rows:
        return _as_rows([self._fields(one) for one in found])

    def _fields(self, seen: Seen) -> Fields:
        exchange, ticket = self._exchange, seen.ticket
        city, report = exchange.site.city, ticket.report
        told = seen.own and not hides_contents(ticket)
        pin = report.pin if told else None
        unit = ticket.unit if seen.own and ticket.unit in city.tree else ""
        fields: dict[str, Node] = {
            "service_request_id": ticket.number,
            "status": "closed" if is_closed(ticket.status) else "open",
            "status_notes": exchange.site.texts.say(f"web.status.{ticket.status}", exchange.language),
            "service_name": city.category_name(report.category, exchange.language),
            "service_code": report.category,
            "description": report.text if told else "",
            "agency_responsible": city.tree[unit].name if unit else "",
            "service_notice": "",
            "requested_datetime": self._moment(ticket.opened_at, seen),
            "updated_datetime": self._moment(changed_at(ticket), seen),
            "expected_datetime": self._moment(ticket.due_at, seen) if not is_closed(ticket.status) else None,
            "address": report.landmark if told else "",
            "address_id": report.kelurahan if told else "",
            "zipcode": "",
            "lat": round(pin.latitude, 6) if pin is not None else None,
            "long": round(pin.longitude, 6) if pin is not None else None,
            "media_url": "",
        }
        return Fields(fields)

    def _moment(self, at: datetime | None, seen: Seen) -> str | None:
        """Write a moment; to others than who filed it only its day, for hour and kind together tell more."""
        if at is None:
            return None
        local = at.astimezone(self._exchange.zone)
        day = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return moment(local if seen.own else day, self._exchange.zone)


def _as_rows(found: Sequence[Fields]) -> Rows:
    return Rows("service_requests", "request", list(found))


def changed_at(ticket: TicketState) -> datetime:
    """Tell when something last happened to a ticket."""
    return ticket.history[-1].at if ticket.history else ticket.opened_at


def _fits(ticket: TicketState, wanted: Wanted) -> bool:
    changed = wanted.changed
    state = "closed" if is_closed(ticket.status) else "open"
    return (
        (not wanted.codes or ticket.report.category in wanted.codes)
        and (not wanted.states or state in wanted.states)
        and (changed is None or changed.since <= changed_at(ticket) <= changed.until)
    )
