"""The main job over X: a citizen's private words, a ticket, an official's work, and the answer back."""

from __future__ import annotations

from tests.journeys.conftest import Build
from tests.journeys.pictures import png
from tests.journeys.x_driver import x_town

CASE = ["Ini yang kami catat", "Bagaimana nama", "tercatat", "diperiksa", "diserahkan kepada", "dikerjakan"]
CASE += ["ditindaklanjuti", "selesai karena", "nilai 5"]


async def test_complaint_to_confirmed_with_a_rating(build: Build) -> None:
    """A complaint is filed, worked, answered with a photo, confirmed and rated: one message for each turn and push."""
    town = await x_town(build)
    citizen = town.person()
    number = await citizen.working()
    await town.closed(number)
    answered = await citizen.hears(number, "ditindaklanjuti", "sudah diganti")
    assert answered.media
    citizen.chooses(answered, "Sudah beres")
    rating = await citizen.hears(number, "selesai")
    citizen.chooses(rating, "5")
    await citizen.hears("nilai 5", number)
    await town.card(number, words=("Selesai, dikonfirmasi", "5/5"))
    await town.settle()
    assert [True] * len(CASE) == [kind in text for kind, text in zip(CASE, citizen.heard(), strict=True)]


async def test_a_photo_of_a_private_message_is_evidence(build: Build) -> None:
    """A picture that only the account may download is fetched with its signature, and shown on the card."""
    town = await x_town(build, registered=False)
    citizen = town.person()
    citizen.says("Lampu jalan mati su 3 hari di depan SDN Oebufu", (png(7),))
    number = await citizen.confirms(await citizen.hears("1 foto", choice="Kirim"))
    await town.card(number)
    await town.wait(
        lambda: next((one for one in town.group() if "photo" in one and number in str(one)), None),
        lambda: "the photo in the group",
    )
