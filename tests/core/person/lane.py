"""Drive a person lane in tests as the engine does: every state makes the round trip through builtins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from core.person.state import PersonState, load
from core.person.step import PersonSteps
from core.ticket.number import format_number
from core.vocabulary.citizen import Reach, Update, UpdateKind
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.events import Body, Event
from core.vocabulary.lane_names import person_lane, ticket_lane
from core.vocabulary.person import Arrival, ContactStatus, Introduced
from core.vocabulary.steps import Moment

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
TELEGRAM = "chat:telegram:5001"
WHATSAPP = "chat:whatsapp:628123"
SMS = "chat:sms:0812"
PERSON = person_lane(TELEGRAM)
NUMBER = format_number("KPG", 26, 1)
OTHER = format_number("KPG", 26, 2)
T = TypeVar("T")


class PersonLane:
    """One person, their state, and what the last event made it tell."""

    def __init__(self) -> None:
        """Start with somebody of whom nothing is known."""
        self.now = NOON
        self.stored: Any = None
        self.effects: tuple[Effect, ...] = ()
        self._count = 0

    @property
    def state(self) -> PersonState:
        """Read the stored state."""
        return load(self.stored)

    def happens(self, body: Body) -> PersonLane:
        """Step one event, a minute after the one before."""
        self._count += 1
        self.now += timedelta(minutes=1)
        event = Event(f"e{self._count}", PERSON, self.now, body)
        outcome = PersonSteps().step(self.stored, event, Moment(self.now, lane=PERSON))
        assert outcome.wake_at is None
        self.stored = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        self.effects = outcome.effects
        return self

    def meets(self, lane: str, status: ContactStatus = "open", **more: Any) -> PersonLane:
        """Let a chat introduce itself, used just now."""
        at = self.now + timedelta(minutes=1)
        return self.happens(Introduced(lane, lane.split(":")[1], at, status, **more))

    def gets(self, kind: UpdateKind = "progress", number: str = NUMBER, text: str = "", **more: Any) -> PersonLane:
        """Let a ticket report."""
        return self.happens(Update(number, kind, "diproses", text, **more))

    def hears(self, lane: str, number: str = NUMBER, *, arrived: bool = False, reason: str = "") -> PersonLane:
        """Let a chat say whether news arrives there."""
        return self.happens(Arrival(lane, number, arrived, reason))

    def told(self, kind: type[T]) -> list[tuple[str, T]]:
        """Give the lanes that the last event told something of a kind, with it."""
        tells = [effect for effect in self.effects if isinstance(effect, Tell)]
        return [(tell.lane, tell.command) for tell in tells if isinstance(tell.command, kind)]

    @property
    def routes(self) -> list[str]:
        """Give the chats that the last event gave news to."""
        return [lane for lane, _update in self.told(Update)]

    @property
    def reaches(self) -> list[tuple[str, bool, str]]:
        """Give what the last event told tickets about reaching the person."""
        lanes = {ticket_lane(NUMBER): NUMBER, ticket_lane(OTHER): OTHER}
        return [(lanes[lane], reach.reached, reach.reason) for lane, reach in self.told(Reach)]
