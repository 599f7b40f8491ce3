"""Count what messages about tickets cost, on the day on which they went out."""

from __future__ import annotations

from datetime import datetime

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.tally.catalogue import HUNDREDTHS
from core.vocabulary.events import Event
from core.vocabulary.lane_names import tally_lane
from core.vocabulary.tally import Fact, Tallied, TallyRow


class Billing:
    """The prices of one city, and its days."""

    def __init__(self, city: City) -> None:
        """Take the city, whose pack names the prices."""
        self._costs = city.costs
        self._calendar = WorkingCalendar(city)

    def event(self, entry_id: str, channel: str, messages: int, at: datetime, *, template: bool) -> Event:
        """Give the event that counts so many messages as which an entry went out, at the price of this moment."""
        facts: tuple[Fact, ...] = ("message", "template") if template else ("message",)
        rows = [TallyRow(facts, channel=channel, times=messages)]
        if spent := round(self._costs.price(channel, template=template) * HUNDREDTHS) * messages:
            rows.append(TallyRow(("spent",), channel=channel, times=spent))
        # Known by the entry: one that is sent again after a kill counts once.
        return Event(f"{entry_id}:billed", tally_lane(self._calendar.local_day(at)), at, Tallied(tuple(rows)))
