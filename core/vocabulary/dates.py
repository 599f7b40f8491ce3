"""How a date was reckoned, as data that each side words for its reader; and the command to reckon it again."""

from datetime import date
from typing import Literal

import msgspec

StopReason = Literal["asked", "held", "earlier"]
"""Why a limit stood still: the citizen was asked something; the ticket was held; either, long before."""


class DaysOff(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run of days without work, more than a weekend: from ``first`` to ``last``, and ``names`` of what they are."""

    first: date
    last: date
    names: tuple[str, ...] = ()


class Stop(msgspec.Struct, frozen=True, omit_defaults=True):
    """So many working days for which a limit stood still."""

    days: int
    why: StopReason


class Reckoning(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a date is made of, in days of the city: it adds up.

    ``due`` is the day that one comes to who counts, from the day after ``start``, as many days as ``days`` and all
    ``stops`` together, without Saturdays, Sundays and the days ``off``.
    """

    start: date
    days: int
    due: date
    off: tuple[DaysOff, ...] = ()
    stops: tuple[Stop, ...] = ()


class Recount(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The calendar is another one: a ticket is to reckon its dates again, and a desk's list to tell its open tickets.

    ``calendar`` is the new one's name; of a list it begins ``after`` this number.
    """

    calendar: str
    after: str = ""
