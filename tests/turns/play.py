"""Play cases: towns of a few dozen citizens each, one after the other in a process, several processes at once."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from uuid import uuid4

from app.logs import configure_logging
from storage.embedded.server import EmbeddedServer
from tests.journeys.driver import quick_city
from tests.turns.cases import Case
from tests.turns.judge import Seen, Verdict, judge, see
from tests.turns.phones import CHANNELS
from tests.turns.scene import OFFICERS, WORKED, Player, Scene, patient_city
from tests.turns.wording import Wordings

TOWN_SIZE = 48
"""So many citizens share a town: the group's own lane is one queue, and its document grows with the tickets."""
MESSAGES = 100_000
ATTEMPTS = 3
SHORT, WHOLE = "short", "whole"
"""How much of each conversation is kept to be shown; empty for none."""
LATER = frozenset({"lapsed"})
"""Contexts whose clock is moved, in towns of their own."""


@dataclass(frozen=True)
class Played:
    """A case that was played. ``problem`` says why it could not be brought to its beginning."""

    case: Case
    verdict: Verdict
    unknown: tuple[str, ...] = ()
    sights: tuple[str, ...] = ()
    problem: str = ""
    dialogue: str = ""


def towns(cases: Sequence[Case]) -> list[list[Case]]:
    """Divide cases into towns of about the same work, those whose clock is moved apart."""
    groups: list[list[Case]] = []
    for chosen in ([c for c in cases if c.context not in LATER], [c for c in cases if c.context in LATER]):
        worked = sorted(chosen, key=lambda case: case.context not in WORKED)
        count = -(-len(chosen) // TOWN_SIZE)
        groups += [worked[place::count] for place in range(count)]
    return groups


async def play_town(uri: str, cases: Sequence[Case], *, dialogues: str = "", channel: str = "telegram") -> list[Played]:
    """Play cases side by side in a fresh town on a running database; once more when the database stood still."""
    for _attempt in range(ATTEMPTS):
        played, stalled = await _play_once(uri, cases, dialogues, channel)
        if not stalled:
            break
    return played


async def _play_once(uri: str, cases: Sequence[Case], dialogues: str, channel: str) -> tuple[list[Played], bool]:
    # The database is not dropped: that stops the embedded server for seconds, and everybody who uses it.
    kind, phones = CHANNELS[channel]
    town = await kind.build(uri, f"kanal_turns_{uuid4().hex[:12]}", officers=1, remember_messages=MESSAGES)
    try:
        patient_city(town)
        runtime = await town.run(sweeps=False)
        await town.register()
        scene = Scene(town, phones(town))
        players = scene.enter(cases)
        worked = sum(case.context in WORKED for case in cases)
        if worked:
            await scene.hire(min(worked, OFFICERS))
        await scene.prepare(players)
        observed = await scene.play(players)
        told = [scene.dialogue(player, whole=dialogues == WHOLE) if dialogues else "" for player in players]
        counted = runtime.observe.registry.get_sample_value("kanal_happenings_total", {"name": "store_down"})
    finally:
        await town.stop()
    wordings = Wordings(quick_city())
    played = [
        _judged(player, see(one, wordings), text) for player, one, text in zip(players, observed, told, strict=True)
    ]
    return played, bool(counted)


def _judged(player: Player, seen: Seen, dialogue: str) -> Played:
    verdict = Verdict(False, "NOT PLAYED", player.problem) if player.problem else judge(player.case, seen)
    sights = tuple(f"{sight.word(player.case)} ({sight.key or 'number'})" for sight in seen.sights)
    return Played(player.case, verdict, seen.unknown, sights, player.problem, dialogue)


def play_alone(uri: str, cases: Sequence[Case], dialogues: str, channel: str) -> list[Played]:
    """Play one town in this process; what goes wrong inside the program is logged."""
    configure_logging(level="WARNING", json=True)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    return asyncio.run(play_town(uri, cases, dialogues=dialogues, channel=channel))


async def play(
    cases: Sequence[Case],
    folder: str,
    *,
    jobs: int,
    dialogues: str = "",
    channel: str = "telegram",
    told: Callable[[int], None] | None = None,
) -> list[Played]:
    """Play all cases on an embedded database of their own, in the order of their lines."""
    server = EmbeddedServer(folder)
    uri = await server.start()
    done: list[Played] = []
    try:
        groups = towns(cases)
        if jobs == 1 or len(groups) == 1:
            configure_logging(level="WARNING", json=True)
            for group in groups:
                done += await play_town(uri, group, dialogues=dialogues, channel=channel)
                if told:
                    told(len(done))
        else:
            with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
                running = [pool.submit(play_alone, uri, group, dialogues, channel) for group in groups]
                waiting = asyncio.as_completed([asyncio.wrap_future(one) for one in running])
                for one in waiting:
                    done += await one
                    if told:
                        told(len(done))
    finally:
        await server.stop()
    return sorted(done, key=lambda one: (one.case.half, one.case.line))
