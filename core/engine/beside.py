"""What holds nobody up: answers to presses, downloads, names, journal lines, done beside a lane's messages."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from core.engine.calls import Accept, Observe
from core.engine.deliveries import traced
from core.engine.drawing import draw_chart
from core.engine.files import Files, FileTools
from core.engine.looks import read_looks
from core.engine.notices import Notices
from core.engine.pauses import Pauses
from core.engine.settings import EngineSettings
from core.engine.slots import Slot
from core.engine.troubles import read_troubles
from core.vocabulary.channel import AnswersInPrivate, Channel, Names, Presses, ReadsPosts, Target
from core.vocabulary.deliveries import Deliveries, cost_note
from core.vocabulary.effects import (
    UNREAD,
    Answer,
    AnswerInPrivate,
    AskDeliveries,
    AskLooks,
    AskName,
    AskTroubles,
    DrawChart,
    DropOrigins,
    Effect,
    Exhibit,
    Fetch,
    KeepOrigins,
    Publish,
    ReadPost,
    Record,
    Trace,
    Unheard,
)
from core.vocabulary.errors import (
    ChannelDown,
    HelperDown,
    Rejected,
    Retry,
    SendError,
    StoreDown,
    Unknown,
    Unreachable,
)
from core.vocabulary.events import Event, Happening, Unposted
from core.vocabulary.lanes import Entry, Lane
from core.vocabulary.results import AnsweredInPrivate, Named, Undelivered
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

LONG_WORK: Final[tuple[type[Effect], ...]] = (
    Fetch,
    DrawChart,
    AnswerInPrivate,
    AskName,
    ReadPost,
    AskTroubles,
    AskLooks,
    AskDeliveries,
)
"""What may take long, so that a lane's messages do not wait until it is done."""

BUG_TRIES = 5
"""Tries of a download that ends in an error which no channel should raise."""

NAME_TRIES = 4
"""Nothing waits for a name; without one a report goes without it."""

ANSWER_TRIES = 5
"""The tap itself is stored and handled; an answer only ends the spinner, which nobody watches for long."""


class Beside:
    """Do these for all lanes of a process."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        notices: Notices,
        pauses: Pauses,
        clock: Clock,
        *,
        settings: EngineSettings,
        accept: Accept,
        observe: Observe,
        tools: FileTools,
    ) -> None:
        self._store = store
        self._channels = channels
        self._notices = notices
        self._pauses = pauses
        self._clock = clock
        self._settings = settings
        self._accept = accept
        self._observe = observe
        self._files = Files(store, channels, clock, accept=accept, rest=self._rest, is_old=self._is_old, tools=tools)
        self._draws = tools.draw
        self.running: dict[str, asyncio.Task[None]] = {}

    async def work(self, slot: Slot, todo: Sequence[Entry]) -> None:
        """Write journal lines and what was not understood, and answer presses now; start what takes long."""
        for entry in todo:
            if slot.lane.channel not in self._channels or entry.id in self.running:
                continue
            if isinstance(entry.effect, Fetch):
                self._start(entry.id, self._files.fetch(slot, entry, entry.effect))
            elif isinstance(entry.effect, DrawChart):
                self._start(entry.id, self._draw(slot, entry, entry.effect))
            elif isinstance(entry.effect, AnswerInPrivate):
                answer = partial(self._answer_in_private, slot, entry, entry.effect)
                self._start(entry.id, self._ask(slot, entry, entry.effect.message.ref, answer))
            elif isinstance(entry.effect, ReadPost):
                self._start(entry.id, self._ask(slot, entry, UNREAD, partial(self._read_post, slot, entry.effect)))
            elif isinstance(entry.effect, AskName):
                self._start(entry.id, self._ask_name(slot, entry))
            elif isinstance(entry.effect, AskTroubles):
                self._start(entry.id, self._troubles(slot, entry, entry.effect))
            elif isinstance(entry.effect, AskLooks):
                self._start(entry.id, self._looks(slot, entry, entry.effect))
            elif isinstance(entry.effect, AskDeliveries):
                self._start(entry.id, self._deliveries(slot, entry, entry.effect))
        await asyncio.gather(*(self._quick(slot, entry) for entry in todo if not isinstance(entry.effect, LONG_WORK)))

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        async def guarded() -> None:
            try:
                await work
            except StoreDown as reason:  # the entry stays in the outbox: the sweep comes back to it
                self._observe("store_down", error=str(reason))

        task = asyncio.get_running_loop().create_task(guarded())
        self.running[name] = task
        task.add_done_callback(lambda _task: self.running.pop(name, None))

    async def _quick(self, slot: Slot, entry: Entry) -> None:
        if isinstance(entry.effect, Record):
            await self._store.journal(entry.id, entry.effect)
        elif isinstance(entry.effect, Trace):
            await self._store.record(traced(entry, slot.lane))
        elif isinstance(entry.effect, Exhibit):
            await self._store.exhibit(entry.effect.media, entry.effect.number)
        elif isinstance(entry.effect, KeepOrigins):
            await self._store.keep_origins(entry.effect.media)
        elif isinstance(entry.effect, DropOrigins):
            await self._store.drop_origins(entry.effect.media)
        elif isinstance(entry.effect, Publish):
            await self._store.publish(entry.effect)
        elif isinstance(entry.effect, Unheard):
            await self._store.keep_unheard(entry.id, entry.effect, entry.since)
        elif isinstance(entry.effect, Answer) and isinstance(channel := self._channels.get(slot.lane.channel), Presses):
            pause = await self._answer(channel, slot.lane, entry.effect, 0)
            if pause is not None:
                self._start(f"{entry.id}:again", self._answer_again(channel, slot.lane, entry.effect, pause))
        slot.delivered.add(entry.id)

    async def _answer(self, channel: Presses, lane: Lane, answer: Answer, tries: int) -> float | None:
        """Answer a press; give the seconds after which to try again, None when it is done or hopeless."""
        pause: float | None = self._pauses.backoff(tries)
        try:
            async with asyncio.timeout(self._settings.patience_seconds):
                await channel.answer(answer)
                return None
        except Retry as later:
            reason: Exception = later
            pause = later.after or pause
            if isinstance(later, Unknown):
                await self._notices.unknown_answer(lane.channel, later.mark, str(later))
        except TimeoutError as late:
            reason = late
        except SendError as refused:
            reason, pause = refused, None
        except Exception as bug:  # noqa: BLE001 - a channel's bug must not stop the lane for a spinner
            reason, pause = bug, None
        self._observe("answer_failed", lane=lane.id, error=type(reason).__name__)
        return pause

    async def _answer_again(self, channel: Presses, lane: Lane, answer: Answer, pause: float) -> None:
        """Try a few times more, beside the lane's messages; after that the person has long looked away."""
        for tries in range(1, ANSWER_TRIES):
            await self._pauses.pause(pause)
            again = await self._answer(channel, lane, answer, tries)
            if again is None:
                return
            pause = again

    async def _ask(self, slot: Slot, entry: Entry, ref: str, call: Callable[[], Awaitable[Happening]]) -> None:
        """Ask the platform about a public post until it answers; the lane is told what, or that it never will."""
        tries = waited = 0
        while True:
            try:
                async with asyncio.timeout(self._settings.patience_seconds):
                    body = await call()
                break
            except (Retry, ChannelDown, StoreDown, TimeoutError) as trouble:
                if self._is_old(entry):
                    body = Undelivered(entry.id, ref, "rejected", type(trouble).__name__)
                    break
                waited = await self._rest(slot, trouble, waited, "ask_retry")
            except SendError as refused:
                away = isinstance(refused, Unreachable)
                body = Undelivered(entry.id, ref, "unreachable" if away else "rejected", str(refused))
                break
            except Exception as bug:  # noqa: BLE001 - a channel's bug must not stop the lane
                tries += 1
                if tries >= BUG_TRIES:
                    body = Undelivered(entry.id, ref, "rejected", type(bug).__name__)
                    break
                waited = await self._rest(slot, bug, waited, "ask_retry")
        lane = slot.lane
        event = Event(f"{entry.id}:asked", lane.id, self._clock.now(), body, channel=lane.channel, address=lane.address)
        await self._accept([event])
        slot.delivered.add(entry.id)

    async def _ask_name(self, slot: Slot, entry: Entry) -> None:
        """Ask a few times; the lane learns what came of it. A channel that says names itself has nothing to add."""
        channel = self._channels[slot.lane.channel]
        if isinstance(channel, Names):
            body = Named(await self._name(channel, slot))
            await self._accept([Event(id=f"{entry.id}:named", lane=slot.lane.id, at=self._clock.now(), body=body)])
        slot.delivered.add(entry.id)

    async def _name(self, channel: Names, slot: Slot) -> str:
        for tries in range(NAME_TRIES):
            try:
                async with asyncio.timeout(self._settings.patience_seconds):
                    return await channel.name_of(slot.lane.address)
            except (Retry, ChannelDown, TimeoutError) as trouble:
                if tries + 1 < NAME_TRIES:
                    await self._rest(slot, trouble, tries, "name_retry")
            except Exception as reason:  # noqa: BLE001 - refused, or a channel's bug: neither is worth another try
                self._observe("name_refused", lane=slot.lane.id, error=type(reason).__name__)
                break
        return ""

    async def _troubles(self, slot: Slot, entry: Entry, effect: AskTroubles) -> None:
        """Read what the operator has to see to, and tell the lane."""
        body = await read_troubles(self._store, effect.ref)
        await self._accept([Event(id=f"{entry.id}:troubles", lane=slot.lane.id, at=self._clock.now(), body=body)])
        slot.delivered.add(entry.id)

    async def _looks(self, slot: Slot, entry: Entry, effect: AskLooks) -> None:
        """Read which offices had to do with a ticket, and tell the lane."""
        body = await read_looks(self._store, effect.number)
        await self._accept([Event(id=f"{entry.id}:looks", lane=slot.lane.id, at=self._clock.now(), body=body)])
        slot.delivered.add(entry.id)

    async def _draw(self, slot: Slot, entry: Entry, effect: DrawChart) -> None:
        """Draw a chart, and tell the lane."""
        draw, tell = self._draws, self._accept
        await draw_chart(self._store, self._clock, draw, slot, entry, effect, accept=tell, rest=self._rest)

    async def _deliveries(self, slot: Slot, entry: Entry, effect: AskDeliveries) -> None:
        """Read what became of the messages about a ticket, and tell the lane."""
        number = effect.number
        lines, paid = await self._store.deliveries(number), await self._store.count(cost_note(number), {})
        body = Deliveries(effect.ref, number, tuple(lines), {name: count for name, count in paid.items() if count > 0})
        await self._accept([Event(f"{entry.id}:deliveries", slot.lane.id, self._clock.now(), body)])
        slot.delivered.add(entry.id)

    async def _answer_in_private(self, slot: Slot, entry: Entry, effect: AnswerInPrivate) -> Happening:
        """Answer the author of the lane's post; give where that was."""
        channel = self._channels[slot.lane.channel]
        if not isinstance(channel, AnswersInPrivate):
            raise Rejected("this channel answers nobody in private")
        target = Target(slot.lane.address, entry_id=entry.id)
        reply = await channel.answer_in_private(target, effect.message)
        return AnsweredInPrivate(effect.message.ref, reply.address)

    async def _read_post(self, slot: Slot, effect: ReadPost) -> Happening:
        """Read a post; give it as it is now."""
        channel = self._channels[slot.lane.channel]
        if not isinstance(channel, ReadsPosts):
            raise Rejected("this channel reads no posts")
        return await channel.read_post(effect.post, effect.parent) or Unposted(effect.post)

    def _is_old(self, entry: Entry) -> bool:
        patience = timedelta(seconds=self._settings.give_up_seconds)
        return self._clock.now() - entry.since > patience

    async def _rest(self, slot: Slot, trouble: Exception, waited: int, name: str) -> int:
        """Rest before another try, at least as long as the platform says; give how often that was."""
        self._observe(name, lane=slot.lane.id, error=type(trouble).__name__)
        if isinstance(trouble, Unknown):
            await self._notices.unknown_answer(slot.lane.channel, trouble.mark, str(trouble))
        if isinstance(trouble, HelperDown):
            await self._notices.helper_down(trouble.helper, str(trouble))
        after = trouble.after or 0.0 if isinstance(trouble, Retry) else 0.0
        await self._pauses.pause(max(after, self._pauses.backoff(waited + 1)))
        return waited + 1
