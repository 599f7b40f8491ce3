"""Small makers of events, lanes and receipts for the tests of stores."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.vocabulary.effects import Record, Send
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.lanes import Entry, Receipt
from tests.clock import START

LANE = "chat:telegram:1"


def event(
    number: int | str, lane: str = LANE, *, at: datetime = START, order: int = 0, text: str = "Lampu mati"
) -> Event:
    """Make an event that a citizen said something."""
    return Event(f"telegram:{number}", lane, at, Said(Person("1", "Ina"), str(number), text), order=order)


def entry(entry_id: str, since: datetime = START, text: str = "Terima kasih") -> Entry:
    """Make an outbox entry."""
    return Entry(entry_id, Send(text), since)


def receipt(number: int | str, *messages: str, lane: str = LANE, key: str = "", at: datetime = START) -> Receipt:
    """Make a receipt of an entry."""
    return Receipt(f"entry:{number}", lane, at, messages, key=key)


def record(subject: str = "KPG-26-1", what: str = "dibuat", at: datetime = START, **more: Any) -> Record:
    """Make a line of a ticket's journal."""
    return Record(subject, "sistem", what, "baru", at, **more)


def ids(events: Any) -> list[str]:
    """Give the ids of events."""
    return [one.id for one in events]
