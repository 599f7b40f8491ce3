"""Text messages on a bad day: a wrong password, a bad moment, somebody who cannot be reached, machines that write."""

from __future__ import annotations

import pytest

from demo.stage import SMS_SECRET
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.sms_driver import PATH, sms_town
from tests.journeys.test_forgery import counted
from tests.journeys.test_whatsapp_trouble import hurry


async def test_a_gateway_that_does_not_know_us_loses_nothing(build: Build) -> None:
    """What piles up waits, the group is told once with what to do, and all goes out in order afterwards."""
    town = await sms_town(build)
    citizen = town.texter()
    number = await citizen.reports()
    town.sms.fail("denied", times=None)
    await town.admin.verifies(number)
    told = await town.group_says("Saluran sms terputus", "SMS_PASSWORD")
    await town.admin.disposes(number)
    town.clock.move(minutes=20)
    assert [] == citizen.screen(citizen.before)
    town.sms.clear_faults()
    await citizen.hears(number, "sudah diperiksa")
    await town.group_says("Saluran sms pulih", after=told["message_id"])
    await town.settle()
    texts = " ".join(shown.text for shown in citizen.screen())
    assert (1, 1) == (texts.count("sudah diperiksa dan"), texts.count("diserahkan kepada"))


@pytest.mark.parametrize(("kind", "times"), [("unavailable", 2), ("page", 1), ("cut", 2), ("queued", 3)])
async def test_messages_survive_a_bad_moment(build: Build, kind: str, times: int) -> None:
    """Whatever happens to a message on its way, the citizen gets it, in order, once."""
    town = await sms_town(build, registered=False)
    citizen = town.texter()
    town.sms.fail(kind, phone=citizen.phone, times=times, status=502)
    for runtime in town.runtimes:
        hurry(runtime)
    number = await citizen.reports(LAMP)
    await town.admin.verifies(number)
    await citizen.hears(number, "diperiksa")
    await town.settle()
    assert 4 == len(citizen.screen())
    assert [] == town.sms.faults.planned


@pytest.mark.parametrize("fault", ["undelivered", "not_routable"])
async def test_who_cannot_be_reached_is_shown_and_told_later(build: Build, fault: str) -> None:
    """A telephone that is off is shown on the card, and told what was missed when it writes again."""
    town = await sms_town(build, registered=False)
    citizen = town.texter()
    number = await citizen.reports()
    town.sms.fail(fault, phone=citizen.phone)
    await town.admin.verifies(number)
    await town.card(number, words=("Belum sampai ke pelapor",))
    citizen.says("halo")
    await citizen.hears(number, "tidak terhubung", "sudah diperiksa")
    await town.settle()
    assert "Belum sampai" not in str(await town.card(number, "Disposisi"))


async def test_machines_are_kept_and_not_answered(build: Build) -> None:
    """Short codes and names are kept for the operator to see; nobody is answered, and the gateway is content."""
    town = await sms_town(build, registered=False)
    town.allowed.add("dead")
    for sender in ("3636", "TELKOMSEL", "1708"):
        town.sms.inject({"p": sender, "P": "1708", "b": b"Selamat, Anda menang pulsa", "C": "UTF-8", "c": "0"})
    await town.settle()
    letters = await town.runtime.store.list_dead(10)
    assert 3 == len([letter for letter in letters if letter.id.startswith("parked:sms:query:")])
    assert {} == town.sms.people.by_number
    assert PATH.rpartition("/")[2] not in str(letters)


async def test_a_forged_call(build: Build) -> None:
    """Without the whole secret nothing is taken and nothing stored, at either address; only GET is."""
    town = await sms_town(build, registered=False)
    await town.settle()
    before = counted(town)
    query = "?id=1&from=081239990011&text=lampu&time=1793581200"
    for path in (
        "/webhooks/sms",
        "/webhooks/sms/",
        "/webhooks/sms/wrong",
        "/webhooks/sms/report",
        "/webhooks/sms/report/x",
        PATH[:-1],
        f"{PATH}x",
        f"{PATH}/x",
        PATH.upper().replace("/WEBHOOKS/SMS", "/webhooks/sms"),
        f"/webhooks/sms/report/{SMS_SECRET[:-1]}",
    ):
        assert (403, "forbidden") == await town.front.ask("GET", f"{path}{query}")
    assert 405 == (await town.front.ask("POST", PATH))[0]
    await town.settle()
    assert before == counted(town)
    assert 200 == (await town.front.ask("GET", f"{PATH}{query}"))[0]
    await town.settle()
    assert before["inbox"] < counted(town)["inbox"]
