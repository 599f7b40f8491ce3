"""The adapter in front of the strict local X: one citizen who writes, and the clock that the test moves."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from channels.kit import Forgetful
from channels.x.channel import XChannel
from channels.x.client import Client
from channels.x.money import Purse
from channels.x.pace import Pace
from channels.x.plan import Labels
from channels.x.settings import XSettings
from simulator.clock import ManualClock
from simulator.x import XStandIn
from simulator.x.world import User
from tests.clock import StandInClock

LABELS = Labels(left_out="(lampiran tidak bisa dikirim)")


def settings_of(standin: XStandIn, **more: Any) -> XSettings:
    """Give the settings of a bridge on a stand-in."""
    keys = standin.keys
    values: dict[str, Any] = {
        "X_USER_ID": standin.account.id,
        "X_BEARER_TOKEN": keys.bearer,
        "X_API_KEY": keys.api_key,
        "X_API_SECRET": keys.api_secret,
        "X_ACCESS_TOKEN": keys.access_token,
        "X_ACCESS_SECRET": keys.access_secret,
        "X_API_BASE": standin.base_url,
        **more,
    }
    return XSettings(_env_file=None, **values)


@pytest.fixture
def manual() -> ManualClock:
    """Time that the test moves."""
    return ManualClock()


@pytest.fixture
async def standin(manual: ManualClock) -> AsyncIterator[XStandIn]:
    """A stand-in with the budgets of the platform."""
    standin = XStandIn(now=manual, retry_base_seconds=0.001, time_scale=0.01)
    await standin.start()
    yield standin
    await standin.stop()


@pytest.fixture
def yanti(standin: XStandIn) -> User:
    """Somebody who can be written to."""
    return standin.people.add_user("yantilopo", "Yanti Lopo")


@pytest.fixture
async def client(standin: XStandIn) -> AsyncIterator[Client]:
    """A client with the right keys."""
    client = Client(settings_of(standin))
    yield client
    await client.close()


@pytest.fixture
def notes() -> Forgetful:
    """What processes leave for each other."""
    return Forgetful()


@pytest.fixture
def purse(standin: XStandIn, notes: Forgetful) -> Purse:
    """A purse of five dollars a day."""
    return Purse(notes, standin.account.id, 5.0, lambda _name, **_facts: None)


@pytest.fixture
def channel(client: Client, manual: ManualClock, purse: Purse) -> XChannel:
    """The channel under test, without waiting."""
    channel = XChannel(client, StandInClock(manual), {"id": LABELS}, purse, Pace(None))
    channel.called("KanalKupang")
    return channel
