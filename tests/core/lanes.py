"""Lanes, entries and events for tests of the engine's pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from core.vocabulary.effects import Choice, Effect, Send
from core.vocabulary.events import Event, Person, Said, Status
from core.vocabulary.lanes import Entry, Lane, Receipt

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
LANE = "chat:toy:1"
BUTTONS = (Choice("a", "A"), Choice("b", "B"))


def entry(name: str, effect: Effect | None = None, **message: Any) -> Entry:
    """Make an outbox entry: an effect, or a message that says its own name."""
    return Entry(name, effect or Send(**{"text": name, **message}), START)


def lane(*outbox: Entry, held: Sequence[Entry] = (), **more: Any) -> Lane:
    """Make a stored lane."""
    return Lane(id=LANE, version=3, outbox=outbox, held=tuple(held), channel="toy", address="1", **more)


def said(name: str = "said", at: datetime = START, text: str = "halo") -> Event:
    """Make a person's message."""
    body = Said(sender=Person(id="1"), message_id=name, text=text)
    return Event(id=name, lane=LANE, at=at, body=body, channel="toy", address="1")


def status(state: str, entry_id: str = "e", *, reason: str = "", at: datetime = START) -> Event:
    """Make a platform's word about the message of an entry."""
    body = Status("m", state, entry_id, "why" if reason else "", reason)  # type: ignore[arg-type]
    return Event(id=f"{entry_id}:{state}:{reason}", lane=LANE, at=at, body=body, channel="toy", address="1")


def receipt(entry_id: str = "e", message: Send | None = None, at: datetime = START) -> Receipt:
    """Make the proof that a message went out."""
    return Receipt(entry_id, LANE, at, ("m",), ref="T-1", address="1", message=message)
