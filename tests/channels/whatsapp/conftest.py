"""The adapter in front of the strict local Graph server: one citizen with a number, one who shows none."""

from collections.abc import AsyncIterator

import pytest

from channels.whatsapp.channel import WhatsAppChannel
from channels.whatsapp.client import Client
from channels.whatsapp.pace import Pace
from channels.whatsapp.plan import Labels
from simulator.clock import ManualClock
from simulator.whatsapp import WhatsAppStandIn
from tests.clock import StandInClock

BUDI = "6281339001122"
RINA = "ID.20981736450098123377"
ENGLISH = Labels(list_button="Choose", left_out="(an attachment cannot be sent)")
LABELS = Labels(list_button="Pilih", left_out="(lampiran tidak dapat dikirim)")


@pytest.fixture
def manual() -> ManualClock:
    """Time that the test moves."""
    return ManualClock()


@pytest.fixture
async def standin(manual: ManualClock) -> AsyncIterator[WhatsAppStandIn]:
    """A stand-in without budgets, where both citizens have just written."""
    standin = WhatsAppStandIn(limits=None, now=manual, retry_base_seconds=0.001, time_scale=0.01)
    await standin.start()
    standin.people.add_user(BUDI, "Budi Laiskodat")
    standin.people.add_user("6282145007788", "Rina Taneo", user_id=RINA, shows="absent")
    standin.people.say(BUDI, "halo")
    standin.people.say(RINA, "halo")
    yield standin
    await standin.stop()


@pytest.fixture
async def client(standin: WhatsAppStandIn) -> AsyncIterator[Client]:
    """A client with the right token."""
    client = Client(standin.token, standin.business.phone_number_id, standin.base_url)
    yield client
    await client.close()


@pytest.fixture
def channel(client: Client, manual: ManualClock) -> WhatsAppChannel:
    """The channel under test, without waiting."""
    return WhatsAppChannel(client, StandInClock(manual), {"id": LABELS, "en": ENGLISH}, Pace(None))
