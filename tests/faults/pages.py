"""A citizen on the stand-in of a Page or an account, and the officials in their Telegram group, in fault runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from demo.stage import APP_SECRET, PAGE_SETTINGS, PAGES, VERIFY_TOKEN
from tests.faults.beside import BesideGroup, Json
from tests.faults.platform import Listener, Shown
from tests.faults.timing import FastClock

KEY = "yanti"


class PageScene(BesideGroup):
    """Both stand-ins. Echoes, deliveries and read marks come for every message, and say nothing that must be known."""

    paid = False

    def __init__(self, channel: str, clock: FastClock, patience_seconds: float) -> None:
        self._channel = channel
        self.standin = PAGES[channel](
            app_secret=APP_SECRET,
            per_second=None,
            now=clock.seconds,
            retry_base_seconds=0.02,
            retry_cap_seconds=0.1,
            remember_calls=5_000,
        )
        super().__init__(self.standin, clock, patience_seconds)
        self.citizen = Citizen(self)

    async def start(self) -> None:
        """Start the stand-ins with their people."""
        await super().start()
        self.standin.people.add_user(KEY, "Yanti Foenay")

    async def connect(self, url: str) -> None:
        """Enter the bridge's address in the console of the platform, which verifies it."""
        await self.standin.subscribe(f"{url}/webhooks/{self._channel}", VERIFY_TOKEN)

    def own_settings(self, port: int) -> Json:
        """Give what this platform needs of settings, by their fixed names."""
        return {
            "GRAPH_API_BASE": self.standin.base_url,
            "META_APP_SECRET": self.standin.app_secret,
            "META_VERIFY_TOKEN": VERIFY_TOKEN,
            **dict(zip(PAGE_SETTINGS[self._channel], (self.standin.page.id, self.standin.token), strict=True)),
        }

    @property
    def address(self) -> str:
        """The citizen's id, which is of this Page alone."""
        return self.standin.world.user(KEY).id

    def own_shown(self) -> list[Shown]:
        """Give the bubbles in the citizen's chat."""
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
        if address != self.address:
            return self._group.sendings(address)
        return {bubble.mid: bubble.metadata for bubble in self.standin.bubbles(KEY)}

    def undelivered(self) -> int:
        """Count updates and bodies that the bridge has not taken yet."""
        return self._group.undelivered() + self.standin.webhook.on_the_way

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
