"""Pure half of the delivery: what of an outbox goes out next, in which order, and what may be joined or left out."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile

import msgspec

from core.engine.window import is_stand_in, joined_ref
from core.vocabulary.audience import narrowest
from core.vocabulary.effects import (
    Answer,
    AnswerInPrivate,
    AskDeliveries,
    AskLooks,
    AskName,
    AskTroubles,
    Delete,
    DrawChart,
    DropOrigins,
    Edit,
    Effect,
    Exhibit,
    Fetch,
    KeepOrigins,
    OpenTopic,
    Pin,
    Publish,
    ReadPost,
    Record,
    Send,
    Tell,
    Trace,
    Unheard,
)
from core.vocabulary.events import Event
from core.vocabulary.lanes import Entry, Lane

MERGED_TEXT = 3500
"""Joined notices stay below the shortest text limit of the platforms that can join (Bot API, sendMessage: 4096)."""

SIDE_WORK = (
    Answer,
    Fetch,
    DrawChart,
    Exhibit,
    KeepOrigins,
    DropOrigins,
    Publish,
    AnswerInPrivate,
    AskName,
    ReadPost,
    AskTroubles,
    AskLooks,
    AskDeliveries,
    Record,
    Trace,
    Unheard,
)
"""Effects that are done beside a lane's messages."""

THINNED_ABOVE = 100
"""Entries of an outbox above which edits that newer ones replace are left out: a chat may be shut for weeks."""


class Bundle(msgspec.Struct, frozen=True):
    """What goes out as one message: the entries that it settles and the effect to send for them."""

    entries: tuple[Entry, ...]
    effect: Send | Edit | Delete | OpenTopic | Pin


def is_delivery(entry: Entry) -> bool:
    """Tell whether an entry shows on the platform and so is proven by a receipt (all else may be repeated freely)."""
    return isinstance(entry.effect, Send | Edit | Delete | OpenTopic | Pin)


def is_answered(lane: Lane, delivered: AbstractSet[str]) -> bool:
    """Tell whether a message went out on a lane, as its document says or as is known of what it still holds."""
    return lane.answered or any(is_delivery(entry) and entry.id in delivered for entry in lane.outbox)


def tells(entries: Sequence[Entry], delivered: AbstractSet[str]) -> list[tuple[Entry, Event]]:
    """Give the events for other lanes, with ids made from the entry's, in order."""
    return [
        (entry, Event(id=entry.id, lane=entry.effect.lane, at=entry.since, order=n, body=entry.effect.command))
        for n, entry in enumerate(entries)
        if isinstance(entry.effect, Tell) and entry.id not in delivered
    ]


def side_work(entries: Sequence[Entry], delivered: AbstractSet[str]) -> list[Entry]:
    """Give the entries that wait for nobody and hold nobody up: answers, downloads, journal and unheard lines."""
    return [entry for entry in entries if isinstance(entry.effect, SIDE_WORK) and entry.id not in delivered]


def done_before(outbox: Sequence[Entry], receipts: AbstractSet[str]) -> set[str]:
    """Give the tells, answers and journal lines that a receipt proves done.

    A sender always does all of those that its lease covers before it sends a message (`core.engine.delivery`), so
    whatever stands before a message with a receipt is done.
    """
    last = max((n for n, entry in enumerate(outbox) if entry.id in receipts), default=-1)
    return {
        entry.id
        for entry in outbox[: last + 1]
        if isinstance(entry.effect, Tell | Answer | Record | Exhibit | Publish | Trace | Unheard)
    }


def _latest_edit(queue: Sequence[Entry], key: str) -> tuple[tuple[Entry, ...], Send]:
    until = takewhile(lambda entry: not (isinstance(entry.effect, Delete) and entry.effect.key == key), queue)
    same = tuple(entry for entry in until if isinstance(entry.effect, Edit) and entry.effect.key == key)
    last = same[-1].effect
    assert isinstance(last, Edit)
    return same, last.to


def _taken_away(queue: Sequence[Entry], key: str) -> Bundle | None:
    """Give the whole story of a message that is to be taken away anyhow: what was never shown need not be."""
    for place, entry in enumerate(queue):
        if isinstance(entry.effect, Delete) and entry.effect.key == key:
            named = (e for e in queue[:place] if isinstance(e.effect, Send | Edit) and e.effect.key == key)
            return Bundle((*named, entry), entry.effect)
    return None


def thinned(outbox: tuple[Entry, ...], covers: str = "") -> tuple[Entry, ...]:
    """Leave out of a long outbox the edits between the first and the newest of a message.

    The first keeps the message's place in the order, the newest its content; neither may be missing while somebody
    is sending the other, and the entry up to which a lease ``covers`` marks its end.
    """
    if len(outbox) <= THINNED_ABOVE:
        return outbox
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(outbox):
        if isinstance(entry.effect, Edit):
            places.setdefault(entry.effect.key, []).append(place)
    between = {place for same in places.values() for place in same[1:-1]}
    return tuple(entry for place, entry in enumerate(outbox) if place not in between or entry.id == covers)


def _joinable(first: Send, text_length: int, effect: Effect, *, paid: bool) -> bool:
    """Tell whether a message may share the bubble of those before it.

    Notices that say so always may. Where each bubble costs money every message may, as long as nothing is lost by it:
    one set of choices, one picture, a text that still fits.
    """
    if (
        not isinstance(effect, Send)
        or is_stand_in(effect)
        or effect.alone
        or effect.topic != first.topic
        or text_length + 2 + len(effect.text) > MERGED_TEXT
    ):
        return False
    if _is_notice(effect):
        return True
    if not paid or effect.ask or effect.place or first.ask or first.place:
        return False
    both_choose = bool(first.choices and effect.choices)
    return not both_choose and len(first.evidence) + len(effect.evidence) <= 1


def _is_notice(message: Send) -> bool:
    return message.mergeable and not message.choices and not message.evidence


def _joined(queue: Sequence[Entry], *, paid: bool) -> Bundle:
    message = queue[0].effect
    assert isinstance(message, Send)
    entries = [queue[0]]
    for entry in queue[1:]:
        if not _joinable(message, len(message.text), entry.effect, paid=paid):
            break
        more = entry.effect
        assert isinstance(more, Send)
        message = msgspec.structs.replace(
            message,
            text=f"{message.text}\n\n{more.text}",
            bold=(*message.bold, *more.bold),
            quotes=(*message.quotes, *more.quotes),
            mentions=(*message.mentions, *more.mentions),
            links=(*message.links, *more.links),
            choices=message.choices or more.choices,
            evidence=(*message.evidence, *more.evidence),
            ref=joined_ref(message, more),
            audience=narrowest(message.audience, more.audience),
            key=message.key or more.key,
            typed="\n\n".join(filter(None, (message.typed, more.typed))),
            rest="\n\n".join(filter(None, (message.rest, more.rest))),
            template=more.template or message.template,
            template_values=more.template_values or message.template_values,
        )
        entries.append(entry)
    return Bundle(tuple(entries), message)


def _as_message(entry: Entry) -> Entry:
    effect = entry.effect
    return (
        entry
        if not isinstance(effect, Edit)
        else msgspec.structs.replace(entry, effect=msgspec.structs.replace(effect.to, key=effect.key))
    )


def _stand_ins(queue: Sequence[Entry]) -> Bundle:
    """Take templates that wait one behind the other as the newest: each only asks the person to write."""
    same = tuple(takewhile(lambda entry: is_stand_in(entry.effect), queue))
    newest = same[-1].effect
    assert isinstance(newest, Send)
    return Bundle(same, newest)


def next_bundle(
    entries: Sequence[Entry], delivered: AbstractSet[str], *, paid: bool = False, edits: bool = True
) -> Bundle | None:
    """Give the next message to send: the oldest undelivered one, joined with those behind it that may share it.

    Edits of one message collapse into the newest content; on a channel without ``edits`` they are messages like others.
    """
    queue = [e for e in entries if is_delivery(e) and e.id not in delivered]
    if not edits:
        queue = [_as_message(entry) for entry in queue]
    if not queue:
        return None
    head = queue[0].effect
    if isinstance(head, Send | Edit) and head.key and (doomed := _taken_away(queue, head.key)):
        return doomed
    if isinstance(head, Edit):
        same, to = _latest_edit(queue, head.key)
        return Bundle(same, Edit(head.key, to))
    if is_stand_in(head):
        return _stand_ins(queue)
    if isinstance(head, Send) and not head.alone and (paid or _is_notice(head)):
        return _joined(queue, paid=paid)
    assert isinstance(head, Send | Delete | OpenTopic | Pin)
    return Bundle((queue[0],), head)
