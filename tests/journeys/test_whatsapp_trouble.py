"""WhatsApp on a bad day: a revoked token, a locked account, passing errors, failures that come late."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.reading import in_order
from tests.journeys.whatsapp_driver import WhatsAppCitizen, WhatsAppTown, whatsapp_town

DOWN: dict[str, tuple[int, str]] = {
    "revoked token": (0, "WHATSAPP_TOKEN"),
    "locked account": (131031, "Business Support Home"),
    "no payment": (131042, "payment method"),
    "policy": (368, "Business Support Home"),
}


def break_down(town: WhatsAppTown, code: int) -> None:
    """Let the platform refuse every message until `repair`."""
    if code:
        town.whatsapp.fail("error", method="messages", times=None, code=code)
    else:
        town.whatsapp.revoke_token()


def repair(town: WhatsAppTown) -> None:
    """Let it take them again."""
    town.whatsapp.clear_faults()
    town.whatsapp.restore_token()


async def hears_in_order(citizen: WhatsAppCitizen, *needles: str) -> None:
    """Wait until all this has come: in one bubble what lay there when the channel came back, the rest after it."""
    await citizen.town.sees(lambda: in_order(citizen.heard(citizen.before), *needles) or None, lambda: str(needles))


@pytest.mark.parametrize("name", DOWN)
async def test_a_channel_that_is_down_loses_nothing(build: Build, name: str) -> None:
    """What piles up for two people waits, the group is told once with what to do, and all goes out in order after."""
    code, advice = DOWN[name]
    town = await whatsapp_town(build)
    first, second = town.person("Yanti Foenay"), town.person("Ferdi Nalle")
    number = await first.reports()
    other = await second.reports("Sampah menumpuk di depan Pasar Oeba su seminggu")
    break_down(town, code)
    for report in (number, other):
        await town.admin.verifies(report)
    await town.admin.disposes(number)
    await town.admin.disposes(other, "DLHK")
    told = await town.group_says("Saluran whatsapp terputus", advice)
    await town.officer().claims(number)
    first.says("Mama, bagaimana laporan beta ni?")
    town.clock.move(minutes=20)
    await town.card(number, words=("Dalam proses",))
    assert [] == first.heard(first.before) + second.heard(second.before)
    repair(town)
    await hears_in_order(first, number, "diperiksa dan", "diserahkan kepada", "dikerjakan")
    await hears_in_order(second, other, "diperiksa dan", "diserahkan kepada")
    await town.group_says("Saluran whatsapp pulih", after=told["message_id"])
    await town.settle()
    notices = [str(message.get("text")) for message in town.group() if "Saluran whatsapp" in str(message.get("text"))]
    assert ["terputus", "pulih"] == ["terputus" if "terputus" in text else "pulih" for text in notices]


TROUBLES: dict[str, dict[str, Any]] = {
    "429": {"kind": "too_many_requests", "times": 1},
    "500": {"kind": "server_error", "times": 3},
    "502": {"kind": "bad_gateway", "times": 3},
    "503": {"kind": "unavailable", "times": 2},
    "cut before the effect": {"kind": "cut", "times": 2},
    "131000": {"kind": "error", "code": 131000, "times": 3},
    "131056": {"kind": "error", "code": 131056, "times": 1},
    "131026 late, once": {"kind": "late", "code": 131000, "times": 2},
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_messages_survive_a_bad_moment(build: Build, name: str) -> None:
    """Whatever happens to a message on its way, the citizen gets it, in order, once."""
    town = await whatsapp_town(build, registered=False)
    town.clock.rate = 200.0 if name in ("429", "131056") else 1.0  # pauses that the platform asks for
    citizen = town.person()
    town.whatsapp.fail(method="messages", user=citizen.key, **TROUBLES[name])
    for runtime in town.runtimes:
        hurry(runtime)
    citizen.says(LAMP)
    draft = await citizen.hears("Ini yang kami catat", button="Kirim")
    number = await citizen.confirms(draft)
    await town.admin.verifies(number)
    await citizen.hears(number, "diperiksa")
    await town.settle()
    assert 4 == len(citizen.heard())
    assert [] == town.whatsapp.faults.planned


def hurry(runtime: Any) -> None:
    """Let long waits of the delivery pass at once."""
    sleep = runtime.engine.pauses.sleep

    async def wait(seconds: float) -> None:
        await sleep(min(seconds, 0.05))

    runtime.engine.pauses.sleep = wait


@pytest.mark.parametrize(("code", "late"), [(131026, False), (131026, True), (131049, True)])
async def test_who_cannot_be_reached_is_shown_and_told_later(build: Build, code: int, late: bool) -> None:
    """A person whom the platform does not reach is shown on the card, and told what was missed on coming back."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    number = await citizen.reports()
    town.whatsapp.fail("late" if late else "error", method="messages", user=citizen.key, code=code)
    await town.admin.verifies(number)
    await town.card(number, words=("Belum sampai ke pelapor",))
    citizen.says("halo")
    await citizen.hears(number, "tidak bisa menghubungi Anda", "sudah diperiksa")
    await town.settle()
    assert "Belum sampai" not in str(await town.card(number, "Disposisi"))


async def test_a_message_that_always_fails_late_is_held_in_the_end(build: Build) -> None:
    """A message that the platform takes and then fails is not sent for ever: it waits for the person's next word."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    number = await citizen.reports()
    sent = len(town.whatsapp.calls_of("messages"))
    town.whatsapp.fail("late", method="messages", user=citizen.key, code=131000, times=None)
    await town.admin.verifies(number)
    await town.card(number, words=("Belum sampai ke pelapor", "menunggu pelapor"))
    await town.settle()
    assert 4 == len(town.whatsapp.calls_of("messages")) - sent
    town.whatsapp.clear_faults()
    citizen.says("halo")
    await citizen.hears(number, "diperiksa")


async def test_an_account_that_fails_late_is_told_once_and_waited_for(build: Build) -> None:
    """When accepted messages fail because of the account, the group is told once with what to do, and they go again."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    number = await citizen.reports()
    town.whatsapp.fail("late", method="messages", code=131042, times=2)
    await town.admin.verifies(number)
    await citizen.hears(number, "diperiksa")
    await town.settle()
    told = [message for message in town.group() if "gangguan akun" in str(message.get("text"))]
    assert 1 == len(told)
    assert "payment method" in str(told[0])
    assert "Belum sampai" not in str(await town.card(number, "Disposisi"))


async def test_a_repeat_of_a_webhook_sends_nothing(build: Build) -> None:
    """What was taken already shows no second read mark and no second "typing…", nor is it answered again."""
    town = await whatsapp_town(build)
    first = town.person("Rosa Nalle")
    town.spoken.add(LAMP)
    message = first.people.say(first.key, LAMP)
    await first.hears(button="Kirim")
    await town.settle()
    calls = [call.method for call in town.whatsapp.calls]
    value = {"metadata": {"phone_number_id": town.whatsapp.business.phone_number_id}, "messages": [message]}
    entry = {"id": town.whatsapp.business.waba_id, "changes": [{"field": "messages", "value": value}]}
    for _ in range(3):
        town.whatsapp.inject({"object": "whatsapp_business_account", "entry": [entry]})
    await town.settle()
    assert 1 == calls.count("read")
    assert calls == [call.method for call in town.whatsapp.calls]


@pytest.mark.parametrize(
    ("kind", "more", "shown"),
    [
        ("error", {"code": 999999, "details": "Something new"}, "999999 Something new"),
        ("page", {"status": 403}, "HTTP 403"),
        ("page", {"status": 200}, "HTTP 200"),
        ("empty", {}, "gave no id"),
    ],
    ids=["a code of tomorrow", "a proxy that forbids", "a page with 200", "an empty success"],
)
async def test_what_nobody_knows_is_kept_and_shown(build: Build, kind: str, more: dict[str, Any], shown: str) -> None:
    """An answer that is in no table costs no message: it comes later, and the health topic hears of it once."""
    town = await whatsapp_town(build)
    first = town.person("Meri Tanaem")
    town.whatsapp.fail(kind, method="messages", times=2, **more)
    first.says(LAMP)
    bubble = await first.hears(button="Kirim")
    await town.group_says("belum dikenal Kanal", shown)
    await town.settle()
    assert [bubble] == town.whatsapp.bubbles(first.key)
    assert 1 == sum("belum dikenal Kanal" in str(message.get("text")) for message in town.group())
