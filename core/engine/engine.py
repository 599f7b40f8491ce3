"""The engine: from stored events to committed documents. Every process runs one; state is in the store alone.

Stepping needs no lock: whoever loses the compare-and-set reads again and recomputes. Sending is `core.engine.delivery`.
"""

import asyncio
import contextlib
import hashlib
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any, cast

import msgspec

from core.engine.beside import as_it_is
from core.engine.delivery import Delivery
from core.engine.gate import Gate
from core.engine.outbox import done_before
from core.engine.slots import Slot, Slots
from core.engine.stepping import (
    Known,
    advance,
    is_delivery,
    is_quiet,
    lanes_read,
    may_take_over,
    merged,
    replied_message,
    with_lease,
)
from core.engine.sweeps import Sweeps
from core.engine.window import Templates
from core.vocabulary.channel import Channel
from core.vocabulary.errors import StoreDown, UnreadableLane
from core.vocabulary.events import OFFICIALS_LANE, BotRole, Event, Migrated, Placed, Status
from core.vocabulary.lanes import DeadLetter, Lane, RateMark
from core.vocabulary.media import Tidy
from core.vocabulary.officials import Notice
from core.vocabulary.steps import Clock, Stepper
from core.vocabulary.store import Store

POISON_TRIES = 5
"""docs/architecture.md, rule 10."""

GLANCES = 8
"""Lanes read ahead per request: a batch of a thousand updates must not read a thousand lanes at once."""

NO_DOCUMENTS: Mapping[str, Any] = {}

Observe = Callable[..., None]


class Glance(msgspec.Struct, frozen=True):
    """What was read for a lane while its events were written: those that wait, and states of lanes it looks into."""

    events: Sequence[Event] = ()
    documents: Mapping[str, Any] = NO_DOCUMENTS

    def joined(self, later: "Glance", fresh: Sequence[Event]) -> "Glance":
        """Give this with what a later look saw and the events that were just written."""
        events = merged(self.events, merged(later.events, fresh))
        return Glance(events, {**self.documents, **later.documents})


class EngineSettings(msgspec.Struct, frozen=True):
    """Times in seconds. Tests shorten them; the defaults suit production."""

    lease_seconds: float = 40.0
    poison_base_seconds: float = 0.2
    stale_seconds: float = 5.0
    quiet_seconds: float = 2.0
    prune_seconds: float = 5.0
    backoff_base_seconds: float = 1.0
    backoff_cap_seconds: float = 300.0
    give_up_seconds: float = 24 * 3600.0
    takeover_poll_seconds: float = 0.25
    cached_lanes: int = 1000


class Engine:
    """Accept events, step lanes, deliver their outboxes.

    ``steppers`` maps the first part of a lane id (``chat``, ``ticket`` …) to its behaviour; ``gone`` tells whether
    another worker is known to be dead; ``observe(name, **facts)`` is called for logs and metrics; ``templates`` finds
    what may stand in for a message when a platform's window is closed.
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
        gone: Callable[[str], bool] = lambda _worker: False,
        observe: Observe = lambda _name, **_facts: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        rng: random.Random | None = None,
        templates: Templates = lambda _message: None,
        tidy: Tidy = as_it_is,
    ) -> None:
        self.store = store
        self.clock = clock
        self.worker = worker
        self.settings = settings or EngineSettings()
        self.observe = observe
        self._steppers = steppers
        self._gone = gone
        self._slots = Slots(self.settings.cached_lanes)
        self._stepping: dict[str, asyncio.Task[None]] = {}
        self._dirty: set[str] = set()
        self._glanced: dict[str, Glance] = {}
        self._unseen: set[str] = set()
        """Lanes woken without a look: a glance of another accept may be from before the events that wait there."""
        self._later: dict[str, asyncio.TimerHandle] = {}
        self._stopped = False
        self._unknown: set[str] = set()
        self.gate = Gate(lambda: asyncio.get_running_loop().time())
        self.sweeps = Sweeps(self)
        self.delivery = Delivery(self, channels, sleep, rng or random.Random(), templates, tidy)

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
        idle = [lane for lane in urgent if lane not in self._stepping]
        # What the step will need is read while the events are written: one round trip less until the answer.
        looks = [asyncio.ensure_future(self._glance(lane, stamped)) for lane in idle[:GLANCES]]
        stored, *_seen = await asyncio.gather(self.store.accept(stamped), *looks, return_exceptions=True)
        if isinstance(stored, BaseException):
            raise stored
        new = cast("frozenset[str]", stored)
        looked: set[str] = set()
        for lane, look in zip(idle, looks, strict=False):
            if not look.cancelled() and look.exception() is None:
                fresh = [event for event in stamped if event.lane == lane and event.id in new]
                # Another accept may have looked a moment ago and not been stepped yet: what it saw stays.
                self._glanced[lane] = self._glanced.get(lane, Glance()).joined(look.result(), fresh)
                self._stir(lane)
                looked.add(lane)
        for lane in urgent:
            if lane not in looked:
                self.wake(lane)
        for lane in {event.lane for event in stamped if event.lane not in urgent}:
            self.wake_later(lane, self.settings.quiet_seconds)
        return new

    async def _glance(self, lane: str, accepted: Sequence[Event]) -> Glance:
        fresh = [event for event in accepted if event.lane == lane]
        _slot, waiting, documents = await asyncio.gather(
            self.slot(lane), self.store.pending(lane), self._documents(self._lanes_read(lane, fresh))
        )
        return Glance(waiting, documents)

    def wake(self, lane: str) -> None:
        """See to it that the lane's waiting events are stepped soon."""
        self._unseen.add(lane)
        self._stir(lane)

    def _stir(self, lane: str) -> None:
        if self._stopped:
            return
        self._dirty.add(lane)
        if lane not in self._stepping:
            task = asyncio.get_running_loop().create_task(self._run(lane))
            self._stepping[lane] = task
            task.add_done_callback(lambda _task: self._rested(lane))

    def _rested(self, lane: str) -> None:
        self._stepping.pop(lane, None)
        if lane in self._dirty:  # woken after the last look, before this was noticed
            self._stir(lane)

    def wake_later(self, lane: str, seconds: float) -> None:
        """Wake a lane after a while; one such alarm per lane."""
        if lane not in self._later and not self._stopped:
            self._later[lane] = asyncio.get_running_loop().call_later(seconds, self._ring, lane)

    def _ring(self, lane: str) -> None:
        self._later.pop(lane, None)
        self.wake(lane)

    # --- stepping -------------------------------------------------------------------------------------------------

    async def _run(self, lane: str) -> None:
        while lane in self._dirty and not self._stopped:
            self._dirty.discard(lane)
            try:
                await self._round(lane)
            except StoreDown as reason:
                self.observe("store_down", lane=lane, error=str(reason))
                self._slots.doubt(lane)
                self._unseen.add(lane)
                self.wake_later(lane, 0.5)
            except UnreadableLane as reason:
                await self._unreadable(reason)
            except Exception as bug:  # noqa: BLE001 - the boundary of a lane's work: others go on, the sweep comes back
                self.observe("lane_failed", lane=lane, error=type(bug).__name__, bug=bug)
                self._slots.doubt(lane)

    async def _unreadable(self, reason: UnreadableLane) -> None:
        """Say once that a lane cannot be read; what waits for it is looked at again with every sweep."""
        self.observe("lane_unreadable", lane=reason.lane, error=str(reason))
        try:
            await self.notice(f"unreadable:{reason.lane}", "officials.notice.dead", {})
        except StoreDown as down:
            self.observe("store_down", lane=reason.lane, error=str(down))

    def is_stepping(self, lane: str) -> bool:
        """Tell whether the lane is being stepped right now."""
        return lane in self._stepping

    def is_waiting(self, lane: str) -> bool:
        """Tell whether the lane is to be woken later."""
        return lane in self._later

    def finished(self) -> list[Slot]:
        """Give the known lanes whose outbox was delivered and only waits to be pruned."""
        return [slot for slot in self._slots.all() if slot.finished() and slot.lane.id not in self._stepping]

    def known(self, lane: str) -> Slot | None:
        """Give the lane's document if this process knows it."""
        return self._slots.get(lane)

    async def slot(self, lane: str) -> Slot:
        """Give the lane's document as this process knows it, read if it is not known."""
        slot = self._slots.get(lane)
        if slot is None or slot.stale:
            return await self.reload(lane)
        return slot

    async def reload(self, lane: str) -> Slot:
        """Read the lane's document again after a lost compare-and-set, keeping what is known to be delivered."""
        stored = await self.store.load(lane) or Lane(id=lane)
        known = self._slots.get(lane)
        if known is None or known.lane.version != stored.version:
            self.delivery.forget(lane)
        return self._slots.refresh(stored)

    async def commit(self, slot: Slot, lane: Lane) -> bool:
        """Compare-and-set a lane's document; on success it becomes the known one."""
        expected = slot.lane.version
        lane = slot.remembering(lane, self.clock.now())
        won = await self.store.commit(lane, expected)
        if won and lane.version > slot.lane.version:  # a later commit may have come back before this one
            slot.replace(lane)
        return won

    async def _round(self, lane: str) -> None:
        glanced, documents = self._glanced.pop(lane, None), NO_DOCUMENTS
        if glanced is None or lane in self._unseen:
            self._unseen.discard(lane)
            slot, events = await asyncio.gather(self.slot(lane), self.store.pending(lane))
        else:
            slot, events, documents = await self.slot(lane), glanced.events, glanced.documents
        if not events:
            self.delivery.start(lane)
            return
        known = await self._known(lane, slot, events, documents)
        while True:
            now = self.clock.now()
            free = await self._may_send(slot)
            result = advance(slot.lane, events, self._stepper(lane), now, known=known, delivered=slot.delivered)
            if not result.stepped:
                break
            document = result.lane
            if free:
                document = with_lease(document, self.worker, now + timedelta(seconds=self.settings.lease_seconds))
            if await self.commit(slot, document):
                break
            self.observe("lost_commit", lane=lane)
            slot = await self.reload(lane)
            known = await self._known(lane, slot, events)
        self.store.done(result.handled)
        self.observe("stepped", lane=lane, events=result.stepped, bodies=result.bodies)
        for body in result.bodies:
            if isinstance(body, BotRole | Migrated | Placed):
                self.delivery.knock(lane)
            if isinstance(body, Status) and body.reason == "down":  # the next message would only meet the same end
                self.gate.close(slot.lane.channel, body.error)
        if result.failed is not None:
            await self._poison(result.failed, result.error)
        elif len(events) > len(result.handled) + result.later:
            self._dirty.add(lane)
        if result.later:
            self.wake_later(lane, self.settings.poison_base_seconds)
        self.delivery.start(lane)

    def _stepper(self, lane: str) -> Stepper:
        return self._steppers[lane.partition(":")[0]]

    def _lanes_read(self, lane: str, events: Sequence[Event]) -> set[str]:
        """Name the lanes that the steps of events look into; what a stepper raises its step will raise again."""
        stepper, lanes = self._stepper(lane), set[str]()
        for event in events:
            with contextlib.suppress(Exception):
                lanes.update(lanes_read(stepper, event))
        return lanes

    async def _documents(self, lanes: AbstractSet[str]) -> Mapping[str, Any]:
        """Read the states of lanes as they are stored now, None of one that is not."""
        if not lanes:
            return NO_DOCUMENTS
        found = await asyncio.gather(*(self.store.load(lane) for lane in lanes))
        return {lane: stored.state if stored else None for lane, stored in zip(lanes, found, strict=True)}

    async def _known(
        self, lane: str, slot: Slot, events: Sequence[Event], glanced: Mapping[str, Any] = NO_DOCUMENTS
    ) -> Known:
        """Read what the step may ask: receipts of messages that are replied to, or that failed after all, documents.

        ``glanced`` are the documents that were read when the events were accepted.
        """
        wanted = {message: event.address for event in events if (message := replied_message(event))}
        failed = [e.body.entry_id for e in events if isinstance(e.body, Status) and e.body.state == "failed"]
        channel = slot.lane.channel or events[0].channel
        capabilities = self.delivery.capabilities(channel)
        unsent = frozenset(entry.id for entry in slot.lane.outbox) if failed else frozenset()
        lanes = self._lanes_read(lane, events) - glanced.keys()
        if not wanted and not failed and not lanes:
            return Known(capabilities=capabilities, documents=glanced)
        documents, found, failures = await asyncio.gather(
            self._documents(lanes),
            asyncio.gather(*(self.store.by_message(lane, message) for message in wanted)),
            self.store.receipts([entry_id for entry_id in failed if entry_id]),
        )
        replies = {
            message: receipt
            for (message, address), receipt in zip(wanted.items(), found, strict=True)
            if receipt and receipt.address in ("", address)
        }
        return Known(replies, failures, unsent, capabilities, {**glanced, **documents})

    async def _may_send(self, slot: Slot) -> bool:
        now = self.clock.now()
        if slot.unsure or not may_take_over(slot.lane, self.worker, now, slot.delivered, self._gone):
            await self.learn_receipts(slot)
        return may_take_over(slot.lane, self.worker, now, slot.delivered, self._gone)

    async def learn_receipts(self, slot: Slot) -> None:
        """Read which entries of the outbox were delivered by somebody else (or by us before a restart)."""
        outbox = slot.lane.outbox
        ids = [entry.id for entry in outbox if is_delivery(entry) and entry.id not in slot.delivered]
        if ids:
            found = await self.store.receipts(ids)
            slot.delivered.update(found)
            marks = [RateMark(one.id, one.at, one.weight) for one in found.values() if one.weight]
            slot.rate_marks.update({mark.id: mark for mark in marks})
            slot.delivered.update(done_before(outbox, slot.delivered))
        # Nothing may be left to deliver here; without a time of the last delivery the outbox would never be pruned.
        slot.touched = slot.touched or self.clock.now()
        slot.unsure = False

    async def take_over(self, slot: Slot) -> bool:
        """Try to become the lane's sender by a commit of its own; False while another worker is at it."""
        if not await self._may_send(slot):
            return False
        until = self.clock.now() + timedelta(seconds=self.settings.lease_seconds)
        document = slot.pruned()
        document = with_lease(msgspec.structs.replace(document, version=slot.lane.version + 1), self.worker, until)
        if await self.commit(slot, document):
            return True
        await self.reload(slot.lane.id)
        return False

    async def _poison(self, event: Event, error: str) -> None:
        tries = await self.store.failed(event.id)
        self.observe("step_failed", lane=event.lane, event=event.id, error=error.partition(":")[0], tries=tries)
        if tries < POISON_TRIES:
            self._dirty.discard(event.lane)
            self.wake_later(event.lane, self.settings.poison_base_seconds * 2 ** (tries - 1))
            return
        now = self.clock.now()
        kind = error.partition(":")[0]  # the message of an exception may quote what a citizen wrote
        await self.store.bury(DeadLetter(event.id, "event", event.lane, now, kind, event=event))
        await self.notice(f"dead:{event.id}", "officials.notice.dead", {})
        self._dirty.add(event.lane)

    async def notice(self, event_id: str, key: str, values: dict[str, str]) -> None:
        """Tell the officials' health topic something, once per ``event_id``."""
        body = Notice(key=key, values=values)
        await self.accept([Event(id=event_id, lane=OFFICIALS_LANE, at=self.clock.now(), body=body)])

    async def unknown(self, channel: str, mark: str, detail: str) -> None:
        """Log an answer of a platform that no rule knows, and tell the health topic, once a day for each ``mark``."""
        day = self.clock.now().date().isoformat()
        event_id = f"unknown:{channel}:{hashlib.sha256(mark.encode()).hexdigest()[:16]}:{day}"
        if event_id in self._unknown:
            return
        self.observe("unknown_answer", channel=channel, error=detail)
        await self.notice(event_id, "officials.notice.unknown_answer", {"channel": channel, "answer": detail})
        self._unknown = {one for one in self._unknown if one.endswith(day)} | {event_id}

    # --- ending ---------------------------------------------------------------------------------------------------

    def busy(self) -> bool:
        """Tell whether any lane is being stepped or delivered right now."""
        return bool(self._stepping) or self.delivery.busy()

    async def settle(self, timeout: float = 10.0) -> bool:
        """Wait until nothing is under way; False when ``timeout`` seconds were not enough."""
        deadline = asyncio.get_running_loop().time() + timeout
        while tasks := [*self._stepping.values(), *self.delivery.tasks()]:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            await asyncio.wait(tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        return True

    async def stop(self, timeout: float = 6.0) -> None:
        """Finish what is under way for at most ``timeout`` seconds, then let go; the store has the rest."""
        self.delivery.leave()
        await self.settle(timeout)
        self._stopped = True
        self.delivery.stop()
        for handle in self._later.values():
            handle.cancel()
        tasks: list[asyncio.Task[Any]] = [*self._stepping.values(), *self.delivery.tasks()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
