"""The rule of the closed window: on some platforms free text is allowed only for a while after the person wrote.

Inside the window everything goes out as it is. Outside it the message is held in the lane and goes out, joined with
what else is held, when the person writes again. Meanwhile the words in it that an official typed go out alone where the
platform still takes those, and else an approved template stands in where the message names one. Where neither may go,
or the platform refuses it, whoever waits for the person is told why nothing arrived.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from core.engine.followed import held_lines, taken_back_lines
from core.vocabulary.channel import Template
from core.vocabulary.effects import Edit, Effect, Send, Tell
from core.vocabulary.events import Edited, Event, Odd, Pressed, Said
from core.vocabulary.lanes import Entry, Lane
from core.vocabulary.results import Undelivered

HELD_KEPT = 40
"""Held messages per person: beyond it those go first that a newer one about the same thing replaces."""

PROMPT_PAUSE = timedelta(hours=1)
"""Changes that follow each other so closely are one template."""

HELD_TEXT = 3500
"""Joined text stays below the shortest limit of a plain message (4096, Messages API and Bot API)."""

Templates = Callable[[str, Send], Template | None]
"""Finds the template of a channel that stands in for a message, in the person's language; None when none fits."""


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
    """Tell whether an event is the person's own message, which opens the window anew; one of no use to us does too."""
    body = event.body
    wrote = isinstance(body, Said | Edited | Pressed) or (isinstance(body, Odd) and body.answer)
    return wrote and event.lane.startswith("chat:")


def is_stand_in(effect: Effect) -> bool:
    """Tell whether a message has no words of its own: only its template, for a closed window."""
    return isinstance(effect, Send) and bool(effect.template) and not effect.text and not effect.evidence


def message_of(effect: Effect) -> Send:
    """Give what a message or an edit shows."""
    if isinstance(effect, Edit):
        return effect.to
    assert isinstance(effect, Send)
    return effect


def closed_by_platform(lane: Lane, heard_at: datetime | None = None) -> Lane:
    """Note that the platform calls the window closed, whatever we thought: it counts from what it has seen.

    ``heard_at`` is the latest moment at which the person can have written then, where that is still of use.
    """
    known = None if lane.heard_at is None or heard_at is None else min(lane.heard_at, heard_at)
    return msgspec.structs.replace(lane, heard_at=known)


def withhold(lane: Lane, entries: Sequence[Entry], now: datetime, detail: str, *, prompted: bool = False) -> Lane:
    """Move messages from the outbox to what is held, and have the lane told, in one document.

    ``prompted``: the person was asked to write already; then only what waits for an answer is told.
    """
    ids = {entry.id for entry in entries}
    told = tuple(
        Entry(
            f"{entry.id}:held",
            Tell(lane.id, Undelivered(entry.id, message_of(entry.effect).ref, "window", detail)),
            now,
        )
        for entry in entries
        if not prompted or message_of(entry.effect).confirm or message_of(entry.effect).choices
    )
    outbox = tuple(entry for entry in lane.outbox if entry.id not in ids) + told
    outbox += held_lines([entry for entry in entries if not is_stand_in(entry.effect)], now)
    # A template that cannot be sent has asked nobody.
    asked = None if any(is_stand_in(entry.effect) for entry in entries) else lane.prompted_at
    return msgspec.structs.replace(
        lane, version=lane.version + 1, outbox=outbox, held=kept(lane, entries), prompted_at=asked
    )


def withdrawn(lane: Lane, ref: str, now: datetime, sent: Container[str] = frozenset()) -> Lane:
    """Take back messages that have not gone out, those with a ``ref`` or all: each leaves its place to the news of it.

    An entry stays under its id, so that a lease that covers it still ends there. Those ``sent`` are known to be gone.
    """

    def meant(entry: Entry) -> bool:
        effect = entry.effect
        return entry.id not in sent and isinstance(effect, Send | Edit) and (not ref or message_of(effect).ref == ref)

    def told(entry: Entry) -> Entry:
        body = Undelivered(entry.id, message_of(entry.effect).ref if ref else "", "rejected", "taken back")
        return msgspec.structs.replace(entry, effect=Tell(lane.id, body), since=now, told=False)

    held_back = (entry for entry in lane.held if meant(entry) and not (ref and entry.told))
    back = (msgspec.structs.replace(told(entry), id=f"{entry.id}:back") for entry in held_back)
    outbox = tuple(told(entry) if meant(entry) else entry for entry in lane.outbox)
    held = tuple(entry for entry in lane.held if not meant(entry))
    lines = taken_back_lines([entry for entry in (*lane.outbox, *lane.held) if meant(entry)], now)
    return msgspec.structs.replace(lane, outbox=(*outbox, *back, *lines), held=held)


def is_prompted(lane: Lane, now: datetime) -> bool:
    """Tell whether a template asked the person to write not long ago, and the person has not written since."""
    return lane.prompted_at is not None and now - lane.prompted_at < PROMPT_PAUSE


def released_refs(held: Sequence[Entry]) -> tuple[str, ...]:
    """Name what held messages tell news of when they are released: what was told already is none."""
    refs = (message_of(entry.effect).ref for entry in held if not entry.told)
    return tuple(dict.fromkeys(ref for ref in refs if ref))


def stand_in(lane: Lane, entries: Sequence[Entry], message: Send, now: datetime) -> Lane:
    """Hold messages, and leave in their places in the outbox the template of ``message`` alone, in one document.

    The words follow when the person writes; the template is sent by the next look at the outbox, so that a kill in
    between loses neither. Within an hour of the last template there is none: each is paid for, and says the same.
    """
    if is_prompted(lane, now):
        return withhold(
            lane, entries, now, "window closed, a template has just asked the person to write", prompted=True
        )
    alone = Send(
        "", ref=message.ref, template=message.template, template_values=message.template_values,
        language=message.language, about=message.about,
    )  # fmt: skip
    ids = {entry.id for entry in entries}
    outbox = tuple(msgspec.structs.replace(entry, effect=alone) if entry.id in ids else entry for entry in lane.outbox)
    outbox += held_lines(entries, now)
    return msgspec.structs.replace(
        lane, version=lane.version + 1, outbox=outbox, held=kept(lane, entries), prompted_at=now
    )


def may_speak(lane: Lane, entries: Sequence[Entry], now: datetime, typed_window: timedelta | None) -> bool:
    """Tell whether a closed window still takes words of these messages that an official typed."""
    typed = any(is_typed(entry.effect) for entry in entries)
    return typed and typed_window is not None and is_open(lane.heard_at, now, typed_window)


def is_typed(effect: Effect) -> bool:
    """Tell whether there are words in a message that an official typed, which have not gone out alone."""
    return isinstance(effect, Send) and bool(effect.typed) and not effect.alone


def is_alone(effect: Effect) -> bool:
    """Tell whether a message is nothing but the typed words of another one, which is held."""
    return isinstance(effect, Send) and effect.alone


def speak(lane: Lane, entries: Sequence[Entry], now: datetime, detail: str) -> Lane:
    """Hold messages, and leave in their places in the outbox the words alone that an official typed, in one document.

    Nothing goes along that no person typed: neither frame nor choices nor files. What has no such words is withheld.
    """
    typed = {entry.id: message_of(entry.effect) for entry in entries if is_typed(entry.effect)}
    lane = withhold(lane, [entry for entry in entries if entry.id not in typed], now, detail)
    alone = {
        name: Send(
            whole.typed,
            ref=whole.ref,
            typed=whole.typed,
            alone=True,
            language=whole.language,
            confirm=whole.confirm,
            about=whole.about,
        )
        for name, whole in typed.items()
    }
    outbox = tuple(
        msgspec.structs.replace(entry, effect=alone[entry.id]) if entry.id in alone else entry for entry in lane.outbox
    )
    told = [msgspec.structs.replace(entry, told=True) for entry in entries if entry.id in typed]
    outbox += held_lines(told, now)
    return msgspec.structs.replace(lane, outbox=outbox, held=kept(lane, told))


def whole_of(lane: Lane, entry: Entry) -> Send:
    """Give the message of an entry, of typed words alone the one that they are of."""
    message = message_of(entry.effect)
    if not message.alone:
        return message
    held = _origin(lane.held, entry)
    return message_of(held.effect) if held is not None else msgspec.structs.replace(message, alone=False)


def _origin(held: Sequence[Entry], entry: Entry) -> Entry | None:
    """Find the held message whose typed words an entry is; it may have been sent again."""
    return next((one for one in held if one.id == entry.id.partition(":again:")[0]), None)


def kept(lane: Lane, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Give what is held when these are added: each once, no mere templates, and not beyond the cap.

    Typed words that did not go out alone are in what they are of. Of what changes with every message, as a draft does,
    only the newest is worth reading.
    """
    untold = {one.id for entry in entries if is_alone(entry.effect) and (one := _origin(lane.held, entry))}
    held = [msgspec.structs.replace(one, told=False) if one.id in untold else one for one in lane.held]
    known = {entry.id for entry in held}
    for entry in entries:
        if entry.id in known or is_stand_in(entry.effect):
            continue
        if not is_alone(entry.effect):
            held.append(entry)
        elif _origin(held, entry) is None:
            held.append(msgspec.structs.replace(entry, effect=whole_of(lane, entry)))
    last = {message_of(entry.effect).key: entry.id for entry in held if message_of(entry.effect).newest}
    held = [entry for entry in held if not _outdated(entry, last)]
    while len(held) > HELD_KEPT:
        refs = [message_of(entry.effect).ref for entry in held]
        replaced = (place for place, ref in enumerate(refs) if ref and ref in refs[place + 1 :])
        held.pop(next(replaced, 0))
    return tuple(held)


def _outdated(entry: Entry, last: Mapping[str, str]) -> bool:
    message = message_of(entry.effect)
    return message.newest and last[message.key] != entry.id


def release(lane: Lane, event: Event, now: datetime) -> Lane:
    """Put what was held back into the outbox, oldest words first, in as few messages as possible."""
    if not lane.held:
        return lane
    joined: list[Send] = []
    for entry in lane.held:
        message = _rest_of(entry) if entry.told else message_of(entry.effect)
        if message is None:
            continue
        if joined and _may_join(joined[-1], message):
            joined[-1] = _join(joined[-1], message)
        else:
            joined.append(_released(message))
    entries = (
        Entry(f"{event.id}:released:{n}" if n else f"{event.id}:released", message, now)
        for n, message in enumerate(joined)
    )
    at = _uncovered(lane)
    return msgspec.structs.replace(lane, outbox=(*lane.outbox[:at], *entries, *lane.outbox[at:]), held=())


def _released(message: Send) -> Send:
    return msgspec.structs.replace(message, template="", template_values=(), typed="", rest="", mergeable=True)


def _rest_of(entry: Entry) -> Send | None:
    """Give what is left of a message whose typed words were read already, if anything: files, what can be chosen."""
    whole = message_of(entry.effect)
    if not whole.rest and not whole.evidence:
        return None
    bold = tuple(words for words in whole.bold if words in whole.rest)
    choices = whole.choices if whole.rest else ()
    return msgspec.structs.replace(whole, text=whole.rest, bold=bold, quotes=(), choices=choices)


def _uncovered(lane: Lane) -> int:
    """Give the place in the outbox behind what a sender may already be sending: older words go before all else.

    What is left of a message never goes before its typed words.
    """
    covers = lane.sending.covers if lane.sending is not None else ""
    before = (n + 1 for n, entry in enumerate(lane.outbox) if entry.id == covers or is_alone(entry.effect))
    return max(before, default=0)


def _may_join(first: Send, second: Send) -> bool:
    """Tell whether two held messages may share a bubble: what can be pressed for one thing must not get lost.

    Choices about the same thing replace each other.
    """
    if first.place or second.place or first.topic != second.topic:
        return False
    if first.choices and second.choices and (first.ref != second.ref or not first.ref):
        return False
    return len(first.text) + 2 + len(second.text) <= HELD_TEXT or second.text in first.text


def joined_ref(first: Send, second: Send) -> str:
    """Give what a joined message is about: what can be pressed there, else the newest."""
    return first.ref if first.choices and not second.choices and first.ref else second.ref or first.ref


def _join(first: Send, second: Send) -> Send:
    repeats = second.text in first.text
    both = msgspec.structs.replace(
        second,
        text=first.text if repeats else f"{first.text}\n\n{second.text}",
        bold=tuple(dict.fromkeys((*first.bold, *second.bold))),
        quotes=tuple(dict.fromkeys((*first.quotes, *second.quotes))),
        choices=second.choices or first.choices,
        evidence=(*first.evidence, *second.evidence),
        ref=joined_ref(first, second),
        about=(*first.about, *(one for one in second.about if one not in first.about)),
    )
    return _released(both)
