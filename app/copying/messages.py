"""Messages in both directions that are still kept, out of the inbox, the receipts and the letters of private pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from app.copying.copy import MessageCopy
from app.sweeps import KEPT
from core.vocabulary.citizen import FormSent
from core.vocabulary.effects import Send
from core.vocabulary.events import Edited, Event, Place, Pressed, Said
from core.vocabulary.lanes import Receipt
from core.vocabulary.letters import Letter
from core.vocabulary.report import Pin

RECEIPTS_KEPT: Final = KEPT + timedelta(days=180)
"""As `storage.mongo.retention` purges them."""


def from_events(events: Iterable[Event]) -> Iterator[MessageCopy]:
    """Read what the person wrote, sent or pressed, of chats of theirs."""
    for event in events:
        found = _said(event)
        if found is not None:
            text, files, pin = found
            stored = event.received or event.at
            yield MessageCopy(event.at, channel_of(event.lane), "you", text, files, pin, "", stored + KEPT)


def _said(event: Event) -> tuple[str, tuple[str, ...], Pin | None] | None:
    body = event.body.said if isinstance(event.body, Edited) else event.body
    if isinstance(body, Said):
        command = f"/{body.command} {body.argument}".strip() if body.command else ""
        return body.text or command, tuple(one.kind for one in body.files), _pin(body.place)
    if isinstance(body, Pressed):
        return body.title or body.choice, (), None
    if isinstance(body, FormSent):
        words = "\n".join(one for one in (body.text, body.landmark, body.name) if one)
        return words, tuple(one.kind for one in body.evidence), body.pin
    return None


def _pin(place: Place | None) -> Pin | None:
    return None if place is None else Pin(place.latitude, place.longitude, place.title)


def from_receipts(receipts: Iterable[Receipt]) -> Iterator[MessageCopy]:
    """Read what was sent to the person, where the channel makes us keep it."""
    for one in receipts:
        message = one.message
        if isinstance(message, Send) and not message.protect:
            yield _sent(one.at, channel_of(one.lane), message, one.at + RECEIPTS_KEPT)


def _sent(at: datetime, channel: str, message: Send, until: datetime) -> MessageCopy:
    files = tuple(one.kind for one in message.evidence)
    return MessageCopy(at, channel, "city", message.text, files, None, message.ref, until)


def from_letters(letters: Iterable[Letter], channel: str) -> Iterator[MessageCopy]:
    """Read what stands on a private page, in both directions."""
    for one in letters:
        files = tuple(item.kind for item in one.evidence) or ("file",) * one.files
        yield MessageCopy(one.at, channel, "you" if one.own else "city", one.text, files, None, one.ref)


def channel_of(lane: str) -> str:
    """Name the channel of a chat's lane."""
    return lane.split(":", 2)[1]
