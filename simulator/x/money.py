"""What each call costs (X API, Pay-per-use pricing, 2026), and what is left of the credit."""

from collections import Counter
from dataclasses import dataclass, field

from simulator.clock import Now
from simulator.x.errors import Problem

PRICES: dict[str, float] = {
    "post_read": 0.005,
    "owned_read": 0.001,
    "user_read": 0.010,
    "dm_read": 0.010,
    "post_write": 0.015,
    "post_write_url": 0.200,
    "summoned_reply": 0.010,
    "dm_write": 0.015,
    "post_event": 0.005,
    "dm_event": 0.010,
    "chat_event": 0.010,
}
"""US dollars per resource. What an answer only includes beside its data is not charged here: no page says so."""
DAY = 86_400


@dataclass
class Purse:
    """The credit in US dollars, None for as much as is wanted; a resource read twice in a UTC day is charged once."""

    now: Now
    credit: float | None = None
    spent: Counter[str] = field(default_factory=Counter)
    _charged: set[tuple[int, str, str]] = field(default_factory=set)

    def check(self) -> None:
        """Refuse a call when nothing is left.

        Raises:
            Problem: 402.
        """
        if self.credit is not None and self.credit <= 0:
            detail = "Your enrolled account does not have any credits to fulfill this request."
            raise Problem(402, detail, title="CreditsDepleted", kind="credits")

    def charge(self, kind: str, resource: str = "") -> None:
        """Take the price of one resource; one without a name is charged each time."""
        if resource:
            key = (int(self.now() // DAY), kind, resource)
            if key in self._charged:
                return
            self._charged.add(key)
        self.spent[kind] += 1
        if self.credit is not None:
            self.credit -= PRICES[kind]

    @property
    def dollars(self) -> float:
        """Give all that was charged."""
        return sum(PRICES[kind] * count for kind, count in self.spent.items())
