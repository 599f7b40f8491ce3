"""What the bridge itself cannot handle: a raising step, a store that is down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from app.clock import SystemClock
from app.intake import Intake
from cli import dead as letters
from core.engine.rounds import POISON_TRIES
from core.vocabulary.errors import StoreDown
from core.vocabulary.events import Event, Said
from core.vocabulary.steps import Moment, Outcome
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.driver import Town

POISON = "Lampu jalan mati di Kelurahan Liliba, tiang tiga belas"


class Trap:
    """A step that raises on one text, until it is mended."""

    def __init__(self, inner: Callable[[Any, Event, Moment], Outcome]) -> None:
        self.inner = inner
        self.mended = False
        self.raised = 0

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Raise on the poison, quoting it; pass everything else on."""
        if isinstance(event.body, Said) and event.body.text == POISON and not self.mended:
            self.raised += 1
            raise ValueError(f"cannot handle {event.body.text}")
        return self.inner(state, event, moment)


async def test_a_poison_event_is_dead_after_five_tries_and_can_be_replayed(
    build: Build, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event that raises is tried five times, kept and told; the next one goes through; a replay completes it."""
    town = await build(start=SystemClock().now())  # the command line's clock is the machine's
    await town.run()
    await town.register()
    town.allowed.add("dead")
    engine = town.runtime.engine
    trap = Trap(engine.steppers["chat"].step)
    monkeypatch.setattr(engine.steppers["chat"], "step", trap.step)
    citizen = town.citizen()
    citizen.says(POISON)
    citizen.says("bantuan")
    await citizen.hears("Tulis masalahnya dan tempatnya")
    await town.group_says("lima kali gagal")
    await town.settle()
    assert POISON_TRIES == trap.raised
    dead = await town.runtime.store.list_dead()
    assert [("event", "ValueError")] == [(letter.kind, letter.error) for letter in dead]

    settings = town.settings()
    assert 0 == await letters.show_all(settings, 50)
    assert dead[0].id in capsys.readouterr().out
    assert 0 == await letters.show(settings, dead[0].id)
    assert POISON in capsys.readouterr().out
    trap.mended = True
    assert 0 == await letters.replay(settings, dead[0].id)
    await town.runtime.engine.sweeps.stale(0.0)
    draft = await citizen.hears("tiang tiga belas", button="Kirim")
    assert [] == list(await town.runtime.store.list_dead())
    await citizen.confirms(draft)
    assert 1 == len([message for message in town.group() if "lima kali gagal" in str(message.get("text"))])


async def test_a_store_that_is_down_is_answered_503_and_loses_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the store is down the answer is 503; the platform repeats, and everything arrives once, in order."""
    citizen = town.citizen()
    store = town.runtime.store
    accept, refused = store.accept, asyncio.Event()

    async def down(events: Any) -> frozenset[str]:
        if len([answer for answer in town.front.answers if answer[0] == 503]) >= 3:
            refused.set()
        raise StoreDown("no answer in time")

    monkeypatch.setattr(store, "accept", down)
    citizen.says(LAMP)
    citizen.says("tiangnya miring juga")
    await asyncio.wait_for(refused.wait(), 10.0)
    assert [] == citizen.bubbles()
    monkeypatch.setattr(store, "accept", accept)
    draft = await citizen.hears("mati su 3 hari", "miring juga", button="Kirim")
    await town.settle()
    assert 2 >= len(citizen.bubbles())
    await citizen.confirms(draft)
    assert {200, 503} == {status for status, _body in town.front.answers}
    assert isinstance(town.runtime.intake, Intake)


async def test_readiness_follows_the_store(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process stays alive while its store is away, and says that it is not ready."""
    assert 200 == (await town.front.ask("GET", "/readyz"))[0]

    async def away() -> None:
        raise StoreDown("no answer in time")

    monkeypatch.setattr(town.runtime.store, "ping", away)
    assert 503 == (await town.front.ask("GET", "/readyz"))[0]
    assert 200 == (await town.front.ask("GET", "/healthz"))[0]
    status, metrics = await town.front.ask("GET", "/metrics")
    assert 200 == status
    assert "kanal_webhook_seconds" in metrics
