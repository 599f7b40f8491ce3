"""X as the engine sends through it (``core.vocabulary.channel.Channel``)."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from cachetools import LRUCache

from channels.raw import objects, text
from channels.x import files, shapes
from channels.x.client import Client
from channels.x.errors import Duplicate, Refused, classify
from channels.x.money import Kind, Purse
from channels.x.pace import Pace
from channels.x.plan import CAPABILITIES, Labels, Part, category, plain_type, plan_direct, plan_reply
from channels.x.shapes import NAME
from core.vocabulary.channel import Capabilities, Share, Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import Retry, SendError, StoreDown
from core.vocabulary.events import File
from core.vocabulary.media import Media, Spool
from core.vocabulary.steps import Clock

log = logging.getLogger(__name__)

REMEMBERED = 2048
T = TypeVar("T")


class XChannel:
    """Send private messages and public replies, and fetch files. Nothing can be edited or taken back by API."""

    name = NAME
    capabilities: Capabilities = CAPABILITIES

    def __init__(
        self, client: Client, clock: Clock, labels: Mapping[str, Labels], purse: Purse, pace: Pace | None = None
    ) -> None:
        """Take the words beside messages by language; the first stands in for a language without them."""
        self._client = client
        self._clock = clock
        self._labels = labels
        self._purse = purse
        self._pace = pace or Pace()
        # What went out of a message before one of its requests failed: a retry in this process goes on from there.
        self._partial: LRUCache[str, list[str]] = LRUCache(REMEMBERED)
        self._username = ""

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Send one message; give the ids, first of the one with the words. Raises a ``SendError``.

        A file that the platform does not take is left out, and the words say so. With ``target.public`` it is a reply
        under a post that addresses the account.
        """
        if target.public:
            return (await self._reply(target.address, message, media),)
        labels = self._labels.get(message.language) or next(iter(self._labels.values()))
        parts = plan_direct(message, media, labels)
        done = self._partial.pop(target.entry_id, [])
        try:
            for part in parts[len(done) :]:
                done.append(await self._write(target.address, part))
        except (SendError, asyncio.CancelledError):  # cancelled: the try took too long
            if done and target.entry_id:
                self._partial[target.entry_id] = done
            raise
        ordered = sorted(zip(parts, done, strict=True), key=lambda pair: not pair[0].main)
        return tuple(found for _part, found in ordered)

    async def fetch(self, file: File, into: Spool) -> Media:
        """Download a file. Raises ``FetchError``, ``Retry`` or ``ChannelDown``."""
        return await files.fetch(self._client, file, into)

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place for the next message to this person, or the seconds after which to ask again."""
        return self._pace.reserve(address, now, share)

    def called(self, username: str) -> None:
        """Take note of our own name."""
        self._username = username

    # --- in private ---------------------------------------------------------------------------------------------------

    async def _write(self, person: str, part: Part) -> str:
        self._pace.sent(person, self._clock.now())
        media_id = await self._upload(part.media, public=False) if part.media else ""
        found = await self.judged(self._client.write(person, part.words, media_id))
        await self._charge("dm_write")
        return found

    async def _upload(self, media: Media, *, public: bool) -> str:
        sent = self._client.upload(media.content, plain_type(media), media.name, category(public=public))
        return await self.judged(sent)

    # --- in public ----------------------------------------------------------------------------------------------------

    async def _reply(self, post: str, message: Send, media: Sequence[Media]) -> str:
        words, shown = plan_reply(message, media)
        media_ids = [await self._upload(one, public=True) for one in shown]
        try:
            found = await self.judged(self._client.reply(post, words, media_ids))
        except Duplicate as duplicate:
            return await self._said_already(post, words, duplicate)
        await self._charge("summoned_reply")
        return found

    async def _said_already(self, post: str, words: str, duplicate: Duplicate) -> str:
        """Find the answer that a try before this one left under the post, whose answer was lost.

        X refuses the same words anywhere: where they stand under another post, this one has no answer yet.
        """
        if not self._username:
            raise duplicate
        found = await self.judged(self._client.search(f"from:{self._username}", 10, {}))
        await self._charge("post_read", len(objects(found.get("data"))))
        for own in objects(found.get("data")):
            under = any(other == post for kind, other in shapes.references(own) if kind == "replied_to")
            if under and shapes.words(own.get("text"), own.get("entities")).endswith(words):
                return text(own.get("id"))
        raise duplicate

    # --- for both -----------------------------------------------------------------------------------------------------

    async def judged(self, call: Awaitable[T]) -> T:
        """Wait for an answer; turn a refusal into a typed error, and keep quiet as long as it says."""
        failure: SendError
        try:
            return await call
        except Refused as refused:
            now = self._clock.now()
            failure = classify(refused, now.timestamp())
            if refused.status == 429 and isinstance(failure, Retry) and failure.after:
                self._pace.hold(failure.after, now)
        # Outside of the except block, so that the unjudged refusal is not its context.
        raise failure

    async def _charge(self, kind: Kind, count: int = 1) -> None:
        """Count what was spent; that the database does not answer now must not send the message twice."""
        try:
            await self._purse.charge(self._clock.now(), kind, count)
        except StoreDown:
            log.warning("x money: one %s was not counted: the database does not answer", kind)
