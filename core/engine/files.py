"""Bring a file from its platform into our store: downloaded, tidied, named, known again; tried again without a lane."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from msgspec import structs

from core.engine.calls import Accept
from core.engine.slots import Slot
from core.vocabulary.channel import Channel, Fetches
from core.vocabulary.charts import Draw
from core.vocabulary.effects import Fetch
from core.vocabulary.errors import ChannelDown, FetchError, HelperDown, MediaTooLarge, Retry, StoreDown, Unknown
from core.vocabulary.events import Event, File, Happening
from core.vocabulary.filenames import AS_THEY_ARE, FileWords, neutral_name
from core.vocabulary.lanes import Entry
from core.vocabulary.media import Hear, Held, Known, Media, Recognise, Spool, Spooling, Tidied, Tidy
from core.vocabulary.report import TELLTALE, Alike, Facts, Origin
from core.vocabulary.results import Fetched, FileRefusal, Heard, NotFetched
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

BUG_TRIES = 5
"""Tries of a download that ends in an error which no channel should raise."""

FETCH_TRIES = 12
"""With back-off from one second to the cap this is about half an hour: a platform's file address lives longer."""

DOUBTED_TRIES = 4
"""Tries of a file of which the platform leaves open whether it is gone."""

HEAR_TRIES = 5
"""Tries of having a sound written down: who sent it may wait for it, and the sound itself is there."""

AT_ONCE = 6
"""Files on their way at a time, of all lanes: the largest have 20 MB on the disk, and pictures are drawn anew."""

ORIGIN_DIGITS = 4
"""Of degrees: eleven metres, as much as telling 300 metres needs."""

SOUNDS = ("voice", "audio", "video_note")


async def as_it_is(media: Media, file: File, into: Spool) -> Tidied:
    """Take a file as it is, where nothing is there to tidy it: it may tell who made it."""
    return Tidied(media, telltale=True)


async def nothing_known(known: Known) -> tuple[Alike, ...]:
    """Find no earlier file, where nothing looks for them."""
    return ()


@dataclass(frozen=True, slots=True)
class FileTools:
    """What files are worked on with; without ``hear`` nobody writes down what is said in them, without ``draw``
    there are no charts. ``spool`` is where files lie on their way."""

    spool: Spooling = Held
    tidy: Tidy = as_it_is
    recognise: Recognise = nothing_known
    hear: Hear | None = None
    draw: Draw | None = None
    words: FileWords = field(default_factory=lambda: AS_THEY_ARE)


Rest = Callable[[Slot, Exception, int, str], Awaitable[int]]
"""Rests before another try; gives how often that was."""


class Files:
    """Bring files for all lanes of a process. A download holds up nobody, however often it is tried."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        accept: Accept,
        rest: Rest,
        is_old: Callable[[Entry], bool],
        tools: FileTools,
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._accept = accept
        self._rest = rest
        self._is_old = is_old
        self._tools = tools
        self._room = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, slot: Slot, entry: Entry, effect: Fetch) -> None:
        """Bring a file, and tell the lane what became of it: it is told something in the end, whatever happens."""
        body = await self._brought(slot, entry, effect)
        await self._tell(slot, f"{entry.id}:fetched", body)
        if isinstance(body, Fetched) and effect.heard and effect.file.kind in SOUNDS:
            text = await self._heard(slot, body.media)
            if text:
                await self._tell(slot, f"{entry.id}:heard", Heard(effect.file.ref, text))
        slot.delivered.add(entry.id)

    async def _tell(self, slot: Slot, event_id: str, body: Happening) -> None:
        await self._accept([Event(id=event_id, lane=slot.lane.id, at=self._clock.now(), body=body)])

    async def _brought(self, slot: Slot, entry: Entry, effect: Fetch) -> Fetched | NotFetched:
        """Try until the file is here, or until it is known that it will not come."""
        ref, lost = effect.file.ref, NotFetched(ref=effect.file.ref, reason="gone")
        tries = waited = 0
        while tries < FETCH_TRIES:
            try:
                async with self._room:
                    return await self._try(slot, entry, effect)
            except MediaTooLarge:
                return NotFetched(ref, "too_large")
            except FetchError as refused:
                lost = NotFetched(ref, _reason(refused))
                tries = max(tries + 1, FETCH_TRIES - DOUBTED_TRIES + 1)
                if not refused.passing or tries >= FETCH_TRIES:
                    return lost
                waited = await self._rest(slot, refused, waited, "fetch_retry")
            except (ChannelDown, StoreDown, HelperDown, Unknown) as trouble:
                # What is down is not the file's fault, however long it takes; an answer that nobody knows is believed
                # to be the file's after a day.
                if isinstance(trouble, Unknown) and self._is_old(entry):
                    return lost
                waited = await self._rest(slot, trouble, waited, "fetch_retry")
            except Exception as trouble:  # noqa: BLE001 - whatever it is, the lane is told in the end
                tries += 1
                waited = await self._rest(slot, trouble, waited, "fetch_retry")
                if tries >= BUG_TRIES and not isinstance(trouble, Retry):
                    return NotFetched(ref, "refused")
        return lost

    async def _try(self, slot: Slot, entry: Entry, effect: Fetch) -> Fetched:
        """Download, tidy and store. Raises ``FetchError`` for what is not to be stored, and what its parts raise."""
        channel, file = self._channels[slot.lane.channel], effect.file
        if not isinstance(channel, Fetches):
            raise FetchError("refused", "this channel brings no files")
        with self._tools.spool() as raw, self._tools.spool() as made:
            tidied = await self._tools.tidy(await channel.fetch(file, raw), file, made)
            if tidied.rejected:
                raise FetchError(tidied.rejected)
            return await self._stored(entry, effect, tidied)

    async def _stored(self, entry: Entry, effect: Fetch, tidied: Tidied) -> Fetched:
        """Store a file, know it again, and say what it tells."""
        media, file = tidied.media, effect.file
        own_id = hashlib.sha256(entry.id.encode()).hexdigest()[:24]
        media_id = f"{TELLTALE}{own_id}" if tidied.telltale else f"m{own_id}"
        name = neutral_name(file.kind, media.mime, name=file.name, words=self._tools.words)
        await self._store.put_media(media.content, media.mime, name, media_id)
        known = Known(media_id, await media.content.digest(), likeness=tidied.likeness)
        await self._store.keep_known(known)
        facts = await self._checked(known, tidied.facts) if effect.checked else None
        apart = effect.origin and await self._put_apart(media_id, tidied.facts)
        size, torn = media.content.size, tidied.torn
        return Fetched(file.ref, media_id, media.mime, size, known.sha256, torn, facts, apart)

    async def _put_apart(self, media_id: str, told: Facts | None) -> bool:
        """Let when and where a file was taken wait apart for its sender's word; tell whether it told any of that."""
        if told is None:
            return False
        latitude, longitude = (_rounded(degrees) for degrees in (told.latitude, told.longitude))
        await self._store.put_origin(media_id, Origin(told.taken_at, latitude, longitude))
        return True

    async def _checked(self, known: Known, told: Facts | None) -> Facts | None:
        """Put beside what a file tells of itself which earlier ones it is like; None for nothing of both."""
        alike = await self._tools.recognise(known)
        return structs.replace(told or Facts(), alike=alike) if told or alike else None

    async def _heard(self, slot: Slot, media_id: str) -> str:
        """Have a stored sound written down; empty when nobody can, or nothing is said in it."""
        if self._tools.hear is None:
            return ""
        for tries in range(HEAR_TRIES):
            try:
                media = await self._store.get_media(media_id)
                return (await self._tools.hear(media)).strip() if media else ""
            except (HelperDown, StoreDown, TimeoutError) as trouble:
                if tries + 1 < HEAR_TRIES:
                    await self._rest(slot, trouble, tries, "hear_retry")
        return ""


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, ORIGIN_DIGITS)


def _reason(refused: FetchError) -> FileRefusal:
    """Give a reason that a person can be told; what a channel calls otherwise is gone."""
    known: tuple[FileRefusal, ...] = get_args(FileRefusal)
    return next((reason for reason in known if reason == refused.reason), "gone")
