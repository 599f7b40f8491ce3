"""Whose lane an id of a platform leads to, after its owner gave it up and somebody else has it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.addresses import People
from core.vocabulary.events import Body, Event, Person, Rekeyed, Said
from tests.fakes.memory_store import MemoryStore

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
LANE = "chat:papan:628111"
OLD, NEW = "papan:628111", "papan:628222"
HERS, HIS = "papan:ID.1", "papan:ID.2"


class Clock:
    """A clock that stands."""

    def now(self) -> datetime:
        """Give noon."""
        return NOON


@pytest.fixture
def people() -> People:
    """Know nobody yet."""
    return People(MemoryStore(), Clock())


async def place(people: People, body: Body, *aliases: str) -> str:
    """Give the lane on which an event from the old number is placed."""
    (event,) = await people.place([Event("e", LANE, NOON, body, aliases=aliases)])
    return event.lane


def said() -> Said:
    """Give a message."""
    return Said(Person("p"), "m", "halo")


@pytest.mark.parametrize("theirs", [(HIS, OLD), (OLD,)])
async def test_a_number_that_was_given_up_is_somebody_elses(people: People, theirs: tuple[str, ...]) -> None:
    """Who writes from a number that its owner left has a lane of their own, also by the number alone, and again."""
    assert LANE == await place(people, said(), HERS, OLD)
    assert LANE == await place(people, Rekeyed((HERS, OLD), (HERS, NEW)), HERS, OLD)
    other = await place(people, said(), *theirs)
    assert LANE != other
    assert [other, LANE, LANE] == [
        await place(people, said(), *theirs),
        await place(people, said(), HERS, NEW),
        await place(people, said(), NEW),
    ]


async def test_a_message_that_comes_late_is_still_its_writers(people: People) -> None:
    """What was written from the old number before it was left is of who wrote it, and gives the number to nobody."""
    await place(people, said(), HERS, OLD)
    await place(people, Rekeyed((HERS, OLD), (HERS, NEW)), HERS, OLD)
    assert LANE == await place(people, said(), HERS, OLD)
    assert LANE != await place(people, said(), HIS, OLD)
