"""The invented months of the demo: made by the real steps, counted as the journal says, stored, and called invented."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.city.calendar import WorkingCalendar
from core.proof.limits import LimitCount
from core.proof.lines import line_of
from core.proof.showing import shown
from core.tally.published import public_month
from core.ticket.registry import RegistrySteps
from core.vocabulary.citizen import FileReport, Opened
from core.vocabulary.effects import Record, Tell
from core.vocabulary.events import Event
from core.vocabulary.report import Filing, Report
from core.vocabulary.seal import sealed_by
from core.vocabulary.steps import Moment
from demo.earlier.keeping import keep_counts, keep_reports, marked
from demo.earlier.living import Earlier, invent
from demo.earlier.plans import PHOTO
from storage.mongo.store import MongoStore
from tests.core.kupang import kupang
from tests.core.tally.recount import Line, recount
from tests.core.tally.test_tally import lines_of
from tests.web.boxes import served

NOW = datetime(2026, 12, 17, 3, tzinfo=UTC)


@cache
def earlier(months: int = 3) -> Earlier:
    """Invent so many months and the running one."""
    return invent(kupang(), NOW, sealed_by(b"x"), random.Random(7), months)


def lanes(kind: str, months: int = 3) -> dict[str, Any]:
    """Give the states of one kind of lanes, by what follows the kind in their names."""
    found = earlier(months).lanes.items()
    return {name.partition(":")[2]: lane.state for name, lane in found if name.startswith(f"{kind}:")}


def test_the_counts_are_those_of_the_journal() -> None:
    """A recount from the journal alone gives every number of every day, and the days make the published months."""
    city, days = kupang(), {date.fromisoformat(day): state for day, state in lanes("tally").items()}
    journals = defaultdict[str, list[Record]](list)
    for _id, line in earlier().records:
        journals[line.subject].append(line)

    again = Counter[Line]()
    for lines in journals.values():
        again.update(recount(lines, ZoneInfo(city.timezone), city.verification_unit))

    assert {line: count for line, count in again.items() if count} == lines_of(days)
    assert ["2026-09", "2026-10", "2026-11"] == sorted(lanes("month"))


def test_an_auditor_finds_nothing() -> None:
    """Every limit, call and wait of the invented months is as the rules say, counted again from the lines alone."""
    journals = defaultdict[str, list[Record]](list)
    for _id, line in earlier().records:
        journals[line.subject].append(line)
    count = LimitCount(kupang(), WorkingCalendar(kupang()))
    show = shown(confidential=False)
    flaws = [
        flaw for lines in journals.values() for flaw in count.of_report([line_of(one, show) for one in lines], NOW)
    ]
    assert ([], len(journals)) == (flaws, count.counted)


def test_there_is_something_to_see() -> None:
    """Tickets stand in many statuses, some late; and in some published month each number of the whole city is shown."""
    statuses = Counter(ticket.status for ticket in lanes("ticket").values())
    months = [public_month(kupang(), month.total).city for month in lanes("month").values()]

    assert {"selesai", "lewat", "diproses", "didisposisikan", "ditindaklanjuti"} <= set(statuses)
    happened = {line.what for _id, line in earlier().records}
    assert {"late", "disputed", "replied", "bukan_wewenang", "hold_over", "silence", "rated", "arsip"} <= happened
    for code in ("received", "answered", "fixed", "in_time", "confirmed", "missed"):
        assert any(month[code].value is not None for month in months), code
    assert 10 < len({line.number for line in earlier().listed})


def test_every_bell_has_rung() -> None:
    """What time does to a ticket is done: the next bell of each is still to come."""
    bells = [lane.wake_at for name, lane in earlier().lanes.items() if name.startswith("ticket:")]

    assert [] == [bell for bell in bells if bell is not None and bell < NOW]


async def test_it_is_stored_and_numbers_go_on(store: MongoStore) -> None:
    """The store has tickets, journals, lists and the photo; the next report gets the next number."""
    await keep_counts(store, earlier(0))
    await keep_reports(store, earlier(0))

    number, ticket = next((number, ticket) for number, ticket in lanes("ticket", 0).items())
    registry = await store.load("registry:KPG-26")
    assert registry is not None
    event = Event("e", registry.id, NOW, FileReport(Filing("person:x", Report("x", "pengaduan", "jalan"))))
    (opened,) = RegistrySteps(kupang()).step(registry.state, event, Moment(NOW)).effects
    assert isinstance(opened, Tell)
    assert isinstance(opened.command, Opened)
    assert f"KPG-26-{len(lanes('ticket', 0)) + 1:05d}" == opened.command.number[:12]
    last = (await store.journal_of(number))[-1]
    assert last.chain is not None
    assert ticket.head == last.chain.head
    assert 5 == len(await store.public_reports("", "", 0, 5))
    assert (await store.get_media(PHOTO)) is not None


@pytest.mark.parametrize(("language", "words"), [("id", "Data contoh"), ("en", "Sample data")])
async def test_every_page_says_that_it_is_invented(language: str, words: str) -> None:
    """A page of the marked city begins with the notice; one of the city itself has none."""
    found = []
    for city in (marked(kupang()), kupang()):
        async with served(city=city) as town, town.client.get(f"/lapor?lang={language}") as page:
            found.append(words in await page.text())

    assert [True, False] == found
