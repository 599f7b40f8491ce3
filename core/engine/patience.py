"""What a lane does when a message does not go out: wait, let others overtake, or keep all for a chat that is shut."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from core.engine.calls import Accept, Observe
from core.engine.gate import Gate
from core.engine.notices import Notices
from core.engine.outbox import Bundle
from core.engine.sending import Settled
from core.engine.settings import EngineSettings
from core.engine.slots import Slot
from core.vocabulary.errors import ChannelDown
from core.vocabulary.events import Event, LetIn, ShutOut
from core.vocabulary.lane_names import is_never_given_up, outlasts_outages
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

STUBBORN_TRIES = 5
"""Tries after which a message that holds others up lets one of them try: if that one goes out, it was the message."""

SUSPECTS_MOST = 10
"""Messages that may step aside before one has gone out: when everything fails, it is not the messages' fault."""

ASIDE_SECONDS = 300.0
"""How often a message that stepped aside is tried again."""


class Patience:
    """Decide for all lanes of a process; ``backoff`` gives the seconds before another try."""

    def __init__(
        self,
        store: Store,
        gate: Gate,
        notices: Notices,
        clock: Clock,
        *,
        settings: EngineSettings,
        accept: Accept,
        observe: Observe,
        backoff: Callable[[int], float],
    ) -> None:
        self._store = store
        self._gate = gate
        self._notices = notices
        self._clock = clock
        self._accept = accept
        self._observe = observe
        self._backoff = backoff
        self._give_up = timedelta(seconds=settings.give_up_seconds)

    def is_too_old(self, slot: Slot, bundle: Bundle, settled: Settled) -> bool:
        """Tell whether a message is given up: a channel that is down is no message's fault, all of them wait for it."""
        first = bundle.entries[0]
        if settled.down is not None or is_never_given_up(slot.lane.id):
            return False
        stubborn = first.id in slot.aside and first.id not in slot.suspects  # others went out meanwhile
        return self._clock.now() - first.since > self._give_up and (stubborn or not outlasts_outages(slot.lane.id))

    async def failed(self, slot: Slot, bundle: Bundle, settled: Settled, *, others: bool) -> float:
        """Note a failed try; give the seconds to wait before the next one, 0 where the lane may go on at once.

        ``others`` tells whether messages wait behind this one. Raises ``StoreDown``.
        """
        if settled.barred:
            await self._barred(slot, bundle, settled)
            return 0.0
        if settled.down is not None:
            await self._down(slot.lane.channel, settled.down)
            return 0.0
        if settled.unknown:
            await self._notices.unknown_answer(slot.lane.channel, settled.unknown, settled.detail)
        if settled.throttled:
            return self._again(slot, settled, settled.retry or 0.0)
        first = bundle.entries[0].id
        slot.tries[first] = slot.tries.get(first, 0) + 1
        if self._steps_aside(slot, bundle, others=others):
            return 0.0
        return self._again(slot, settled, self._backoff(slot.tries[first]))

    def _again(self, slot: Slot, settled: Settled, seconds: float) -> float:
        self._observe("send_retry", lane=slot.lane.id, detail=settled.detail, seconds=round(seconds, 1))
        return seconds

    def _steps_aside(self, slot: Slot, bundle: Bundle, *, others: bool) -> bool:
        """Let the messages behind a stubborn one try; one that fails too, and is not stubborn, calls them back."""
        first = bundle.entries[0].id
        if slot.tries[first] < STUBBORN_TRIES or not others or len(slot.suspects) >= SUSPECTS_MOST:
            for entry_id in slot.suspects:
                slot.aside.pop(entry_id, None)
            slot.suspects = ()
            return False
        due = self._clock.now() + timedelta(seconds=ASIDE_SECONDS)
        slot.aside.update({entry.id: due for entry in bundle.entries})
        slot.suspects = (*slot.suspects, first)
        return True

    # --- a chat or a channel that takes nothing -------------------------------------------------------------------

    async def _barred(self, slot: Slot, bundle: Bundle, settled: Settled) -> None:
        """Keep everything for a chat that shut us out, and say so once."""
        now = self._clock.now()
        slot.resting_until = now + timedelta(seconds=settled.retry or 0.0)
        if not slot.barred:
            slot.barred = True
            self._observe("shut_out", lane=slot.lane.id, error=settled.detail)
        # Told with every try, for one that was under way when the chat let us in may have ended after that news.
        await self._say(slot, bundle, "shut_out", ShutOut(settled.detail))

    async def _say(self, slot: Slot, bundle: Bundle, name: str, body: ShutOut | LetIn) -> None:
        if is_never_given_up(slot.lane.id):
            now = self._clock.now()
            event_id = f"{name}:{bundle.entries[0].id}:{now.isoformat()}"
            await self._accept([Event(event_id, slot.lane.id, now, body)])

    async def _down(self, channel: str, down: ChannelDown) -> None:
        now = self._clock.now()
        self._gate.close(channel)
        if await self._store.channel_down(channel, str(down), now):
            self._observe("channel_down", channel=channel, error=str(down), advice=down.advice)
            values = {"channel": channel, "reason": str(down), "advice": down.advice}
            await self._notices.tell(f"down:{channel}:{now.isoformat()}", "officials.notice.channel_down", values)

    # --- a message that went out ----------------------------------------------------------------------------------

    async def settled(self, slot: Slot, bundle: Bundle, *, sent: bool) -> None:
        """Note that a message is done with; one that went out proves that chat and channel work."""
        for entry in bundle.entries:
            slot.tries.pop(entry.id, None)
        slot.resting_until = None
        if not sent:
            return
        channel = slot.lane.channel
        if self._gate.open(channel) and await self._store.channel_up(channel):
            now = self._clock.now()
            self._observe("channel_up", channel=channel)
            values = {"channel": channel}
            await self._notices.tell(f"up:{channel}:{now.isoformat()}", "officials.notice.channel_up", values)
        if slot.barred:
            self._observe("let_in", lane=slot.lane.id)
        if slot.barred is not False:  # a process that has just begun does not know how it was before
            slot.barred = False
            await self._say(slot, bundle, "let_in", LetIn())
        proven, slot.suspects = slot.suspects, ()
        await self._tell_of(slot, proven)

    async def _tell_of(self, slot: Slot, stubborn: Sequence[str]) -> None:
        for entry_id in stubborn:
            self._observe("set_aside", lane=slot.lane.id, entry=entry_id)
            await self._notices.tell(f"{entry_id}:set_aside", "officials.notice.set_aside", {})
