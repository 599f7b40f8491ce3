"""A person's chats for their copy: by what they are known there, and what the chat remembers of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from app.copying.copy import ChatCopy, DraftCopy
from app.copying.messages import channel_of
from bots.citizen.remembered import Draft
from bots.citizen.state import ChatState
from core.person.state import Contact
from core.register.state import RegisterState

Reason = Literal["", "official", "former_owner", "doubted"]


def why_left_out(lane: str, chat: ChatState, register: RegisterState, *, handed_on: bool) -> Reason:
    """Give why a chat's messages may be about others: an official works there, or (``handed_on``) others had it."""
    if lane.split(":", 2)[2] in register.members or chat.counter or chat.opened or chat.open_wishes:
        return "official"
    if handed_on:
        return "former_owner"
    return "doubted" if chat.doubted else ""


def chat_copy(
    lane: str, chat: ChatState, contact: Contact | None, names: Sequence[str], links: Sequence[datetime], why: Reason
) -> ChatCopy:
    """Write down one chat; of one whose messages are left out nothing that was written there."""
    return ChatCopy(
        channel=channel_of(lane),
        known_as=tuple(dict.fromkeys((lane.partition(":")[2], *names))),
        called=tuple(dict.fromkeys(one for one in (chat.name, *chat.names) if one)),
        status=contact.status if contact is not None else "",
        used_at=contact.used_at if contact is not None else None,
        language=chat.language,
        came_by=chat.source,
        came_at=chat.source_at,
        drafts=() if why else tuple(_draft(one) for one in _drafts(chat)),
        follows=tuple(one.number for one in chat.followed),
        private_links_since=tuple(links),
        left_out=why,
    )


def _drafts(chat: ChatState) -> Iterator[Draft]:
    yield from (one for one in (chat.draft, chat.expired, *chat.parked) if one is not None and not one.counter)


def _draft(draft: Draft) -> DraftCopy:
    return DraftCopy(
        draft.started_at,
        tuple(part.text for part in draft.parts if part.text),
        draft.area or draft.place_words,
        tuple(part.pin for part in draft.parts if part.pin is not None),
        sum(len(part.evidence) for part in draft.parts),
    )
