"""What a journey needs of a platform: people who write, press and read. One implementation per channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class JourneyBroke(Exception):
    """Somebody waited in vain; says for what, and what was there instead."""


@dataclass(frozen=True)
class Shown:
    """A message of the bridge as a person sees it now: words, labels of its buttons, number of files."""

    id: int
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

    def presses(self, on: Shown, label: str) -> None:
        """Press the button whose label contains these words."""
        ...


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

    async def answered(self, press: str) -> tuple[str, bool]:
        """Wait for the answer to a press: its words, and whether it is an alert."""
        ...
