"""A week on a moved clock: the days are counted as the journal says, and the group reads digest and report once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.tally.state import DayState, load
from core.vocabulary.lane_names import tally_lane
from tests.core.tally.recount import recount
from tests.core.tally.test_tally import lines_of
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.reading import text_of

ZONE = ZoneInfo("Asia/Makassar")


async def days_of(town: Town) -> dict[date, DayState]:
    """Read the counts of all days of a journey."""
    today = town.clock.now().astimezone(ZONE).date()
    days = [today - n * timedelta(days=1) for n in range(30)]
    found = {day: await town.state(tally_lane(day)) for day in days}
    return {day: load(state) for day, state in found.items() if state is not None}


def posts(town: Town, beginning: str) -> list[dict[str, Any]]:
    """Give the group's messages that begin so."""
    return [message for message in town.group() if text_of(message).startswith(beginning)]


async def test_a_week_is_counted_greeted_and_reported(build: Build) -> None:
    """With two processes, one of which ends midway: each morning once a desk, the week once, as the journal says."""
    town = await build()
    for worker in "ab":
        await town.run(worker)
    await town.register()
    citizen = town.citizen()
    numbers = [await town.working(citizen, LAMP)]
    await town.closed(numbers[0])
    citizen.presses(await citizen.hears(numbers[0], button="Sudah beres"), "Sudah beres")
    await citizen.hears("selesai karena Anda")
    numbers.append(await town.citizen("Paulus", "Nubatonis", "paul_nuba").reports("Jalan berlubang di Liliba"))
    began = town.clock.now()
    for half_day in range(16):
        if half_day == 5:
            await town.end(town.runtimes[-1])
            await town.run("c")
        await town.later(hours=12)
        await town.later(seconds=2)
        await town.later(seconds=2)

    store = town.runtime.store
    records = [record for number in numbers for record in await store.journal_of(f"{number}")]
    days = await days_of(town)
    assert recount(records, ZONE, town.city.verification_unit) == lines_of(days)
    assert 2 == sum(day.city.facts.get("received", 0) for day in days.values())

    mornings = posts(town, "☀️ Selamat pagi, Verifikasi")
    when = [datetime.fromtimestamp(message["date"], UTC).astimezone(ZONE) for message in mornings]
    assert all(moment.weekday() < 5 for moment in when)
    assert Counter(moment.date() for moment in when) == Counter({moment.date() for moment in when})
    assert len(when) >= 4
    (week,) = posts(town, "📊 Laporan mingguan")
    assert "photo" in week
    assert "message_thread_id" not in week
    assert "Masuk: 2 (minggu sebelumnya belum dihitung)" in text_of(week)
    assert "1 beres, 0 disanggah, 0 tidak menjawab. Dipastikan beres: 100%" in text_of(week)
    assert (town.clock.now() - began).days >= 7
