"""Who may do what, worked out for everybody: every action by every role in every office, and each refusal's sentence.

The table stands in ``tests/data/refusals.tsv`` for people to read; ``python -m tests.refusals --write`` makes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, get_args

from core.ticket.lifecycle import Role, allowed, rule_for
from core.ticket.secrecy import hides_contents
from core.vocabulary.ticket import Action, Official, OfficialRole, TicketStatus
from tests.core.ticket.lane import OTHER, PHOTO, TicketLane, brought_to

FILE: Final = Path(__file__).parent / "data" / "refusals.tsv"
ROLES: Final[tuple[OfficialRole, ...]] = get_args(OfficialRole)
PLACES: Final = {"the ticket's unit": "dishub", "the coordinating unit": "setda", "another unit": "dlhk", "no unit": ""}
ALLOWED: Final = "✓"
BY_EVENTS: Final[frozenset[Role]] = frozenset(("author", "offered", "party"))
"""Rights that come from what happened to a ticket, and from no role: `tests/core/ticket/test_{acts,undoing}.py`."""


@dataclass(frozen=True, order=True)
class Cell:
    """One row: what the life cycle asks for, whether the ticket has a unit and a holder, and who tries."""

    asked: str
    ticket: str
    place: str
    role: str
    answer: str = ""


def act(lane: TicketLane, action: Action, by: Official) -> TicketLane:
    """Try an action with everything that it may need."""
    text = "units" if action == "menu" else "keterangan"
    unit = "dlhk" if action == "disposisi" else ""
    return lane.does(action, by, text, unit=unit, other=OTHER, evidence=(PHOTO,))


def people() -> Iterator[tuple[str, Official]]:
    """Give an official of each role in each place; none of them holds the ticket."""
    for place, unit in PLACES.items():
        for role in ROLES:
            yield place, Official("50", "Somebody", unit, role=role)


def tried(start: TicketLane, action: Action, by: Official) -> TicketLane:
    """Let somebody act on a copy of a ticket."""
    lane = TicketLane(start.now)
    lane.state, lane._count = start.state, start._count
    return act(lane, action, by)


def cell(start: TicketLane, status: TicketStatus, action: Action, place: str, by: Official) -> Cell:
    """Let somebody act, and say what came of it, as far as it is a matter of rights."""
    asked: Role = rule_for(status, action).who
    ticket = start.ticket
    state = ("with a unit" if ticket.unit else "without a unit") + (", held" if ticket.holder else "")
    found = Cell(asked, state, place, by.role)
    lane = tried(start, action, by)
    # Another reason than rights means that the right was there.
    refused = lane.verdict.key.startswith("officials.verdict.who_may.") and not lane.verdict.key.endswith(".target")
    return replace(found, answer=lane.sentence if refused else ALLOWED)


def starts() -> Iterator[tuple[TicketStatus, TicketLane]]:
    """Give a ticket in each status."""
    for status in get_args(TicketStatus):
        yield status, brought_to(status)


def table() -> dict[Cell, str]:
    """Work out all rows; what two statuses or actions answer differently under one row is an error."""
    rows: dict[Cell, str] = {}
    for status, start in starts():
        assert not hides_contents(start.ticket)
        for action in get_args(Action):
            if action not in allowed(status) or rule_for(status, action).who in BY_EVENTS:
                continue
            for place, by in people():
                found = cell(start, status, action, place, by)
                key = replace(found, answer="")
                assert found.answer == rows.setdefault(key, found.answer), (status, action, found, rows[key])
    return rows


def as_lines(rows: dict[Cell, str]) -> str:
    """Write the table, in the order of its words."""
    head = "\t".join(("asked", "ticket", "place", "role", "answer"))
    lines = ["\t".join((row.asked, row.ticket, row.place, row.role, answer)) for row, answer in sorted(rows.items())]
    return "\n".join([head, *lines]) + "\n"


if __name__ == "__main__":
    if "--write" in sys.argv:
        FILE.write_text(as_lines(table()), encoding="utf-8")
    sys.stdout.write(f"{len(table())} rows\n")
