"""An official answers in the inbox of the Page or account itself, past the bridge."""

from __future__ import annotations

import pytest

from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.page_driver import CHANNELS, page_town

WORDS = "Besok pagi petugas kami ke sana, Bu."
PROGRESS = "Suku cadang sedang dipesan dari Surabaya."


@pytest.mark.parametrize("channel", CHANNELS)
async def test_the_words_are_kept_and_the_bot_leaves_the_chat_alone(build: Build, channel: str) -> None:
    """The group sees the words, the chat gets nothing of ours but news, and the citizen's next words are answered."""
    town = await page_town(build, channel)
    citizen = town.person()
    number = await citizen.working()
    before = len(citizen.heard())
    citizen.people.answer_by_hand(citizen.key, WORDS)
    await town.group_says("dijawab langsung di kotak masuk", number, WORDS)
    await town.settle()
    assert [WORDS] == citizen.heard()[before:]
    await town.officer().explains(number, "Progres", PROGRESS)
    await citizen.hears(number, PROGRESS)
    citizen.says("terima kasih")
    await citizen.hears("Sama-sama")


async def test_a_draft_is_not_brought_up_meanwhile(build: Build) -> None:
    """A reminder that falls into the silence comes when it is over; without a report no group is told."""
    town = await page_town(build, "messenger", rate=0.0, registered=False)
    citizen = town.person()
    citizen.says(LAMP)
    await citizen.hears(button="Kirim")
    await town.later(minutes=5)
    posts = len(town.group())
    citizen.people.answer_by_hand(citizen.key, WORDS)
    await town.settle()
    await town.later(minutes=59)
    await town.settle()
    assert WORDS == citizen.heard()[-1]
    await town.later(minutes=1, seconds=2)
    await citizen.hears("belum terkirim", button="Kirim")
    assert posts == len(town.group())
