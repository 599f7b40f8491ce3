"""One attempt at a message: posted, edited or taken away through its channel, and proven by a receipt."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence

import msgspec

from core.engine.calls import Accept, Bills, take_none
from core.engine.deliveries import lines_of
from core.engine.followed import about_of
from core.engine.outbox import Bundle
from core.engine.whereabouts import Whereabouts
from core.engine.window import Templates, is_open, is_stand_in
from core.vocabulary.audience import readers_of
from core.vocabulary.channel import Channel, Deletes, Edits, Parts, Pins, Target
from core.vocabulary.deliveries import Course, CourseReason
from core.vocabulary.effects import Delete, Edit, OpenTopic, Pin, Send
from core.vocabulary.errors import Barred, Retry, SendError, TargetGone, Unknown, WindowClosed
from core.vocabulary.events import Event
from core.vocabulary.filenames import AS_THEY_ARE, FileWords, neutral_name, safe_name
from core.vocabulary.lanes import Lane, RateMark, Receipt
from core.vocabulary.media import Media
from core.vocabulary.results import NotDeleted
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store


class ClosedWindow(WindowClosed):
    """The window's rule forbids the words; ``refused``: the platform does, and we thought otherwise."""

    def __init__(self, reason: str, *, refused: bool) -> None:
        super().__init__(reason)
        self.refused = refused


class Poster:
    """Make attempts for any lane. Everything raises a ``SendError`` or ``StoreDown``, and ``ClosedWindow``."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        whereabouts: Whereabouts,
        clock: Clock,
        templates: Templates,
        file_words: FileWords = AS_THEY_ARE,
        *,
        accept: Accept = take_none,
        bills: Bills | None = None,
    ) -> None:
        self._store = store
        self._channels = channels
        self._whereabouts = whereabouts
        self._clock = clock
        self._templates = templates
        self._file_words = file_words
        self._accept = accept
        self._bills = bills
        self._rate_marks: dict[str, RateMark] = {}

    def take_rate_mark(self, lane: str) -> RateMark | None:
        """Give, once, what the newest message of a lane counts as."""
        return self._rate_marks.pop(lane, None)

    async def attempt(self, lane: Lane, address: str, bundle: Bundle) -> int:
        """Do it; give how many messages came of it, -1 when there was no need to send any more."""
        effect = bundle.effect
        if isinstance(effect, OpenTopic):
            opened = await self._whereabouts.open(lane, address, effect)
            await self._store.record(Receipt(bundle.entries[0].id, lane.id, self._clock.now()))
            return 0 if opened else -1
        if isinstance(effect, Pin):
            return await self._pin(lane, address, bundle, effect)
        if isinstance(effect, Edit):
            return await self._edit(lane, address, bundle, effect)
        assert isinstance(effect, Send)
        return await self._post(lane, address, bundle, effect)

    async def _edit(self, lane: Lane, address: str, bundle: Bundle, effect: Edit) -> int:
        channel = self._channels[lane.channel]
        shown = await self._whereabouts.find(lane.id, effect.key, address)
        if shown is not None and isinstance(channel, Edits):
            target = Target(address=address, message_ids=shown.message_ids, entry_id=bundle.entries[0].id)
            try:
                await channel.edit(target, await self._whereabouts.linked(lane, address, effect.to))
                await self.record(lane, bundle, (), Send("", ref=effect.to.ref))
                return 0
            except TargetGone:
                await self._whereabouts.forget(lane.id, shown)
        return await self._post(lane, address, bundle, msgspec.structs.replace(effect.to, key=effect.key))

    async def _pin(self, lane: Lane, address: str, bundle: Bundle, effect: Pin) -> int:
        """Pin a message that is there; what the chat does not allow is left."""
        channel = self._channels[lane.channel]
        shown = await self._whereabouts.find(lane.id, effect.key, address)
        there = shown is not None and bool(shown.message_ids)
        if shown is not None and there and isinstance(channel, Pins):
            target = Target(address=address, message_ids=shown.message_ids, entry_id=bundle.entries[0].id)
            try:
                await channel.pin(target)
            except SendError as refused:
                if isinstance(refused, Retry) and not isinstance(refused, Unknown | Barred):
                    raise
        await self._store.record(Receipt(bundle.entries[0].id, lane.id, self._clock.now()))
        return 0 if there else -1

    async def remove(self, lane: Lane, address: str, bundle: Bundle, effect: Delete) -> tuple[Event, ...]:
        """Take a message away; what has to stay loses its words, and the lane learns of its files."""
        channel = self._channels[lane.channel]
        entry = bundle.entries[0].id
        shown = await self._whereabouts.find(lane.id, effect.key, address)
        left: tuple[str, ...] = ()
        if shown is not None and shown.message_ids:
            target = Target(address=address, message_ids=shown.message_ids, entry_id=entry)
            left = await channel.delete(target) if isinstance(channel, Deletes) else shown.message_ids
            if left and isinstance(channel, Edits) and left[0] == shown.message_ids[0]:
                with contextlib.suppress(TargetGone):
                    await channel.edit(Target(address=address, message_ids=left, entry_id=entry), effect.instead)
            elif not left:
                await self._whereabouts.forget(lane.id, shown)
        await self.record(lane, bundle, (), reason="taken_away")
        if not left or not effect.files:
            return ()
        body = NotDeleted(effect.ref, min(effect.files, len(left)))
        return (Event(id=f"{entry}:stays", lane=lane.id, at=self._clock.now(), body=body),)

    async def _post(self, lane: Lane, address: str, bundle: Bundle, message: Send) -> int:
        channel = self._channels[lane.channel]
        if is_stand_in(message) and is_open(lane.heard_at, self._clock.now(), channel.capabilities.window):
            await self.record(
                lane, bundle, (), course="skipped", reason="released"
            )  # the person has written meanwhile: the words themselves go out
            return -1
        media = await self._media(message)
        reply_to = message.reply_to
        if message.reply_key and (shown := await self._whereabouts.find(lane.id, message.reply_key, address)):
            reply_to = shown.message_ids[0] if shown.message_ids else reply_to
        target = Target(
            address=address,
            thread=await self._whereabouts.thread(lane.id, message.topic, address),
            reply_to=reply_to,
            entry_id=bundle.entries[0].id,
            public=readers_of(lane.id) == "public",
        )
        linked = await self._whereabouts.linked(lane, address, message)
        message_ids = await self._send(lane, channel, target, linked, media)
        if channel.capabilities.paid and message_ids:
            billed = channel.parts(linked) if isinstance(channel, Parts) else len(message_ids)
            await self._count(lane, bundle, message, billed)
        await self.record(lane, bundle, message_ids, message, address)
        return len(message_ids)

    async def _count(self, lane: Lane, bundle: Bundle, message: Send, messages: int) -> None:
        """Have messages about tickets counted before their receipt: after a kill in between it is done again, once."""
        if self._bills is not None and any(about_of(entry.effect) for entry in bundle.entries):
            entry_id, now = bundle.entries[0].id, self._clock.now()
            event = self._bills.event(entry_id, lane.channel, messages, now, template=is_stand_in(message))
            await self._accept((event,))

    async def _send(
        self, lane: Lane, channel: Channel, target: Target, message: Send, media: Sequence[Media]
    ) -> tuple[str, ...]:
        """Send by the window's rule: words inside it, outside only typed words alone or a template and nothing else."""
        now, can = self._clock.now(), channel.capabilities
        # In public there is no window: it is about private chats.
        if target.public or is_open(lane.heard_at, now, can.window):
            try:
                return await channel.send(target, message, media)
            except TargetGone:
                return await channel.send(msgspec.structs.replace(target, reply_to=""), message, media)
            except WindowClosed as closed:
                if can.window is None:
                    raise
                raise ClosedWindow(str(closed), refused=True) from None
        if message.alone and can.typed_window is not None and is_open(lane.heard_at, now, can.typed_window):
            return await channel.send(msgspec.structs.replace(target, typed=True, reply_to=""), message, ())
        if not is_stand_in(message):
            raise ClosedWindow("window closed, no template fits", refused=False)
        template = self._templates(lane.channel, message)
        if template is None:
            raise WindowClosed("window closed, no template fits")
        return await channel.send(msgspec.structs.replace(target, template=template, reply_to=""), message, ())

    async def record(
        self,
        lane: Lane,
        bundle: Bundle,
        message_ids: tuple[str, ...],
        message: Send | None = None,
        address: str = "",
        *,
        course: Course = "sent",
        reason: CourseReason = "",
    ) -> None:
        """Write the receipts of a bundle's entries; ``message_ids`` are those of ``message`` in the chat.

        What came of it is their line in the delivery log.
        """
        now = self._clock.now()
        windowed = self._channels[lane.channel].capabilities.window is not None
        receipts = lines_of(lane, bundle, now, course, reason, ref=message.ref if message else "")
        if message is not None:
            weight = max(1, len(message_ids))
            self._rate_marks[lane.id] = RateMark(receipts[0].id, now, weight)
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
            self._whereabouts.remember(lane.id, receipts[0])

    async def _media(self, message: Send) -> list[Media]:
        """Read the files; each is called what the message calls it, and otherwise by what it is."""
        found: list[Media] = []
        for item in message.evidence:
            media = await self._store.get_media(item.media) if item.media else None
            if media is not None:
                number = len(found) + 1
                words = self._file_words
                name = safe_name(item.name, item.kind, media.mime, words) if item.name else ""
                named = name or neutral_name(item.kind, media.mime, number, media.name, words)
                found.append(msgspec.structs.replace(media, name=named))
        return found
