"""Through Debian's Kannel and its fake SMSC, with the configuration of `deploy/kannel`: both ways, also on bad days."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from demo.stage import SMS_SECRET
from simulator.sms import is_installed
from tests.journeys.conftest import Build
from tests.journeys.driver import PATIENCE_SECONDS
from tests.journeys.keeper import Keeper
from tests.journeys.sms_driver import PATH, SmsTown, Texter, sms_town

pytestmark = pytest.mark.skipif(not is_installed(), reason="Kannel is not installed")
COMPLAINT = "KOTKUPANG Lampu jalan mati su 3 hari di depan SDN Oebufu"


@pytest.fixture
async def keepers(tmp_path: Path) -> AsyncIterator[list[Keeper]]:
    """End the keepers of a test."""
    found: list[Keeper] = []
    yield found
    for keeper in found:
        await keeper.end(kill=True)


async def written(town: SmsTown, citizen: Texter, count: int) -> None:
    """Wait until so many messages of somebody are in the store."""
    await until(lambda: len(said(town, citizen)) >= count)


async def until(true: Callable[[], bool]) -> None:
    """Look again and again at what nobody tells us of."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():  # noqa: ASYNC110 - a file, a process, another program's store
            await asyncio.sleep(0.05)


def said(town: SmsTown, citizen: Texter) -> list[str]:
    """Give the ids of the stored messages of somebody."""
    from pymongo import MongoClient

    with MongoClient[dict[str, object]](town.uri, serverSelectionTimeoutMS=3_000) as client:
        found = client[town.database]["inbox"].find({"lane": f"chat:sms:{citizen.id}", "_id": {"$regex": "^sms:1708:"}})
        return [str(event["_id"]) for event in found if str(event["_id"]).count(":") == 2]


async def test_complaint_to_confirmed(build: Build, tmp_path: Path) -> None:
    """A complaint by keyword is filed, worked, answered, confirmed and rated, and its messages are reported."""
    town = await sms_town(build, kannel=tmp_path)
    citizen = town.texter()
    number = await citizen.reports(COMPLAINT)
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)
    await citizen.hears(number, "dikerjakan")
    await town.closed(number)
    answered = await citizen.hears(number, "ditindaklanjuti", "sudah diganti")
    citizen.chooses(answered, "Sudah beres")
    citizen.chooses(await citizen.hears(number, "selesai"), "sangat baik")
    await citizen.hears("nilai 5", number)
    await town.card(number, words=("Selesai, dikonfirmasi", "5/5"))
    assert 2 == max(shown.parts for shown in citizen.screen())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            lane = await town.runtime.store.load(f"chat:sms:{citizen.id}")
            assert lane is not None
            if len(citizen.screen()) == sum(state == "delivered" for _entry, state in lane.progress):
                break
            await town.quiet()
            await asyncio.sleep(0.05)


async def test_words_of_any_alphabet(build: Build, tmp_path: Path) -> None:
    """Quotes, pictures and lines come as they were written, and go back in the plain alphabet."""
    town = await sms_town(build, kannel=tmp_path)
    citizen = town.texter()
    citizen.says("“Lampu” jalan mati 😀\ndi depan SDN Oebufu")
    shown = await citizen.hears("Kami catat", '"Lampu" jalan mati')
    assert shown.text.isascii()


async def test_we_are_away_for_a_while(build: Build, tmp_path: Path) -> None:
    """What is written while our server is down comes when it is back, once and in its order."""
    town = await sms_town(build, kannel=tmp_path)
    citizen = town.texter()
    await town.end(town.runtime)
    tried = len(town.front.bodies)
    citizen.says(COMPLAINT)
    await until(lambda: len(town.front.bodies) > tried + 1)  # twice in vain
    await town.run("b")
    number = await citizen.confirms(await citizen.hears("Kami catat"))
    await town.card(number, "Verifikasi")
    await town.settle()
    assert 3 == len(said(town, citizen))
    assert 1 == len(town.cards(number))


async def test_kannel_is_restarted(build: Build, tmp_path: Path) -> None:
    """What officials say while Kannel is down waits with us, what a phone sends at the operator: each comes once."""
    town = await sms_town(build, kannel=tmp_path)
    citizen = town.texter()
    number = await citizen.reports(COMPLAINT)
    await town.kannel.halt()
    await town.admin.verifies(number)
    citizen.says("KOTKUPANG STATUS")
    await town.kannel.start()
    texts = [(await citizen.hears()).text, (await citizen.hears()).text]
    assert [1, 1] == [sum(part in text for text in texts) for part in ("sudah diperiksa dan", "Laporan Anda")]
    await town.admin.disposes(number)
    await citizen.hears(number, "Dishub")
    texts = [shown.text for shown in citizen.screen()]
    assert len(texts) == len(set(texts))


async def test_both_are_down_at_once(build: Build, tmp_path: Path, keepers: list[Keeper]) -> None:
    """With a keeper nothing is lost when Kannel, and the keeper too, are killed while our server is away."""
    town = await sms_town(build, kannel=tmp_path / "kannel")
    keeper = Keeper(tmp_path / "kept", town.front.url)
    keepers.append(keeper)
    await keeper.start()
    await town.kannel.halt()
    town.kannel.connect(f"{keeper.url}{PATH}")
    await town.kannel.start()
    first, second = town.texter(), town.texter()
    await town.end(town.runtime)
    first.says(COMPLAINT)
    second.says("KOTKUPANG Sampah menumpuk di Pasar Oeba, Fatubesi")
    await until(lambda: len(keeper.kept()) == 2)
    await town.kannel.halt(kill=True)
    await keeper.end(kill=True)
    first.says("dua tiang di dekat gerbang")
    await keeper.start()
    await town.kannel.start()
    await town.run("b")
    await written(town, first, 2)
    number = await first.confirms(await first.hears("Kami catat", "Kirim"))
    other = await second.confirms(await second.hears("Kami catat", "Sampah"))
    assert number != other
    await town.card(number, words=("dua tiang",))
    await town.settle()
    assert (4, 3) == (len(said(town, first)), len(said(town, second)))
    assert [] == keeper.kept()
    assert SMS_SECRET not in "".join(path.name for path in keeper.folder.iterdir())
