"""Text messages as the engine sends through them (``core.vocabulary.channel.Channel``)."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from cachetools import LRUCache

from channels.cutting import pieces
from channels.kit import Report
from channels.sms.client import Client
from channels.sms.costs import Meter
from channels.sms.parse import packed
from channels.sms.senders import NAME
from core.language.septets import MOST, count_parts, septets
from core.language.terse import written
from core.vocabulary.channel import Capabilities, Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import Rejected, SendError, StoreDown
from core.vocabulary.media import Media
from core.vocabulary.steps import Clock

CAPABILITIES = Capabilities(
    text=MOST,  # 3GPP TS 23.040: two messages joined, in septets
    caption=0,
    buttons=0,
    button_label=0,
    terse=True,
    files_in=False,
    files_out=False,
    paid=True,
    reports=True,
    numbers=True,
)
REPORT_MASK = "19"
"""Ask for the reports that change something: on the phone, not on the phone, refused (Kannel user guide, dlr-mask)."""
REMEMBERED = 2048


class SmsChannel:
    """Send by one sender number at one gateway. Nothing can be edited, taken back or attached."""

    name = NAME
    capabilities: Capabilities = CAPABILITIES

    def __init__(
        self, client: Client, clock: Clock, meter: Meter, report: Report, sender: str, report_url: str = ""
    ) -> None:
        """Take where reports are to come, empty for no reports."""
        self._client = client
        self._clock = clock
        self._meter = meter
        self._report = report
        self._sender = sender
        self._report_url = report_url
        # What went out of a message before one of its pieces failed: a retry in this process goes on from there.
        self._partial: LRUCache[str, list[str]] = LRUCache(REMEMBERED)

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Send a message; give the ids that its reports will carry. Raises a ``SendError``.

        Words of two parts at most go out as one; what was joined from several turns goes out as several.
        """
        cut = _cut(message)
        if not cut:
            raise Rejected("a message without words")
        done = self._partial.pop(target.entry_id, [])
        try:
            for place, piece in enumerate(cut[len(done) :], len(done)):
                reference = message_id(target, place, self._clock.now())
                await self._client.send(self._parameters(target, piece, reference))
                done.append(reference)
                await self._count(target.address, message.ref, piece)
        except (SendError, asyncio.CancelledError):  # cancelled: the try took too long
            if done and target.entry_id:
                self._partial[target.entry_id] = done
            raise
        return tuple(done)

    def parts(self, message: Send) -> int:
        """Count the parts that the operator bills."""
        return sum(map(count_parts, _cut(message)))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    def _parameters(self, target: Target, words: str, reference: str) -> Mapping[str, str]:
        asked = {
            "from": self._sender,
            "to": f"+{target.address}",
            "text": words,
            "charset": "UTF-8",
            "coding": "0",
        }
        if self._report_url:
            asked |= {"dlr-mask": REPORT_MASK, "dlr-url": self._report_at(target.entry_id, reference)}
        return asked

    def _report_at(self, entry_id: str, reference: str) -> str:
        """Give the address of a message's reports: the gateway gives no id, so ours stands in it."""
        return f"{self._report_url}?ref={reference}&entry={packed(entry_id)}&to=%p&state=%d&answer=%A&time=%T"

    async def _count(self, address: str, number: str, words: str) -> None:
        """Count what went out; a store that is away costs a figure, never a message."""
        try:
            await self._meter.count(self._clock.now(), address, number, count_parts(words))
        except StoreDown:
            self._report("not_counted", channel=self.name)


def _cut(message: Send) -> Sequence[str]:
    return pieces(written(message.text, [choice.label for choice in message.choices]), MOST, septets)


def message_id(target: Target, place: int, now: datetime) -> str:
    """Name a piece of a message, by this try: reports of an earlier one, whose answer was lost, are of another."""
    tried = f"{target.entry_id}|{target.address}|{place}|{now.timestamp()}"
    return hashlib.sha256(tried.encode()).hexdigest()[:20]
