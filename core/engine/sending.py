"""One message through a channel: tried once, with what its error means for the lane."""

import asyncio
from collections.abc import Mapping

import msgspec

from core.engine.outbox import Bundle
from core.engine.posting import ClosedWindow, Poster
from core.engine.reach import check_reach
from core.engine.whereabouts import Whereabouts
from core.engine.window import Templates, may_speak, whole_of
from core.vocabulary.channel import Channel
from core.vocabulary.effects import Delete, Edit, Send
from core.vocabulary.errors import (
    Barred,
    ChannelDown,
    Moved,
    Rejected,
    Retry,
    SendError,
    StoreDown,
    TopicGone,
    Unknown,
    Unreachable,
    WindowClosed,
)
from core.vocabulary.events import Event, Migrated
from core.vocabulary.lane_names import is_never_given_up
from core.vocabulary.lanes import DeadLetter, Lane, RateMark
from core.vocabulary.results import Delivered, Undelivered
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

MOVES_FOLLOWED = 3
BUG_TRIES = 5
"""Tries of a message on which a channel raises what it never should, before it becomes a dead letter."""

BARRED_SECONDS = 60.0
"""How often a chat that shut us out is tried again; an event that says that we are back is acted on at once."""


class Settled(msgspec.Struct, frozen=True):
    """How a try ended: ``sent`` as so many ``messages`` of the platform, or ``needless``.

    Or ``retry`` in seconds (0 = back off), with ``down`` a pause of the channel, ``barred``: the chat takes nothing
    until somebody there acts, ``throttled``: the platform told how long, ``unknown``: no rule knows the answer. Or the
    window is closed, and ``refused`` if it was the platform that said so: it takes typed words (``speak``), or a
    template that fits (``stand_in``), or nothing (``withhold``). Or none of these: it will never arrive, and ``events``
    say so, or it need not any more.
    """

    sent: bool = False
    needless: bool = False
    messages: int = 0
    withhold: bool = False
    speak: bool = False
    stand_in: bool = False
    refused: bool = False
    retry: float | None = None
    unknown: str = ""
    down: ChannelDown | None = None
    barred: bool = False
    throttled: bool = False
    detail: str = ""
    events: tuple[Event, ...] = ()


class Sender:
    """Send bundles of any lane. ``patience_seconds`` ends a try."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        poster: Poster,
        whereabouts: Whereabouts,
        clock: Clock,
        templates: Templates,
        patience_seconds: float,
    ) -> None:
        self._store = store
        self._channels = channels
        self._poster = poster
        self._whereabouts = whereabouts
        self._clock = clock
        self._templates = templates
        self._patience_seconds = patience_seconds

    def take_rate_mark(self, lane: str) -> RateMark | None:
        """Give, once, what the newest message of a lane counts as against the platform's rate."""
        return self._poster.take_rate_mark(lane)

    async def send(self, lane: Lane, bundle: Bundle, tries: int) -> Settled:
        """Try once. Raises ``StoreDown`` only."""
        address = lane.address
        events: tuple[Event, ...] = ()
        topic_gone = False
        for _move in range(MOVES_FOLLOWED):
            try:
                check_reach(lane.id, bundle.effect, self._channels[lane.channel].capabilities)
                async with asyncio.timeout(self._patience_seconds):
                    if topic_gone:
                        await self._whereabouts.reopen(lane, address, bundle)
                        topic_gone = False
                    return await self._once(lane, address, bundle, events)
            except Moved as moved:
                address = moved.address
                events = (await self._moved(lane, address),)
            except TopicGone:
                topic_gone = True
            except StoreDown:
                raise
            except Exception as error:  # noqa: BLE001 - a channel's bug must not stop the lane
                return await self._meaning(lane, bundle, error, events, tries)
        return Settled(retry=0.0, detail="moved or reopened too often")

    async def _once(self, lane: Lane, address: str, bundle: Bundle, events: tuple[Event, ...]) -> Settled:
        if isinstance(bundle.effect, Delete):
            stays = await self._poster.remove(lane, address, bundle, bundle.effect)
            return Settled(sent=True, detail="Delete", events=(*events, *stays))
        messages = await self._poster.attempt(lane, address, bundle)
        needless = messages < 0
        kind = type(bundle.effect).__name__
        events = (*events, *self._delivered(lane, bundle))
        return Settled(sent=not needless, messages=max(0, messages), needless=needless, detail=kind, events=events)

    async def _meaning(
        self, lane: Lane, bundle: Bundle, error: Exception, events: tuple[Event, ...], tries: int
    ) -> Settled:
        """Name what an error means for the lane; the narrower kinds stand before the wider."""
        detail = str(error)
        match error:
            case Barred():
                return Settled(retry=error.after or BARRED_SECONDS, barred=True, detail=detail, events=events)
            case Retry():
                mark, seconds = error.mark if isinstance(error, Unknown) else "", error.after or 0.0
                return Settled(retry=seconds, throttled=seconds > 0, unknown=mark, detail=detail, events=events)
            case ChannelDown():
                return Settled(retry=0.0, down=error, detail=detail)
            case WindowClosed():
                return self._closed(lane, bundle, error, events)
            case Unreachable():
                return await self._unreachable(lane, bundle, error, events)
            case Rejected():
                return await self.give_up(lane, bundle, detail)
            case TimeoutError():
                return Settled(retry=0.0, detail="no answer in time", events=events)
        # A bug of the channel: tried again, then buried.
        detail = detail if isinstance(error, SendError) else f"unexpected {type(error).__name__}"
        if tries + 1 < BUG_TRIES:
            return Settled(retry=0.0, detail=detail, events=events)
        return await self.give_up(lane, bundle, detail)

    def _closed(self, lane: Lane, bundle: Bundle, closed: WindowClosed, events: tuple[Event, ...]) -> Settled:
        """Say what may go in place of a message: its typed words, else a template; after a template nothing."""
        detail, refused = str(closed), isinstance(closed, ClosedWindow) and closed.refused
        typed_window = self._channels[lane.channel].capabilities.typed_window
        if may_speak(lane, bundle.entries, self._clock.now(), typed_window):
            return Settled(speak=True, refused=refused, detail=detail, events=events)
        fits = False
        if isinstance(bundle.effect, Send) and (isinstance(closed, ClosedWindow) or bundle.effect.alone):
            whole = whole_of(lane, bundle.entries[0]) if bundle.effect.alone else bundle.effect
            fits = self._templates(lane.channel, whole) is not None
        return Settled(withhold=not fits, stand_in=fits, refused=refused, detail=detail, events=events)

    async def _unreachable(self, lane: Lane, bundle: Bundle, away: Unreachable, events: tuple[Event, ...]) -> Settled:
        if is_never_given_up(lane.id):
            return Settled(retry=BARRED_SECONDS, barred=True, detail=str(away), events=events)
        await self._poster.record(lane, bundle, (), course="failed", reason="unreachable")
        return Settled(detail=str(away), events=(*events, *self._undelivered(lane, bundle, "unreachable", away)))

    async def give_up(self, lane: Lane, bundle: Bundle, detail: str) -> Settled:
        """Make dead letters of a bundle that cannot be sent, and say so to the lane."""
        for entry in bundle.entries:
            letter = DeadLetter(entry.id, "entry", lane.id, self._clock.now(), detail, entry=entry)
            await self._store.bury(letter)
        await self._poster.record(lane, bundle, (), course="failed", reason="rejected")
        return Settled(detail=detail, events=self._undelivered(lane, bundle, "rejected", Rejected(detail)))

    def _undelivered(self, lane: Lane, bundle: Bundle, reason: str, error: SendError) -> tuple[Event, ...]:
        now = self._clock.now()
        events = []
        for entry in bundle.entries:
            effect = entry.effect.to if isinstance(entry.effect, Edit) else entry.effect
            ref = effect.ref if isinstance(effect, Send | Delete) else ""
            body = Undelivered(entry.id, ref, reason, str(error))  # type: ignore[arg-type]
            events.append(Event(id=f"{entry.id}:undelivered", lane=lane.id, at=now, body=body))
        return tuple(events)

    def _delivered(self, lane: Lane, bundle: Bundle) -> tuple[Event, ...]:
        """Say that messages arrived to a lane that asked; platforms with a window say it themselves, by a status.

        Of typed words alone, what the platform takes has arrived: it takes them only where it delivers them.
        """
        now = self._clock.now()
        capabilities = self._channels[lane.channel].capabilities
        windowed = capabilities.window is not None or capabilities.waits
        return tuple(
            Event(f"{entry.id}:delivered", lane.id, now, Delivered(entry.id, entry.effect.ref))
            for entry in bundle.entries
            if isinstance(entry.effect, Send) and entry.effect.confirm and (entry.effect.alone or not windowed)
        )

    async def _moved(self, lane: Lane, address: str) -> Event:
        await self._store.alias(f"{lane.channel}:{address}", lane.id)
        event_id = f"moved:{lane.id}:{address}"
        return Event(id=event_id, lane=lane.id, at=self._clock.now(), body=Migrated(address=address))
