"""A small city whose citizens write on WhatsApp, with its officials in their Telegram group."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from app.runtime import Runtime
from core.engine.settings import EngineSettings
from simulator.whatsapp import WhatsAppStandIn
from simulator.whatsapp.bubble import Bubble
from simulator.whatsapp.personas import People
from tests.journeys.cast import LAMP
from tests.journeys.clock import MORNING
from tests.journeys.driver import PATIENCE_SECONDS, QUICK, Town, opened, quick_city
from tests.journeys.reading import NUMBER

T = TypeVar("T")

YANTI = 6281238005001
PATH = "/webhooks/whatsapp"


class WhatsAppTown(Town):
    """A city with a WhatsApp number beside the group."""

    @classmethod
    async def build(
        cls, uri: str, database: str, *, officers: int = 3, start: datetime = MORNING, rate: float = 1.0, **more: Any
    ) -> WhatsAppTown:
        """Build both stand-ins and the front; no process of the bridge runs yet."""
        options = {"whatsapp": True, "city": quick_city(), **more}
        town = await super().build(uri, database, officers=officers, start=start, rate=rate, **options)
        assert isinstance(town, WhatsAppTown)
        town.whatsapp.webhook.retry_base_seconds, town.whatsapp.webhook.retry_cap_seconds = 0.02, 0.2
        return town

    @property
    def whatsapp(self) -> WhatsAppStandIn:
        """Give the WhatsApp stand-in."""
        assert self.stage.whatsapp is not None
        return self.stage.whatsapp

    async def run(
        self, worker: str = "a", *, paced: bool = False, sweeps: bool = True, engine: EngineSettings = QUICK
    ) -> Runtime:
        """Start a process and wait until both platforms deliver to it."""
        runtime = await super().run(worker, paced=paced, sweeps=sweeps, engine=engine)
        await self.sees(lambda: self.whatsapp.webhook.url or None, lambda: "the registration at WhatsApp")
        return runtime

    def refusals(self) -> list[tuple[str, str, Any]]:
        """Give the requests that either platform refused as wrong."""
        return [*super().refusals(), *((one.method, one.details, one.body) for one in self.whatsapp.refused)]

    async def settle(self) -> None:
        """Wait until nothing is on its way on either platform."""
        async with asyncio.timeout(PATIENCE_SECONDS * 2):
            while True:
                before = self._seen()
                await self.whatsapp.webhook.idle(PATIENCE_SECONDS)
                await super().settle()
                await self.quiet()
                if before == self._seen():
                    return

    def _seen(self) -> tuple[int, int, int]:
        return self.whatsapp.journal.count, self.standin.journal.count, len(self.front.answers)

    async def sees(self, look: Callable[[], T | None], what: Callable[[], str]) -> T:
        """Wait for something on WhatsApp; fail with what was expected."""
        try:
            return await self.whatsapp.wait_for(look, PATIENCE_SECONDS)
        except TimeoutError:
            calls = [f"{call.method} {call.status} {call.details}" for call in self.whatsapp.calls[-12:]]
            raise AssertionError(f"did not come: {what()}; last calls: {calls}") from None

    def person(
        self, name: str = "Yanti Foenay", phone: str = "", *, anonymous: bool = True, **more: Any
    ) -> WhatsAppCitizen:
        """Bring in a citizen on WhatsApp; ``more`` are options of the stand-in's `add_user`."""
        chosen = phone or str(YANTI + len(self.citizens))
        user = self.whatsapp.people.add_user(chosen, name, **more)
        found = WhatsAppCitizen(self, user.key, name, chosen, user.user_id, anonymous=anonymous)
        self.citizens.append(cast(Any, found))
        return found


def says(bubble: Bubble, *needles: str) -> bool:
    """Tell whether a bubble contains every needle, in any case."""
    return all(needle.lower() in bubble.text.lower() for needle in needles)


def title_like(bubble: Bubble, part: str) -> str:
    """Give the whole title of what can be tapped and contains ``part``, or ``""``."""
    return next((title for title in bubble.titles if part.lower() in title.lower()), "")


def number_in(bubble: Bubble) -> str:
    """Give the ticket number that a bubble names."""
    found = NUMBER.search(bubble.text)
    assert found is not None, f"no ticket number in {bubble.text!r}"
    return found[0]


class WhatsAppCitizen:
    """Somebody on WhatsApp. ``anonymous``: nothing that names the person may reach the group."""

    def __init__(self, town: WhatsAppTown, key: str, name: str, phone: str, user_id: str, *, anonymous: bool) -> None:
        self.town = town
        self.key = key
        self.id = phone or user_id
        # The platform's message ids hold the number too, in base64.
        inside = base64.b64encode(f"\x1c\x18{phone[:10]}".encode()).decode() if phone else ""
        self.names = tuple(one for one in (*name.split(), user_id, inside) if one)
        self.anonymous = anonymous
        self.before = 0

    @property
    def people(self) -> People:
        """Give the actions of people on the stand-in."""
        return self.town.whatsapp.people

    def says(self, text: str, reply_to: Bubble | None = None) -> str:
        """Write; give the message's id."""
        self.town.spoken.add(text)
        return str(self.people.say(self.key, text, reply_to=reply_to.id if reply_to else "")["id"])

    def presses(self, bubble: Bubble, label: str) -> None:
        """Tap the button or row whose title contains this."""
        self.people.press(self.key, title_like(bubble, label) or label, message_id=bubble.id)

    # --- seeing ---

    async def hears(self, *needles: str, button: str = "") -> Bubble:
        """Wait for the next bubble that says all this and offers the button."""

        def look() -> Bubble | None:
            fresh = (one for one in self.town.whatsapp.bubbles(self.key) if one.number > self.before)
            fitting = (one for one in fresh if says(one, *needles))
            return next((one for one in fitting if not button or title_like(one, button)), None)

        bubble = await self.town.sees(look, lambda: f"{needles} {button!r} among {self.heard(self.before)}")
        self.before = bubble.number
        return bubble

    def heard(self, after: int = 0) -> list[str]:
        """Give every text that came, oldest first."""
        return [one.text for one in self.town.whatsapp.bubbles(self.key) if one.number > after]

    async def one_bubble(self, *needles: str) -> Bubble:
        """Demand that exactly one bubble has come since the last one heard, and that it says all this."""
        before = self.before
        found = await self.hears(*needles)
        await self.town.settle()
        came = self.heard(before)
        assert 1 == len(came), came
        return found

    # --- whole turns ---

    async def confirms(self, draft: Bubble, privacy: str = "Anonim") -> str:
        """Send the shown draft with a privacy choice; give the ticket's number."""
        self.presses(draft, "Kirim")
        self.presses(await self.hears(button=privacy), privacy)
        return number_in(await self.hears("tercatat", "KPG-"))

    async def reports(self, text: str = LAMP, privacy: str = "Anonim") -> str:
        """Report in one go; give the ticket's number."""
        self.says(text)
        return await self.confirms(await self.hears(button="Kirim"), privacy)

    async def working(self) -> str:
        """Bring a new report to the point where the officer of dishub holds it; give its number."""
        return await self.town.working(cast(Any, self))


async def whatsapp_town(
    build: Callable[..., Awaitable[Any]], *, processes: str = "a", registered: bool = True, **options: Any
) -> WhatsAppTown:
    """Build a city with processes and, where the journey needs more than the coordinator, registered officers."""
    return await opened(build, WhatsAppTown, processes=processes, registered=registered, **options)
