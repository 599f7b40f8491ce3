"""Every query that the store sends uses an index."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient

from core.vocabulary.store import Store
from storage.mongo import inbox
from storage.mongo.indexes import INDEXES
from storage.mongo.store import MongoStore
from tests.clock import TestClock
from tests.contracts.account_contract import AccountContract
from tests.contracts.client_contract import ClientContract
from tests.contracts.erasure_contract import ErasureContract
from tests.contracts.feed_contract import FeedContract
from tests.contracts.holdings_contract import HoldingsContract
from tests.contracts.letter_contract import LetterContract
from tests.contracts.origin_contract import OriginContract
from tests.contracts.root_contract import RootContract
from tests.contracts.shared_contract import SharedContract
from tests.contracts.store_contract import InboxContract, LaneContract
from tests.contracts.store_contract_more import DeadLetterContract, ReceiptContract
from tests.contracts.things import LANE, event
from tests.storage.mongo.shapes import Query, Shapes

CONTRACTS = (
    InboxContract,
    LaneContract,
    ReceiptContract,
    DeadLetterContract,
    SharedContract,
    LetterContract,
    ClientContract,
    OriginContract,
    AccountContract,
    FeedContract,
    RootContract,
    ErasureContract,
    HoldingsContract,
)
WITHOUT_QUERY = {"open", "close", "ping", "index_names"}


class Spy:
    """Hand calls on to a store and remember the names of its methods that were used."""

    def __init__(self, store: MongoStore, used: set[str]) -> None:
        self._store = store
        self._used = used

    def __getattr__(self, name: str) -> Any:
        self._used.add(name)
        return getattr(self._store, name)


async def exercise(uri: str, shapes: Shapes, databases: list[str]) -> set[str]:
    """Run every contract test once, each on its own database; give the names of the methods that they used."""
    used: set[str] = set()
    for contract in CONTRACTS:
        for name, test in inspect.getmembers(contract(), inspect.iscoroutinefunction):
            parameters = set(inspect.signature(test).parameters)
            if not name.startswith("test_") or not parameters <= {"store", "clock"}:
                continue
            databases.append(f"kanal_test_{uuid4().hex[:12]}")
            clock = TestClock()
            store = MongoStore(uri, databases[-1], clock=clock, event_listeners=[shapes])
            await store.open()
            await test(**{"store": Spy(store, used), **({"clock": clock} if "clock" in parameters else {})})
            await store.close()
    return used


def scans(client: MongoClient[Any], database: str, query: Query) -> bool:
    """Explain a query; tell whether it reads a whole collection."""
    plan = client[database].command(
        {"explain": {"find": query.collection, "filter": query.filter, "sort": query.sort}, "verbosity": "queryPlanner"}
    )
    return _names_scan(plan["queryPlanner"]["winningPlan"])


def _names_scan(plan: Any) -> bool:
    if isinstance(plan, Mapping):
        return plan.get("stage") == "COLLSCAN" or any(_names_scan(part) for part in plan.values())
    return isinstance(plan, list) and any(_names_scan(part) for part in plan)


def by_id(query: Query) -> Query:
    """Leave of a filter that names documents by id only the ids.

    The embedded server reads such documents by their id and tests the rest on them, but its explain does not look at
    that way and reports a scan (measured: the time does not grow with the collection).
    """
    return query._replace(filter={"_id": query.filter["_id"]}) if "_id" in query.filter else query


async def test_no_query_scans_a_collection(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each query shape of the contract's tests is explained; none is a collection scan, and every method was used."""
    shapes, databases = Shapes(), []  # type: tuple[Shapes, list[str]]
    used = await exercise(mongo_uri, shapes, databases)
    monkeypatch.setattr(inbox, "_BATCH_READ_CAP", 3)
    store = MongoStore(mongo_uri, databases[-1], clock=TestClock(), event_listeners=[shapes])
    await store.open()
    await store.accept([event(f"flood-{n}") for n in range(5)])
    await store.pending(LANE)

    public = {name for name, _ in inspect.getmembers(store, inspect.isroutine) if not name.startswith("_")}
    assert public - WITHOUT_QUERY == used - WITHOUT_QUERY
    with MongoClient[Any](mongo_uri) as client:
        embedded = "secantus" in str(client.admin.command("buildInfo")).lower()
        prepare = by_id if embedded else (lambda query: query)
        scanning = [shape for shape, query in shapes.examples.items() if scans(client, databases[-1], prepare(query))]
        for name in databases:
            client.drop_database(name)
    await store.close()
    assert [] == scanning
    assert len(shapes.examples) > 20


async def test_a_scan_would_be_seen(mongo_uri: str, store: MongoStore, database_name: str) -> None:
    """The check itself finds a query without an index."""
    await store.accept([event(1)])
    with MongoClient[Any](mongo_uri) as client:
        assert scans(client, database_name, Query("inbox", "find", {"tries": 0}, {}))
        assert not scans(client, database_name, Query("inbox", "find", {"wait": LANE}, {}))


@pytest.mark.new_database
async def test_the_declared_indexes_exist(store: MongoStore) -> None:
    """Opening a store creates every declared index; opening again changes nothing."""
    declared = [f"{name}.{model.document['name']}" for name, models in INDEXES.items() for model in models]
    assert sorted(declared) == sorted(await store.index_names())

    await store.open()
    assert sorted(declared) == sorted(await store.index_names())


async def test_the_store_fulfils_the_port(store: MongoStore) -> None:
    """Every method of the port exists with the same parameters."""
    for name, method in inspect.getmembers(Store, inspect.isfunction):
        if not name.startswith("_"):
            expected = list(inspect.signature(method).parameters)
            assert expected == ["self", *inspect.signature(getattr(store, name)).parameters]
