"""The window of 24 hours on Messenger and Instagram: what is held, what an official typed, and what comes later."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Build
from tests.journeys.page_driver import CHANNELS, PageCitizen, PageTown, page_town

FIXED = "Lampu sudah diganti sejak sore ini."
PROGRESS = "Suku cadang sedang dipesan dari Surabaya."
UNREACHED = ("Belum sampai ke pelapor", "menunggu pelapor menulis lagi")
EACH_CHANNEL = pytest.mark.parametrize("channel", CHANNELS)


async def at_work(build: Build, channel: str, **options: Any) -> tuple[PageTown, PageCitizen, str]:
    """Bring a report to the officer of dishub, in a city whose clock moves only by hand."""
    town = await page_town(build, channel, rate=0.0, **options)
    citizen = town.person()
    return town, citizen, await citizen.working()


@EACH_CHANNEL
async def test_an_answer_behind_a_closed_window_is_held_and_comes_with_the_next_word(
    build: Build, channel: str
) -> None:
    """After more than seven days nothing may go out; the card says so, and all comes when the citizen writes."""
    town, citizen, number = await at_work(build, channel)
    await town.later(hours=24 * 7, seconds=1)
    before = len(citizen.heard())
    await town.closed(number, FIXED)
    await town.card(number, words=UNREACHED)
    await town.settle()
    assert [] == citizen.heard()[before:]
    citizen.says("halo")
    answered = await citizen.hears(number, FIXED, button="Sudah beres")
    await town.settle()
    assert "Belum sampai" not in str(await town.card(number, words=("Ditindaklanjuti",)))
    citizen.presses(answered, "Sudah beres")
    await citizen.hears(number, "selesai")
    await town.card(number, words=("Selesai, dikonfirmasi",))
    assert set() == {bubble.tag for bubble in town.page.bubbles(citizen.key)} - {"", "HUMAN_AGENT"}


@EACH_CHANNEL
async def test_what_an_official_typed_goes_out_for_seven_days(build: Build, channel: str) -> None:
    """After a day the official's own words go out alone, by the right of a person's own; the whole comes later."""
    town, citizen, number = await at_work(build, channel)
    await town.later(hours=24, seconds=1)
    await town.closed(number, FIXED)
    typed = await citizen.hears(FIXED)
    assert ("MESSAGE_TAG", "HUMAN_AGENT") == (typed.messaging_type, typed.tag)
    citizen.says("halo")
    answered = await citizen.hears(number, button="Sudah beres")
    assert "RESPONSE" == answered.messaging_type


@EACH_CHANNEL
async def test_an_official_answers_by_hand_in_the_inbox(build: Build, channel: str) -> None:
    """Words typed in the platform's own inbox are kept with the case, and the service is silent meanwhile."""
    town, citizen, number = await at_work(build, channel)
    before = len(citizen.heard())
    town.spoken.add("Kami sedang di lokasi, Bu.")
    app = "26390203743090" if channel == "messenger" else ""
    citizen.people.answer_by_hand(citizen.key, "Kami sedang di lokasi, Bu.", app)
    await town.settle()
    assert ["Kami sedang di lokasi, Bu."] == citizen.heard()[before:]
    await town.group_says(number, "Kami sedang di lokasi")


@EACH_CHANNEL
async def test_a_link_that_leads_back_opens_the_window(build: Build, channel: str) -> None:
    """Who follows a link into the chat has opened it like with words, and what was held comes."""
    town, citizen, number = await at_work(build, channel)
    await town.later(hours=24 * 7, seconds=1)
    await town.closed(number, FIXED)
    await town.card(number, words=UNREACHED)
    citizen.people.follow_link(citizen.key, "poster-oebobo")
    await citizen.hears(number, FIXED, button="Sudah beres")


@EACH_CHANNEL
async def test_the_last_second_of_the_window(build: Build, channel: str) -> None:
    """At 23:59:59 the words go out as an answer like any other."""
    town, citizen, number = await at_work(build, channel)
    await town.later(hours=23, minutes=59, seconds=59)
    await town.officer().explains(number, "Progres", PROGRESS)
    await citizen.hears(number, PROGRESS)
    assert ["RESPONSE"] == list({bubble.messaging_type for bubble in town.page.bubbles(citizen.key)})


@EACH_CHANNEL
async def test_the_platform_calls_the_window_closed(build: Build, channel: str) -> None:
    """What the platform refuses inside what we took for the window is held, told on the card, and comes later."""
    town, citizen, number = await at_work(build, channel)
    subcode = town.page.platform.outside_window
    town.page.fail("error", method="messages", user=citizen.key, code=10, subcode=subcode, times=3)
    await town.officer().explains(number, "Progres", PROGRESS)
    await town.card(number, words=UNREACHED)
    town.page.clear_faults()
    citizen.says("ok")
    await citizen.hears(PROGRESS)
    await town.settle()
    assert "Belum sampai" not in str(await town.card(number))
