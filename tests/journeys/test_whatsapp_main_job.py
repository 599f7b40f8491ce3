"""The main job over WhatsApp: a citizen's words, a ticket, an official's work, and the answer back."""

from __future__ import annotations

from tests.journeys.conftest import Build
from tests.journeys.whatsapp_driver import whatsapp_town

CASE = ["Ini yang kami catat", "Bagaimana nama", "tercatat", "diperiksa", "diserahkan kepada", "dikerjakan"]
CASE += ["ditindaklanjuti", "selesai karena", "nilai 5"]


async def test_complaint_to_confirmed_with_a_rating(build: Build) -> None:
    """A complaint is filed, worked, answered with a photo, confirmed and rated: one bubble for each turn and push."""
    town = await whatsapp_town(build)
    citizen = town.person()
    number = await citizen.working()
    await town.closed(number)
    answered = await citizen.hears(number, "ditindaklanjuti", "sudah diganti")
    assert answered.content.media is not None
    citizen.presses(answered, "Sudah beres")
    rating = await citizen.hears(number, "selesai")
    assert "list" == rating.kind
    citizen.presses(rating, "5")
    await citizen.hears("nilai 5", number)
    await town.card(number, words=("Selesai, dikonfirmasi", "5/5"))
    await town.settle()
    assert [True] * len(CASE) == [kind in text for kind, text in zip(CASE, citizen.heard(), strict=True)]
