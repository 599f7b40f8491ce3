"""The store contract, on MongoDB and in memory."""

from __future__ import annotations

import pytest

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
from tests.fakes.memory_store import MemoryStore


class TestMongoInbox(InboxContract):
    """Events on MongoDB."""


class TestMongoLanes(LaneContract):
    """Lanes on MongoDB."""


class TestMongoReceipts(ReceiptContract):
    """Receipts on MongoDB."""


class TestMongoDeadLetters(DeadLetterContract):
    """Dead letters on MongoDB."""


class TestMongoLetters(LetterContract):
    """Letters on MongoDB."""


class TestMongoClients(ClientContract):
    """Machines with a key on MongoDB."""


class TestMongoOrigins(OriginContract):
    """When and where photos were taken, on a server."""


class TestMongoAccounts(AccountContract):
    """Accounts on MongoDB."""


class TestMongoFeed(FeedContract):
    """What machines come back for on MongoDB."""


class TestMongoRoots(RootContract):
    """Roots of days on MongoDB."""


class TestMongoErasures(ErasureContract):
    """Erasing on MongoDB."""


class TestMongoHoldings(HoldingsContract):
    """What is held of chats, on MongoDB."""


class TestMongoShared(SharedContract):
    """Shared facts on MongoDB."""


class InMemory:
    """Run a contract on the store in memory."""

    @pytest.fixture
    def store(self, clock: TestClock) -> MemoryStore:
        """Give an empty store."""
        return MemoryStore(clock)


class TestMemoryInbox(InMemory, InboxContract):
    """Events in memory."""


class TestMemoryLanes(InMemory, LaneContract):
    """Lanes in memory."""


class TestMemoryReceipts(InMemory, ReceiptContract):
    """Receipts in memory."""


class TestMemoryDeadLetters(InMemory, DeadLetterContract):
    """Dead letters in memory."""


class TestMemoryOrigins(InMemory, OriginContract):
    """When and where photos were taken, in memory."""


class TestMemoryShared(InMemory, SharedContract):
    """Shared facts in memory."""
