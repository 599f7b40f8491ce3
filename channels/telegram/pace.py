"""How fast we may send, so that the platform need not refuse (Bot API FAQ, "My bot is hitting limits")."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from channels.pacing import Shares
from core.vocabulary.channel import Share

REMEMBERED_CHATS = 4096
GROUP_SECONDS = 60.0


@dataclass(frozen=True)
class Limits:
    """The published rates; the size of the burst that passes in one chat is not published, 3 is cautious."""

    overall_per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


@dataclass
class _Chat:
    allowance: float
    at: float
    held_until: float = 0.0
    sent: deque[float] = field(default_factory=deque)  # groups only


class Pace:
    """Count sends and edits per chat and overall; ``limits=None`` lets everything pass (local server, benchmarks).

    Counts what this process sends. Several processes together may go over; the 429 that follows is obeyed.
    """

    def __init__(self, limits: Limits | None = Limits()) -> None:
        self._limits = limits
        self._chats: dict[str, _Chat] = {}
        self._shares = Shares(limits.overall_per_second) if limits else None

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place in the overall rate, or the seconds until one more message to this chat fits.

        Many lanes ask at the same moment, before any of them has sent; each class of them has its share.
        """
        seconds = now.timestamp()
        chat = self._chats.get(address)
        held = max(0.0, chat.held_until - seconds) if chat else 0.0
        if self._limits is None or self._shares is None:
            return held
        if chat:
            held = max(held, self._chat(chat, seconds, self._limits), self._group(chat, seconds, self._limits))
        # Who waits for its own chat does not stand in the way of others.
        return held or self._shares.reserve(address, share, seconds)

    def sent(self, address: str, now: datetime, weight: int = 1) -> None:
        """Register messages or edits that go out to a chat; an album counts each of its items."""
        seconds = now.timestamp()
        if self._limits is None or self._shares is None:
            return
        self._shares.sent(address, seconds, weight)
        chat = self._known(address, seconds)
        burst = float(self._limits.chat_burst)
        elapsed = max(0.0, seconds - chat.at)
        chat.allowance = min(burst, chat.allowance + elapsed * self._limits.chat_per_second) - weight
        chat.at = seconds
        if address.startswith("-"):
            chat.sent.extend([seconds] * weight)

    def landed(self, address: str, now: datetime, weight: int = 1) -> None:
        """Note that what was registered last has reached the platform: its minute is counted from there, not from here.

        Otherwise a message that travels faster than the one of a minute ago would come before its place is free.
        """
        chat = self._chats.get(address)
        for place in range(1, min(weight, len(chat.sent) if chat else 0) + 1):
            if chat:
                chat.sent[-place] = max(chat.sent[-place], now.timestamp())

    def recall(self, address: str, sent: Sequence[datetime]) -> None:
        """Count what others sent to a group as well: the longer of the two lists is the truer one."""
        if self._limits is None or not sent or not address.startswith("-"):
            return
        newest = sent[-1].timestamp()
        chat = self._known(address, newest)
        recent = [one.timestamp() for one in sent if one.timestamp() > newest - GROUP_SECONDS]
        if len(recent) > len([one for one in chat.sent if one > newest - GROUP_SECONDS]):
            chat.sent = deque(recent)

    def hold(self, address: str, seconds: float, now: datetime) -> None:
        """Send nothing to a chat for some seconds, because the platform said so."""
        chat = self._known(address, now.timestamp())
        chat.held_until = max(chat.held_until, now.timestamp() + seconds)

    @staticmethod
    def _chat(chat: _Chat, now: float, limits: Limits) -> float:
        allowance = chat.allowance + max(0.0, now - chat.at) * limits.chat_per_second
        return max(0.0, 1.0 - allowance) / limits.chat_per_second

    @staticmethod
    def _group(chat: _Chat, now: float, limits: Limits) -> float:
        while chat.sent and chat.sent[0] <= now - GROUP_SECONDS:
            chat.sent.popleft()
        over = len(chat.sent) + 1 - limits.group_per_minute
        return chat.sent[over - 1] + GROUP_SECONDS - now if over > 0 else 0.0

    def _known(self, address: str, now: float) -> _Chat:
        if len(self._chats) > REMEMBERED_CHATS:
            idle = now - GROUP_SECONDS
            self._chats = {one: chat for one, chat in self._chats.items() if max(chat.at, chat.held_until) > idle}
        burst = float(self._limits.chat_burst) if self._limits else 0.0
        return self._chats.setdefault(address, _Chat(allowance=burst, at=now))
