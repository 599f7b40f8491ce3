"""Delivery reports move a message only forward, in whatever order and however often they come."""

from __future__ import annotations

import itertools

import pytest

from tests.journeys.conftest import Build
from tests.journeys.sms_driver import sms_town

ORDERS = list(itertools.permutations((8, 1, 2)))


@pytest.mark.parametrize("order", ORDERS, ids=str)
async def test_what_has_arrived_stays_arrived(build: Build, order: tuple[int, ...]) -> None:
    """Taken by the centre, on the phone, not on the phone: once it was on the phone a failure says nothing any more."""
    town = await sms_town(build, registered=False)
    town.sms.report_states = ()
    citizen = town.texter()
    number = await citizen.reports()
    await town.admin.verifies(number)
    await citizen.hears(number, "diperiksa")
    await town.settle()
    pushed = town.sms.calls[-1].params
    for state in (*order, *order):
        town.sms.report(pushed, state)
        await town.settle()
    lane = await town.runtime.store.load(f"chat:sms:{citizen.id}")
    assert lane is not None
    assert "delivered" == lane.progress[-1][1]
    assert 1 == sum("sudah diperiksa dan" in shown.text for shown in citizen.screen()), "nothing was sent again"
    assert "Belum sampai" not in str(await town.card(number, "Disposisi"))


async def test_what_the_centre_refuses_is_told_later(build: Build) -> None:
    """What the operator's centre refuses is shown on the card, not sent again, and told at the person's next word."""
    town = await sms_town(build, registered=False)
    citizen = town.texter()
    number = await citizen.reports()
    before = len(town.sms.calls)
    town.sms.fail("rejected", phone=citizen.phone, times=None)
    await town.admin.verifies(number)
    await town.card(number, words=("Belum sampai ke pelapor",))
    await town.settle()
    assert 1 == len(town.sms.calls) - before
    town.sms.clear_faults()
    citizen.says("halo")
    await citizen.hears(number, "diperiksa")
