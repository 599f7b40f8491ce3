"""The public list on MongoDB: lists from before lines had places, and what a page asks of a long one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pymongo import MongoClient

from core.vocabulary.effects import Publish
from core.vocabulary.publishing import PublicReport
from storage.mongo.documents import pack
from storage.mongo.store import MongoStore
from tests.clock import START, TestClock
from tests.storage.mongo.shapes import Shapes


def line(n: int, category: str = "jalan") -> PublicReport:
    """Make a line that was released ``n`` seconds after the first."""
    at = START + timedelta(seconds=n)
    return PublicReport(f"KPG-26-{n:05d}-5", category, "Oebufu", "2026-11", "waiting", "kata", at)


def former(one: PublicReport) -> dict[str, Any]:
    """Make the document that a line had before there were places."""
    lists = ["|", f"{one.category}|", f"|{one.kelurahan}", f"{one.category}|{one.kelurahan}"]
    order = f"{one.at:%Y%m%d%H%M%S%f}{one.number}"
    return {"_id": one.number, "revision": 5, "lists": sorted(lists), "order": order, "line": pack(one)}


async def numbers(store: MongoStore, category: str, after: int = 0) -> list[str]:
    """Read a list by its numbers."""
    return [one.line.number for one in await store.public_reports(category, "", after, 99)]


async def test_lines_from_before_there_were_places_keep_their_order(
    mongo_uri: str, database_name: str, clock: TestClock
) -> None:
    """They stand before everything that is released later, in every list, also when only some had been placed."""
    lines = [line(n, ("jalan", "sampah")[n % 2]) for n in range(7)]
    with MongoClient[Any](mongo_uri) as client:
        public = client[database_name]["public"]
        public.insert_many([former(one) for one in reversed(lines)])
        public.insert_one({"_id": "KPG-26-00009-5", "revision": 3})
        public.create_index([("lists", 1), ("order", -1)], name="lists")
        for _ in range(2):
            store = MongoStore(mongo_uri, database_name, clock=clock)
            await store.open()
            await store.publish(Publish(lines[2].number, 6, lines[2]))
            await store.publish(Publish(line(9).number, 4, line(9)))
            assert [line(9).number, *(one.number for one in reversed(lines))] == await numbers(store, "")
            assert [lines[n].number for n in (5, 3, 1)] == await numbers(store, "sampah")
            second = (await store.public_reports("", "", 0, 2))[-1].place
            assert [one.number for one in lines[5::-1]] == await numbers(store, "", second)
            await store.close()


async def test_lines_of_many_days_and_months_are_placed_in_their_order(
    mongo_uri: str, database_name: str, clock: TestClock
) -> None:
    """What was released is placed a day at a time: no question is about more, and nothing falls between two days."""
    lines = [line(n * 100_000) for n in range(-30, 30)]
    with MongoClient[Any](mongo_uri) as client:
        public = client[database_name]["public"]
        public.insert_many([former(one) for one in reversed(lines)])
        public.create_index([("lists", 1), ("order", -1)], name="lists")
    store = MongoStore(mongo_uri, database_name, clock=clock)
    await store.open()
    assert [one.number for one in reversed(lines)] == await numbers(store, "")
    await store.close()


async def test_a_page_asks_for_the_terms_that_it_shows(mongo_uri: str, database_name: str, clock: TestClock) -> None:
    """However many lines there are and whenever they came, two questions read as many documents as the page has."""
    shapes = Shapes()
    store = MongoStore(mongo_uri, database_name, clock=clock, event_listeners=[shapes])
    await store.open()
    for n in range(60):
        await store.publish(Publish(line(n).number, 1, line(n)))
    shapes.commands.clear()
    shapes.examples.clear()
    assert 5 == len(await store.public_reports("jalan", "Oebufu", 40, 5))
    assert ["find", "find"] == shapes.commands
    assert [5] == [len(one.filter["lists"]["$in"]) for one in shapes.examples.values() if "lists" in one.filter]
    await store.close()
