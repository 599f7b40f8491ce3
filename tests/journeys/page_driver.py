"""A small city whose citizens write to its Page or account, with its officials in their Telegram group."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from app.runtime import Runtime
from core.engine.settings import EngineSettings
from demo.stage import VERIFY_TOKEN
from simulator.pages import PageStandIn
from simulator.pages.people import People
from simulator.pages.world import Bubble
from tests.journeys.cast import LAMP
from tests.journeys.clock import MORNING
from tests.journeys.driver import PATIENCE_SECONDS, QUICK, Town, opened, quick_city
from tests.journeys.reading import NUMBER

T = TypeVar("T")
CHANNELS = ("messenger", "instagram")


class PageTown(Town):
    """A city with a Page or an account beside the group; ``channel`` says which."""

    channel: str = "messenger"

    @classmethod
    async def build(
        cls,
        uri: str,
        database: str,
        *,
        officers: int = 3,
        start: datetime = MORNING,
        rate: float = 1.0,
        channel: str = "messenger",
        **more: Any,
    ) -> PageTown:
        """Build both stand-ins and the front; no process of the bridge runs yet."""
        options = {"pages": (channel,), "city": quick_city(), **more}
        town = await super().build(uri, database, officers=officers, start=start, rate=rate, **options)
        assert isinstance(town, PageTown)
        town.channel = channel
        return town

    @property
    def page(self) -> PageStandIn:
        """Give the stand-in of the Page or account."""
        return self.stage.pages[self.channel]

    async def run(
        self, worker: str = "a", *, paced: bool = False, sweeps: bool = True, engine: EngineSettings = QUICK
    ) -> Runtime:
        """Start a process and wait until both platforms deliver to it."""
        runtime = await super().run(worker, paced=paced, sweeps=sweeps, engine=engine)
        await self.sees(lambda: self.page.world.profile or None, lambda: "what is shown before anybody writes")
        if not self.page.webhook.url:  # entered by hand in the app's settings
            await self.page.subscribe(f"{self.front.url}/webhooks/{self.channel}", VERIFY_TOKEN)
        return runtime

    def refusals(self) -> list[tuple[str, str, Any]]:
        """Give the requests that either platform refused as wrong."""
        return [*super().refusals(), *((one.method, str(one.answer), one.body) for one in self.page.refused)]

    async def settle(self) -> None:
        """Wait until nothing is on its way on either platform."""
        async with asyncio.timeout(PATIENCE_SECONDS * 2):
            while True:
                before = self._seen()
                await self.page.webhook.idle(PATIENCE_SECONDS)
                await super().settle()
                await self.quiet()
                if before == self._seen():
                    return

    def _seen(self) -> tuple[int, int, int]:
        return self.page.journal.count, self.standin.journal.count, len(self.front.answers)

    async def sees(self, look: Callable[[], T | None], what: Callable[[], str]) -> T:
        """Wait for something on the Page; fail with what was expected."""
        try:
            return await self.page.wait_for(look, PATIENCE_SECONDS)
        except TimeoutError:
            calls = [f"{call.method} {call.status} {call.answer}" for call in self.page.calls[-12:]]
            raise AssertionError(f"did not come: {what()}; last calls: {calls}") from None

    def person(self, name: str = "Yanti Foenay", key: str = "", *, anonymous: bool = True, **more: Any) -> PageCitizen:
        """Bring in a citizen; ``more`` are options of the stand-in's `add_user`."""
        chosen = key or f"warga{len(self.citizens) + 1}"
        user = self.page.people.add_user(chosen, name, **more)
        found = PageCitizen(self, user.key, name, user.id, anonymous=anonymous)
        self.citizens.append(cast(Any, found))
        return found


def titles(bubble: Bubble) -> tuple[str, ...]:
    """Give what can be tapped on a bubble."""
    return tuple(title for title, _payload in (*bubble.quick, *bubble.buttons))


def says(bubble: Bubble, *needles: str) -> bool:
    """Tell whether a bubble contains every needle, in any case."""
    return all(needle.lower() in bubble.text.lower() for needle in needles)


def title_like(bubble: Bubble, part: str) -> str:
    """Give the whole title of what can be tapped and contains ``part``, or ``""``."""
    return next((title for title in titles(bubble) if part.lower() in title.lower()), "")


def number_in(bubble: Bubble) -> str:
    """Give the ticket number that a bubble names."""
    found = NUMBER.search(bubble.text)
    assert found is not None, f"no ticket number in {bubble.text!r}"
    return found[0]


class PageCitizen:
    """Somebody on Messenger or Instagram. ``anonymous``: nothing that names the person may reach the group."""

    def __init__(self, town: PageTown, key: str, name: str, address: str, *, anonymous: bool) -> None:
        self.town = town
        self.key = key
        self.id = address
        self.names = tuple(name.split())
        self.anonymous = anonymous
        self.before = 0

    @property
    def people(self) -> People:
        """Give the actions of people on the stand-in."""
        return self.town.page.people

    def says(self, text: str, reply_to: Bubble | None = None) -> str:
        """Write; give the message's id."""
        self.town.spoken.add(text)
        item = self.people.say(self.key, text, reply_to=reply_to.mid if reply_to else "")
        return str(item["message"]["mid"])

    def presses(self, bubble: Bubble, label: str) -> None:
        """Tap the quick reply or button whose title contains this."""
        title = title_like(bubble, label) or label
        tap = self.people.tap_quick_reply if bubble.quick else self.people.tap_button
        tap(self.key, title)

    # --- seeing ---

    async def hears(self, *needles: str, button: str = "") -> Bubble:
        """Wait for the next bubble that says all this and offers the button."""

        def look() -> Bubble | None:
            fresh = (one for one in self.town.page.bubbles(self.key) if one.number > self.before)
            fitting = (one for one in fresh if says(one, *needles))
            return next((one for one in fitting if not button or title_like(one, button)), None)

        bubble = await self.town.sees(look, lambda: f"{needles} {button!r} among {self.heard(self.before)}")
        self.before = bubble.number
        return bubble

    def heard(self, after: int = 0) -> list[str]:
        """Give every text that came, oldest first."""
        return [one.text for one in self.town.page.bubbles(self.key) if one.number > after]

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


async def page_town(
    build: Callable[..., Awaitable[Any]], channel: str, *, processes: str = "a", registered: bool = True, **options: Any
) -> PageTown:
    """Build a city with processes and, where the journey needs more than the coordinator, registered officers."""
    return await opened(build, PageTown, processes=processes, registered=registered, channel=channel, **options)
