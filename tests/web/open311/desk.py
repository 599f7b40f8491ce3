"""Open311 on a small server that stores in memory, with a desk that gives out numbers by itself."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from xml.etree import ElementTree

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from core.city.city import City
from core.ticket.number import format_number
from core.ticket.state import TicketState
from core.vocabulary.citizen import FormSent
from core.vocabulary.clients import Client
from core.vocabulary.events import Event
from core.vocabulary.feed import MachineNews, MachineReport
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Report
from tests.clock import START, TestClock
from tests.web.boxes import Boxes, small_site
from web.keys import Keys, digest_of, key_of
from web.open311.exchange import Exchange
from web.open311.routes import add_exchange

ROOT = "/open311/v2"
LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu"
OWN, PUBLIC, EXPORT = (key_of(name, letter * 43) for name, letter in (("peta", "p"), ("warga", "w"), ("arsip", "a")))


@dataclass
class Desk(Boxes):
    """Everything that Open311 stores; ``numbers`` is False while nobody gives any."""

    clients: dict[str, Client] = field(default_factory=dict)
    reports: dict[str, MachineReport] = field(default_factory=dict)
    news: dict[str, MachineNews] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    numbers: bool = True
    serial: Any = field(default_factory=lambda: count(1))

    async def handle(self, events: Sequence[Event]) -> frozenset[str]:
        """Store events; a report has its number at once."""
        new = await super().handle(events)
        for event in events:
            if event.id in new and isinstance(event.body, FormSent) and self.numbers:
                self.number(event)
        return new

    def number(self, event: Event) -> None:
        """Make a ticket of a report."""
        assert isinstance(event.body, FormSent)
        form, number = event.body, format_number("KPG", 26, next(self.serial))
        report = Report(
            form.text,
            "pengaduan",
            form.category,
            privacy=form.privacy,
            kelurahan=form.kelurahan,
            landmark=form.landmark,
            pin=form.pin,
        )
        ticket = TicketState(number, "person:x", "baru", report, event.at)
        self.lanes[ticket_lane(number)] = Lane(ticket_lane(number), state=ticket)
        client = event.address.partition(".")[0]
        self.reports[number] = MachineReport(number, client, event.address, event.at, f"e:{number}")

    def change(self, number: str, **changes: Any) -> None:
        """Let something happen to a ticket."""
        lane = self.lanes[ticket_lane(number)]
        self.lanes[lane.id] = msgspec.structs.replace(lane, state=msgspec.structs.replace(lane.state, **changes))

    async def pending(self, lane: str) -> Sequence[Event]:
        """Read events that nobody took."""
        return [event for event in self.events.values() if event.lane == lane]

    async def count(self, name: str, amounts: Mapping[str, int]) -> Mapping[str, int]:
        """Add to counts."""
        self._reach()
        counts = self.counts.setdefault(name, {})
        for kind, amount in amounts.items():
            counts[kind] = counts.get(kind, 0) + amount
        return counts

    async def add_client(self, client: Client) -> bool:
        """Keep a client."""
        return self.clients.setdefault(client.id, client) is client

    async def get_client(self, client_id: str) -> Client | None:
        """Read a client."""
        self._reach()
        return self.clients.get(client_id)

    async def list_clients(self) -> Sequence[Client]:
        """Read all clients."""
        self._reach()
        return list(self.clients.values())

    async def revoke_client(self, client_id: str, at: datetime) -> bool:
        """Close a key."""
        self.clients[client_id] = msgspec.structs.replace(self.clients[client_id], revoked_at=at)
        return True

    async def count_request(self, client_id: str, minute: int) -> int:
        """Count a request."""
        return (await self.count(f"minute:{client_id}:{minute}", {"asked": 1}))["asked"]

    async def put_report(self, report: MachineReport) -> None:
        """Note a number."""
        self.reports.setdefault(report.number, report)

    async def report_of(self, number: str) -> MachineReport | None:
        """Read a report by its number."""
        self._reach()
        return self.reports.get(number)

    async def report_at(self, address: str) -> MachineReport | None:
        """Read a report by its chat."""
        self._reach()
        return next((one for one in self.reports.values() if one.address == address), None)

    async def reports_by(
        self, clients: Sequence[str], since: datetime, until: datetime, skip: int, limit: int
    ) -> Sequence[MachineReport]:
        """Read reports, the newest first."""
        self._reach()
        found = [one for one in self.reports.values() if one.client in clients and since <= one.at < until]
        return sorted(found, key=lambda one: (one.at, one.number), reverse=True)[skip : skip + limit]

    async def put_news(self, news: MachineNews) -> None:
        """Keep a message."""
        self.news.setdefault(news.id, news)

    async def news_for(
        self, client: str, since: datetime, until: datetime, skip: int, limit: int
    ) -> Sequence[MachineNews]:
        """Read messages, the oldest first."""
        self._reach()
        found = [one for one in self.news.values() if one.client == client and since <= one.at < until]
        return sorted(found, key=lambda one: one.at)[skip : skip + limit]

    async def mark_fetched(self, news_ids: Sequence[str]) -> None:
        """Note that messages were fetched."""
        for own in news_ids:
            self.news[own] = msgspec.structs.replace(self.news[own], fetched=True)


@dataclass
class Served:
    """A served exchange and what it stored."""

    desk: Desk
    client: TestClient[web.Request, web.Application]
    clock: TestClock
    exchange: Exchange

    async def ask(self, path: str, method: str = "get", **more: Any) -> tuple[int, str]:
        """Ask for a path below the root."""
        async with self.client.request(method, f"{ROOT}/{path}", **more) as answer:
            return answer.status, await answer.text()

    async def read(self, path: str, key: str = "", **query: str) -> Any:
        """Read JSON that is there."""
        asked = {**query, **({"api_key": key} if key else {})}
        status, text = await self.ask(f"{path}.json", params=asked)
        assert 200 == status, text
        return json.loads(text)

    async def refused(self, path: str, key: str = "", **query: str) -> tuple[int, str]:
        """Ask for what is refused; give the status and the first description, equal in both formats."""
        asked = {**query, **({"api_key": key} if key else {})}
        status, text = await self.ask(f"{path}.json", params=asked)
        (error,) = json.loads(text)
        also, xml = await self.ask(f"{path}.xml", params=asked)
        root = ElementTree.fromstring(xml)
        assert (status, "errors") == (also, root.tag)
        assert [str(status), error["description"]] == [leaf.text for leaf in root[0]]
        assert status == error["code"]
        return status, error["description"]

    async def post(self, fields: Mapping[str, str], path: str = "requests", **headers: str) -> Any:
        """Post a form; give the status and what is in the only row of the answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        status, text = await self.ask(f"{path}.json", "post", data=fields, headers=named)
        (row,) = json.loads(text)
        return status, row

    async def file(self, key: str = OWN, **fields: str) -> str:
        """File a report; give its number."""
        status, row = await self.post({**complete(key), **fields})
        assert 200 == status, row
        return str(row["service_request_id"])


def complete(key: str = OWN) -> dict[str, str]:
    """Give the fields of a complete report."""
    return {"api_key": key, "service_code": "lampu-jalan", "address_string": "depan SDN Oebufu", "description": LAMP}


def known(key: str, **more: Any) -> Client:
    """Give the client of a key."""
    return Client(
        **{"id": key.partition(".")[0], "digest": digest_of(key), "scopes": ("report",), **more}, added_at=START
    )


@asynccontextmanager
async def served(*, city: City | None = None, room: float = 1e9, **more: Any) -> AsyncIterator[Served]:
    """Serve Open311 of a city, with a private and a public client."""
    desk, clock = Desk(), TestClock()
    for client in (known(OWN, **more), known(PUBLIC, public=True), known(EXPORT, scopes=("export",))):
        await desk.add_client(client)
    words = (f"{n:043d}" for n in count())
    site = small_site(desk, clock, city=city, room=room, fresh=lambda: next(words), channel="open311")
    exchange = Exchange(site, desk, Keys(desk, clock), patience=0.0)
    app = web.Application()
    add_exchange(app, exchange)
    client_ = TestClient(TestServer(app))
    await client_.start_server()
    try:
        yield Served(desk, client_, clock, exchange)
    finally:
        await client_.close()
