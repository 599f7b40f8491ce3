"""A citizen on the stand-in of WhatsApp, and the officials in their Telegram group, as a scene of fault runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from demo.stage import VERIFY_TOKEN
from simulator.whatsapp import WhatsAppStandIn
from storage.city import read_city
from tests.faults.platform import CitizenSide, JourneyBroke, Listener, OfficeSide, Shown
from tests.faults.telegram import TelegramScene
from tests.faults.timing import FastClock

CITIZEN = "6281238005001"
Json = dict[str, Any]
T = TypeVar("T")


class WhatsAppScene:
    """Both stand-ins. Statuses come for every bubble: sent, delivered, and read when the citizen acts again."""

    citizen: CitizenSide
    office: OfficeSide

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self._group = TelegramScene(clock, patience_seconds)
        self.standin = WhatsAppStandIn(
            limits=None, now=clock.seconds, retry_base_seconds=0.02, retry_cap_seconds=0.1, remember_calls=5_000
        )
        self.standin.statuses.mode.read_on_reply = True
        self.citizen = Citizen(self)

    async def start(self) -> None:
        """Start the stand-ins with their people, and the city's templates approved."""
        await self._group.start()
        await self.standin.start()
        self.office = self._group.office
        self.standin.people.add_user(CITIZEN, "Yanti Foenay")
        for text in read_city(Path(__file__).parents[2] / "cities" / "kupang").templates:
            if text.channel == "whatsapp":
                self.standin.templates.add(text.name, text.body, text.language, text.category)

    async def connect(self, url: str) -> None:
        """Enter the bridge's address in the console of the platform, which verifies it."""
        await self.standin.subscribe(f"{url}/webhooks/whatsapp", VERIFY_TOKEN)

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
            "WHATSAPP_PHONE_NUMBER_ID": self.standin.business.phone_number_id,
            "WHATSAPP_TOKEN": self.standin.token,
        }

    # --- looking --------------------------------------------------------------------------------------------------

    async def wait(self, what: str, look: Callable[[], T | None]) -> T:
        """Wait for something to be seen on WhatsApp."""
        try:
            return await self.standin.wait_for(look, self._patience_seconds)
        except TimeoutError:
            heard = [bubble.text for bubble in self.standin.bubbles(CITIZEN)[-3:]]
            raise JourneyBroke(f"waited in vain: {what}; last heard: {heard}") from None

    def addresses(self) -> tuple[str, str]:
        """Give the addresses of the citizen's chat and of the group."""
        return CITIZEN, self._group.addresses()[1]

    def joins(self, address: str) -> bool:
        """Say yes for the citizen: each bubble costs money, so neighbours that wait together share one."""
        return address == CITIZEN

    def shown(self, address: str) -> list[Shown]:
        """Give the bridge's messages in a chat as they read now."""
        if address != CITIZEN:
            return self._group.shown(address)
        return [
            Shown(bubble.id, bubble.text, tuple(bubble.titles), files=int(bubble.content.media is not None))
            for bubble in self.standin.bubbles(CITIZEN)
        ]

    def sendings(self, address: str) -> Mapping[str, str]:
        """Name the album of messages in the group; WhatsApp has none."""
        return {} if address == CITIZEN else self._group.sendings(address)

    def arrived(self) -> list[str]:
        """Name the outbox entries whose bubble was reported delivered."""
        return [bubble.opaque for bubble in self.standin.bubbles(CITIZEN) if "delivered" in bubble.statuses]

    def undelivered(self) -> int:
        """Count updates and bodies that the bridge has not taken yet."""
        return self._group.undelivered() + self.standin.webhook.on_the_way

    def unanswered(self) -> int:
        """Count the group's presses that never got an answer; WhatsApp's need none."""
        return self._group.unanswered()

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
