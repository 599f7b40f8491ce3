"""A citizen on the stand-in of X, which the bridge asks, and the officials in their Telegram group, in fault runs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.x import XStandIn
from tests.faults.beside import BesideGroup, Json
from tests.faults.platform import JourneyBroke, Listener, Shown
from tests.faults.timing import FastClock

CITIZEN = "2812380050011"
POLL_SECONDS = 0.3
"""Of the fast clock."""
LOOKS = 4
"""So many looks began after something was written: one of them was whole, whenever the bridge was killed."""
_CHOICE = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)


class XScene(BesideGroup):
    """Both stand-ins. X tells nothing of what becomes of a message."""

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        self.standin = XStandIn(limits=None, now=clock.seconds)
        super().__init__(self.standin, clock, patience_seconds)
        self.citizen = Citizen(self)

    async def start(self) -> None:
        """Start the stand-ins with their people."""
        await super().start()
        self.standin.people.add_user("yanti_kpg", "Yanti Foenay", CITIZEN)

    async def connect(self, url: str) -> None:
        """Do nothing: the bridge asks."""

    def own_settings(self, port: int) -> Json:
        """Give what this platform needs of settings, by their fixed names."""
        keys = self.standin.keys
        return {
            "X_API_BASE": self.standin.base_url,
            "X_USER_ID": self.standin.account.id,
            "X_BEARER_TOKEN": keys.bearer,
            "X_API_KEY": keys.api_key,
            "X_API_SECRET": keys.api_secret,
            "X_ACCESS_TOKEN": keys.access_token,
            "X_ACCESS_SECRET": keys.access_secret,
            "X_POLL_SECONDS": POLL_SECONDS,
        }

    @property
    def address(self) -> str:
        """The citizen's id."""
        return CITIZEN

    def own_shown(self) -> list[Shown]:
        """Give the private messages that the citizen got."""
        return [
            Shown(one.id, one.text, tuple(label for _number, label in _CHOICE.findall(one.text)), len(one.media))
            for one in self.standin.directs(CITIZEN)
        ]

    def undelivered(self) -> int:
        """Count updates that were not taken, and what nobody has certainly read yet."""
        written = [one.at for one in self.standin.world.directs.values() if one.sender == CITIZEN]
        looks = [call.at for call in self.standin.calls_of("dm_events") if written and call.at > written[-1]]
        return self._group.undelivered() + (bool(written) and len(looks) < LOOKS)

    def refused(self) -> list[str]:
        """Name the calls that a correct bridge would never have made, on both platforms."""
        return [*self._group.refused(), *(f"{call.method}: {call.answer}" for call in self.standin.refused)]


class Citizen(Listener):
    """Yanti, in her private messages with the city."""

    def __init__(self, scene: XScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._people = scene.standin.people

    def says(self, text: str) -> None:
        """Write a message."""
        self._people.write(CITIZEN, text)

    def sends_photos(self, photos: Sequence[bytes], caption: str = "") -> None:
        """Send photos, each a message of its own."""
        for index, photo in enumerate(photos):
            self._people.write(CITIZEN, caption if index == 0 else "", (photo,))

    def presses(self, on: Shown, label: str) -> None:
        """Type the number of the choice whose words contain these."""
        numbers = [number for number, words in _CHOICE.findall(on.text) if label.lower() in words.lower()]
        if not numbers:
            raise JourneyBroke(f"no choice {label!r} in {on.text!r}")
        self._people.write(CITIZEN, numbers[0])
