"""A citizen's platform beside the officials' group: what the scenes of fault runs on further channels share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from tests.faults.platform import CitizenSide, JourneyBroke, OfficeSide, Shown
from tests.faults.telegram import TelegramScene
from tests.faults.timing import FastClock

Json = dict[str, Any]
T = TypeVar("T")
HEARD = 3
"""So many of the last messages are named when somebody waits in vain."""


class Platform(Protocol):
    """What of a stand-in every scene needs."""

    async def start(self) -> object:
        """Listen."""
        ...

    async def stop(self) -> None:
        """Stop listening."""
        ...

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float = 5.0) -> T:
        """Wait until something is seen. Raises ``TimeoutError``."""
        ...


class BesideGroup(ABC):
    """The stand-in of the citizen's platform, and that of the officials' group.

    ``paid``: each message costs money, so neighbours that wait together share one.
    """

    citizen: CitizenSide
    office: OfficeSide
    paid = True

    def __init__(self, platform: Platform, clock: FastClock, patience_seconds: float) -> None:
        self._platform = platform
        self._patience_seconds = patience_seconds
        self._group = TelegramScene(clock, patience_seconds)

    async def start(self) -> None:
        """Start both."""
        await self._group.start()
        await self._platform.start()
        self.office = self._group.office

    async def stop(self) -> None:
        """Stop both."""
        await self._platform.stop()
        await self._group.stop()

    def settings(self, port: int) -> Json:
        """Give the settings of a bridge on this scene, by their fixed names."""
        return {**self._group.settings(port), **self.own_settings(port)}

    @property
    @abstractmethod
    def address(self) -> str:
        """The address of the citizen's chat."""

    @abstractmethod
    def own_settings(self, port: int) -> Json:
        """Give what the citizen's platform needs of settings."""

    @abstractmethod
    def own_shown(self) -> list[Shown]:
        """Give the bridge's messages in the citizen's chat as they read now."""

    async def wait(self, what: str, look: Callable[[], T | None]) -> T:
        """Wait for something to be seen on the citizen's platform."""
        try:
            return await self._platform.wait_for(look, self._patience_seconds)
        except TimeoutError:
            heard = [one.text for one in self.own_shown()[-HEARD:]]
            raise JourneyBroke(f"waited in vain: {what}; last heard: {heard}") from None

    def addresses(self) -> tuple[str, str]:
        """Give the addresses of the citizen's chat and of the group."""
        return self.address, self._group.addresses()[1]

    def joins(self, address: str) -> bool:
        """Tell whether neighbours share a message: the citizen's do where they cost money."""
        return self.paid and address == self.address

    def shown(self, address: str) -> list[Shown]:
        """Give the bridge's messages in a chat as they read now."""
        return self.own_shown() if address == self.address else self._group.shown(address)

    def sendings(self, address: str) -> Mapping[str, str]:
        """Name the album of messages in the group; the citizen's platform has none."""
        return {} if address == self.address else self._group.sendings(address)

    def arrived(self) -> Sequence[str]:
        """Name the outbox entries whose message was reported delivered: none where the platform does not tell."""
        return []

    def unanswered(self) -> int:
        """Count the group's presses that never got an answer; the citizen's need none."""
        return self._group.unanswered()
