"""A channel on a stand-in of the gateway."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from channels.kit import Around, Forgetful
from channels.sms.running import RunningSms
from channels.sms.settings import SmsSettings
from simulator.sms import SmsStandIn
from tests.clock import TestClock
from tests.core.kupang import kupang

SECRET = "a-secret-of-the-gateway"
PHONE = "6281239990011"
Make = Callable[..., RunningSms]


@pytest.fixture
async def gateway() -> AsyncIterator[SmsStandIn]:
    """Run a stand-in."""
    standin = SmsStandIn()
    await standin.start()
    yield standin
    await standin.stop()


@pytest.fixture
def reports() -> list[tuple[str, dict[str, Any]]]:
    """Keep what the channel reports."""
    return []


@pytest.fixture
async def make(gateway: SmsStandIn, reports: list[tuple[str, dict[str, Any]]]) -> AsyncIterator[Make]:
    """Switch channels on with settings of one's own."""
    made: list[RunningSms] = []

    def one(*, public_url: str = "https://kanal.example", **more: Any) -> RunningSms:
        values = {
            "SMS_SEND_URL": gateway.send_url,
            "SMS_USERNAME": gateway.username,
            "SMS_PASSWORD": gateway.password,
            "SMS_SENDER": gateway.sender,
            "SMS_WEBHOOK_SECRET": SECRET,
            **more,
        }
        around = Around(
            kupang(), TestClock(), lambda name, **facts: reports.append((name, facts)), public_url, notes=Forgetful()
        )
        made.append(RunningSms(SmsSettings(_env_file=None, **values), around))
        return made[-1]

    yield one
    for channel in made:
        await channel.close()
