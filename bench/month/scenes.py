"""What happens to the whole city within the month: officials come and go, the calendar changes, lists are read."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from bench.month.looks import Look
from bench.month.place import UNITS, NewDays
from bench.month.town import MonthTown, Size
from demo.stage import COORDINATOR
from tests.journeys.reading import text_of

Json = dict[str, Any]
VERIFICATION = "verifikasi"
_PAGE = "hal:"
_DAY = timedelta(days=1)
_PATIENCE_SECONDS = 60.0
_OFFICIALS_PER_DEPARTURE = 6
_LOOKS_A_DAY = 2


class Scene(Protocol):
    """Something that happens at moments of its own, while nobody does anything else."""

    @property
    def due(self) -> datetime | None:
        """Give the next moment."""
        ...

    async def play(self, now: datetime) -> None:
        """Let it happen."""
        ...


def scenes(town: MonthTown, size: Size, began: datetime) -> Sequence[Scene]:
    """Make the scenes of a month."""
    dice = random.Random(f"{size.seed}:scenes")
    return (
        Departures(town, dice, began, timedelta(days=size.days), max(2, size.officials // _OFFICIALS_PER_DEPARTURE)),
        NewCalendar(town, town.calendars.at(began).opening(began + timedelta(days=size.days * 0.35))),
        Lists(town, dice, began + timedelta(hours=6)),
    )


class Departures:
    """Who holds most leaves the group, is removed, or gets another unit; later somebody is there in their place."""

    def __init__(self, town: MonthTown, dice: random.Random, began: datetime, length: timedelta, count: int) -> None:
        self._town, self._dice, self._gone = town, dice, 0
        days = town.calendars.at(began)
        moments = sorted(days.opening(began + length * dice.uniform(0.12, 0.85)) for _ in range(count))
        self._coming: list[tuple[datetime, Callable[[], Awaitable[None]]]] = [(one, self._goes) for one in moments]

    @property
    def due(self) -> datetime | None:
        """Give when the next one goes or comes."""
        return self._coming[0][0] if self._coming else None

    async def play(self, now: datetime) -> None:
        """Let somebody go or come."""
        _, happens = self._coming.pop(0)
        await happens()
        self._town.happened["officials who go or come"] += 1

    async def _goes(self) -> None:
        staff, one = self._town.staff, self._town.staff.busiest()
        if one is None:
            return
        how = self._gone % 3
        self._gone += 1
        back: Callable[[], Awaitable[None]] = lambda: staff.takes_over(one)  # noqa: E731
        if how == 0:
            staff.leaves(one)
            back = lambda: staff.returns(one)  # noqa: E731
        elif how == 1:
            staff.is_removed(one)
        else:
            staff.moves(one, self._dice.choice([unit for unit in UNITS if unit != one.unit]))
        later = self._town.clock.now() + timedelta(hours=self._dice.uniform(3, 40))
        self._coming.append((later, back))
        self._coming.sort(key=lambda coming: coming[0])


class NewCalendar:
    """A day of mourning is ordered for the next working day but one, and a holiday that comes is taken back."""

    def __init__(self, town: MonthTown, due: datetime) -> None:
        self._town = town
        self.due: datetime | None = due

    async def play(self, now: datetime) -> None:
        """Change the calendar, once."""
        self.due = None
        days = self._town.calendars.at(now)
        today = days.day_of(now)
        mourning = days.forward(today, 2)
        later: date = mourning + _DAY
        while later.weekday() > 4 or days.works(later):
            later += _DAY
        await self._town.change_calendar(NewDays(added=(mourning,), removed=(later,)))
        self._town.happened["calendar changed"] += 1


@dataclass
class Open:
    """A list that stands in a group."""

    chat: int
    message: int
    desk: str
    reader: int


class Lists:
    """Officials ask for a desk's queue, and turn its pages days later, when it is another one."""

    def __init__(self, town: MonthTown, dice: random.Random, due: datetime) -> None:
        self._town, self._dice = town, dice
        self.due: datetime | None = due
        self._open: list[Open] = []

    async def play(self, now: datetime) -> None:
        """Ask for a list, or turn a page of one."""
        self.due = now + _DAY / _LOOKS_A_DAY * self._dice.uniform(0.5, 1.5)
        turned = self._dice.choice(self._open[-8:]) if self._open and self._dice.random() < 0.6 else None
        if turned is None:
            await self._asks()
        else:
            await self._turns(turned)
        self._town.happened["lists asked for" if turned is None else "pages turned"] += 1

    async def _asks(self) -> None:
        desk = self._dice.choice((VERIFICATION, VERIFICATION, *UNITS))
        people = self._town.staff.of(desk, "petugas", "penghubung", "pimpinan")
        reader, chat = self._dice.choice(people).id if people else COORDINATOR, self._town.staff.home(desk)
        telegram, since = self._town.telegram, self._town.clock.now()
        asked = telegram.people.say(reader, f"/antrian {desk}", chat)["message_id"]

        def answer() -> Json | None:
            said = telegram.messages(chat, from_bot=True)
            replies = (one for one in said if one.get("reply_to_message", {}).get("message_id") == asked)
            return next(replies, None)

        message = (await telegram.wait_for(answer, _PATIENCE_SECONDS))["message_id"]
        self._open.append(Open(chat, message, desk, reader))
        await self._noted(self._open[-1], 1, since)

    async def _turns(self, one: Open) -> None:
        telegram = self._town.telegram
        shown = telegram.world.chats[one.chat].messages[one.message]
        rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
        pages = [str(button.get("callback_data")) for row in rows for button in row]
        data = self._dice.choice([page for page in pages if page.startswith(_PAGE)])
        since = self._town.clock.now()
        reader = one.reader if any(one.reader == each.id for each in self._town.staff.people) else COORDINATOR
        telegram.people.press(reader, one.message, data=data, chat_id=one.chat)
        await self._noted(one, int(data.rpartition(":")[2]), since)

    async def _noted(self, one: Open, page: int, since: datetime) -> None:
        await self._town.settled()
        text = text_of(self._town.telegram.world.chats[one.chat].messages[one.message])
        self._town.looks.append(Look(since, self._town.clock.now(), one.desk, page, text))
