"""The roots of days are made of what the journal says, once, also after days without anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.rooting import know_key, make_roots, published
from core.proof.chain import linked
from core.proof.keys import Signer, written
from core.proof.roots import flaws_of_leaves, flaws_of_roots, head_leaf, slip_leaf, trusted
from core.proof.slip import slip_for
from core.vocabulary.effects import Record
from core.vocabulary.seal import sealed_by
from storage.city import read_city
from storage.mongo.store import MongoStore

CITY = read_city(Path(__file__).parents[2] / "cities" / "kupang")
SIGNER, NEXT = Signer.of("A" * 43), Signer.of(written(bytes([7]) * 32))
SEAL = sealed_by(b"a")
NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def signed(store: MongoStore) -> MongoStore:
    """Give a store that knows the city's key."""
    await know_key(store, SIGNER, None, NOON)
    return store


async def write(store: Any, number: str, at: datetime, n: int = 1, prev: str = "", **details: str) -> str:
    """Write a line of a ticket; give its head."""
    record, head = linked(Record(number, "sistem", "opened", "baru", at, "", details), n, prev, SEAL)
    await store.journal(f"{number}:{n}", record)
    return head


async def test_days_of_a_city(signed: MongoStore) -> None:
    """Each day that is over has a root with the last line of every ticket that moved, and every slip."""
    slip = slip_for("A", "Lampu mati", NOON, SEAL, SIGNER)
    first = await write(signed, "A", NOON, words=slip.words, slip_key=slip.key)
    second = await write(signed, "A", NOON + timedelta(hours=1), 2, first)
    third = await write(signed, "A", NOON + 2 * DAY, 3, second)

    assert 0 == await make_roots(signed, CITY, SIGNER, NOON + timedelta(hours=12))
    assert 3 == await make_roots(signed, CITY, SIGNER, NOON + 3 * DAY)
    assert 0 == await make_roots(signed, CITY, SIGNER, NOON + 3 * DAY)

    days = [await published(signed, f"2026-12-0{day}") for day in (1, 2, 3)]
    wanted = [{head_leaf("A", 2, second), slip_leaf(slip)}, set(), {head_leaf("A", 3, third)}]
    assert wanted == [{bytes.fromhex(leaf) for leaf in day.leaves} if day else None for day in days]
    row = list(await signed.roots_of("2026"))
    assert [] == list(flaws_of_roots(row, trusted(await signed.city_keys())))
    assert [] == [
        flaw for day in days if day for flaw in flaws_of_leaves(day.root, list(map(bytes.fromhex, day.leaves)))
    ]
    assert None is await published(signed, "2026-12-04")


async def test_a_line_that_is_written_late_is_in_the_next_root(signed: MongoStore) -> None:
    """What a killed process left in an outbox is not lost to the roots."""
    await write(signed, "A", NOON)
    assert 1 == await make_roots(signed, CITY, SIGNER, NOON + DAY)
    late = await write(signed, "B", NOON)
    assert 1 == await make_roots(signed, CITY, SIGNER, NOON + 2 * DAY)
    day = await published(signed, "2026-12-02")
    assert day is not None
    assert [head_leaf("B", 1, late).hex()] == list(day.leaves)


async def test_lines_of_the_whole_day_count(signed: MongoStore) -> None:
    """From the first moment of the local day to the last none is left out, and none of the next."""
    midnight = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    moments = [midnight + timedelta(minutes=59 * n) for n in range(25)]
    heads = [await write(signed, f"T{n}", moment) for n, moment in enumerate(moments)]
    last = await write(signed, "last", midnight + DAY - timedelta(milliseconds=1))
    await write(signed, "next", midnight + DAY)
    assert 1 == await make_roots(signed, CITY, SIGNER, NOON + DAY)
    day = await published(signed, "2026-12-01")
    assert day is not None
    of_day = {head_leaf(f"T{n}", 1, head).hex() for n, head in enumerate(heads)} | {head_leaf("last", 1, last).hex()}
    assert of_day == set(day.leaves)


async def test_keys_are_changed(signed: MongoStore) -> None:
    """A new key has the word of the one before, and signs from then on; what the old one signed stands."""
    assert 1 == await make_roots(signed, CITY, SIGNER, NOON + DAY)
    await know_key(signed, NEXT, SIGNER, NOON + DAY)
    await know_key(signed, NEXT, None, NOON + 2 * DAY)
    assert 1 == await make_roots(signed, CITY, NEXT, NOON + 2 * DAY)
    keys = await signed.city_keys()
    assert [SIGNER.key, NEXT.key] == [key.id for key in keys]
    assert [] == list(flaws_of_roots(list(await signed.roots_of("2026")), trusted(keys)))
