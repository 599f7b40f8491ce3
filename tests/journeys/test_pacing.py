"""The officials' group takes 20 messages a minute: a burst is merged and paced, never refused."""

from __future__ import annotations

import asyncio

import pytest

from core.engine.settings import EngineSettings
from simulator.telegram import Limits
from tests.journeys.cast import Citizen
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.reading import buttons_of, text_of

PATIENT = EngineSettings(lease_seconds=3_000, backoff_base_seconds=0.05, backoff_cap_seconds=0.2)
"""A lease that outlives the minutes by which the waits move the clock."""


RATE = 60.0


def hurry(town: Town) -> None:
    """Let the waits of a delivery pass as fast as the shared clock does."""

    async def wait(seconds: float) -> None:
        await asyncio.sleep(seconds / RATE)

    for runtime in town.runtimes:
        runtime.engine.pauses.sleep = wait


@pytest.mark.parametrize("processes", ["a", "ab"])
async def test_a_burst_of_changes_meets_no_429(build: Build, processes: str) -> None:
    """Thirty changes in a burst meet no 429 of a strict platform in the group, and each card ends with its last words.

    That holds for two processes that send there in turns as well.
    """
    town = await build(limits=Limits(), rate=RATE)
    for worker in processes:
        await town.run(worker, paced=True, engine=PATIENT)
    hurry(town)
    await town.register()
    citizens: list[Citizen] = [town.citizen(f"Warga{n}", "Kupang", f"warga_{n}_kupang") for n in range(10)]
    numbers = [await citizen.reports() for citizen in citizens]
    await town.settle()
    cards = [await town.card(number, "Verifikasi") for number in numbers]
    for label in ("Verifikasi", "Disposisi"):
        answers = [town.admin.taps(card, label) for card in cards]
        await asyncio.gather(*(town.answer(answer) for answer in answers))
        cards = [await town.card(number, "Disposisi" if label == "Verifikasi" else "Dishub") for number in numbers]
    for card in cards:
        town.admin.taps(card, "Dishub")
    final = [await town.card(number, "Ambil", words=("menunggu diambil",)) for number in numbers]
    await town.settle()
    refused = [call for call in town.standin.calls if call.status == 429]
    group = [(call.method, call.at) for call in refused if str(call.params.get("chat_id")) == str(town.stage.group_id)]
    assert [] == group
    assert processes != "a" or [] == refused
    assert [["Ambil", "Disposisi", "Bukan wewenang", "Tunda"]] * 10 == [main_of(buttons_of(card)) for card in final]
    assert 10 == len({text_of(card).partition(" · ")[0] for card in final})
    signposts = [message for message in town.group() if "pindah ke topik" in text_of(message)]
    assert 10 == len(signposts)


def main_of(labels: list[str]) -> list[str]:
    """Give what moves the ticket on, in the order in which this test names it: the last act's undo goes by time."""
    return [label for label in ("Ambil", "Disposisi", "Bukan wewenang", "Tunda") if label in labels]
