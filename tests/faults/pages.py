"""A citizen on the stand-in of a Page or an account, and the officials in their Telegram group, in fault runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from demo.stage import APP_SECRET, PAGE_SETTINGS, PAGES, VERIFY_TOKEN
from tests.faults.platform import CitizenSide, JourneyBroke, Listener, OfficeSide, Shown
from tests.faults.telegram import TelegramScene
from tests.faults.timing import FastClock

KEY = "yanti"
Json = dict[str, Any]
T = TypeVar("T")


class PageScene:
    """Both stand-ins. Echoes, deliveries and read marks come for every message, and say nothing that must be known."""

    citizen: CitizenSide
    office: OfficeSide

    def __init__(self, channel: str, clock: FastClock, patience_seconds: float) -> None:
        self._channel = channel
        self._patience_seconds = patience_seconds
        self._group = TelegramScene(clock, patience_seconds)
        self.standin = PAGES[channel](
            app_secret=APP_SECRET,
            per_second=None,
            now=clock.seconds,
            retry_base_seconds=0.02,
            retry_cap_seconds=0.1,
            remember_calls=5_000,
        )
        self.citizen = Citizen(self)

    async def start(self) -> None:
        """Start the stand-ins with their people."""
        await self._group.start()
        await self.standin.start()
        self.office = self._group.office
        self.standin.people.add_user(KEY, "Yanti Foenay")

    async def connect(self, url: str) -> None:
        """Enter the bridge's address in the console of the platform, which verifies it."""
        await self.standin.subscribe(f"{url}/webhooks/{self._channel}", VERIFY_TOKEN)

    async def stop(self) -> None:
        """Stop the stand-ins."""
        await self.standin.stop()
        await self._group.stop()

    def settings(self, port: int) -> Json:
        """Give the settings of a bridge on this scene, by their fixed names."""
        return {
            **self._group.settings(port),
            "GRAPH_API_BASE": self.standin.base_url,
            "META_APP_SECRET": self.standin.app_secret,
            "META_VERIFY_TOKEN": VERIFY_TOKEN,
            **dict(zip(PAGE_SETTINGS[self._channel], (self.standin.page.id, self.standin.token), strict=True)),
        }

    # --- looking --------------------------------------------------------------------------------------------------

    async def wait(self, what: str, look: Callable[[], T | None]) -> T:
        """Wait for something to be seen on the Page."""
        try:
            return await self.standin.wait_for(look, self._patience_seconds)
        except TimeoutError:
            heard = [bubble.text for bubble in self.standin.bubbles(KEY)[-3:]]
            raise JourneyBroke(f"waited in vain: {what}; last heard: {heard}") from None

    @property
    def _address(self) -> str:
        return self.standin.world.user(KEY).id

    def addresses(self) -> tuple[str, str]:
        """Give the addresses of the citizen's chat and of the group."""
        return self._address, self._group.addresses()[1]

    def joins(self, address: str) -> bool:
        """Say no: messages cost nothing."""
        return False

    def shown(self, address: str) -> list[Shown]:
        """Give the bridge's messages in a chat as they read now."""
        if address != self._address:
            return self._group.shown(address)
        return [
            Shown(
                bubble.mid,
                bubble.text,
                tuple(title for title, _payload in (*bubble.quick, *bubble.buttons)),
                files=len(bubble.media),
            )
            for bubble in self.standin.bubbles(KEY)
        ]

    def sendings(self, address: str) -> Mapping[str, str]:
        """Name the outbox entry of each message: a file and the words beside it are two messages of one."""
        if address != self._address:
            return self._group.sendings(address)
        return {bubble.mid: bubble.metadata for bubble in self.standin.bubbles(KEY)}

    def arrived(self) -> Sequence[str]:
        """Name nothing: what the platform reports names its own message alone."""
        return []

    def undelivered(self) -> int:
        """Count updates and bodies that the bridge has not taken yet."""
        return self._group.undelivered() + self.standin.webhook.on_the_way

    def unanswered(self) -> int:
        """Count the group's presses that never got an answer; those here need none."""
        return self._group.unanswered()

    def refused(self) -> list[str]:
        """Name the calls that a correct bridge would never have made, on both platforms."""
        return [*self._group.refused(), *(f"{call.method}: {call.answer}" for call in self.standin.refused)]


class Citizen(Listener):
    """Yanti, in her chat with the city."""

    def __init__(self, scene: PageScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._people = scene.standin.people

    def says(self, text: str) -> None:
        """Write a message."""
        self._people.say(KEY, text)

    def sends_photos(self, photos: Sequence[bytes], caption: str = "") -> None:
        """Send photos in one message, with words where the app sends them so."""
        self._people.send_files(KEY, photos, mime="image/png", text=caption)

    def presses(self, on: Shown, label: str) -> None:
        """Tap the quick reply or button whose title contains these words."""
        title = next((one for one in on.labels if label.lower() in one.lower()), label)
        bubble = self._scene.standin.world.user(KEY).bubbles[on.id]
        tap = self._people.tap_quick_reply if bubble.quick else self._people.tap_button
        tap(KEY, title)
