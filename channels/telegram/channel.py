"""Telegram as the engine sends through it (``core.vocabulary.channel.Channel``)."""

import asyncio
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cachetools import LRUCache

from channels.telegram import files, plan, text
from channels.telegram.client import Client
from channels.telegram.errors import Harmless, NoText, PhotoRefused, Stays
from channels.telegram.pace import Pace
from channels.telegram.raw import clean, ident, obj, objects
from core.language.shorten import shorten, utf16_units
from core.vocabulary.channel import Capabilities, Share, Target
from core.vocabulary.effects import Answer, OpenTopic, Send
from core.vocabulary.errors import Retry, SendError, TargetGone, Unknown
from core.vocabulary.events import File
from core.vocabulary.media import Media, Spool
from core.vocabulary.steps import Clock

ANSWER_LIMIT = 200  # Bot API, answerCallbackQuery
TOPIC_NAME_LIMIT = 128  # Bot API, createForumTopic
TOPIC_COLORS = {
    "blue": 7322096,
    "yellow": 16766590,
    "violet": 13338331,
    "green": 9367192,
    "pink": 16749490,
    "red": 16478047,
}
"""Bot API, createForumTopic: the six values that icon_color may have."""
REMEMBERED = 2048
SUPERGROUP = "-100"
"""Before the number of a supergroup, in its id (Bot API dialog IDs)."""

CAPABILITIES = Capabilities(
    text=text.TEXT_LIMIT,
    caption=text.CAPTION_LIMIT,
    buttons=100,  # clients show no more
    button_label=64,  # no documented limit; longer ones are cut by phones
    album=plan.ALBUM_ITEMS,
    asks_location=True,
    asks_contact=True,
    audiences=frozenset({"private", "group"}),
)


class TelegramChannel:
    """Send, edit, answer, open topics and fetch files through the Bot API."""

    name = "telegram"
    capabilities = CAPABILITIES

    def __init__(self, client: Client, clock: Clock, pace: Pace | None = None) -> None:
        self._client = client
        self._clock = clock
        self._pace = pace or Pace()
        # What went out of a message before one of its calls failed: a retry in this process goes on from there.
        self._partial: LRUCache[str, list[tuple[str, ...]]] = LRUCache(REMEMBERED)
        # Messages known to be photos or files, whose caption is edited.
        self._captioned: LRUCache[tuple[str, str], None] = LRUCache(REMEMBERED)

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Send one message in as few calls as possible; give the ids, first of the one with words and buttons.

        Raises a ``SendError``.
        """
        calls = plan.plan_send(target, message, media)
        done = self._partial.pop(target.entry_id, [])
        try:
            for call in calls[len(done) :]:
                done.append(await self._send(target.address, call))
        except (SendError, asyncio.CancelledError):  # cancelled: the try took too long
            if done and target.entry_id:
                self._partial[target.entry_id] = done
            raise
        for call, ids in zip(calls, done, strict=False):
            if call.captioned and ids:
                self._captioned[target.address, ids[0]] = None
        ordered = sorted(zip(calls, done, strict=False), key=lambda pair: not pair[0].main)
        return tuple(one for _, ids in ordered for one in ids)

    async def edit(self, target: Target, message: Send) -> None:
        """Make the message with words and buttons read like ``message``; its photos stay. Raises a ``SendError``."""
        if not target.message_ids or not target.message_ids[0].isdecimal():
            raise TargetGone("no message to edit")
        key = (target.address, target.message_ids[0])
        caption = key in self._captioned
        try:
            await self._edit(target, message, caption=caption)
        except NoText:
            self._captioned[key] = None
            await self._edit(target, message, caption=True)

    async def delete(self, target: Target) -> tuple[str, ...]:
        """Take messages away; give those that are older than 48 hours (Bot API, deleteMessage)."""
        stays: list[str] = []
        for message_id in target.message_ids:
            try:
                await self._quietly(
                    "deleteMessage", address=target.address, chat_id=target.address, message_id=int(message_id)
                )
            except Stays:
                stays.append(message_id)
        return tuple(stays)

    def link(self, address: str, message_id: str) -> str:
        """Give the address of a message of a supergroup, whose members it opens for (Deep links, message links)."""
        supergroup = address.startswith(SUPERGROUP) and message_id.isdecimal()
        return f"https://t.me/c/{address.removeprefix(SUPERGROUP)}/{message_id}" if supergroup else ""

    async def pin(self, target: Target) -> None:
        """Pin a message in its chat or topic, without a sound (Bot API, pinChatMessage). Raises a ``SendError``."""
        message_id = int(target.message_ids[0])
        await self._quietly(
            "pinChatMessage",
            address=target.address,
            chat_id=target.address,
            message_id=message_id,
            disable_notification=True,
        )

    async def answer(self, answer: Answer) -> None:
        """End a button's spinner; one that is too old is success (Bot API, answerCallbackQuery)."""
        words = shorten(clean(answer.text), ANSWER_LIMIT, utf16_units) or None
        if answer.link:  # clients show a text instead of opening the address
            await self._quietly("answerCallbackQuery", callback_query_id=answer.query_id, url=answer.link)
            return
        await self._quietly(
            "answerCallbackQuery", callback_query_id=answer.query_id, text=words, show_alert=answer.alert
        )

    async def open_topic(self, address: str, topic: OpenTopic) -> str:
        """Create a forum topic; a colour that Telegram does not offer is replaced by one that the key decides."""
        any_colour = tuple(TOPIC_COLORS.values())[zlib.crc32(topic.key.encode()) % len(TOPIC_COLORS)]
        color = TOPIC_COLORS.get(topic.colour, any_colour)
        name = shorten(clean(topic.name), TOPIC_NAME_LIMIT, utf16_units)
        made = await self._held(address, "createForumTopic", chat_id=address, name=name, icon_color=color)
        thread = ident(obj(made).get("message_thread_id"))
        if not thread:
            raise Unknown("createForumTopic did not tell a thread id", "createForumTopic without id")
        return thread

    async def fetch(self, file: File, into: Spool) -> Media:
        """Download a file of at most 20 MB (Bot API, getFile). Raises ``FetchError``, ``Retry`` or ``ChannelDown``."""
        return await files.fetch(self._client, file, into)

    def recall(self, address: str, sent: Sequence[datetime]) -> None:
        """Count what other processes, or this one before a restart, sent to a group."""
        self._pace.recall(address, sent)

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place for the next message to this chat, or the seconds after which to ask again."""
        return self._pace.reserve(address, now, share)

    async def _send(self, address: str, call: plan.Call) -> tuple[str, ...]:
        try:
            sent = await self._paced(address, call.weight, call.method, **call.arguments())
        except PhotoRefused:
            call = call.as_files()
            sent = await self._paced(address, call.weight, call.method, **call.arguments())
        messages = objects(sent) or [obj(sent)]
        ids = tuple(ident(one.get("message_id")) for one in messages)
        if not all(ids):
            raise Unknown(f"{call.method} succeeded without a message id", f"{call.method} without id")
        return ids

    async def _edit(self, target: Target, message: Send, *, caption: bool) -> None:
        call = plan.plan_edit(target, message, caption=caption)
        self._pace.sent(target.address, self._clock.now())
        try:
            await self._quietly(call.method, address=target.address, **call.arguments())
        finally:
            self._pace.landed(target.address, self._clock.now())

    async def _quietly(self, method: str, address: str = "", **parameters: Any) -> None:
        try:
            await self._held(address, method, **parameters)
        except Harmless:
            return

    async def _paced(self, address: str, weight: int, method: str, **parameters: Any) -> Any:
        self._pace.sent(address, self._clock.now(), weight)
        try:
            return await self._held(address, method, **parameters)
        finally:
            self._pace.landed(address, self._clock.now(), weight)

    async def _held(self, address: str, method: str, **parameters: Any) -> Any:
        """Call, and keep quiet towards a chat as long as a 429 says."""
        try:
            return await self._client.call(method, **parameters)
        except Retry as error:
            if error.after and address:
                self._pace.hold(address, error.after, self._clock.now())
            raise
