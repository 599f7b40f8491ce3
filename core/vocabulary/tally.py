"""What tickets tell the count of a day, and what that tells when its week is over: numbers, and nobody's words."""

from typing import Literal

import msgspec

Fact = Literal[
    "received",
    "assigned",
    "first_answer",
    "answered",
    "in_time",
    "late",
    "fixed",
    "content",
    "silent",
    "disputed",
    "withdrawn",
    "rejected",
    "merged",
    "returned",
    "reopened",
    "flagged",
    "unreached",
    "reached",
    "sorting",
    "taking",
    "working",
    "asking",
    "holding",
    "judging",
    "message",
    "template",
    "spent",
]
"""What is counted of a ticket: it got its number; it was given to a unit; an official first wrote to the citizen; it
was answered as done, and within its limit (``in_time``); a limit passed; the citizen called it fixed, or was
``content`` with the answer to a question; the citizen's time passed in silence; disputed; withdrawn; rejected with a
reason; merged into another; given back by a unit; reopened by the city; an answer with evidence that
was ``flagged``; an answer did not reach the citizen, or did so
after all.

Stages that ended, each with how long it lasted: it waited to be given to a unit (``sorting``), for an official of the
unit (``taking``), was worked on (``working``), waited for the citizen's answer to a question (``asking``), was put
aside for a reason (``holding``), waited for the citizen's verdict (``judging``).

Of messages about tickets on channels where each costs money: a ``message`` as the platform counts and bills them, those
of them that were a ``template``, and what was ``spent`` on them, in hundredths of the city's currency."""

# Ticket lane -> tally lane


class TallyRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """Facts of one ticket at one place of all tables; ``times`` is -1 where they are taken back.

    ``kelurahan`` is one of the city, else empty, as for confidential reports; ``minutes`` is how long some took: a
    stage since it began, the others since the report was filed. Without a ``category`` it is about messages, and counts
    in the whole city and on its ``channel``.
    """

    facts: tuple[Fact, ...]
    category: str = ""
    kelurahan: str = ""
    unit: str = ""
    channel: str = ""
    times: int = 1
    minutes: dict[str, int] = {}


class Tallied(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What one change of a ticket adds to the count of a day."""

    rows: tuple[TallyRow, ...]


# Tally lane -> group lane


class WeekOver(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The week that began on the Monday ``week`` (ISO date) is over, and something was counted in it."""

    week: str


# Tally lane -> month lane -> the month lane before it


class MonthOver(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A month has settled: what was counted in it is published. Told by its days, and by the month after it."""


# Ticket lane -> shades lane

Shade = Literal["waiting", "working", "answered", "confirmed"]
"""How a report stands, as the public map colours it: nobody works on it; somebody does; the office says that it is
done; its citizen says so. Other ends have no shade."""


class ShadeRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report at one place of the map; ``times`` is -1 where it was until now. ``kelurahan`` as in `TallyRow`."""

    shade: Shade
    kelurahan: str = ""
    times: int = 1


class Shaded(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What one change of a ticket changes on the map; ``recalled``: others may read more or less of it than before."""

    rows: tuple[ShadeRow, ...]
    recalled: bool = False
