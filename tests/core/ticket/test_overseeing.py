"""Somebody from outside looks at a ticket: its journal says so, and nothing else happens."""

from __future__ import annotations

import pytest
from msgspec import structs

from core.ticket.lifecycle import STATUSES
from core.vocabulary.accounts import LookedAt
from core.vocabulary.effects import Record
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import brought_to


@pytest.mark.parametrize("status", STATUSES)
def test_a_look_is_one_line_of_the_journal(status: TicketStatus) -> None:
    """In every status a look writes which office looked, tells nobody, and leaves the ticket and its clock alone."""
    lane = brought_to(status)
    before, wakes = lane.ticket, lane.wake_at
    lane.happens(LookedAt("ombudsman", "ombudsman-ntt"))
    (line,) = lane.effects
    assert isinstance(line, Record)
    assert ("lihat", "account:ombudsman-ntt", {"office": "ombudsman"}) == (line.what, line.actor, line.details)
    said = {"history": before.history, "history_count": before.history_count, "head": before.head}
    unchanged = structs.replace(lane.ticket, **said)
    assert (before, wakes) == (unchanged, lane.wake_at)
