"""WhatsApp as the engine sends through it (``core.vocabulary.channel.Channel``)."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cachetools import LRUCache

from channels.meta.errors import Refused
from channels.raw import obj, objects, text
from channels.whatsapp import files
from channels.whatsapp.client import Client
from channels.whatsapp.errors import PAIR_RATE, THROUGHPUT, MediaRefused, classify
from channels.whatsapp.pace import Pace
from channels.whatsapp.plan import CAPABILITIES, Attached, Labels, Part, plan_send, upload_type
from channels.whatsapp.senders import NAME
from core.vocabulary.channel import Capabilities, Share, Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import KanalError, Rejected, Retry, SendError, Unknown
from core.vocabulary.events import File
from core.vocabulary.media import Media, Spool
from core.vocabulary.steps import Clock

log = logging.getLogger(__name__)

REMEMBERED = 2048
UPLOADS_REMEMBERED = 256
UPLOAD_LIFE = timedelta(days=25)
"""An uploaded file's id lives 30 days (Cloud API, Media)."""


class WhatsAppChannel:
    """Send messages, fetch files and mark what was read, through the Cloud API.

    One message of ours is one message there wherever the platform leaves a way (`channels.whatsapp.plan` says where it
    does not). Messages can be neither edited nor taken back (Cloud API, Messages): the engine posts anew.
    """

    name = NAME
    capabilities: Capabilities = CAPABILITIES

    def __init__(self, client: Client, clock: Clock, labels: Mapping[str, Labels], pace: Pace | None = None) -> None:
        """Take the words beside messages by language; the first stands in for a language without them."""
        self._client = client
        self._clock = clock
        self._labels = labels
        self._pace = pace or Pace()
        # What went out of a message before one of its requests failed: a retry in this process goes on from there.
        self._partial: LRUCache[str, list[tuple[str, ...]]] = LRUCache(REMEMBERED)
        # Files uploaded before, by their content: a photo for many people is uploaded once.
        self._uploads: LRUCache[str, tuple[str, datetime]] = LRUCache(UPLOADS_REMEMBERED)
        # Refusals of the pair rate in a row, by address.
        self._throttled: LRUCache[str, int] = LRUCache(REMEMBERED)

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Send one message; give the ids, first of the one with words and buttons. Raises a ``SendError``.

        With a ``template`` in the target that goes out alone. A file that the platform does not take is left out, and
        the words say so.
        """
        labels = self._labels.get(message.language) or next(iter(self._labels.values()))
        parts = plan_send(target, message, media, labels)
        done = self._partial.pop(target.entry_id, [])
        try:
            for part in parts[len(done) :]:
                done.append(await self._send(target, part))
        except (SendError, asyncio.CancelledError):  # cancelled: the try took too long
            if done and target.entry_id:
                self._partial[target.entry_id] = done
            raise
        ordered = sorted(zip(parts, done, strict=False), key=lambda pair: not pair[0].main)
        return tuple(one for _, ids in ordered for one in ids)

    async def fetch(self, file: File, into: Spool) -> Media:
        """Download a file in two steps. Raises ``FetchError``, ``Retry`` or ``ChannelDown``."""
        return await files.fetch(self._client, file, into)

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place for the next message to this person, or the seconds after which to ask again."""
        return self._pace.reserve(address, now, share)

    async def seen(self, message_id: str) -> None:
        """Mark a message and those before it as read and show that we type, for 25 s or until our answer.

        Cloud API, Mark messages as read and Typing indicators. Raises a ``SendError``.
        """
        body = {"messaging_product": "whatsapp", "status": "read", "message_id": message_id}
        await self._judged("", self._client.post(self._messages, {**body, "typing_indicator": {"type": "text"}}))

    @property
    def _messages(self) -> str:
        return f"{self._client.phone_number_id}/messages"

    async def _send(self, target: Target, part: Part) -> tuple[str, ...]:
        try:
            media_id = await self._uploaded(target.address, part.attached) if part.attached else ""
            return await self._post(target, part, media_id)
        except MediaRefused as refused:
            if not part.attached:
                raise
            log.warning("a file of type %s was not taken: %s", part.attached.media.mime, refused)
            self._uploads.pop(await part.attached.media.content.digest(), None)
        ids: tuple[str, ...] = ()
        for other in part.instead:
            ids += await self._send(target, other)
        return ids

    async def _post(self, target: Target, part: Part, media_id: str) -> tuple[str, ...]:
        self._pace.sent(target.address, self._clock.now())
        template = target.template is not None
        answer = await self._judged(
            target.address, self._client.post(self._messages, part.body(media_id)), template=template
        )
        self._throttled.pop(target.address, None)
        ids = tuple(filter(None, (text(one.get("id")) for one in objects(obj(answer).get("messages")))))
        if not ids:
            raise Unknown("the platform took a message and gave no id", "messages without id")
        return ids

    async def _uploaded(self, address: str, attached: Attached) -> str:
        """Give the id of the file at the platform, uploading it when that has not been done lately."""
        key, now = await attached.media.content.digest(), self._clock.now()
        known, at = self._uploads.get(key, ("", now))
        if known and now - at < UPLOAD_LIFE:
            return known
        media = attached.media
        upload = self._client.upload(media.content, upload_type(media), media.name or "file")
        try:
            media_id = text(obj(await self._judged(address, upload)).get("id"))
        except Rejected as refused:  # 100 and its like here: this file, not the message
            raise MediaRefused(str(refused)) from None
        if not media_id:
            raise Unknown("the platform took a file and gave no id", "media without id")
        self._uploads[key] = media_id, now
        return media_id

    async def _judged(self, address: str, call: Any, *, template: bool = False) -> object:
        """Wait for an answer; turn a refusal into a typed error, and keep quiet as long as it says."""
        failure: KanalError
        try:
            return await call
        except Refused as refused:
            failure = self._judge(address, refused, template=template)
        # Outside of the except block, so that the unjudged refusal is not its context.
        raise failure

    def _judge(self, address: str, refused: Refused, *, template: bool) -> SendError:
        tries = self._throttled.get(address, 0)
        error = classify(refused, template=template, tries=tries)
        now = self._clock.now()
        if refused.code == PAIR_RATE and isinstance(error, Retry) and error.after:
            self._throttled[address] = tries + 1
            self._pace.hold(address, error.after, now)
        if refused.code == THROUGHPUT and isinstance(error, Retry) and error.after:
            self._pace.hold("", error.after, now)
        if template and refused.coded and 132000 <= refused.code < 133000:
            log.warning("a template was refused: %s", error)
        return error
