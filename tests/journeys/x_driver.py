"""A small city whose citizens write on X, with its officials in their Telegram group."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from app.runtime import Runtime
from core.engine.settings import EngineSettings
from simulator.x import XStandIn
from simulator.x.people import People
from simulator.x.world import Direct
from tests.journeys.cast import LAMP
from tests.journeys.clock import MORNING
from tests.journeys.driver import ENGINE, PATIENCE_SECONDS, Town, opened, quick_city
from tests.journeys.reading import NUMBER

T = TypeVar("T")

POLL_SECONDS = 0.05
YANTI = 2_812_380_050_011
PATH = "/webhooks/x"


class XTown(Town):
    """A city with an account on X beside the group; ``more`` are settings of its processes by their fixed names."""

    more: dict[str, Any]

    @classmethod
    async def build(
        cls, uri: str, database: str, *, officers: int = 3, start: datetime = MORNING, rate: float = 1.0, **more: Any
    ) -> XTown:
        """Build both stand-ins and the front; no process of the bridge runs yet."""
        settings = more.pop("settings", {})
        options = {"x": True, "city": quick_city(), **more}
        town = await super().build(uri, database, officers=officers, start=start, rate=rate, **options)
        assert isinstance(town, XTown)
        town.more = settings
        return town

    @property
    def x(self) -> XStandIn:
        """Give the stand-in of X."""
        assert self.stage.x is not None
        return self.stage.x

    def settings(self, **more: Any) -> Any:
        """Give settings of a process that asks X often."""
        return super().settings(**{"X_POLL_SECONDS": POLL_SECONDS, **self.more, **more})

    async def run(
        self, worker: str = "a", *, paced: bool = False, sweeps: bool = True, engine: EngineSettings = ENGINE
    ) -> Runtime:
        """Start a process, and wait until somebody asks X."""
        runtime = await super().run(worker, paced=paced, sweeps=sweeps, engine=engine)
        await self.sees(lambda: self.x.calls_of("dm_events") or None, lambda: "the first look at private messages")
        return runtime

    def refusals(self) -> list[tuple[str, str, Any]]:
        """Give the requests that either platform refused as wrong."""
        return [*super().refusals(), *((one.method, str(one.answer), one.body) for one in self.x.refused)]

    async def settle(self) -> None:
        """Wait until everything that people wrote has been read, and nothing is on its way."""
        async with asyncio.timeout(PATIENCE_SECONDS * 2):
            while True:
                before = self._written()
                await self.x.activity.idle(PATIENCE_SECONDS)
                await self._looked()
                await super().settle()
                if before == self._written():
                    return

    async def _looked(self) -> None:
        """Wait for a look at private messages that began after this, where anybody looks."""
        if not self.runtimes or self.x.gateway.revoked or "still" in self.allowed:
            return
        count = len(self.x.calls_of("dm_events"))
        await self.sees(lambda: len(self.x.calls_of("dm_events")) > count + 1, lambda: "a look at private messages")

    def _written(self) -> tuple[int, int]:
        return len(self.x.world.directs), self.standin.journal.count

    async def sees(self, look: Callable[[], T | None], what: Callable[[], str]) -> T:
        """Wait for something on X; fail with what was expected."""
        try:
            return await self.x.wait_for(look, PATIENCE_SECONDS)
        except TimeoutError:
            calls = [f"{call.method} {call.status} {call.answer}"[:200] for call in self.x.calls[-8:]]
            raise AssertionError(f"did not come: {what()}; last calls: {calls}") from None

    def person(self, name: str = "Yanti Foenay", username: str = "", *, anonymous: bool = True) -> XCitizen:
        """Bring in a citizen on X."""
        number = YANTI + len(self.citizens)
        chosen = username or f"{name.split()[0].lower()}_kpg{len(self.citizens)}"
        self.x.people.add_user(chosen, name, str(number))
        found = XCitizen(self, str(number), name, chosen, anonymous=anonymous)
        self.citizens.append(cast(Any, found))
        return found


def number_of(text: str, label: str) -> str:
    """Give the number under which a choice can be typed, empty when it is not offered."""
    found = re.search(rf"^(\d+)\. .*{re.escape(label)}", text, re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""


def ticket_in(direct: Direct) -> str:
    """Give the ticket number that a message names."""
    found = NUMBER.search(direct.text)
    assert found is not None, f"no ticket number in {direct.text!r}"
    return found[0]


class XCitizen:
    """Somebody on X. ``anonymous``: nothing that names the person may reach the group."""

    def __init__(self, town: XTown, user_id: str, name: str, username: str, *, anonymous: bool) -> None:
        self.town = town
        self.id = user_id
        self.username = username
        self.names = (*name.split(), username)
        self.anonymous = anonymous
        self.before = 0

    @property
    def people(self) -> People:
        """Give the actions of people on the stand-in."""
        return self.town.x.people

    def says(self, text: str, photos: tuple[bytes, ...] = ()) -> Direct:
        """Write privately."""
        self.town.spoken.add(text)
        return self.people.write(self.id, text, photos)

    def chooses(self, direct: Direct, label: str) -> None:
        """Type the number of the choice whose label contains this."""
        number = number_of(direct.text, label)
        assert number, f"no {label!r} in {direct.text!r}"
        self.people.write(self.id, number)

    async def hears(self, *needles: str, choice: str = "") -> Direct:
        """Wait for the next message that says all this and offers the choice."""

        def fits(direct: Direct) -> bool:
            said = direct.text.lower()
            return all(one.lower() in said for one in needles) and (not choice or bool(number_of(direct.text, choice)))

        def look() -> Direct | None:
            fresh = (one for one in self.town.x.directs(self.id) if int(one.id) > self.before)
            return next((one for one in fresh if fits(one)), None)

        direct = await self.town.sees(look, lambda: f"{needles} {choice!r} among {self.heard(self.before)}")
        self.before = int(direct.id)
        return direct

    def heard(self, after: int = 0) -> list[str]:
        """Give every text that came, oldest first."""
        return [one.text for one in self.town.x.directs(self.id) if int(one.id) > after]

    # --- whole turns ---

    async def confirms(self, draft: Direct, privacy: str = "Anonim") -> str:
        """Send the shown draft with a privacy choice; give the ticket's number."""
        self.chooses(draft, "Kirim")
        self.chooses(await self.hears(choice=privacy), privacy)
        return ticket_in(await self.hears("tercatat", "KPG-"))

    async def reports(self, text: str = LAMP, privacy: str = "Anonim") -> str:
        """Report in one go; give the ticket's number."""
        self.says(text)
        return await self.confirms(await self.hears(choice="Kirim"), privacy)

    async def working(self) -> str:
        """Bring a new report to the point where the officer of dishub holds it; give its number."""
        return await self.town.working(cast(Any, self))


async def x_town(
    build: Callable[..., Awaitable[Any]], *, processes: str = "a", registered: bool = True, **options: Any
) -> XTown:
    """Build a city with processes and, where the journey needs more than the coordinator, registered officers."""
    return await opened(build, XTown, processes=processes, registered=registered, **options)
