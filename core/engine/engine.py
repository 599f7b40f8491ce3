"""The engine: from stored events to committed documents and sent messages. Every process runs one.

State is in the store alone. This file puts the parts together and is what others see of them; each part is given
what it needs and knows nothing of the engine (docs/architecture.md, the engine by file).
"""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from typing import cast

import msgspec

from core.engine.beside import Beside
from core.engine.calls import Bills, Observe, Sleep
from core.engine.delivery import Delivery
from core.engine.files import FileTools
from core.engine.gate import Gate
from core.engine.keys import Keys
from core.engine.ledger import Ledger, nobody_is_dead
from core.engine.notices import Notices
from core.engine.patience import Patience
from core.engine.pauses import Pauses
from core.engine.posting import Poster
from core.engine.reads import Reads
from core.engine.rounds import Rounds
from core.engine.sending import Sender
from core.engine.settings import EngineSettings
from core.engine.stepping import is_quiet
from core.engine.sweeps import Sweeps
from core.engine.whereabouts import Whereabouts
from core.engine.window import Templates
from core.vocabulary.channel import Channel
from core.vocabulary.events import Event
from core.vocabulary.steps import Clock, Stepper
from core.vocabulary.store import Store

GLANCES = 8
"""Lanes read ahead per request: a batch of a thousand updates must not read a thousand lanes at once."""

KEYS_CACHED = 2000


class Engine:
    """Accept events, step lanes, deliver their outboxes.

    ``steppers`` maps the first part of a lane id (``chat``, ``ticket`` …) to its behaviour; ``is_dead`` tells whether
    another worker is known to be dead; ``observe(name, **facts)`` is called for logs and metrics; ``templates`` finds
    what may stand in for a message when a platform's window is closed; ``tools`` are what files are worked on with;
    ``bills`` counts what messages about tickets cost.
    """

    def __init__(
        self,
        store: Store,
        steppers: Mapping[str, Stepper],
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        worker: str,
        settings: EngineSettings | None = None,
        is_dead: Callable[[str], bool] = nobody_is_dead,
        observe: Observe = lambda _name, **_facts: None,
        sleep: Sleep = asyncio.sleep,
        rng: random.Random | None = None,
        templates: Templates = lambda _channel, _message: None,
        tools: FileTools = FileTools(),  # noqa: B008 - frozen
        bills: Bills | None = None,
    ) -> None:
        self.store = store
        self.steppers = steppers
        self.clock = clock
        self.settings = times = settings or EngineSettings()
        self.gate = gate = Gate(lambda: asyncio.get_running_loop().time())
        self.pauses = pauses = Pauses(sleep, rng or random.Random(), times)
        keys = Keys(KEYS_CACHED)
        self.ledger = ledger = Ledger(store, clock, keys, settings=times, worker=worker, is_dead=is_dead)
        accept, wake = self.accept, self.wake
        self._notices = notices = Notices(accept, clock, observe)

        whereabouts = Whereabouts(store, channels, clock, keys)
        poster = Poster(store, channels, whereabouts, clock, templates, tools.words, accept=accept, bills=bills)
        sender = Sender(store, channels, poster, whereabouts, clock, templates, times.patience_seconds)
        patience = Patience(
            store, gate, notices, clock, settings=times, accept=accept, observe=observe, backoff=pauses.backoff
        )
        beside = Beside(
            store, channels, notices, pauses, clock,
            settings=times, accept=accept, observe=observe, tools=tools,
        )  # fmt: skip
        self.delivery = delivery = Delivery(
            ledger, channels, sender, patience, beside, gate, pauses, clock,
            settings=times, accept=accept, wake=wake, observe=observe,
        )  # fmt: skip

        self._reads = reads = Reads(store, ledger, steppers, channels)
        self.rounds = rounds = Rounds(
            ledger, store, reads, gate, notices, clock, settings=times, observe=observe, deliver=delivery.start
        )
        self.sweeps = Sweeps(store, ledger, rounds, delivery, clock, settings=times, accept=accept)

    # --- in -------------------------------------------------------------------------------------------------------

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Store events durably, then let their lanes work; give the ids of those that were not known already.

        Raises ``StoreDown``: nothing was acknowledged then.
        """
        if not events:
            return frozenset()
        now = self.clock.now()
        stamped = [event if event.received else msgspec.structs.replace(event, received=now) for event in events]
        urgent = dict.fromkeys(event.lane for event in stamped if not is_quiet(event))
        idle = [lane for lane in urgent if not self.rounds.is_stepping(lane)]
        # What the step will need is read while the events are written: one round trip less until the answer.
        looks = [
            asyncio.ensure_future(self._reads.glance(lane, [event for event in stamped if event.lane == lane]))
            for lane in idle[:GLANCES]
        ]
        stored, *_seen = await asyncio.gather(self.store.accept(stamped), *looks, return_exceptions=True)
        if isinstance(stored, BaseException):
            raise stored
        new = cast("frozenset[str]", stored)
        looked: set[str] = set()
        for lane, look in zip(idle, looks, strict=False):
            if not look.cancelled() and look.exception() is None:
                fresh = [event for event in stamped if event.lane == lane and event.id in new]
                self.rounds.wake_with(lane, look.result(), fresh)
                looked.add(lane)
        for lane in urgent:
            if lane not in looked:
                self.rounds.wake(lane)
        for lane in {event.lane for event in stamped if event.lane not in urgent}:
            self.rounds.wake_later(lane, self.settings.quiet_seconds)
        return new

    def wake(self, lane: str) -> None:
        """See to it that the lane's waiting events are stepped soon."""
        self.rounds.wake(lane)

    async def notice(self, event_id: str, key: str, values: Mapping[str, str]) -> None:
        """Tell the officials' health topic something, once per ``event_id``. Raises ``StoreDown``."""
        await self._notices.tell(event_id, key, values)

    # --- ending ---------------------------------------------------------------------------------------------------

    def busy(self) -> bool:
        """Tell whether any lane is being stepped or delivered right now."""
        return bool(self._tasks())

    async def settle(self, timeout: float = 10.0) -> bool:
        """Wait until nothing is under way; False when ``timeout`` seconds were not enough."""
        deadline = asyncio.get_running_loop().time() + timeout
        while tasks := self._tasks():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            await asyncio.wait(tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        return True

    async def stop(self, timeout: float = 6.0) -> None:
        """Finish what is under way for at most ``timeout`` seconds, then let go; the store has the rest."""
        self.pauses.leave()
        await self.settle(timeout)
        self.rounds.stop()
        self.delivery.stop()
        tasks = self._tasks()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _tasks(self) -> list[asyncio.Task[None]]:
        return [*self.rounds.tasks(), *self.delivery.tasks()]
