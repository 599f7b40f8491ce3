"""The adapter of a Page and of an account in front of their strict local Graph servers: one citizen who just wrote."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from channels.meta.messaging.client import Client
from channels.meta.messaging.pace import Pace
from channels.meta.messaging.platform import INSTAGRAM, MESSENGER, Platform
from channels.meta.messaging.send import PageChannel
from core.vocabulary.channel import Target
from simulator.clock import ManualClock
from simulator.pages import InstagramStandIn, MessengerStandIn, PageStandIn
from tests.clock import StandInClock

KEY = "yanti"


@dataclass
class Side:
    """One platform: its stand-in, the channel in front of it, and the citizen's address."""

    platform: Platform
    standin: PageStandIn
    client: Client
    channel: PageChannel
    address: str

    def target(self, entry_id: str = "chat:1:0", **more: object) -> Target:
        """Aim at the citizen."""
        return Target(address=self.address, entry_id=entry_id, **more)  # type: ignore[arg-type]


@pytest.fixture
def manual() -> ManualClock:
    """Time that the test moves."""
    return ManualClock()


@pytest.fixture(params=["messenger", "instagram"])
async def side(request: pytest.FixtureRequest, manual: ManualClock) -> AsyncIterator[Side]:
    """One side after the other, without budgets."""
    kind = {"messenger": MessengerStandIn, "instagram": InstagramStandIn}[request.param]
    platform = {"messenger": MESSENGER, "instagram": INSTAGRAM}[request.param]
    standin = kind(now=manual, per_second=None, retry_base_seconds=0.001, time_scale=0.01)
    await standin.start()
    user = standin.people.add_user(KEY, "Yanti Lopo", username="yantilopo")
    standin.people.say(KEY, "halo")
    client = Client(platform, standin.page.id, standin.token, standin.base_url)
    channel = PageChannel(client, StandInClock(manual), lambda language: f"(left out {language})", Pace(0))
    yield Side(platform, standin, client, channel, user.id)
    await client.close()
    await standin.stop()
