"""Lists of requests: what fits what was asked for, in pages, and what a state means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from core.ticket.number import format_number
from core.ticket.state import HistoryLine
from core.vocabulary.publishing import PublicReport
from core.vocabulary.tally import Shade
from core.vocabulary.ticket import TicketStatus
from tests.core.kupang import kupang
from tests.web.open311.desk import OWN, served
from web.open311 import released as public_list
from web.open311 import requests
from web.open311.asking import Leaf, Span, span, wanted
from web.open311.refusals import Refused
from web.open311.requests import is_closed

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
CLOSED = {"selesai", "lewat", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"}


def test_what_the_office_calls_done_is_open() -> None:
    """A request is closed when nothing runs any more: an answer that waits for its reporter is open."""
    assert CLOSED == {status for status in get_args(TicketStatus) if is_closed(status)}


@pytest.mark.parametrize(
    ("query", "since", "until"),
    [
        ({}, NOW - timedelta(days=90) + timedelta(minutes=1), NOW + timedelta(minutes=1)),
        ({"start_date": "2026-01-01T00:00:00Z"}, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)),
        ({"end_date": "2026-04-01T00:00:00Z"}, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)),
        (
            {"start_date": "2026-11-01T08:00:00+08:00", "end_date": "2026-11-02T08:00:00 08:00"},
            datetime(2026, 11, 1, tzinfo=UTC),
            datetime(2026, 11, 2, tzinfo=UTC),
        ),
    ],
)
def test_a_span_is_at_most_ninety_days(query: dict[str, str], since: datetime, until: datetime) -> None:
    """What is left out of a span makes ninety days; a plus sign that became a blank is read as one."""
    assert Span(since, until) == span(query, NOW)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"}, 400),
        ({"start_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"}, 400),
        ({"start_date": "2026-11-02"}, 400),
        ({"start_date": "2026-11-02T00:00:00"}, 400),
        ({"end_date": "kemarin"}, 400),
        ({"updated_after": "0"}, 400),
        ({"status": "open,done"}, 400),
        ({"service_code": "jalan,bulan"}, 404),
        ({"page": "0"}, 400),
        ({"page_size": "1001"}, 400),
        ({"page": "-1"}, 400),
        ({"page": "23", "page_size": "1000"}, 400),
        ({"page": "１"}, 400),
        ({"service_request_id": ",".join(f"KPG-26-{n:05d}" for n in range(1, 999))}, 0),
    ],
)
def test_what_cannot_be_asked_for(query: dict[str, str], status: int) -> None:
    """Values that are none are refused by what is wrong with them; numbers that are none are simply not there."""
    if status:
        with pytest.raises(Refused) as refused:
            wanted(query, kupang(), NOW)
        assert status == refused.value.status
    else:
        assert () == wanted(query, kupang(), NOW).numbers


def test_numbers_override_the_rest() -> None:
    """Numbers are read as people write them, each once, and a page is what was asked for."""
    found = wanted(
        {"service_request_id": "kpg 26 00001 5,KPG-26-00001-5, x", "page": "3", "page_size": "20"}, kupang(), NOW
    )
    assert (("KPG-26-00001-5",), True, Leaf(40, 20)) == (found.numbers, found.named, found.leaf)


async def test_lists_hold_what_fits() -> None:
    """State, kind, time of change and pages choose; numbers override them."""
    async with served() as town:
        lamp = await town.file()
        town.clock.move(hours=1)
        road = await town.file(service_code="jalan", description="Jalan berlubang besar sekali di sini")
        town.clock.move(hours=1)
        last = await town.file()
        town.desk.change(road, status="selesai", history=(HistoryLine(town.clock.now(), "x", "confirmed", "selesai"),))
        town.clock.move(hours=1)

        async def numbers(**query: str) -> list[str]:
            return [one["service_request_id"] for one in await town.read("requests", OWN, **query)]

        assert [last, road, lamp] == await numbers()
        assert [last, lamp] == await numbers(status="open")
        assert [road] == await numbers(status="closed")
        assert [road] == await numbers(service_code="jalan,sampah")
        assert [last, road] == await numbers(updated_after="2026-11-02T03:00:00Z")
        assert [road] == await numbers(page="2", page_size="1")
        assert [] == await numbers(page="4", page_size="1")
        assert [lamp] == await numbers(end_date="2026-11-02T01:30:00Z")
        assert [lamp, last] == await numbers(service_request_id=f"{lamp},{last}", status="closed")


def released(n: int, month: str, at: datetime, shade: Shade = "working", category: str = "jalan") -> PublicReport:
    """Give a line of the public list."""
    return PublicReport(format_number("KPG", 26, n), category, "Oebufu", month, shade, "Jalan rusak", at)


async def test_released_reports_are_chosen_as_far_as_they_are_known() -> None:
    """Without a key kind, state, pages and the day of release choose; of when a report came only the month does."""
    async with served() as town:
        town.desk.public = [
            released(1, "2026-09", NOW - timedelta(days=40)),
            released(2, "2026-10", NOW - timedelta(days=20), "confirmed", "sampah"),
            released(3, "2026-05", NOW - timedelta(days=1)),
            released(4, "2026-11", NOW),
        ]
        one, two, three, four = (line.number for line in town.desk.public)

        async def numbers(**query: str) -> list[str]:
            return [found["service_request_id"] for found in await town.read("requests", **query)]

        assert [four, two, one] == await numbers()
        assert [two] == await numbers(status="closed")
        assert [four, two] == await numbers(updated_after="2026-10-10T00:00:00+08:00")
        assert [four, one] == await numbers(service_code="jalan")
        assert [four, two, one] == await numbers(service_code="jalan,sampah")
        assert [one] == await numbers(page="3", page_size="1")
        may = {"start_date": "2026-05-20T00:00:00+08:00", "end_date": "2026-06-01T00:00:00+08:00"}
        assert [three] == await numbers(**may)
        assert [] == await numbers(start_date="2026-06-01T00:00:00+08:00", end_date="2026-06-30T00:00:00+08:00")
        assert [three] == await numbers(service_request_id=three)


async def test_a_long_public_list_is_walked_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that do not fit are passed over to the last page; where they are too many it is said."""
    async with served() as town:
        town.desk.public = [released(n, "2026-11", NOW + timedelta(seconds=n)) for n in range(2, 412)]
        town.desk.public.append(released(1, "2026-11", NOW, category="sampah"))
        asked = {"service_code": "sampah,pasar"}
        assert [format_number("KPG", 26, 1)] == [
            one["service_request_id"] for one in await town.read("requests", **asked)
        ]
        assert 11 == len(await town.read("requests", page="5", page_size="100"))
        monkeypatch.setattr(public_list, "WALKED_AT_MOST", 400)
        told = (400, "more than 400 requests were released in this time; ask for less of it")
        assert told == await town.refused("requests", **asked)


async def test_a_long_list_is_walked_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that do not fit are passed over; where they are too many it is said, and no list ends early in silence."""
    async with served(requests_per_minute=10**6) as town:
        first = await town.file(service_code="jalan", description="Jalan berlubang besar sekali di sini")
        for _ in range(210):
            town.clock.move(minutes=1)
            await town.file()
        assert [first] == [one["service_request_id"] for one in await town.read("requests", OWN, service_code="jalan")]
        monkeypatch.setattr(requests, "WALKED_AT_MOST", 200)
        told = (400, "more than 200 requests came in this time; ask for less of it")
        assert told == await town.refused("requests", OWN, service_code="jalan")
