"""The rule of the closed window: on some platforms free text is allowed only for a while after the person wrote.

Inside the window everything goes out as it is. Outside it an approved template stands in where the message names one;
otherwise, or when the platform refuses the template, the message is held in the lane and goes out, joined with what
else is held, when the person writes again. Whoever waits for the person is told why nothing arrived.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from core.commands import Evidence
from core.effects import Choice, Edit, Effect, Send, Tell
from core.events import Edited, Event, Pressed, Said, Undelivered
from core.ports import Entry, Lane, Template

HELD_KEPT = 30
"""Held messages per person; older ones say less than the newer ones that replace them."""

HELD_TEXT = 3500
"""Joined text stays below the shortest limit of a plain message (4096, Messages API and Bot API)."""

Templates = Callable[[Send], Template | None]
"""Finds the approved template that stands in for a message, in the person's language; None when none fits."""


def closes_at(heard_at: datetime | None, window: timedelta | None) -> datetime | None:
    """Give the moment at which free text stops being allowed; None when there is no window or it never opened."""
    return None if window is None or heard_at is None else heard_at + window


def is_open(heard_at: datetime | None, now: datetime, window: timedelta | None) -> bool:
    """Tell whether free text is allowed now. A window is open until, and not at, its end."""
    if window is None:
        return True
    end = closes_at(heard_at, window)
    return end is not None and now < end


def is_heard(event: Event) -> bool:
    """Tell whether an event is the person's own message, which opens the window anew."""
    return isinstance(event.body, Said | Edited | Pressed) and event.lane.startswith("chat:")


def hold(lane: Lane, entries: Sequence[Entry], now: datetime, detail: str) -> Lane:
    """Move messages from the outbox to what is held, and have the lane told, in one document."""
    ids = {entry.id for entry in entries}
    told = tuple(
        Entry(
            f"{entry.id}:held",
            Tell(lane.id, Undelivered(entry.id, _message(entry.effect).ref, "window", detail)),
            now,
        )
        for entry in entries
    )
    outbox = tuple(entry for entry in lane.outbox if entry.id not in ids) + told
    held = (*lane.held, *entries)[-HELD_KEPT:]
    return msgspec.structs.replace(lane, version=lane.version + 1, outbox=outbox, held=held)


def release(lane: Lane, event: Event, now: datetime) -> Lane:
    """Put what was held back into the outbox as one message, oldest words first; the last choices count."""
    if not lane.held:
        return lane
    messages = [_message(entry.effect) for entry in lane.held]
    joined = Entry(f"{event.id}:released", _join(messages), now)
    return msgspec.structs.replace(lane, outbox=(*lane.outbox, joined), held=())


def _message(effect: Effect) -> Send:
    if isinstance(effect, Edit):
        return effect.to
    assert isinstance(effect, Send)
    return effect


def _join(messages: Sequence[Send]) -> Send:
    last = messages[-1]
    choices: tuple[Choice, ...] = next((one.choices for one in reversed(messages) if one.choices), ())
    evidence: tuple[Evidence, ...] = tuple(item for one in messages for item in one.evidence)
    texts = list(dict.fromkeys(one.text for one in messages))
    while len(texts) > 1 and sum(len(text) + 2 for text in texts) > HELD_TEXT:
        texts.pop(0)
    return msgspec.structs.replace(
        last,
        text="\n\n".join(texts),
        bold=tuple(dict.fromkeys(part for one in messages for part in one.bold)),
        choices=choices,
        evidence=evidence,
        template="",
        template_values=(),
        mergeable=True,
    )
