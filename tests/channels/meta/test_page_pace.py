"""A broadcast goes out at the platform's published pace: no faster, and hardly slower."""

import asyncio
import heapq
from math import ceil

import pytest

from channels.meta.messaging.client import Client
from channels.meta.messaging.pace import PER_SECOND, Pace
from channels.meta.messaging.platform import INSTAGRAM, MESSENGER, Platform
from channels.meta.messaging.send import PageChannel
from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from demo.stage import PAGES
from simulator.clock import ManualClock
from tests.clock import StandInClock

PEOPLE = 2_000
PROCESSES = 2
AT_LEAST = 0.95
TICKS = 64
"""The clock moves by parts of a second that floats and dates both hold exactly."""


@pytest.mark.parametrize("platform", [MESSENGER, INSTAGRAM], ids=lambda one: one.name)
async def test_two_thousand_held_pushes(platform: Platform) -> None:
    """Two processes send what was held for 2,000 people: no refusal, and at least 95 % of what the platform allows."""
    manual = ManualClock()
    standin = PAGES[platform.name](now=manual, per_second=PER_SECOND, remember_calls=10 * PEOPLE)
    standin.sending.echoes = standin.sending.reports = False
    await standin.start()
    clock = StandInClock(manual)
    clients = [Client(platform, standin.page.id, standin.token, standin.base_url) for _ in range(PROCESSES)]
    channels = [PageChannel(client, clock, str, Pace()) for client in clients]
    for number in range(PEOPLE):
        standin.people.add_user(f"warga{number}", id=f"7{number:015d}").last_inbound_at = manual()
    began, times = manual(), list[float]()
    waiting = [(began, number) for number in range(PEOPLE)]
    while waiting:
        due, number = heapq.heappop(waiting)
        if due > manual():
            manual.advance(due - manual())
        channel, address = channels[number % PROCESSES], f"7{number:015d}"
        if pause := channel.reserve(address, clock.now(), "push"):
            heapq.heappush(waiting, (ceil((manual() + pause) * TICKS) / TICKS, number))
            continue
        await channel.send(Target(address), Send(f"Kabar {number}"), [])
        times.append(manual() - began)
    refused = [call.answer for call in standin.calls if call.status != 200]
    await asyncio.gather(*(client.close() for client in clients))
    await standin.stop()
    assert [] == refused
    assert PEOPLE == sum(len(standin.bubbles(key)) for key in standin.world.users)
    whole = int(PEOPLE / PER_SECOND)  # the last second is not a full one
    assert AT_LEAST * PER_SECOND <= sum(time < whole for time in times) / whole
