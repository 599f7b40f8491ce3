"""What a journey needs of a platform: people who write, press and read. One implementation per channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class JourneyBroke(Exception):
    """Somebody waited in vain; says for what, and what was there instead."""


@dataclass(frozen=True)
class Shown:
    """A message of the bridge as a person sees it now: words, labels of its buttons, number of files."""

    id: str
    text: str
    labels: tuple[str, ...] = ()
    files: int = 0
    topic: str = ""


class CitizenSide(Protocol):
    """A citizen's app on any channel."""

    def says(self, text: str) -> None:
        """Write a message."""
        ...

    def sends_photos(self, photos: Sequence[bytes], caption: str = "") -> None:
        """Send photos, as an album when there are several."""
        ...

    async def hears(self, what: str, *needles: str) -> Shown:
        """Wait for a message, not taken note of before, that contains every needle. Raises ``JourneyBroke``."""
        ...

    def catches_up(self) -> None:
        """Take note of all that is there: a copy that a kill left behind is not what is waited for next."""
        ...

    def presses(self, on: Shown, label: str) -> None:
        """Press the button whose label contains these words."""
        ...


class Stage(Protocol):
    """What of a scene somebody needs who waits for messages."""

    def addresses(self) -> tuple[str, str]:
        """Give the addresses of the citizen's chat and of the office's group, as lanes have them."""
        ...

    def shown(self, address: str) -> list[Shown]:
        """Give the bridge's messages in a chat as they read now, oldest first."""
        ...

    async def wait(self, what: str, look: Callable[[], T | None]) -> T:
        """Wait until something is seen. Raises ``JourneyBroke``."""
        ...


class Listener:
    """What a citizen in any chat of words hears: the joined bubbles of paid channels too."""

    def __init__(self, scene: Stage) -> None:
        """Listen on a scene."""
        self._stage = scene
        self._heard: set[tuple[str, tuple[str, ...]]] = set()
        self._known: set[str] = set()

    def chat(self) -> str:
        """Give the address of the chat that is listened to."""
        return self._stage.addresses()[0]

    async def hears(self, what: str, *needles: str) -> Shown:
        """Wait for a message that contains every needle; one that was heard for other words counts, being joined."""

        def look() -> Shown | None:
            for message in self._stage.shown(self.chat()):
                fits = all(needle.lower() in message.text.lower() for needle in needles)
                if fits and message.id not in self._known and (message.id, needles) not in self._heard:
                    return message
            return None

        message = await self._stage.wait(f"the citizen, for {what}", look)
        self._heard.add((message.id, needles))
        return message

    def catches_up(self) -> None:
        """Take note of all that is there."""
        self._known.update(message.id for message in self._stage.shown(self.chat()))


class OfficeSide(Protocol):
    """The officials' group as its members see it. People are named by their platform id."""

    def says(self, who: int, text: str) -> None:
        """Write to the group."""
        ...

    async def card(self, number: str, *labels: str, holder: str = "") -> Shown:
        """Wait until a ticket's newest card offers these buttons and names this holder."""
        ...

    async def reads(self, what: str, *needles: str) -> Shown:
        """Wait for any message that contains every needle; the newest one when there are several."""
        ...

    def presses(self, who: int, on: Shown, label: str) -> str:
        """Press a button; give what identifies the press."""
        ...

    def replies(self, who: int, on: Shown, text: str, photo: bytes | None = None) -> None:
        """Reply to a message."""
        ...

    def leaves(self, who: int) -> None:
        """Leave the group."""
        ...

    def throws_us_out(self) -> None:
        """Remove the bot from the group."""
        ...

    def lets_us_in(self) -> None:
        """Make the bot an administrator of the group again."""
        ...

    def opens_private_chat(self, who: int) -> None:
        """Open a private chat with the bot, where it may write from then on."""
        ...

    async def warned(self, who: int, *needles: str) -> Shown:
        """Wait for a private message to an official that contains every needle; the newest when there are several."""
        ...

    def presses_in_private(self, who: int, on: Shown, label: str) -> None:
        """Press a button of a private message."""
        ...

    def writes_in_private(self, who: int, text: str, photo: bytes | None = None) -> None:
        """Write to the bot, beside a photo where there is one."""
        ...

    def follows_link(self, who: int, name: str, payload: str) -> None:
        """Come to the bot's private chat by a link, as somebody whom nobody knows yet."""
        ...

    def joins(self, who: int) -> None:
        """Come into the group."""
        ...

    def opens_group(self, title: str) -> OfficeSide:
        """Make another group of the coordinator and the officers, with the bot as administrator."""
        ...

    async def answered(self, press: str) -> tuple[str, bool]:
        """Wait for the answer to a press: its words, or the address that it opens, and whether it is an alert."""
        ...


class Scene(Protocol):
    """Everything outside the bridge: stand-ins, the people on them, and what can be seen there afterwards.

    Another channel's scene is the officials' group of Telegram with another citizen's side.
    """

    citizen: CitizenSide
    office: OfficeSide

    async def start(self) -> None:
        """Start the stand-ins with their people."""
        ...

    async def connect(self, url: str) -> None:
        """Tell the platforms whose webhook is entered by hand where the bridge is, once it is up."""
        ...

    async def stop(self) -> None:
        """Stop them."""
        ...

    def settings(self, port: int) -> Mapping[str, Any]:
        """Give the settings of a bridge on this scene that listens on a port, by their fixed names."""
        ...

    def addresses(self) -> tuple[str, str]:
        """Give the addresses of the citizen's chat and of the office's group, as lanes have them."""
        ...

    def joins(self, address: str) -> bool:
        """Tell whether the bridge joins messages of this chat: then it may join others after a kill."""
        ...

    def shown(self, address: str) -> list[Shown]:
        """Give the bridge's messages in a chat as they read now, oldest first."""
        ...

    def sendings(self, address: str) -> Mapping[str, str]:
        """Name the sending of those messages that went out together, by message id."""
        ...

    def arrived(self) -> Sequence[str]:
        """Name the outbox entries whose message the platform reported as delivered; none where it never does."""
        ...

    def undelivered(self) -> int:
        """Count what the bridge has not taken yet."""
        ...

    def unanswered(self) -> int:
        """Count the presses that never got an answer."""
        ...

    def refused(self) -> Sequence[str]:
        """Name the calls that a correct bridge would never have made."""
        ...
