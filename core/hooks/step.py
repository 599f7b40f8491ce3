"""The step of a subscriber's lane: each news of a ticket becomes one message, in order."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from core.city.city import City
from core.vocabulary.effects import Send
from core.vocabulary.events import Event
from core.vocabulary.hooks import TicketNews
from core.vocabulary.steps import Moment, Outcome

_ENCODER: Final = msgspec.json.Encoder(order="deterministic")


class HookSteps:
    """The behaviour of `hook:<name>` lanes: there is nothing to remember, and what has no room yet waits its turn."""

    def __init__(self, city: City) -> None:
        """Take the city, in whose time moments are written."""
        self._zone = ZoneInfo(city.timezone)

    room: Final = 200
    """Messages of about 700 bytes: the document stays small however long a system is away."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Send news on; anything else changes nothing: what could not be delivered is a dead letter already."""
        if not isinstance(event.body, TicketNews):
            return Outcome(state)
        return Outcome(state, (Send(self._written(event.body), ref=event.body.number, audience="public"),))

    def _written(self, news: TicketNews) -> str:
        """Write the body: type, moment and data (Standard Webhooks, "Payload structure")."""
        said = msgspec.structs.asdict(news.standing)
        data = {
            "number": news.number,
            "revision": news.revision,
            "opened_at": news.opened_at,
            **said,
            **({"again": True} if news.again else {}),
        }
        local = {name: self._local(value) for name, value in data.items() if value not in (None, "")}
        body = {"type": f"ticket.{news.event}", "timestamp": self._local(news.at), "data": local}
        return _ENCODER.encode(body).decode()

    def _local(self, value: Any) -> Any:
        return value.astimezone(self._zone).isoformat(timespec="seconds") if isinstance(value, datetime) else value
