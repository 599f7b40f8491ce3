"""The delivery of outboxes: in order within a lane, under the lane's lease, typed errors deciding what comes next."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.engine.beside import Beside, as_it_is
from core.engine.outbox import Bundle, aside, covered, is_fully_covered, next_bundle, tells
from core.engine.patience import Patience
from core.engine.sending import Sender, Settled
from core.engine.shares import share_of
from core.engine.slots import Slot
from core.engine.stepping import is_delivery, with_lease
from core.engine.window import Templates, closed_by_platform, hold, stand_in
from core.vocabulary.channel import RICH, Capabilities, Channel, Edits, Paced, Recalls
from core.vocabulary.effects import Delete, Edit, Fetch, OpenTopic, Send
from core.vocabulary.errors import StoreDown, UnreadableLane
from core.vocabulary.lanes import Entry
from core.vocabulary.media import Tidy
from core.vocabulary.store import Unsent

if TYPE_CHECKING:
    from core.engine.engine import Engine

SHORT_REST_SECONDS = 1.0
"""One message per second is a chat's pace: who is leaving waits that long, not until a group's minute is over."""

SLICE_SECONDS = 2.0
"""A message that waits for its next try keeps events for other lanes no longer than that."""

NEEDS_A_CHANNEL = (Send, Edit, Delete, OpenTopic, Fetch)
"""Effects that wait while their lane has no chat, or its channel is switched off."""

NAMES_OF_THOSE = frozenset(kind.__name__ for kind in NEEDS_A_CHANNEL)


class Delivery:
    """Runs at most one delivery per lane in this process."""

    def __init__(
        self,
        engine: "Engine",
        channels: Mapping[str, Channel],
        sleep: Callable[[float], Awaitable[None]],
        rng: random.Random,
        templates: Templates,
        tidy: Tidy = as_it_is,
    ) -> None:
        self._engine = engine
        self._channels = channels
        self._asleep = sleep
        self._resting: set[asyncio.Task[Any]] = set()
        self._leaving = False
        self._rng = rng
        self._patience_seconds = engine.settings.lease_seconds * 0.45
        self._sender = Sender(engine.store, channels, engine.clock, templates, self._patience_seconds)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._patience = Patience(engine, self.backoff)
        self._beside = Beside(engine, channels, self._sleep, self.backoff, self._patience_seconds, tidy)
        self._stopped = False

    def start(self, lane: str) -> None:
        """See to it that the lane's outbox goes out."""
        if self._stopped:
            return
        if lane in self._running:
            self._again.add(lane)
            return
        slot = self._engine.known(lane)
        if slot is not None and not slot.unsure and not slot.stale and not self._has_work(slot):
            return
        task = asyncio.get_running_loop().create_task(self._run(lane))
        self._running[lane] = task
        task.add_done_callback(lambda _task: self._ended(lane))

    def _ended(self, lane: str) -> None:
        self._running.pop(lane, None)
        if lane in self._again:
            self._again.discard(lane)
            self.start(lane)

    def knock(self, lane: str) -> None:
        """Try everything of a lane again with its next delivery: something has changed at its chat."""
        slot = self._engine.known(lane)
        if slot is not None:
            slot.resting_until = slot.barred = None
            slot.aside.clear()

    def forget(self, lane: str) -> None:
        """Forget where the lane's named messages are: another process may have posted them anew."""
        self._sender.keys.forget(lane)

    def leave(self) -> None:
        """Let go of what only waits for its time: it stays in the outbox, for the next process."""
        self._leaving = True
        for task in tuple(self._resting):
            task.cancel()

    async def _sleep(self, seconds: float) -> None:
        task = asyncio.current_task()
        if seconds <= SHORT_REST_SECONDS or task is None:
            await self._asleep(seconds)
            return
        if self._leaving:
            raise asyncio.CancelledError
        self._resting.add(task)
        try:
            await self._asleep(seconds)
        finally:
            self._resting.discard(task)

    def stop(self) -> None:
        """Start nothing any more."""
        self._stopped = True

    def busy(self) -> bool:
        """Tell whether anything is being sent or downloaded."""
        return bool(self._running or self._beside.running)

    def tasks(self) -> list[asyncio.Task[None]]:
        """Give the tasks under way."""
        return [*self._running.values(), *self._beside.running.values()]

    def backoff(self, tries: int) -> float:
        """Give the seconds to wait before try number ``tries`` + 1: exponential, capped, full jitter."""
        settings = self._engine.settings
        ceiling = min(settings.backoff_cap_seconds, settings.backoff_base_seconds * 2 ** min(tries, 16))
        return self._rng.uniform(0.0, ceiling)

    async def _run(self, lane: str) -> None:
        polls = 0
        while True:
            try:
                slot = await self._engine.slot(lane)
                if not slot.unsure and not self._has_work(slot):
                    return
                if not await self._hold_lease(slot):
                    polls += 1
                    pause = self._engine.settings.takeover_poll_seconds * min(2**polls, 16)
                    await self._sleep(pause)
                    await self._engine.reload(lane)
                    continue
                await self._empty(slot)
            except StoreDown as reason:
                self._engine.observe("store_down", lane=lane, error=str(reason))
                await self._sleep(self._engine.settings.backoff_base_seconds)
            except UnreadableLane:  # whoever steps it says so
                self._engine.wake(lane)
                return
            except Exception as bug:  # noqa: BLE001 - the boundary of a lane's delivery: the sweep comes back to it
                self._engine.observe("lane_failed", lane=lane, error=type(bug).__name__, bug=bug)
                return

    def may_help(self, waiting: Unsent) -> bool:
        """Tell by the names of a lane's effects whether its delivery can do anything here."""
        if waiting.channel in self._channels:
            return True
        return any(kind not in NAMES_OF_THOSE for kind in waiting.kinds)

    def _has_work(self, slot: Slot) -> bool:
        """Tell whether something can be done now; downloads under way and messages without a chat wait elsewhere."""
        now = self._engine.clock.now()
        homeless, rests = slot.lane.channel not in self._channels, slot.rests(now)
        passed = slot.delivered | slot.overtaken(now) | self._beside.running.keys()
        return any(
            entry.id not in passed
            and not (homeless and isinstance(entry.effect, NEEDS_A_CHANNEL))
            and not (rests and is_delivery(entry))
            for entry in slot.lane.outbox
        )

    async def _hold_lease(self, slot: Slot) -> bool:
        lease = slot.lane.sending
        margin = timedelta(seconds=self._engine.settings.lease_seconds / 2)
        ours = lease is not None and lease.worker == self._engine.worker
        if ours and lease is not None and lease.until - self._engine.clock.now() > margin and not slot.unsure:
            pending = [e for e in covered(slot.lane, self._engine.worker) if e.id not in slot.delivered]
            if pending or is_fully_covered(slot.lane, self._engine.worker):
                return True
        return await self._engine.take_over(slot)

    async def _empty(self, slot: Slot) -> None:
        """Send what the lease covers, until all is done, the lease needs renewal, or the document changed hands."""
        while True:
            entries = covered(slot.lane, self._engine.worker)
            await self._tell(slot, entries)
            await self._aside(slot)
            slot.touched = self._engine.clock.now()
            idle = slot.lane.channel not in self._channels or slot.rests(slot.touched) or self._next(slot) is None
            if idle or not await self._hold_lease(slot):
                return
            pause = self._pause(slot)
            if pause > 0:
                await self._sleep(min(pause, SLICE_SECONDS))
                continue
            # Chosen from the document of this very moment: what was read before the last await may be out of date.
            if self._owes(slot):
                continue
            bundle = self._next(slot)
            if bundle is None:
                return
            heard_at = slot.lane.heard_at
            settled = await self._sender.send(slot.lane, bundle, slot.tries.get(bundle.entries[0].id, 0))
            if settled.hold or settled.stand_in:
                if slot.lane.heard_at == heard_at:  # else the person has written meanwhile: the rule decides anew
                    await self._hold(slot, bundle, settled)
                continue
            if settled.retry is not None:
                if not self._patience.is_too_old(slot, bundle, settled):
                    others = self._next(slot, besides=bundle.entries) is not None
                    await self._wait(slot, await self._patience.failed(slot, bundle, settled, others=others))
                    continue
                settled = await self._sender.give_up(slot.lane, bundle, settled.detail)
            await self._after(slot, bundle, settled)
            if mark := self._sender.rate_marks.pop(slot.lane.id, None):
                slot.rate_marks[mark.id] = mark
            slot.delivered.update(entry.id for entry in bundle.entries)

    async def _hold(self, slot: Slot, bundle: Bundle, settled: Settled) -> None:
        """Keep messages until the person writes; a lost compare-and-set decides anew from the newer document."""
        now = self._engine.clock.now()
        until = now + timedelta(seconds=self._engine.settings.lease_seconds)
        lane = closed_by_platform(slot.lane) if settled.refused else slot.lane
        if settled.stand_in and isinstance(bundle.effect, Send):
            document = stand_in(lane, bundle.entries, bundle.effect, now)
        else:
            document = hold(lane, bundle.entries, now, settled.detail)
        if await self._engine.commit(slot, with_lease(document, self._engine.worker, until)):
            name = "held_with_template" if settled.stand_in and document.prompted_at == now else "held"
            self._engine.observe(name, lane=slot.lane.id, detail=settled.detail, messages=len(bundle.entries))
        else:
            await self._engine.reload(slot.lane.id)

    def capabilities(self, channel: str) -> Capabilities:
        """Tell what a channel can show; one that is off counts as a plain chat."""
        known = self._channels.get(channel)
        return known.capabilities if known is not None else RICH

    async def _wait(self, slot: Slot, seconds: float) -> None:
        """Wait for a message's next try; what holds nobody up goes on meanwhile."""
        while seconds > 0:
            await self._sleep(min(seconds, SLICE_SECONDS))
            seconds -= SLICE_SECONDS
            await self._tell(slot, covered(slot.lane, self._engine.worker))
            await self._aside(slot)

    def _next(self, slot: Slot, besides: tuple[Entry, ...] = ()) -> Bundle | None:
        channel = self._channels.get(slot.lane.channel)
        paid, edits = (channel.capabilities.paid, isinstance(channel, Edits)) if channel else (False, True)
        passed = slot.delivered | slot.overtaken(self._engine.clock.now()) | {entry.id for entry in besides}
        return next_bundle(covered(slot.lane, self._engine.worker), passed, paid=paid, edits=edits)

    def _pause(self, slot: Slot) -> float:
        closed = self._engine.gate.wait(slot.lane.channel)
        bundle = self._next(slot)
        if closed or bundle is None or isinstance(bundle.effect, OpenTopic | Delete):
            return closed
        channel = self._channels[slot.lane.channel]
        if slot.rate_marks and isinstance(channel, Recalls):
            sent = [one.at for one in slot.rate_marks.values() for _ in range(one.weight)]
            channel.recall(slot.lane.address, sorted(sent))
        if not isinstance(channel, Paced):
            return 0.0
        share = share_of(slot.lane, bundle.effect, answered=slot.answered)
        return channel.reserve(slot.lane.address, self._engine.clock.now(), share)

    async def _after(self, slot: Slot, bundle: Bundle, settled: Settled) -> None:
        await self._patience.settled(slot, bundle, sent=settled.sent)
        if settled.events:
            await self._engine.accept(settled.events)
        ref = bundle.effect.ref if isinstance(bundle.effect, Send) else ""
        name = "sent" if settled.sent else "needless" if settled.needless else "not_sent"
        facts = {"detail": settled.detail}
        self._engine.observe(name, lane=slot.lane.id, ref=ref, messages=settled.messages, **facts)

    # --- what holds nobody up -------------------------------------------------------------------------------------

    async def _tell(self, slot: Slot, entries: tuple[Entry, ...]) -> None:
        told = tells(entries, slot.delivered)
        if told:
            await self._engine.accept([event for _entry, event in told])
            slot.delivered.update(entry.id for entry, _event in told)

    def _owes(self, slot: Slot) -> bool:
        """Tell whether events, answers or journal lines wait that a message's receipt would prove done."""
        entries = covered(slot.lane, self._engine.worker)
        waiting = aside(entries, slot.delivered)
        return bool(tells(entries, slot.delivered)) or any(not isinstance(entry.effect, Fetch) for entry in waiting)

    async def _aside(self, slot: Slot) -> None:
        # Of this moment's document: one that was pruned meanwhile no longer says what of an older one is done.
        await self._beside.work(slot, aside(covered(slot.lane, self._engine.worker), slot.delivered))
