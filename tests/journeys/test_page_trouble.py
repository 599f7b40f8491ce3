"""Messenger and Instagram on a bad day: a revoked token, a restricted Page, passing errors, people who are away."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle
from typing import Any

import pytest

from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.page_driver import CHANNELS, PageTown, page_town

EACH_CHANNEL = pytest.mark.parametrize("channel", CHANNELS)


def by_turns(names: Iterable[str]) -> list[tuple[str, str]]:
    """Give each name a channel, one after the other: what the two share need not be played twice."""
    return list(zip(names, cycle(CHANNELS), strict=False))


DOWN: dict[str, tuple[int, int | None, str]] = {
    "revoked token": (0, None, "_TOKEN"),
    "restricted": (10, 1893063, "Business Support Home"),
    "messages switched off": (10904, None, "Messaging"),
    "policy": (368, None, "Business Support Home"),
}


def break_down(town: PageTown, code: int, subcode: int | None) -> None:
    """Let the platform refuse every message until `repair`."""
    if code:
        town.page.fail("error", method="messages", times=None, code=code, subcode=subcode)
    else:
        town.page.revoke_token()


def repair(town: PageTown) -> None:
    """Let it take them again."""
    town.page.clear_faults()
    town.page.restore_token()


@pytest.mark.parametrize(("name", "channel"), by_turns(DOWN))
async def test_a_channel_that_is_down_loses_nothing(build: Build, channel: str, name: str) -> None:
    """What piles up for two people waits, the group is told once with what to do, and all goes out in order after."""
    code, subcode, advice = DOWN[name]
    town = await page_town(build, channel)
    first, second = town.person("Yanti Foenay"), town.person("Ferdi Nalle")
    number = await first.reports()
    other = await second.reports("Sampah menumpuk di depan Pasar Oeba su seminggu")
    break_down(town, code, subcode)
    for report in (number, other):
        await town.admin.verifies(report)
    await town.admin.disposes(number)
    await town.admin.disposes(other, "DLHK")
    told = await town.group_says(f"Saluran {channel} terputus", advice)
    await town.officer().claims(number)
    town.clock.move(minutes=20)
    await town.card(number, words=("Dalam proses",))
    assert [] == first.heard(first.before) + second.heard(second.before)
    repair(town)
    for words in ("diperiksa", "diserahkan kepada", "dikerjakan"):
        await first.hears(number, words)
    for words in ("diperiksa", "diserahkan kepada"):
        await second.hears(other, words)
    await town.group_says(f"Saluran {channel} pulih", after=told["message_id"])
    await town.settle()
    notices = [str(message.get("text")) for message in town.group() if f"Saluran {channel}" in str(message.get("text"))]
    assert ["terputus", "pulih"] == ["terputus" if "terputus" in text else "pulih" for text in notices]


TROUBLES: dict[str, dict[str, Any]] = {
    "613": {"kind": "too_many_requests", "times": 1},
    "500": {"kind": "server_error", "times": 3},
    "502": {"kind": "bad_gateway", "times": 3},
    "2": {"kind": "unavailable", "times": 2},
    "1200": {"kind": "error", "code": 1200, "times": 3},
    "cut before the effect": {"kind": "cut", "times": 2},
}


@pytest.mark.parametrize(("name", "channel"), by_turns(TROUBLES))
async def test_messages_survive_a_bad_moment(build: Build, channel: str, name: str) -> None:
    """Whatever happens to a message on its way, the citizen gets it, in order, once."""
    town = await page_town(build, channel, registered=False)
    town.clock.rate = 200.0 if name == "613" else 1.0  # a pause that the platform asks for
    citizen = town.person()
    town.page.fail(method="messages", user=citizen.key, **TROUBLES[name])
    for runtime in town.runtimes:
        hurry(runtime)
    citizen.says(LAMP)
    number = await citizen.confirms(await citizen.hears("Ini yang kami catat", button="Kirim"))
    await town.admin.verifies(number)
    await citizen.hears(number, "diperiksa")
    await town.settle()
    assert 4 == len(citizen.heard())
    assert [] == town.page.faults.planned


def hurry(runtime: Any) -> None:
    """Let long waits of the delivery pass at once."""
    sleep = runtime.engine.pauses.sleep

    async def wait(seconds: float) -> None:
        await sleep(min(seconds, 0.05))

    runtime.engine.pauses.sleep = wait


@EACH_CHANNEL
async def test_who_cannot_be_reached_is_shown_and_told_later(build: Build, channel: str) -> None:
    """A person who blocked the Page is shown on the card, and told what was missed on coming back."""
    town = await page_town(build, channel, registered=False)
    citizen = town.person()
    number = await citizen.reports()
    citizen.people.block(citizen.key)
    await town.admin.verifies(number)
    await town.card(number, words=("Belum sampai ke pelapor",))
    citizen.says("halo")
    await citizen.hears(number, "tidak bisa menghubungi Anda", "sudah diperiksa")
    await town.settle()
    assert "Belum sampai" not in str(await town.card(number, "Disposisi"))


@EACH_CHANNEL
@pytest.mark.parametrize(
    ("kind", "more", "shown"),
    [
        ("error", {"code": 999999, "details": "Something new"}, "Something new"),
        ("page", {"status": 403}, "HTTP 403"),
        ("empty", {}, "gave no id"),
    ],
    ids=["a code of tomorrow", "a proxy that forbids", "an empty success"],
)
async def test_what_nobody_knows_is_kept_and_shown(
    build: Build, channel: str, kind: str, more: dict[str, Any], shown: str
) -> None:
    """An answer that is in no table costs no message: it comes later, and the health topic hears of it once."""
    town = await page_town(build, channel)
    first = town.person("Meri Tanaem")
    town.page.fail(kind, method="messages", times=2, **more)
    first.says(LAMP)
    bubble = await first.hears(button="Kirim")
    await town.group_says("belum dikenal Kanal", shown)
    await town.settle()
    assert [bubble] == town.page.bubbles(first.key)
    assert 1 == sum("belum dikenal Kanal" in str(message.get("text")) for message in town.group())


@EACH_CHANNEL
async def test_a_warning_of_the_platform_reaches_the_health_topic(build: Build, channel: str) -> None:
    """What the platform says of the Page itself is told to the officials, with what to do."""
    town = await page_town(build, channel, registered=False)
    citizen = town.person()
    citizen.people.other(citizen.key, "policy_enforcement", {"action": "warning", "reason": "Spam"})
    await town.group_says(channel, "warning", "Spam", "Business Support Home")


@EACH_CHANNEL
async def test_a_repeat_of_a_webhook_does_nothing(build: Build, channel: str) -> None:
    """What was taken already shows no second read mark and no second "typing…", nor is it answered again."""
    town = await page_town(build, channel)
    citizen = town.person("Rosa Nalle")
    town.spoken.add(LAMP)
    item = citizen.people.say(citizen.key, LAMP)
    await citizen.hears(button="Kirim")
    await town.settle()
    calls = [call.method for call in town.page.calls]
    entry = {"id": town.page.page.id, "time": item["timestamp"], "messaging": [item]}
    for _ in range(3):
        town.page.inject({"object": town.page.platform.object, "entry": [entry]})
    await town.settle()
    assert calls == [call.method for call in town.page.calls]
