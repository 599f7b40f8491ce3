"""What a citizen is called is asked of the Page or account only for the choice of privacy, and may stay unknown."""

from __future__ import annotations

import pytest

from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.page_driver import CHANNELS, PageTown, number_in, page_town


def asked(town: PageTown, address: str) -> int:
    """Count how often the profile of a person was read."""
    return sum(call.path.rstrip("/").endswith(address) for call in town.page.calls)


@pytest.mark.parametrize("channel", CHANNELS)
async def test_the_name_is_asked_once_and_shown(build: Build, channel: str) -> None:
    """The first words ask nothing; the choice of privacy does, and the card shows the name."""
    town = await page_town(build, channel, registered=False)
    citizen = town.person(anonymous=False)
    citizen.says(LAMP)
    draft = await citizen.hears(button="Kirim")
    await town.settle()
    assert 0 == asked(town, citizen.id)
    citizen.presses(draft, "Kirim")
    choice = await citizen.hears(button="Tampilkan nama")
    await town.settle()
    assert 1 == asked(town, citizen.id)
    citizen.presses(choice, "Tampilkan nama")
    number = number_in(await citizen.hears("tercatat", "KPG-"))
    await town.card(number, words=("Yanti Foenay",))
