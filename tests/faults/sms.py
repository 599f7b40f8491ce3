"""A citizen's plain telephone behind the stand-in of the gateway, and the officials in their group, in fault runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from channels.sms.parse import unpacked
from demo.stage import SMS_SECRET
from simulator.sms import Shown as Message
from simulator.sms import SmsStandIn
from tests.faults.beside import BesideGroup, Json
from tests.faults.platform import CitizenSide, JourneyBroke, Listener, Shown
from tests.faults.timing import FastClock

CITIZEN = "6281239990011"
_CHOICE = re.compile(r"^(\d+) (.*)$", re.MULTILINE)


class SmsScene(BesideGroup):
    """Both stand-ins. The gateway tells of each message that it came to the phone."""

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        self.standin = SmsStandIn(now=clock.seconds, retry_base_seconds=0.02, retry_cap_seconds=0.1)
        super().__init__(self.standin, clock, patience_seconds)
        self.citizen = Citizen(self)

    async def connect(self, url: str) -> None:
        """Write the bridge's address into the gateway's configuration."""
        self.standin.connect(f"{url}/webhooks/sms/{SMS_SECRET}")

    def own_settings(self, port: int) -> Json:
        """Give what this platform needs of settings, by their fixed names."""
        return {
            "SMS_SEND_URL": self.standin.send_url,
            "SMS_USERNAME": self.standin.username,
            "SMS_PASSWORD": self.standin.password,
            "SMS_SENDER": self.standin.sender,
            "SMS_WEBHOOK_SECRET": SMS_SECRET,
            "SMS_CALLBACK_URL": f"http://127.0.0.1:{port}/webhooks/sms",
        }

    @property
    def address(self) -> str:
        """The telephone's number."""
        return CITIZEN

    def own_shown(self) -> list[Shown]:
        """Give the telephone's text messages; each line of one is a paragraph of its own."""
        return [_seen(one) for one in self.standin.people.screen(f"+{CITIZEN}")]

    def arrived(self) -> list[str]:
        """Name the outbox entries whose message was reported as come."""
        return [unpacked(_asked(one)["entry"][0]) for one in self.standin.people.screen(f"+{CITIZEN}")]

    def undelivered(self) -> int:
        """Count updates, messages and reports that the bridge has not taken yet."""
        return self._group.undelivered() + len(self.standin.couriers)

    def refused(self) -> list[str]:
        """Name the calls that a correct bridge would never have made, on both sides."""
        wrong = [f"{call.said} {call.answer['why']}" for call in self.standin.refused]
        return [*self._group.refused(), *wrong, *self.standin.failures]


class LinkedScene(SmsScene):
    """Both stand-ins, and a citizen who writes to the bot and has a plain telephone, too, which is not compared."""

    paid = False

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        super().__init__(clock, patience_seconds)
        self.phone: CitizenSide = self.citizen
        self.citizen = self._group.citizen

    def addresses(self) -> tuple[str, str]:
        """Give the addresses of the citizen's chat with the bot and of the group."""
        return self._group.addresses()


def _asked(message: Message) -> dict[str, list[str]]:
    return parse_qs(urlsplit(message.report_to).query)


def _seen(message: Message) -> Shown:
    words = [line for line in message.text.split("\n") if not _CHOICE.fullmatch(line)]
    labels = tuple(label for _number, label in _CHOICE.findall(message.text))
    return Shown(_asked(message)["ref"][0], "\n\n".join(words), labels)


class Citizen(Listener):
    """Rosa, with her plain telephone."""

    def __init__(self, scene: SmsScene) -> None:
        super().__init__(scene)
        self._scene = scene

    def chat(self) -> str:
        """Give the telephone's number: of somebody with several chats another one is compared."""
        return CITIZEN

    def says(self, text: str) -> None:
        """Write a message."""
        self._scene.standin.people.say(f"+{CITIZEN}", text)

    def sends_photos(self, photos: Sequence[bytes], caption: str = "") -> None:
        """Say that a text message carries no photos."""
        raise JourneyBroke("a text message carries no photos")

    def presses(self, on: Shown, label: str) -> None:
        """Type the number of the choice whose words contain these."""
        places = [place for place, words in enumerate(on.labels, 1) if label.lower() in words.lower()]
        if not places:
            raise JourneyBroke(f"no choice {label!r} in {on!r}")
        self.says(str(places[0]))
