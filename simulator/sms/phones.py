"""The phones on the network: what each shows, and what each has sent; nothing of a gateway."""

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from simulator.clock import Now
from simulator.control import Impossible
from simulator.feed import Feed

Json = dict[str, Any]
Carry = Callable[[str, str], None]
"""Takes what a phone sends: its number and the words."""


@dataclass(frozen=True)
class Shown:
    """One text message on a phone; ``parts`` is how many the network made of it, ``mine`` that its owner wrote it.

    ``report_to`` is where whoever sent it wants to be told what became of it.
    """

    number: int
    phone: str
    text: str
    at: float
    sender: str = ""
    parts: int = 1
    mine: bool = False
    report_to: str = ""

    def shape(self) -> Json:
        """Give the message as JSON for the control API."""
        return asdict(self)


@dataclass
class Phone:
    """Somebody's telephone."""

    key: str
    name: str = ""
    messages: deque[Shown] = field(default_factory=deque)

    def shape(self) -> Json:
        """Give the phone as JSON for the control API."""
        return {"key": self.key, "name": self.name}


class Phones:
    """All phones, by their numbers with a plus."""

    def __init__(self, now: Now, feed: Feed, carry: Carry, remember: int = 1_000) -> None:
        self.now = now
        self.feed = feed
        self._carry = carry
        self._remember = remember
        self._count = 0
        self.by_number: dict[str, Phone] = {}

    def add_phone(self, phone: str, name: str = "") -> Phone:
        """Bring in a telephone, once."""
        if phone not in self.by_number:
            self.by_number[phone] = Phone(phone, name, deque(maxlen=self._remember))
        return self.by_number[phone]

    def say(self, phone: str, text: str) -> Shown:
        """Let the owner write to the city's number."""
        if not text:
            raise Impossible("a phone sends no empty message")
        shown = self._put(phone, text, mine=True)
        self._carry(phone, text)
        return shown

    def arrives(self, phone: str, text: str, sender: str, parts: int, report_to: str = "") -> Shown:
        """Show what the network brought."""
        return self._put(phone, text, sender=sender, parts=parts, report_to=report_to)

    def _put(
        self, phone: str, text: str, *, sender: str = "", parts: int = 1, mine: bool = False, report_to: str = ""
    ) -> Shown:
        self._count += 1
        shown = Shown(self._count, phone, text, self.now(), sender, parts, mine, report_to)
        self.add_phone(phone).messages.append(shown)
        self.feed.publish("message", {"phone": phone, "message": shown.shape()}, phone)
        return shown

    def messages(self, phone: str) -> list[Shown]:
        """Give everything on a phone, oldest first."""
        return list(self.by_number[phone].messages) if phone in self.by_number else []

    def screen(self, phone: str) -> list[Shown]:
        """Give what came to a phone, oldest first."""
        return [shown for shown in self.messages(phone) if not shown.mine]
