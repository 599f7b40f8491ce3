"""One message through a channel: find its target, send or edit it, write the receipt, and name what the error means."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence

import msgspec

from core.engine.keys import Keys
from core.engine.outbox import Bundle
from core.engine.reach import check_reach
from core.engine.window import Templates, is_open, is_stand_in
from core.vocabulary.channel import Channel, Deletes, Edits, Target, Topics
from core.vocabulary.effects import Delete, Edit, OpenTopic, Send
from core.vocabulary.errors import (
    Barred,
    ChannelDown,
    Moved,
    Rejected,
    Retry,
    SendError,
    StoreDown,
    TargetGone,
    TopicGone,
    Unknown,
    Unreachable,
    WindowClosed,
)
from core.vocabulary.events import Delivered, Event, Migrated, NotDeleted, Undelivered, is_never_given_up
from core.vocabulary.filenames import neutral_name, safe_name
from core.vocabulary.lanes import DeadLetter, Lane, RateMark, Receipt
from core.vocabulary.media import Media
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

KEYS_CACHED = 2000
MOVES_FOLLOWED = 3
BUG_TRIES = 5
"""Tries of a message on which a channel raises what it never should, before it becomes a dead letter."""

BARRED_SECONDS = 60.0
"""How often a chat that shut us out is tried again; an event that says that we are back is acted on at once."""


class Settled(msgspec.Struct, frozen=True):
    """How a try ended: ``sent`` as so many ``messages`` of the platform, or ``needless``.

    Or ``retry`` in seconds (0 = back off), with ``down`` a pause of the channel, ``barred``: the chat takes nothing
    until somebody there acts, ``throttled``: the platform told how long, ``unknown``: no rule knows the answer. Or
    ``hold``: the window is closed and no template fits, or ``stand_in``: one does, and ``refused`` if it was the
    platform that said so. Or none of these: it will never arrive, and ``events`` say so, or it need not any more.
    """

    sent: bool = False
    needless: bool = False
    messages: int = 0
    hold: bool = False
    stand_in: bool = False
    refused: bool = False
    retry: float | None = None
    unknown: str = ""
    down: ChannelDown | None = None
    barred: bool = False
    throttled: bool = False
    detail: str = ""
    events: tuple[Event, ...] = ()


class _Closed(WindowClosed):
    """The window's rule forbids the words; ``refused``: the platform does, and we thought otherwise."""

    def __init__(self, reason: str, *, refused: bool) -> None:
        super().__init__(reason)
        self.refused = refused


def topic_receipt(lane: str, key: str) -> str:
    """Name the receipt that holds a topic's thread id."""
    return f"{lane}#topic:{key}"


class Sender:
    """Sends bundles of any lane; keeps a bounded memory of where keyed messages are.

    ``patience_seconds`` ends a try: it is shorter than what a lease has left, so that nobody takes over meanwhile.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        templates: Templates,
        patience_seconds: float,
    ) -> None:
        self._templates = templates
        self._store = store
        self._patience_seconds = patience_seconds
        self._channels = channels
        self._clock = clock
        self.keys = Keys(KEYS_CACHED)
        self.rate_marks: dict[str, RateMark] = {}
        """What the newest sending of a lane counts as; its delivery takes it out."""

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
                        await self._reopen(lane, address, bundle)
                        topic_gone = False
                    if isinstance(bundle.effect, Delete):
                        stays = await self._remove(lane, address, bundle, bundle.effect)
                        return Settled(sent=True, detail="Delete", events=(*events, *stays))
                    messages = await self._attempt(lane, address, bundle)
                kind = type(bundle.effect).__name__
                needless = messages < 0
                events = (*events, *self._delivered(lane, bundle))
                return Settled(
                    sent=not needless, messages=max(0, messages), needless=needless, detail=kind, events=events
                )
            except Moved as moved:
                address = moved.address
                events = (await self._moved(lane, address),)
            except TopicGone:
                topic_gone = True
            except Barred as barred:
                return Settled(retry=barred.after or BARRED_SECONDS, barred=True, detail=str(barred), events=events)
            except Retry as later:
                mark = later.mark if isinstance(later, Unknown) else ""
                seconds, told = later.after or 0.0, str(later)
                return Settled(retry=seconds, throttled=seconds > 0, unknown=mark, detail=told, events=events)
            except ChannelDown as down:
                return Settled(retry=0.0, down=down, detail=str(down))
            except _Closed as closed:
                fits = isinstance(bundle.effect, Send) and self._templates(bundle.effect) is not None
                return Settled(hold=not fits, stand_in=fits, refused=closed.refused, detail=str(closed), events=events)
            except WindowClosed as closed:
                return Settled(hold=True, detail=str(closed), events=events)
            except Unreachable as away:
                if is_never_given_up(lane.id):
                    return Settled(retry=BARRED_SECONDS, barred=True, detail=str(away), events=events)
                await self._receipts(lane, bundle, ())
                return Settled(
                    detail=str(away), events=(*events, *self._undelivered(lane, bundle, "unreachable", away))
                )
            except Rejected as bug:
                return await self.give_up(lane, bundle, str(bug))
            except TimeoutError:
                return Settled(retry=0.0, detail="no answer in time", events=events)
            except StoreDown:
                raise
            except Exception as bug:  # noqa: BLE001 - a channel's bug must not stop the lane: tried again, then buried
                detail = str(bug) if isinstance(bug, SendError) else f"unexpected {type(bug).__name__}"
                if tries + 1 < BUG_TRIES:
                    return Settled(retry=0.0, detail=detail, events=events)
                return await self.give_up(lane, bundle, detail)
        return Settled(retry=0.0, detail="moved or reopened too often")

    async def give_up(self, lane: Lane, bundle: Bundle, detail: str) -> Settled:
        """Make dead letters of a bundle that cannot be sent, and say so to the lane."""
        for entry in bundle.entries:
            letter = DeadLetter(entry.id, "entry", lane.id, self._clock.now(), detail, entry=entry)
            await self._store.bury(letter)
        await self._receipts(lane, bundle, ())
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
        """Say that messages arrived to a lane that asked; platforms with a window say it themselves, by a status."""
        if self._channels[lane.channel].capabilities.window is not None:
            return ()
        now = self._clock.now()
        return tuple(
            Event(f"{entry.id}:delivered", lane.id, now, Delivered(entry.id, entry.effect.ref))
            for entry in bundle.entries
            if isinstance(entry.effect, Send) and entry.effect.confirm
        )

    async def _moved(self, lane: Lane, address: str) -> Event:
        await self._store.alias(f"{lane.channel}:{address}", lane.id)
        event_id = f"moved:{lane.id}:{address}"
        return Event(id=event_id, lane=lane.id, at=self._clock.now(), body=Migrated(address=address))

    # --- one attempt ----------------------------------------------------------------------------------------------

    async def _attempt(self, lane: Lane, address: str, bundle: Bundle) -> int:
        """Do it; give how many messages came of it, -1 when there was no need to send any more."""
        effect = bundle.effect
        if isinstance(effect, OpenTopic):
            opened = await self._open(lane, address, effect)
            await self._store.record(Receipt(bundle.entries[0].id, lane.id, self._clock.now()))
            return 0 if opened else -1
        if isinstance(effect, Edit):
            return await self._edit(lane, address, bundle, effect)
        assert isinstance(effect, Send)
        return await self._post(lane, address, bundle, effect)

    async def _edit(self, lane: Lane, address: str, bundle: Bundle, effect: Edit) -> int:
        channel = self._channels[lane.channel]
        shown = await self._find(lane.id, effect.key, address)
        if shown is not None and isinstance(channel, Edits):
            target = Target(address=address, message_ids=shown.message_ids, entry_id=bundle.entries[0].id)
            try:
                await channel.edit(target, effect.to)
                await self._receipts(lane, bundle, (), Send("", ref=effect.to.ref))
                return 0
            except TargetGone:
                await self._store.forget(shown.id)
                self.keys.drop(lane.id, effect.key)
        return await self._post(lane, address, bundle, msgspec.structs.replace(effect.to, key=effect.key))

    async def _remove(self, lane: Lane, address: str, bundle: Bundle, effect: Delete) -> tuple[Event, ...]:
        """Take a message away; what has to stay loses its words, and the lane learns of its files."""
        channel = self._channels[lane.channel]
        entry = bundle.entries[0].id
        shown = await self._find(lane.id, effect.key, address)
        left: tuple[str, ...] = ()
        if shown is not None and shown.message_ids:
            target = Target(address=address, message_ids=shown.message_ids, entry_id=entry)
            left = await channel.delete(target) if isinstance(channel, Deletes) else shown.message_ids
            if left and isinstance(channel, Edits) and left[0] == shown.message_ids[0]:
                with contextlib.suppress(TargetGone):
                    await channel.edit(Target(address=address, message_ids=left, entry_id=entry), effect.instead)
            elif not left:
                await self._store.forget(shown.id)
                self.keys.drop(lane.id, effect.key)
        await self._receipts(lane, bundle, ())
        if not left or not effect.files:
            return ()
        body = NotDeleted(effect.ref, min(effect.files, len(left)))
        return (Event(id=f"{entry}:stays", lane=lane.id, at=self._clock.now(), body=body),)

    async def _post(self, lane: Lane, address: str, bundle: Bundle, message: Send) -> int:
        channel = self._channels[lane.channel]
        if is_stand_in(message) and is_open(lane.heard_at, self._clock.now(), channel.capabilities.window):
            await self._receipts(lane, bundle, ())  # the person has written meanwhile: the words themselves go out
            return -1
        media = await self._media(message)
        reply_to = message.reply_to
        if message.reply_key and (shown := await self._find(lane.id, message.reply_key, address)):
            reply_to = shown.message_ids[0] if shown.message_ids else reply_to
        target = Target(
            address=address,
            thread=await self._thread(lane.id, message.topic, address),
            reply_to=reply_to,
            entry_id=bundle.entries[0].id,
        )
        message_ids = await self._send(lane, channel, target, message, media)
        await self._receipts(lane, bundle, message_ids, message, address)
        return len(message_ids)

    async def _send(
        self, lane: Lane, channel: Channel, target: Target, message: Send, media: Sequence[Media]
    ) -> tuple[str, ...]:
        """Send by the window's rule: words inside it, outside only a message that is a template and nothing else."""
        if is_open(lane.heard_at, self._clock.now(), channel.capabilities.window):
            try:
                return await channel.send(target, message, media)
            except TargetGone:
                return await channel.send(msgspec.structs.replace(target, reply_to=""), message, media)
            except WindowClosed as closed:
                if channel.capabilities.window is None:
                    raise
                raise _Closed(str(closed), refused=True) from None
        if not is_stand_in(message):
            raise _Closed("window closed, no template fits", refused=False)
        template = self._templates(message)
        if template is None:
            raise WindowClosed("window closed, no template fits")
        return await channel.send(msgspec.structs.replace(target, template=template, reply_to=""), message, ())

    async def _receipts(
        self, lane: Lane, bundle: Bundle, message_ids: tuple[str, ...], message: Send | None = None, address: str = ""
    ) -> None:
        now = self._clock.now()
        windowed = self._channels[lane.channel].capabilities.window is not None
        receipts = [Receipt(entry.id, lane.id, now, ref=message.ref if message else "") for entry in bundle.entries]
        if message is not None:
            weight = max(1, len(message_ids))
            self.rate_marks[lane.id] = RateMark(receipts[0].id, now, weight)
            receipts[0] = msgspec.structs.replace(
                receipts[0],
                message_ids=message_ids,
                key=message.key,
                address=address,
                weight=weight,
                message=message if windowed and message_ids else None,
            )
        # Asked at once they are one write: a kill between two would have half of a joined message said again.
        await asyncio.gather(*(self._store.record(receipt) for receipt in receipts))
        if receipts[0].key:
            self.keys.put(lane.id, receipts[0])

    async def _media(self, message: Send) -> list[Media]:
        """Read the files; each is called what the message calls it, and otherwise by what it is."""
        found: list[Media] = []
        for item in message.evidence:
            media = await self._store.get_media(item.media) if item.media else None
            if media is not None:
                number = len(found) + 1
                name = safe_name(item.name, item.kind, media.mime) if item.name else ""
                named = name or neutral_name(item.kind, media.mime, number, media.name)
                found.append(msgspec.structs.replace(media, name=named))
        return found

    # --- topics and keys ------------------------------------------------------------------------------------------

    async def _thread(self, lane: str, topic: str, address: str) -> str:
        if not topic:
            return ""
        receipt = await self._known(lane, f"topic:{topic}")
        if receipt is not None and receipt.address not in ("", address):
            raise TopicGone("the topic is in the chat's former place")
        return receipt.message_ids[0] if receipt and receipt.message_ids else ""

    async def _open(self, lane: Lane, address: str, topic: OpenTopic) -> bool:
        """See to it that a topic is there; tell whether it had to be opened."""
        known = await self._known(lane.id, f"topic:{topic.key}")
        if known is not None and known.address in ("", address):
            return False
        await self._open_anew(lane, address, topic, gone=known)
        return True

    async def _open_anew(self, lane: Lane, address: str, topic: OpenTopic, gone: Receipt | None = None) -> None:
        """Open a topic; what is known of a former one is forgotten only then, so that its name survives a refusal."""
        key = f"topic:{topic.key}"
        channel = self._channels[lane.channel]
        if not isinstance(channel, Topics):
            raise Rejected("there are no topics here")
        thread = await channel.open_topic(address, topic)
        if gone is not None:
            await self._store.forget(gone.id)
            self.keys.drop(lane.id, key)
        receipt = Receipt(
            topic_receipt(lane.id, topic.key), lane.id, self._clock.now(), (thread,), key, topic.name, address
        )
        await self._store.record(receipt)
        self.keys.put(lane.id, receipt)

    async def _reopen(self, lane: Lane, address: str, bundle: Bundle) -> None:
        effect = bundle.effect.to if isinstance(bundle.effect, Edit) else bundle.effect
        topic = effect.topic if isinstance(effect, Send) else effect.key if isinstance(effect, OpenTopic) else ""
        key = f"topic:{topic}"
        gone = await self._known(lane.id, key)
        await self._open_anew(lane, address, OpenTopic(topic, gone.ref if gone else topic), gone)

    async def _find(self, lane: str, key: str, address: str) -> Receipt | None:
        """Give the receipt of a keyed message, if it is still in this chat: elsewhere its ids mean nothing."""
        receipt = await self._known(lane, key)
        return receipt if receipt is not None and receipt.address in ("", address) else None

    async def _known(self, lane: str, key: str) -> Receipt | None:
        receipt = self.keys.get(lane, key)
        if receipt is None:
            receipt = await self._store.by_key(lane, key)
            if receipt is not None:
                self.keys.put(lane, receipt)
        return receipt
