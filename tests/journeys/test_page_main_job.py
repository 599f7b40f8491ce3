"""The main job over Messenger and Instagram: a citizen's words, a ticket, an official's work, and the answer back."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Build
from tests.journeys.page_driver import CHANNELS, page_town, titles

CASE = ["Ini yang kami catat", "nama", "tercatat", "diperiksa", "diserahkan kepada", "dikerjakan"]
CASE += ["", "ditindaklanjuti", "selesai karena", "nilai 5"]
"""The photo of the answer is a message of its own, without words."""


@pytest.mark.parametrize("channel", CHANNELS)
async def test_complaint_to_confirmed_with_a_rating(build: Build, channel: str) -> None:
    """A complaint is filed, worked, answered with a photo, confirmed and rated: one bubble for each turn and push."""
    town = await page_town(build, channel)
    citizen = town.person()
    number = await citizen.working()
    await town.closed(number)
    answered = await citizen.hears(number, "ditindaklanjuti", "sudah diganti")
    photo = town.page.bubbles(citizen.key)[-2]
    assert ("image", 1) == (photo.kind, len(photo.media))
    citizen.presses(answered, "Sudah beres")
    rating = await citizen.hears(number, "selesai")
    assert 6 == len(titles(rating))
    citizen.presses(rating, "5")
    await citizen.hears("nilai 5", number)
    await town.card(number, words=("Selesai, dikonfirmasi", "5/5"))
    await town.settle()
    heard = citizen.heard()
    assert len(CASE) == len(heard), heard
    assert [] == [(kind, text) for kind, text in zip(CASE, heard, strict=True) if kind not in text]
    assert {"mark_seen", "typing_on"} == {action for _who, action in town.page.sending.typing}
