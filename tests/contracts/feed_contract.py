"""What every store promises of reports that machines filed, and of the news that waits for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from core.vocabulary.feed import MachineNews, MachineReport
from tests.clock import START

HOUR = timedelta(hours=1)


def report(serial: int, client: str = "kota") -> MachineReport:
    """Give a report that had its number so many hours after the start."""
    return MachineReport(f"N-{serial}", client, f"{client}.{serial}", START + serial * HOUR)


def news(serial: int, client: str = "kota") -> MachineNews:
    """Give a message that came so many hours after the start."""
    return MachineNews(
        f"e:{serial}", client, f"{client}.1", "N-1", START + serial * HOUR, f"kabar {serial}", "verified"
    )


class FeedContract:
    """A client's reports and news are read by time, and each is there once."""

    async def test_a_report_is_found_by_number_and_by_chat(self, store: Any) -> None:
        """A report is known by its number and by the address of its chat; the first who says so keeps it."""
        await store.put_report(report(1))
        await store.put_report(msgspec.structs.replace(report(1), client="lain"))

        assert [report(1), report(1)] == [await store.report_of("N-1"), await store.report_at("kota.1")]
        assert [None, None] == [await store.report_of("N-2"), await store.report_at("kota.2")]

        await store.put_report(msgspec.structs.replace(report(3), address="kota.1"))
        assert report(1) == await store.report_at("kota.1")

    async def test_reports_are_read_by_time_and_client(self, store: Any) -> None:
        """Reports of the clients that are asked for come newest first, page by page, within the time."""
        for one in (report(1), report(2, "lain"), report(3), report(4, "orang"), report(5)):
            await store.put_report(one)
        until = START + 5 * HOUR

        both = await store.reports_by(["kota", "lain"], START, until, 0, 9)
        assert ["N-3", "N-2", "N-1"] == [one.number for one in both]
        assert ["N-2"] == [one.number for one in await store.reports_by(["kota", "lain"], START, until, 1, 1)]
        assert [] == list(await store.reports_by([], START, until, 0, 9))

    async def test_news_waits_in_order_until_it_is_fetched(self, store: Any) -> None:
        """News of one client comes oldest first, once however often it was put, and says whether it was fetched."""
        for one in (news(2), news(1), msgspec.structs.replace(news(2), text="lain"), news(3, "lain"), news(4)):
            await store.put_news(one)
        await store.mark_fetched(["e:1"])
        await store.mark_fetched([])

        found = await store.news_for("kota", START, START + 4 * HOUR, 0, 9)
        assert [msgspec.structs.replace(news(1), fetched=True), news(2)] == list(found)
        assert [news(2)] == list(await store.news_for("kota", START, START + 4 * HOUR, 1, 9))

    async def test_old_news_is_forgotten(self, store: Any) -> None:
        """News is kept for a while, whether it was fetched or not."""
        for one in (news(1), news(3)):
            await store.put_news(one)

        assert 1 == await store.purge_news(START + 2 * HOUR)
        assert [news(3)] == list(await store.news_for("kota", START, START + 9 * HOUR, 0, 9))
