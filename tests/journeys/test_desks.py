"""A unit with a group of its own: the ticket leaves the common group, is worked there, and shows nothing of others."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.city.pack import parse_city
from demo.stage import COORDINATOR, OFFICERS
from storage.city import read_city_files
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.pictures import png
from tests.journeys.reading import buttons_of, text_of
from tests.journeys.watch import written

RUBBISH = "Sampah menumpuk di Pasar Oeba su seminggu"
DESKS = """
[groups.dishub]
chat = "{chat}"

[[desk]]
key = "dishub"
group = "dishub"
"""


class Places:
    """The same town, seen from the common group and from the group of dishub."""

    def __init__(self, common: Town, dishub: Town) -> None:
        self.common = common
        self.dishub = dishub


@pytest.fixture
async def places(build: Build) -> AsyncIterator[Places]:
    """Give a city in which dishub has a group without topics; its officer is registered in the common group."""
    common = await build()
    officer = OFFICERS["dishub"][0]
    group = common.standin.groups.add_group("Dishub", COORDINATOR, members=[officer], forum=False)
    files = read_city_files(Path("cities/kupang"))
    city = parse_city({**files, "desks.toml": DESKS.format(chat=group.id).encode()})
    common.city = replace(city, limits=common.city.limits)
    await common.run()
    await common.register()
    dishub = copy.copy(common)
    dishub.stage = replace(common.stage, group_id=group.id)
    yield Places(common, dishub)
    await common.settle()
    hidden = [name for person in common.citizens for name in person.names]
    shown = "\n".join(map(written, dishub.group()))
    assert [] == [one for one in (*hidden, *common.never_shown) if one in shown]


async def test_a_ticket_is_worked_in_the_group_of_its_unit(places: Places) -> None:
    """Verified in the common group, disposed, claimed, asked and answered in the unit's own, and confirmed there."""
    common, dishub = places.common, places.dishub
    citizen, other = common.citizen(), common.citizen("Ruth", "Lopo", "ruth_lopo")
    citizen.shows(9, LAMP)
    number = await citizen.confirms(await citizen.hears("1 foto", button="Kirim"))
    rubbish = await other.reports(RUBBISH)
    await common.admin.verifies(number)
    await common.admin.disposes(number)
    assert "Ambil" in buttons_of(await dishub.card(number, "Ambil", words=("Dishub",)))
    left = await common.group_says(number, "pindah ke grup lain: Dishub")
    assert [] == buttons_of(left)
    await dishub.wait(lambda: any("photo" in one for one in dishub.group()) or None, lambda: "the photo in the group")
    await dishub.officer().claims(number)
    await citizen.hears(number, "dikerjakan")
    await dishub.officer().explains(number, "Tanya", "Tiang nomor berapa yang mati?")
    question = await citizen.hears("bertanya", number, "tiang nomor berapa")
    citizen.says("Tiang nomor 7", question)
    await dishub.group_says(number, "Tiang nomor 7")
    await dishub.officer().closes(number, "Lampu sudah diganti.", png(7))
    answered = await citizen.hears(number, "ditindaklanjuti", "sudah diganti")
    citizen.presses(answered, "Sudah beres")
    await citizen.hears(number, "selesai")
    await dishub.card(number, words=("Selesai, dikonfirmasi",))
    await common.settle()
    assert [] == common.cards(number)
    assert not any("Tiang nomor 7" in text_of(one) for one in common.group())
    everything = "\n".join(map(written, dishub.group()))
    assert (False, False) == (rubbish in everything, "topik" in everything)
    assert [] == common.refusals()


async def test_a_ticket_that_comes_back_is_true_again_in_the_common_group(places: Places) -> None:
    """A unit that sends a ticket back leaves a signpost; the copy in the common group is the card again."""
    common, dishub = places.common, places.dishub
    citizen = common.citizen()
    number = await citizen.reports(LAMP)
    await common.admin.verifies(number)
    await common.admin.disposes(number)
    await dishub.officer().claims(number)
    reason = "Ini lampu milik pertamanan."
    await dishub.officer().explains(number, "Bukan wewenang", reason)
    await dishub.group_says(number, "pindah ke grup lain: Verifikasi")
    await common.card(number, "Disposisi", words=("Dikembalikan",))
    await common.group_says(number, "kembali ke topik ini")
    await common.settle()
    assert ([], 1) == (dishub.cards(number), len(common.cards(number)))


async def test_what_becomes_confidential_is_closed_in_every_group(places: Places) -> None:
    """A citizen who wants a report confidential gets it closed where it lies and where it has lain."""
    common, dishub = places.common, places.dishub
    citizen = common.citizen()
    number = await citizen.reports(LAMP)
    citizen.says(f"{number} yang mati tiang dekat kios Mama Ona")
    await common.group_says(number, "kios Mama Ona")
    await common.admin.verifies(number)
    await common.admin.disposes(number)
    await dishub.card(number, "Ambil")
    citizen.says(f"{number} tolong rahasiakan laporan saya")
    await citizen.hears(number, "tidak untuk umum")
    await dishub.card(number, "Buka isi")
    await common.settle()
    shown = "\n".join(text_of(one) for one in (*common.group(), *dishub.group()))
    assert "kios Mama Ona" not in shown
