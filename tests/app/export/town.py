"""A town whose tickets are made by the real steps, with everything that may not leave the house planted in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from msgspec import structs

from core.ticket.number import format_number
from core.ticket.registry import RegistryState
from core.ticket.state import load
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import registry_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Pin
from tests.core.ticket.lane import COORDINATOR, DISHUB, TicketLane
from tests.fakes.memory_store import MemoryStore

PLANTED = ("Yohana", "Manafe", "081234", "5371012", "Jl. Melati", "nomor 17", "-10.1712", "123.6075", "Yosef Lay", "m1")
"""Parts of a name, telephone and identity numbers, an address, a pin, an official's name, a file's id."""
WORDS = "Saya Yohana Manafe, 081234567890, NIK 5371012345678901: lampu mati di depan rumah"
PERSONAL: dict[str, Any] = {
    "text": WORDS,
    "name": "Yohana Manafe",
    "landmark": "Jl. Melati nomor 17",
    "pin": Pin(-10.171234, 123.607512, "rumah Yohana"),
}
Story = Callable[[TicketLane], object]


class Town:
    """A store with tickets, numbered one after the other."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.serial = 0
        self._versions: dict[str, int] = {}

    async def files(self, at: datetime, *stories: Story, **filing: Any) -> TicketLane:
        """Let a citizen report at a moment, then let stories happen."""
        lane = TicketLane(now=at).opens(**{**PERSONAL, **filing})
        self.serial += 1
        await self.happens(lane, self.serial, *stories)
        return lane

    async def happens(self, lane: TicketLane, serial: int, *stories: Story) -> None:
        """Let more happen to a ticket, and store what it comes to."""
        for story in stories:
            story(lane)
        number, ticket = format_number("KPG", 2026, serial), load(lane.state)
        assert ticket is not None
        await self._put(ticket_lane(number), structs.replace(ticket, number=number))
        await self._put(registry_lane("KPG", 26), RegistryState(self.serial))
        records = (effect for effect in lane.all_effects if isinstance(effect, Record))
        for n, record in enumerate(records):
            await self.store.journal(f"t{serial}:{n}", structs.replace(record, subject=number))

    async def _put(self, lane: str, state: Any) -> None:
        version = self._versions.get(lane, 0)
        assert await self.store.commit(Lane(lane, state=state), version)
        self._versions[lane] = version + 1


def day(month: int, date: int, hour: int = 2) -> datetime:
    """Give a moment of 2026 (UTC)."""
    return datetime(2026, month, date, hour, tzinfo=UTC)


def worked_on(lane: TicketLane) -> None:
    """Let the city take a ticket up, with a note that names somebody."""
    lane.waits(hours=1).does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, unit="dishub").calms()
    lane.does("ambil", DISHUB).does("catatan", DISHUB, "Ibu Yohana Manafe, Jl. Melati nomor 17, sudah ditelepon")


def waited(**span: float) -> Story:
    """Let time pass."""
    return lambda lane: lane.waits(**span)
