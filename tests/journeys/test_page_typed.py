"""Behind the closed window of a Page or account: an official's own words go out alone for a week, nothing else."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Build
from tests.journeys.page_driver import CHANNELS, page_town

ASKED = "Tiang nomor berapa yang mati?"
FIXED = "Lampu sudah diganti sejak sore ini."


@pytest.mark.parametrize("channel", CHANNELS)
async def test_an_officials_words_arrive_alone_and_are_answered(build: Build, channel: str) -> None:
    """A day later the question comes as it was typed, the next words answer it, and it is not asked a second time."""
    town = await page_town(build, channel, rate=0.0)
    citizen = town.person()
    number = await citizen.working()
    await town.later(hours=24, seconds=1)
    await town.officer().explains(number, "Tanya", ASKED)
    asked = await citizen.hears(ASKED)
    assert ASKED == asked.text
    assert "Belum sampai" not in str(await town.card(number, words=("Menunggu jawaban pelapor",)))
    citizen.says("tiang nomor lima")
    await citizen.hears(number, "diteruskan ke petugas")
    await town.card(number, words=("Dalam proses",))
    await town.settle()
    assert 1 == sum(ASKED in text for text in citizen.heard())


async def test_the_photo_and_the_choice_follow(build: Build) -> None:
    """Of an answer the words come alone; photo and buttons come when the citizen writes, without the words again."""
    town = await page_town(build, "messenger", rate=0.0)
    citizen = town.person()
    number = await citizen.working()
    await town.later(days=6, hours=23)
    await town.closed(number, FIXED)
    assert FIXED == (await citizen.hears(FIXED)).text
    assert "Belum sampai" not in str(await town.card(number, words=("Ditindaklanjuti",)))
    citizen.says("halo")
    rest = await citizen.hears(number, "sudah beres atau belum", button="Sudah beres")
    assert FIXED not in rest.text
    assert "image" in {one.kind for one in town.page.bubbles(citizen.key) if one.number < rest.number}
    citizen.presses(rest, "Sudah beres")
    await citizen.hears(number, "selesai karena")
