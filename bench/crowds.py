"""Citizens who talk as fast as they are answered, on any stand-in.

``python -m bench.crowds`` prints how long others wait while thousands of strangers write at once (`bench.strangers`).
"""

import argparse
from collections.abc import Sequence
from typing import Protocol

from bench.strangers import show
from simulator.pages import PageStandIn
from simulator.sms import SmsStandIn
from simulator.telegram import TelegramStandIn
from simulator.whatsapp import WhatsAppStandIn
from simulator.x import XStandIn

SCRIPT = (
    "Lampu jalan mati su 3 hari di depan SDN Oebufu, tiang {citizen}",
    "Tiangnya dekat gerbang rumah {citizen}, malam gelap sekali",
    "batal",
    "status",
)
"""A conversation that files no ticket; no two citizens write the same words."""

PATIENCE_SECONDS = 60.0


class Crowd(Protocol):
    """New citizens on one platform."""

    def newcomer(self) -> int:
        """Create a citizen; give a number that names the citizen."""
        ...

    def script(self, citizen: int) -> Sequence[str]:
        """Give what a citizen says, turn by turn; ``{citizen}`` in it stands for the number."""
        ...

    async def turn(self, citizen: int, text: str, *, answered: bool) -> None:
        """Say something and wait for what ends the turn: the answer, or only the webhook's 200."""
        ...


class Talkers:
    """People who all play the same script."""

    def script(self, _citizen: int) -> Sequence[str]:
        """Give the lines of everybody who chats."""
        return SCRIPT


class TelegramCrowd(Talkers):
    """Citizens on the Telegram stand-in."""

    def __init__(self, standin: TelegramStandIn) -> None:
        self._standin = standin
        self._last = 100_000

    def newcomer(self) -> int:
        """Create a citizen; give the user id."""
        self._last += 1
        self._standin.people.add_user(self._last, f"Warga {self._last}")
        return self._last

    async def turn(self, citizen: int, text: str, *, answered: bool) -> None:
        """Say something and wait for the answer, or for the webhook's 200."""
        sent = self._standin.people.say(citizen, text)
        if answered:
            await self._standin.next_message(citizen, after=sent["message_id"], timeout=PATIENCE_SECONDS)
            return
        pending = self._standin.updates.pending
        done = self._standin.wait_for(
            lambda: not any(item.lane == citizen for item in pending.values()), PATIENCE_SECONDS
        )
        await done


class WhatsAppCrowd(Talkers):
    """Citizens on the WhatsApp stand-in."""

    def __init__(self, standin: WhatsAppStandIn) -> None:
        self._standin = standin
        self._last = 81_230_000_000

    def newcomer(self) -> int:
        """Create a citizen; give the number without country code."""
        self._last += 1
        self._standin.people.add_user(f"62{self._last}", f"Warga {self._last}")
        return self._last

    async def turn(self, citizen: int, text: str, *, answered: bool) -> None:
        """Say something and wait for the answer."""
        user = f"62{citizen}"
        before = self._standin.last(user)
        self._standin.people.say(user, text)
        await self._standin.next_message(user, after=before.number if before else 0, timeout=PATIENCE_SECONDS)


class PageCrowd(Talkers):
    """Citizens on the stand-in of a Page or account."""

    def __init__(self, standin: PageStandIn) -> None:
        self._standin = standin
        self._last = 7_100_000_000_000_000

    def newcomer(self) -> int:
        """Create a citizen; give the id."""
        self._last += 1
        self._standin.people.add_user(str(self._last), f"Warga {self._last}", id=str(self._last))
        return self._last

    async def turn(self, citizen: int, text: str, *, answered: bool) -> None:
        """Say something and wait for the answer."""
        user = str(citizen)
        before = self._standin.last(user)
        self._standin.people.say(user, text)
        await self._standin.next_message(user, after=before.number if before else 0, timeout=PATIENCE_SECONDS)


class XCrowd(Talkers):
    """People who write privately on the stand-in of X."""

    def __init__(self, standin: XStandIn) -> None:
        self._standin = standin
        self._last = 2_812_000_000_000

    def newcomer(self) -> int:
        """Create a citizen; give the user id."""
        self._last += 1
        self._standin.people.add_user(f"warga{self._last}", f"Warga {self._last}", str(self._last))
        return self._last

    async def turn(self, citizen: int, text: str, *, answered: bool) -> None:
        """Say something and wait for the answer."""
        sent = self._standin.people.write(str(citizen), text)
        await self._standin.next_direct(str(citizen), after=int(sent.id), timeout=PATIENCE_SECONDS)


class SmsCrowd(Talkers):
    """People who write text messages."""

    def __init__(self, standin: SmsStandIn) -> None:
        self._standin = standin
        self._last = 81_330_000_000

    def newcomer(self) -> int:
        """Create a citizen; give the number without country code."""
        self._last += 1
        self._standin.people.add_phone(f"+62{self._last}")
        return self._last

    async def turn(self, citizen: int, text: str, *, answered: bool) -> None:
        """Say something and wait for the answer."""
        phone = f"+62{citizen}"
        sent = self._standin.people.say(phone, text)
        await self._standin.wait_for(
            lambda: any(shown.number > sent.number for shown in self._standin.people.screen(phone)), PATIENCE_SECONDS
        )


class Together:
    """Everybody of several crowds at the same time, by turns one of each."""

    def __init__(self, crowds: Sequence[Crowd]) -> None:
        self._crowds = crowds
        self._own: list[tuple[Crowd, int]] = []

    def newcomer(self) -> int:
        """Create a citizen in the crowd whose turn it is; give a number of our own."""
        crowd = self._crowds[len(self._own) % len(self._crowds)]
        self._own.append((crowd, crowd.newcomer()))
        return len(self._own) - 1

    def script(self, citizen: int) -> Sequence[str]:
        """Give the script of the citizen's own crowd."""
        crowd, own = self._own[citizen]
        return crowd.script(own)

    async def turn(self, citizen: int, text: str, *, answered: bool) -> None:
        """Let the citizen do a turn as those of the own crowd do."""
        crowd, own = self._own[citizen]
        await crowd.turn(own, text, answered=answered)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.crowds", description="What a crowd does to everybody else's waits.")
    parser.add_argument("--strangers", type=int, default=3_000)
    show(parser.parse_args().strangers)
