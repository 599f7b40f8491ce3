"""Statuses of WhatsApp messages in every disorder: nothing is said because of them, and only real failures count."""

from __future__ import annotations

import pytest

from simulator.whatsapp.errors import GraphError
from simulator.whatsapp.statuses import StatusMode
from tests.journeys.conftest import Build
from tests.journeys.whatsapp_driver import whatsapp_town

MODES = {
    "gaps, inversions and repeats": StatusMode(gap_chance=0.4, invert_chance=0.6, twice_chance=0.6, read=True),
    "before the answer": StatusMode(before_answer=True, read=True, twice_chance=0.5),
    "late": StatusMode(delay_seconds=0.1, invert_chance=0.5, read_on_reply=True),
}


@pytest.mark.parametrize("name", MODES)
async def test_statuses_change_nothing_for_anybody(build: Build, name: str) -> None:
    """A whole case under disordered statuses has the bubbles of a quiet one, and nothing "belum sampai"."""
    town = await whatsapp_town(build, processes="ab")
    town.whatsapp.statuses.mode = MODES[name]
    town.whatsapp.webhook.mode.shuffle = True
    citizen = town.person()
    number = await citizen.reports()
    for act, push in (
        (town.admin.verifies, "diperiksa"),
        (town.admin.disposes, "diserahkan kepada"),
        (town.officer().claims, "dikerjakan"),
    ):
        await act(number)
        await citizen.hears(number, push)  # pushes that wait together would share a bubble
    await town.closed(number)
    citizen.presses(await citizen.hears(number, "sudah diganti", button="Sudah beres"), "Sudah beres")
    await citizen.hears(number, "selesai karena")
    await town.settle()
    assert 8 == len(citizen.heard()) == len(town.whatsapp.calls_of("messages"))
    assert "Belum sampai" not in str(town.cards(number))


async def test_a_failure_after_delivery_is_ignored(build: Build) -> None:
    """What was delivered cannot fail any more, however the platform words it; what was only sent can."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    number = await citizen.reports()
    await town.admin.verifies(number)
    told = await citizen.hears(number, "diperiksa")
    await town.settle()
    assert "delivered" in told.statuses
    town.whatsapp.statuses.failed(told, GraphError(131026))
    await town.settle()
    assert "Belum sampai" not in str(await town.card(number, "Disposisi"))
    citizen.people.go_offline(citizen.key)
    await town.admin.disposes(number)
    told = await citizen.hears(number, "diserahkan kepada")
    await town.settle()
    town.whatsapp.statuses.failed(told, GraphError(131026))
    await town.card(number, "Ambil", words=("Belum sampai ke pelapor",))


async def test_unknown_statuses_and_foreign_messages_are_nothing(build: Build) -> None:
    """A status with a new name, and one of a message that is not ours, leave everything as it is."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    await citizen.reports()
    await town.settle()
    before = (citizen.heard(), len(town.group()))
    told = town.whatsapp.bubbles(citizen.key)[-1]
    for name in ("warning", "deleted", "pinned"):
        town.whatsapp.statuses.emit(told, name)
    status = {"id": "wamid.unknown", "status": "failed", "timestamp": "1793581200", "recipient_id": citizen.key}
    value = {
        "messaging_product": "whatsapp",
        "metadata": town.whatsapp.business.metadata,
        "statuses": [{**status, "errors": [{"code": 131026, "title": "x"}]}],
    }
    change = {"field": "messages", "value": value}
    town.whatsapp.inject({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]})
    await town.settle()
    assert before == (citizen.heard(), len(town.group()))
