"""A system of the city follows a report by webhooks, from its number to its end, and learns of no person."""

from __future__ import annotations

from typing import Any

from app.hooks.subscribers import read_subscribers
from tests.app.hooks.receiver import receiving
from tests.clock import TestClock
from tests.journeys.conftest import Build
from tests.journeys.driver import Town

SECRET = "a secret of the city, long enough for all"


class TownWithSystem(Town):
    """A city that has a system of its own."""

    hook_url = ""

    def settings(self, **more: Any) -> Any:
        """Name the system in the settings."""
        return super().settings(KANAL_HOOKS=f"erp={self.hook_url}", KANAL_HOOKS_SECRET=SECRET, **more)


async def test_a_system_follows_a_report(build: Build) -> None:
    """It hears every stage once and in order, also what it could not take at first."""
    async with receiving(TestClock()) as receiver:
        town = await build(kind=TownWithSystem)
        assert isinstance(town, TownWithSystem)
        town.hook_url, receiver.clock = receiver.url, town.clock
        receiver.secret = read_subscribers(f"erp={receiver.url}", SECRET).secret_of("erp")
        receiver.planned = [(503, {}), (500, {})]
        await town.run()
        await town.register()
        citizen, officer = town.citizen(), town.officer()
        number = await town.working(citizen)
        await officer.closes(number, "Lampu sudah diganti sejak sore ini.")
        citizen.presses(await citizen.hears(number, button="Sudah beres"), "Sudah beres")
        await citizen.hears(number, "selesai karena")
        await town.settle()

        told = list(receiver.taken.values())
        assert [number] * len(told) == [body["data"]["number"] for body in told]
        assert ["ticket.opened", *["ticket.changed"] * (len(told) - 2), "ticket.closed"] == [
            one["type"] for one in told
        ]
        assert ("selesai", "fixed") == (told[-1]["data"]["status"], told[-1]["data"]["outcome"])
        assert [] == receiver.complaints
        names = (str(citizen.id), *filter(None, citizen.names), officer.name, str(officer.id))
        assert [] == [name for name in names if name in str(receiver.taken)]
