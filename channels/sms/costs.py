"""What messages cost: parts are counted, for the day and for each report, by all processes together.

What is said before a report has its number is counted for the chat, and becomes the report's with the number.
"""

from datetime import datetime, tzinfo

from channels.sms.senders import NAME
from core.vocabulary.deliveries import cost_note
from core.vocabulary.lane_names import digest
from core.vocabulary.store import Notes

PARTS = "parts"
_PREFIX = "parts:sms"


class Meter:
    """Count parts; ``price`` is that of one, in the operator's own currency, 0 where nobody told it."""

    def __init__(self, notes: Notes, zone: tzinfo, price: float = 0.0) -> None:
        self._notes = notes
        self._zone = zone
        self.price = price

    async def count(self, now: datetime, address: str, number: str, parts: int) -> None:
        """Count a message that was taken; ``number`` is the report's that it is about, empty for none yet.

        Raises ``StoreDown``.
        """
        await self._notes.count(self._day(now), {PARTS: parts})
        chat = f"{_PREFIX}:chat:{digest(address)}"
        if not number:
            await self._notes.count(chat, {PARTS: parts})
            return
        before = (await self._notes.count(chat, {})).get(PARTS, 0)
        if before > 0:
            await self._notes.count(chat, {PARTS: -before})
        await self._notes.count(cost_note(number), {NAME: parts + max(0, before)})

    async def today(self, now: datetime) -> int:
        """Give how many parts went out on this local day. Raises ``StoreDown``."""
        return (await self._notes.count(self._day(now), {})).get(PARTS, 0)

    async def of_ticket(self, number: str) -> int:
        """Give how many parts a report took so far. Raises ``StoreDown``."""
        return (await self._notes.count(cost_note(number), {})).get(NAME, 0)

    def _day(self, now: datetime) -> str:
        return f"{_PREFIX}:day:{now.astimezone(self._zone).date().isoformat()}"
