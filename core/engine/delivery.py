"""The delivery of outboxes: in order within a lane, under the lane's lease, typed errors deciding what comes next."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from core.engine.beside import LONG_WORK, Beside
from core.engine.calls import Accept, Observe, Wake
from core.engine.gate import Gate
from core.engine.ledger import Ledger
from core.engine.outbox import Bundle, is_delivery, next_bundle, side_work, tells
from core.engine.patience import Patience
from core.engine.pauses import Pauses
from core.engine.sending import Sender, Settled
from core.engine.settings import EngineSettings
from core.engine.shares import share_of
from core.engine.slots import Slot
from core.engine.window import closed_by_platform, speak, stand_in, whole_of, withhold
from core.vocabulary.channel import Channel, Edits, Paced, Recalls
from core.vocabulary.effects import Delete, Edit, OpenTopic, Pin, Send
from core.vocabulary.errors import StoreDown, UnreadableLane
from core.vocabulary.lanes import Entry, Lane
from core.vocabulary.steps import Clock
from core.vocabulary.store import Unsent

SLICE_SECONDS = 2.0
"""A message that waits for its next try keeps events for other lanes no longer than that."""

NEEDS_A_CHANNEL = (Send, Edit, Delete, OpenTopic, Pin, *LONG_WORK)
"""Effects that wait while their lane has no chat, or its channel is switched off."""

NAMES_OF_THOSE = frozenset(kind.__name__ for kind in NEEDS_A_CHANNEL)


class Delivery:
    """Run at most one delivery per lane in this process."""

    def __init__(
        self,
        ledger: Ledger,
        channels: Mapping[str, Channel],
        sender: Sender,
        patience: Patience,
        beside: Beside,
        gate: Gate,
        pauses: Pauses,
        clock: Clock,
        *,
        settings: EngineSettings,
        accept: Accept,
        wake: Wake,
        observe: Observe,
    ) -> None:
        self._ledger = ledger
        self._channels = channels
        # Asked for every message: isinstance of a protocol is slow.
        self._edits = frozenset(name for name, channel in channels.items() if isinstance(channel, Edits))
        self._paced = {name: channel for name, channel in channels.items() if isinstance(channel, Paced)}
        self._recalls = {name: channel for name, channel in channels.items() if isinstance(channel, Recalls)}
        self._sender = sender
        self._patience = patience
        self._beside = beside
        self._gate = gate
        self._pauses = pauses
        self._clock = clock
        self._settings = settings
        self._accept = accept
        self._wake = wake
        self._observe = observe
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._stopped = False

    def start(self, lane: str) -> None:
        """See to it that the lane's outbox goes out."""
        if self._stopped:
            return
        if lane in self._running:
            self._again.add(lane)
            return
        slot = self._ledger.known(lane)
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

    def stop(self) -> None:
        """Start nothing any more."""
        self._stopped = True

    def tasks(self) -> list[asyncio.Task[None]]:
        """Give the tasks under way."""
        return [*self._running.values(), *self._beside.running.values()]

    async def _run(self, lane: str) -> None:
        polls = 0
        while True:
            try:
                slot = await self._ledger.slot(lane)
                resting = self._resting(slot)
                if not slot.unsure and len(resting) == len(slot.lane.outbox):
                    return
                if not await self._ledger.keep_lease(slot, resting):
                    polls += 1
                    pause = self._settings.takeover_poll_seconds * min(2**polls, 16)
                    await self._pauses.pause(pause)
                    await self._ledger.reload(lane)
                    continue
                await self._empty(slot)
                await asyncio.sleep(0)  # a lane that has nothing to wait for takes turns with everything else
            except StoreDown as reason:
                self._observe("store_down", lane=lane, error=str(reason))
                await self._pauses.pause(self._settings.backoff_base_seconds)
            except UnreadableLane:  # whoever steps it says so
                self._wake(lane)
                return
            except Exception as bug:  # noqa: BLE001 - the boundary of a lane's delivery: the sweep comes back to it
                self._observe("lane_failed", lane=lane, error=type(bug).__name__, bug=bug)
                return

    def may_help(self, waiting: Unsent) -> bool:
        """Tell by the names of a lane's effects whether its delivery can do anything here."""
        if waiting.channel in self._channels:
            return True
        return any(kind not in NAMES_OF_THOSE for kind in waiting.kinds)

    def _has_work(self, slot: Slot) -> bool:
        """Tell whether something can be done now."""
        return len(self._resting(slot)) < len(slot.lane.outbox)

    def _resting(self, slot: Slot) -> set[str]:
        """Name the entries of which nothing is to be done now: done, under way, set aside, or without their chat."""
        now = self._clock.now()
        homeless, rests = slot.lane.channel not in self._channels, slot.rests(now)
        passed = slot.delivered | slot.overtaken(now) | self._beside.running.keys()
        return {
            entry.id
            for entry in slot.lane.outbox
            if entry.id in passed
            or (homeless and isinstance(entry.effect, NEEDS_A_CHANNEL))
            or (rests and is_delivery(entry))
        }

    async def _empty(self, slot: Slot) -> None:
        """Send what the lease covers, until all is done, the lease needs renewal, or the document changed hands."""
        while True:
            entries = self._ledger.covered(slot)
            await self._tell(slot, entries)
            await self._work_beside(slot)
            slot.touched = self._clock.now()
            idle = slot.lane.channel not in self._channels or slot.rests(slot.touched) or self._next(slot) is None
            if idle or not await self._ledger.keep_lease(slot):
                return
            pause = self._reserve(slot)
            if pause > 0:
                await self._pauses.pause(min(pause, SLICE_SECONDS))
                continue
            # Chosen from the document of this very moment: what was read before the last await may be out of date.
            if self._owes(slot):
                continue
            bundle = self._next(slot)
            if bundle is None:
                return
            heard_at = slot.lane.heard_at
            settled = await self._sender.send(slot.lane, bundle, slot.tries.get(bundle.entries[0].id, 0))
            if settled.withhold or settled.speak or settled.stand_in:
                if slot.lane.heard_at == heard_at:  # else the person has written meanwhile: the rule decides anew
                    await self._withhold(slot, bundle, settled)
                continue
            if settled.retry is not None:
                if not self._patience.is_too_old(slot, bundle, settled):
                    others = self._next(slot, besides=bundle.entries) is not None
                    await self._await_retry(slot, await self._patience.failed(slot, bundle, settled, others=others))
                    continue
                settled = await self._sender.give_up(slot.lane, bundle, settled.detail)
            await self._after(slot, bundle, settled)
            if mark := self._sender.take_rate_mark(slot.lane.id):
                slot.rate_marks[mark.id] = mark
            slot.delivered.update(entry.id for entry in bundle.entries)

    async def _withhold(self, slot: Slot, bundle: Bundle, settled: Settled) -> None:
        """Keep messages until the person writes; a lost compare-and-set decides anew from the newer document."""
        now, name = self._clock.now(), "held"
        lane = self._closed(slot.lane, now) if settled.refused else slot.lane
        if settled.speak:
            document, name = speak(lane, bundle.entries, now, settled.detail), "held_with_typed_words"
        elif settled.stand_in:
            whole = bundle.effect if isinstance(bundle.effect, Send) and not bundle.effect.alone else None
            document = stand_in(lane, bundle.entries, whole or whole_of(lane, bundle.entries[0]), now)
            name = "held_with_template" if document.prompted_at == now else name
        else:
            document = withhold(lane, bundle.entries, now, settled.detail)
        if await self._ledger.commit(slot, self._ledger.leased(document)):
            self._observe(name, lane=slot.lane.id, detail=settled.detail, messages=len(bundle.entries))
        else:
            await self._ledger.reload(slot.lane.id)

    def _closed(self, lane: Lane, now: datetime) -> Lane:
        """Note that the platform calls the window closed; what it takes of typed words counts from the same moment."""
        capabilities = self._channels[lane.channel].capabilities
        typed = capabilities.window is not None and capabilities.typed_window is not None
        return closed_by_platform(lane, now - capabilities.window if typed and capabilities.window else None)

    async def _await_retry(self, slot: Slot, seconds: float) -> None:
        """Wait for a message's next try; what holds nobody up goes on meanwhile."""
        while seconds > 0:
            await self._pauses.pause(min(seconds, SLICE_SECONDS))
            seconds -= SLICE_SECONDS
            await self._tell(slot, self._ledger.covered(slot))
            await self._work_beside(slot)

    def _next(self, slot: Slot, besides: tuple[Entry, ...] = ()) -> Bundle | None:
        channel = self._channels.get(slot.lane.channel)
        paid, edits = (channel.capabilities.paid, slot.lane.channel in self._edits) if channel else (False, True)
        passed = slot.delivered | slot.overtaken(self._clock.now()) | {entry.id for entry in besides}
        return next_bundle(self._ledger.covered(slot), passed, paid=paid, edits=edits)

    def _reserve(self, slot: Slot) -> float:
        """Give 0 and a place for the next message, or the seconds to wait for its channel or its rate."""
        closed = self._gate.reserve(slot.lane.channel)
        bundle = self._next(slot)
        if closed or bundle is None or isinstance(bundle.effect, OpenTopic | Delete | Pin):
            return closed
        if slot.rate_marks and (recalling := self._recalls.get(slot.lane.channel)):
            sent = [one.at for one in slot.rate_marks.values() for _ in range(one.weight)]
            recalling.recall(slot.lane.address, sorted(sent))
        paced = self._paced.get(slot.lane.channel)
        if paced is None:
            return 0.0
        share = share_of(slot.lane, bundle.effect, answered=slot.answered)
        return paced.reserve(slot.lane.address, self._clock.now(), share)

    async def _after(self, slot: Slot, bundle: Bundle, settled: Settled) -> None:
        await self._patience.settled(slot, bundle, sent=settled.sent)
        if settled.events:
            await self._accept(settled.events)
        ref = bundle.effect.ref if isinstance(bundle.effect, Send) else ""
        name = "sent" if settled.sent else "needless" if settled.needless else "not_sent"
        facts = {"detail": settled.detail}
        self._observe(name, lane=slot.lane.id, ref=ref, messages=settled.messages, **facts)

    # --- what holds nobody up -------------------------------------------------------------------------------------

    async def _tell(self, slot: Slot, entries: tuple[Entry, ...]) -> None:
        told = tells(entries, slot.delivered)
        if told:
            await self._accept([event for _entry, event in told])
            slot.delivered.update(entry.id for entry, _event in told)

    def _owes(self, slot: Slot) -> bool:
        """Tell whether events, answers or journal lines wait that a message's receipt would prove done."""
        entries = self._ledger.covered(slot)
        waiting = side_work(entries, slot.delivered)
        return bool(tells(entries, slot.delivered)) or any(not isinstance(entry.effect, LONG_WORK) for entry in waiting)

    async def _work_beside(self, slot: Slot) -> None:
        # Of this moment's document: one that was pruned meanwhile no longer says what of an older one is done.
        await self._beside.work(slot, side_work(self._ledger.covered(slot), slot.delivered))
