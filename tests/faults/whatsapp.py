"""A citizen on the stand-in of WhatsApp, and the officials in their Telegram group, as a scene of fault runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from demo.stage import VERIFY_TOKEN
from simulator.whatsapp import WhatsAppStandIn
from storage.city import read_city
from tests.faults.beside import BesideGroup, Json
from tests.faults.platform import Listener, Shown
from tests.faults.timing import FastClock

CITIZEN = "6281238005001"


class WhatsAppScene(BesideGroup):
    """Both stand-ins. Statuses come for every bubble: sent, delivered, and read when the citizen acts again."""

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        self.standin = WhatsAppStandIn(
            limits=None, now=clock.seconds, retry_base_seconds=0.02, retry_cap_seconds=0.1, remember_calls=5_000
        )
        self.standin.statuses.mode.read_on_reply = True
        super().__init__(self.standin, clock, patience_seconds)
        self.citizen = Citizen(self)

    async def start(self) -> None:
        """Start the stand-ins with their people, and the city's templates approved."""
        await super().start()
        self.standin.people.add_user(CITIZEN, "Yanti Foenay")
        for text in read_city(Path(__file__).parents[2] / "cities" / "kupang").templates:
            if text.channel == "whatsapp":
                self.standin.templates.add(text.name, text.body, text.language, text.category)

    async def connect(self, url: str) -> None:
        """Enter the bridge's address in the console of the platform, which verifies it."""
        await self.standin.subscribe(f"{url}/webhooks/whatsapp", VERIFY_TOKEN)

    def own_settings(self, port: int) -> Json:
        """Give what this platform needs of settings, by their fixed names."""
        return {
            "GRAPH_API_BASE": self.standin.base_url,
            "META_APP_SECRET": self.standin.app_secret,
            "META_VERIFY_TOKEN": VERIFY_TOKEN,
            "WHATSAPP_PHONE_NUMBER_ID": self.standin.business.phone_number_id,
            "WHATSAPP_TOKEN": self.standin.token,
        }

    @property
    def address(self) -> str:
        """The citizen's number."""
        return CITIZEN

    def own_shown(self) -> list[Shown]:
        """Give the bubbles in the citizen's chat."""
        return [
            Shown(bubble.id, bubble.text, tuple(bubble.titles), files=int(bubble.content.media is not None))
            for bubble in self.standin.bubbles(CITIZEN)
        ]

    def arrived(self) -> list[str]:
        """Name the outbox entries whose bubble was reported delivered."""
        return [bubble.opaque for bubble in self.standin.bubbles(CITIZEN) if "delivered" in bubble.statuses]

    def undelivered(self) -> int:
        """Count updates and bodies that the bridge has not taken yet."""
        return self._group.undelivered() + self.standin.webhook.on_the_way

    def refused(self) -> list[str]:
        """Name the calls that a correct bridge would never have made, on both platforms."""
        return [*self._group.refused(), *(f"{call.method}: {call.details}" for call in self.standin.refused)]


class Citizen(Listener):
    """Yanti, in her chat with the city."""

    def __init__(self, scene: WhatsAppScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._people = scene.standin.people

    def says(self, text: str) -> None:
        """Write a message."""
        self._people.say(CITIZEN, text)

    def sends_photos(self, photos: Sequence[bytes], caption: str = "") -> None:
        """Send photos, each a message of its own."""
        for index, photo in enumerate(photos):
            self._people.send_photo(CITIZEN, photo, caption if index == 0 else "", mime="image/png")

    def presses(self, on: Shown, label: str) -> None:
        """Tap the button or row whose title contains these words."""
        self._people.press(CITIZEN, label, message_id=on.id)
