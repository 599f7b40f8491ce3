"""Let a month go by: the clock jumps from one thing that is to happen to the next, by people or by time."""

from __future__ import annotations

import asyncio
import heapq
import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bench.month.cases import Life
from bench.month.office import Office
from bench.month.plan import Case, cases
from bench.month.scenes import Scene, scenes
from bench.month.town import MonthTown, Size

AT_ONCE = 10
LAST = timedelta(minutes=20)
"""At the end counts get the time that they are given to be told."""
Progress = Callable[[float, str], None]


async def play(town: MonthTown, size: Size, tell: Progress) -> list[Case]:
    """Play the month; give its complaints. ``tell`` hears how much of it has passed."""
    began = town.clock.now()
    end = began + timedelta(days=size.days)
    life, city = Life(Office(town)), scenes(town, size, began)
    everybody = cases(size.complaints, size.days, began, size.seed)
    coming = [(case.begins, case.place, case) for case in everybody]
    heapq.heapify(coming)
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(case: Case) -> None:
        async with gate:
            again = await life.goes_on(case, town.clock.now())
        if again is not None and again < end:
            heapq.heappush(coming, (again, case.place, case))

    while (moment := _next(town, coming, city, end)) < end:
        await town.pass_to(_together(began, moment, timedelta(minutes=size.minutes)))
        now, due = town.clock.now(), []
        while coming and coming[0][0] <= now:
            due.append(heapq.heappop(coming)[2])
        await asyncio.gather(*map(one, due))
        if due:
            await town.settled()
        for part in life.born:
            everybody.append(part)
            heapq.heappush(coming, (now, part.place, part))
        life.born.clear()
        for scene in city:
            while scene.due is not None and scene.due <= now:
                await scene.play(now)
                await town.settled()
        filed = sum(bool(case.number) for case in everybody)
        tell((now - began) / (end - began), f"{now:%d %b %H:%M}, {filed} tickets, {town.deaths.count} kills")
    await town.pass_to(end)
    for _ in range(4):
        await town.rest(LAST / 4)
    return everybody


def _next(town: MonthTown, coming: list[tuple[datetime, int, Case]], city: Sequence[Scene], end: datetime) -> datetime:
    moments = [town.next_alarm(), *(scene.due for scene in city), *(case[0] for case in coming[:1])]
    return min((moment for moment in moments if moment is not None), default=end)


def _together(began: datetime, moment: datetime, step: timedelta) -> datetime:
    return began + step * math.ceil((moment - began) / step)
