"""The adapter in front of a strict local Telegram: one citizen who has started the bot, one forum of officials."""

from collections.abc import AsyncIterator

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.client import Client
from channels.telegram.pace import Pace
from simulator.clock import ManualClock
from simulator.telegram import TelegramStandIn
from tests.channels.telegram.fixtures import ADI, GROUP, MARIA
from tests.clock import StandInClock


@pytest.fixture
def clock() -> ManualClock:
    """Time that the test moves."""
    return ManualClock()


@pytest.fixture
async def standin(clock: ManualClock) -> AsyncIterator[TelegramStandIn]:
    """A stand-in without budgets whose queue is empty."""
    standin = TelegramStandIn(limits=None, now=clock, retry_base_seconds=0.001)
    await standin.start()
    standin.people.add_user(MARIA, "Maria", username="maria_kupang")
    standin.people.add_user(ADI, "Adi")
    standin.groups.add_group("Pejabat Penghubung", ADI, chat_id=GROUP)
    standin.people.start(MARIA)
    standin.updates.pending.clear()
    yield standin
    await standin.stop()


@pytest.fixture
async def client(standin: TelegramStandIn) -> AsyncIterator[Client]:
    """A client with the right token."""
    client = Client(standin.token, standin.base_url)
    yield client
    await client.shutdown()


@pytest.fixture
def channel(client: Client, clock: ManualClock) -> TelegramChannel:
    """The channel under test, without waiting."""
    return TelegramChannel(client, StandInClock(clock), Pace(None))
