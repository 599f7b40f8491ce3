"""Channels leave notes in whatever store is open by then."""

import pytest

from app.notes import StoredNotes
from core.vocabulary.errors import StoreDown
from core.vocabulary.store import Notes
from tests.fakes.memory_store import MemoryStore


async def test_notes_reach_the_store_that_is_open() -> None:
    """Before there is a store it is down; afterwards everything goes there."""
    opened: list[Notes] = []
    notes = StoredNotes(lambda: opened[0] if opened else None)
    with pytest.raises(StoreDown):
        await notes.read_note("place")
    opened.append(MemoryStore())
    await notes.write_note("place", "7")
    assert ("7", {"read": 2}) == (await notes.read_note("place"), await notes.count("day", {"read": 2}))
    assert "7" == await opened[0].read_note("place")
