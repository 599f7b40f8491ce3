"""A small city whose citizens write text messages, through a stand-in of the gateway or through Kannel itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from app.runtime import Runtime
from core.engine.settings import EngineSettings
from demo.stage import SMS_SECRET
from simulator.sms import KannelGateway, Shown, SmsStandIn
from tests.journeys.cast import LAMP
from tests.journeys.clock import MORNING
from tests.journeys.driver import PATIENCE_SECONDS, QUICK, Town, opened, quick_city
from tests.journeys.reading import NUMBER

T = TypeVar("T")

ROSA = 6281239990011
PATH = f"/webhooks/sms/{SMS_SECRET}"


class SmsTown(Town):
    """A city with a number for text messages beside the group."""

    @classmethod
    async def build(
        cls,
        uri: str,
        database: str,
        *,
        officers: int = 3,
        start: datetime = MORNING,
        rate: float = 1.0,
        kannel: Path | None = None,
        **more: Any,
    ) -> SmsTown:
        """Build the stand-ins and the front; with a folder for ``kannel`` the gateway is the real one."""
        sms = KannelGateway(kannel) if kannel else SmsStandIn(retry_base_seconds=0.02, retry_cap_seconds=0.2)
        options = {"city": quick_city(), "sms": sms, **more}
        town = await super().build(uri, database, officers=officers, start=start, rate=rate, **options)
        assert isinstance(town, SmsTown)
        if isinstance(sms, SmsStandIn):
            sms.now = sms.people.now = town.clock.seconds
        sms.connect(f"{town.front.url}{PATH}")
        if isinstance(sms, KannelGateway):
            await sms.start()
        return town

    @property
    def sms(self) -> SmsStandIn:
        """Give the stand-in of the gateway."""
        assert isinstance(self.stage.sms, SmsStandIn)
        return self.stage.sms

    @property
    def kannel(self) -> KannelGateway:
        """Give Kannel."""
        assert isinstance(self.stage.sms, KannelGateway)
        return self.stage.sms

    async def run(
        self, worker: str = "a", *, paced: bool = False, sweeps: bool = True, engine: EngineSettings = QUICK
    ) -> Runtime:
        """Start a process."""
        return await super().run(worker, paced=paced, sweeps=sweeps, engine=engine)

    def refusals(self) -> list[tuple[str, str, Any]]:
        """Give the requests that either side refused as wrong, and answers that would have become messages."""
        found: list[tuple[str, str, Any]] = list(super().refusals())
        if isinstance(self.stage.sms, SmsStandIn):
            found += [(one.said, one.answer["why"], one.params) for one in self.sms.refused]
            found += [(failure, "", {}) for failure in self.sms.failures]
        return found

    async def settle(self) -> None:
        """Wait until nothing is on its way on either side."""
        async with asyncio.timeout(PATIENCE_SECONDS * 2):
            while True:
                before = self._seen()
                if isinstance(self.stage.sms, SmsStandIn):
                    await self.sms.idle(PATIENCE_SECONDS)
                await super().settle()
                await self.quiet()
                if before == self._seen():
                    return

    def _seen(self) -> tuple[int, int, int]:
        assert self.stage.sms is not None
        return self.stage.sms.feed.number, self.standin.journal.count, len(self.front.answers)

    def texter(self, phone: str = "") -> Texter:
        """Bring in somebody with a plain telephone."""
        found = Texter(self, phone or f"+{ROSA + len(self.citizens)}")
        self.citizens.append(cast(Any, found))
        return found


class Texter:
    """Somebody with a plain telephone. Nothing that names the person may reach the group."""

    anonymous = True
    names: tuple[str, ...] = ()

    def __init__(self, town: SmsTown, phone: str) -> None:
        self.town = town
        self.phone = phone
        self.id = phone.removeprefix("+")
        self.before = 0

    def says(self, text: str) -> None:
        """Write a message."""
        self.town.spoken.add(text)
        assert self.town.stage.sms is not None
        self.town.stage.sms.people.say(self.phone, text)

    def chooses(self, shown: Shown, label: str) -> None:
        """Type the number in front of a choice."""
        found = re.search(rf"^(\d+) .*{re.escape(label)}", shown.text, re.MULTILINE | re.IGNORECASE)
        assert found is not None, f"no {label} in {shown.text!r}"
        self.says(found[1])

    def screen(self, after: int = 0) -> list[Shown]:
        """Give every message that came, oldest first."""
        assert self.town.stage.sms is not None
        return [shown for shown in self.town.stage.sms.people.screen(self.phone) if shown.number > after]

    async def hears(self, *needles: str) -> Shown:
        """Wait for the next message that says all this."""

        def look() -> Shown | None:
            fitting = (
                one for one in self.screen(self.before) if all(word.lower() in one.text.lower() for word in needles)
            )
            return next(fitting, None)

        assert self.town.stage.sms is not None
        try:
            shown = await self.town.stage.sms.feed.wait_for(look, PATIENCE_SECONDS)
        except TimeoutError:
            texts = [one.text for one in self.screen(self.before)]
            raise AssertionError(f"did not come: {needles} among {texts}") from None
        self.before = shown.number
        return shown

    async def confirms(self, draft: Shown, privacy: str = "Anonim") -> str:
        """Send the shown draft with a privacy choice; give the ticket's number."""
        self.chooses(draft, "Kirim")
        self.chooses(await self.hears(privacy, "nomor"), privacy)
        found = NUMBER.search((await self.hears("tercatat")).text)
        assert found is not None
        return found[0]

    async def reports(self, text: str = LAMP, privacy: str = "Anonim") -> str:
        """Report in one go; give the ticket's number."""
        self.says(text)
        return await self.confirms(await self.hears("Kami catat", "Kirim"), privacy)

    async def working(self) -> str:
        """Bring a new report to the point where the officer of dishub holds it; give its number."""
        return await self.town.working(cast(Any, self))


async def sms_town(
    build: Callable[..., Awaitable[Any]], *, processes: str = "a", registered: bool = True, **options: Any
) -> SmsTown:
    """Build a city with processes and, where the journey needs more than the coordinator, registered officers."""
    return await opened(build, SmsTown, processes=processes, registered=registered, **options)
