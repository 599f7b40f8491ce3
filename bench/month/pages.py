"""Citizens of the month at the web form and on the private page that it leads to, without scripts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bench.form import address
from demo.actors import Shown
from tests.faults.web import AGAIN_SECONDS, Browser

if TYPE_CHECKING:
    from bench.month.town import MonthTown

_WORD_LETTERS = 43


class WebCitizen:
    """Somebody with a browser, from an address of their own; letters are numbered as they are seen."""

    platform = "web"

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    @classmethod
    async def arrive(cls, town: MonthTown, place: int, form: Mapping[str, str]) -> WebCitizen:
        """Open a browser at the form."""
        browser = Browser(0.0, f"warga{place}".ljust(_WORD_LETTERS, "-"), form)
        browser.url = town.front.url
        await browser.start(**address(place))
        town.browsers.append(browser)
        return cls(browser)

    def say(self, text: str) -> None:
        """Send the form, or write on the private page."""
        self.browser.says(text)

    def press(self, shown: Shown, label: str) -> None:
        """Press a choice of the page."""
        self.browser.presses(self.browser.seen[shown.id - 1], label)

    async def wait(self, look: Callable[[list[Shown]], Shown | None], seconds: float) -> Shown:
        """Read the page until ``look`` finds something; what can be pressed stands below the last letter."""
        until = time.monotonic() + seconds
        while True:
            await self.browser.look()
            if found := look(self._shown()):
                return found
            if time.monotonic() > until:
                raise TimeoutError
            await asyncio.sleep(AGAIN_SECONDS)

    def _shown(self) -> list[Shown]:
        letters, choices = self.browser.seen, tuple(self.browser.choices)
        return [
            Shown(place, letter.text, choices if place == len(letters) else ())
            for place, letter in enumerate(letters, 1)
        ]
