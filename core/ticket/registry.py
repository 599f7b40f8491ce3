"""The step of a registry lane: gives out the ticket numbers of one year, one after the other."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from core.city.city import City
from core.ticket.number import format_number
from core.vocabulary.citizen import FileReport, Opened
from core.vocabulary.effects import Tell
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.steps import Moment, Outcome


class RegistryState(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last serial given in this lane's year."""

    serial: int = 0


class RegistrySteps:
    """The behaviour of `registry:<prefix>-<two-digit year>` lanes."""

    def __init__(self, city: City) -> None:
        """Take the city, for its prefix."""
        self._lane = re.compile(rf"registry:{re.escape(city.prefix)}-([0-9]{{2}})")
        self._prefix = city.prefix

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Give the next number to a report and open its ticket; anything else changes nothing.

        One event is one number: the engine never steps an event id twice. Raises ValueError after 999,999 tickets.
        """
        before = _load(state)
        year = self._lane.fullmatch(event.lane)
        if year is None or not isinstance(event.body, FileReport):
            return Outcome(before)
        after = RegistryState(before.serial + 1)
        number = format_number(self._prefix, int(year[1]), after.serial)
        return Outcome(after, (Tell(ticket_lane(number), Opened(number, event.body.filing)),))


def load_serial(state: Any) -> int:
    """Read how many numbers a registry's stored state has given out; none of a year without reports."""
    return _load(state).serial


def _load(state: Any) -> RegistryState:
    if state is None:
        return RegistryState()
    return state if isinstance(state, RegistryState) else msgspec.convert(state, RegistryState)
