"""Pure half of the engine: apply waiting events to a lane's document. No I/O, so that it can be tested exhaustively."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any

import msgspec

from core.engine.followed import following
from core.engine.outbox import is_answered, thinned
from core.engine.statuses import take_status
from core.engine.window import closes_at, is_heard, release, released_refs, withdrawn
from core.vocabulary.audience import readers_of
from core.vocabulary.channel import RICH, Capabilities
from core.vocabulary.effects import Withdraw
from core.vocabulary.events import Body, ByHand, Edited, Event, Migrated, Odd, Placed, Rekeyed, Said, Status, Timer
from core.vocabulary.lanes import Entry, Lane, Receipt
from core.vocabulary.order import oldest_first
from core.vocabulary.report import Origin
from core.vocabulary.steps import Moment, Stepper

SEEN_KEPT = 200
"""Ids remembered in the lane. Done marks follow within 100 ms, so far fewer are ever needed after a kill."""

EVENTS_PER_COMMIT = 25
"""Waiting events taken into one compare-and-set: enough to drain a burst, few enough to keep p99 flat."""

SOON = timedelta(seconds=1)
"""A wake-up that a step asks for in the past is moved this far ahead, so that a sweep can never spin."""


class Advance(msgspec.Struct, frozen=True):
    """What a round of stepping gives: the document to commit, ids it covers, and the event that raised, if one did.

    ``stepped`` is how many events changed the document, 0 when there is nothing to commit; ``bodies`` are theirs;
    ``later`` is how many came too early and are to be looked at again.
    """

    lane: Lane
    handled: tuple[str, ...]
    stepped: int = 0
    failed: Event | None = None
    error: str = ""
    bodies: tuple[Body, ...] = ()
    later: int = 0


def merged(waiting: Sequence[Event], fresh: Sequence[Event]) -> list[Event]:
    """Join events read from the store with those just written, each once."""
    known = {event.id for event in waiting}
    return [*waiting, *(event for event in fresh if event.id not in known)]


def replied_message(event: Event) -> str:
    """Give the platform id of the message that an event replies to or is an echo of, or ``""``."""
    body = event.body
    if isinstance(body, ByHand):
        return body.message_id
    if isinstance(body, Edited):
        body = body.said
    return body.reply_to if isinstance(body, Said | Odd) else ""


def topic_thread(event: Event) -> str:
    """Give the platform's thread in which a command was said in a group, or ``""``."""
    body = event.body
    asks = isinstance(body, Said) and bool(body.command) and readers_of(event.lane) == "group"
    return body.topic if asks and isinstance(body, Said) else ""


def lanes_read(stepper: Stepper, event: Event) -> tuple[str, ...]:
    """Name the lanes whose documents the step of an event looks into. Raises what the stepper raises."""
    # Asked for every event: isinstance of a protocol costs a hundred times as much.
    reads: Callable[[Event], tuple[str, ...]] | None = getattr(stepper, "reads", None)
    return reads(event) if reads is not None else ()


def lanes_helpful(stepper: Stepper, state: Any, event: Event) -> tuple[str, ...]:
    """Name the lanes whose documents help the step of an event on this state. Raises what the stepper raises."""
    helpful: Callable[[Any, Event], tuple[str, ...]] | None = getattr(stepper, "helpful", None)
    return helpful(state, event) if helpful is not None else ()


def is_full(stepper: Stepper, lane: Lane, delivered: AbstractSet[str]) -> bool:
    """Tell whether a lane takes no more events until some of its outbox went out."""
    room: int | None = getattr(stepper, "room", None)
    return room is not None and sum(entry.id not in delivered for entry in lane.outbox) >= room


def files_compared(stepper: Stepper, state: Any, event: Event) -> tuple[str, ...]:
    """Name the files whose origin the step of an event on this state looks at. Raises what the stepper raises."""
    compared: Callable[[Any, Event], tuple[str, ...]] | None = getattr(stepper, "files_compared", None)
    return compared(state, event) if compared is not None else ()


def is_quiet(event: Event) -> bool:
    """Tell whether an event can wait for others of its lane: news that a message arrived changes nothing for anybody.

    A platform tells up to three for each message; stepped together they cost one commit, or none of their own.
    """
    return isinstance(event.body, Status) and event.body.state != "failed"


class Known(msgspec.Struct, frozen=True):
    """What was read for a round of stepping.

    ``replies`` are receipts of our messages that events reply to, by platform message id; ``failures`` of those that
    the platform now says failed, by entry id; ``unsent`` what stood in the outbox before that was read;
    ``topics`` are keys of topics by their thread; ``capabilities`` are the channel's; ``documents`` are the states of
    other lanes; ``origins`` say when and where files were taken.
    """

    replies: Mapping[str, Receipt] = {}
    failures: Mapping[str, Receipt] = {}
    unsent: frozenset[str] = frozenset()
    capabilities: Capabilities = RICH
    documents: Mapping[str, Any] = {}
    topics: Mapping[str, str] = {}
    origins: Mapping[str, Origin] = {}


def _heard(lane: Lane, event: Event, now: datetime) -> Lane:
    """Note that the person wrote: the window opens anew, what was held goes out, the newest address counts."""
    if not is_heard(event):
        return lane
    heard_at = max(lane.heard_at or event.at, event.at)
    address = event.address or lane.address
    return release(msgspec.structs.replace(lane, heard_at=heard_at, address=address, prompted_at=None), event, now)


def _step_one(
    lane: Lane, event: Event, stepper: Stepper, now: datetime, known: Known, delivered: AbstractSet[str]
) -> Lane:
    if isinstance(event.body, ByHand) and event.body.message_id in known.replies:
        return lane  # an echo of ours that did not say so
    documents = {name: known.documents[name] for name in lanes_read(stepper, event)}
    helpful = lanes_helpful(stepper, lane.state, event)
    documents.update({name: known.documents[name] for name in helpful if name in known.documents})
    if isinstance(event.body, Status):
        lane, news = take_status(lane, event, event.body, known.failures, now)
        if news is None:
            return lane
        event = msgspec.structs.replace(event, body=news)
    held, lane = lane.held, _heard(lane, event, now)
    released = released_refs(held) if not lane.held else ()
    receipt = known.replies.get(replied_message(event))
    address = _address(lane, event)
    moment = Moment(
        now=now,
        reply_ref=receipt.ref if receipt else "",
        reply_key=receipt.key if receipt else "",
        lane=lane.id,
        channel=lane.channel or event.channel or _said_channel(event),
        window_closes=closes_at(lane.heard_at, known.capabilities.window),
        released=released,
        address=address,
        capabilities=known.capabilities,
        documents=documents,
        topic=known.topics.get(topic_thread(event), ""),
        origins=_origins(lane, event, stepper, known),
    )
    outcome = stepper.step(lane.state, event, moment)
    entries = tuple(
        Entry(f"{event.id}:{n}", effect, now)
        for n, effect in enumerate(outcome.effects)
        if not isinstance(effect, Withdraw)
    )
    for effect in outcome.effects:
        if isinstance(effect, Withdraw):
            lane = withdrawn(lane, effect.ref, now, delivered)
    wake_at = outcome.wake_at
    if wake_at is not None and wake_at <= now:
        wake_at = now + SOON
    return msgspec.structs.replace(
        lane,
        state=msgspec.to_builtins(outcome.state, builtin_types=(datetime,)),
        outbox=thinned(lane.outbox + entries, lane.sending.covers if lane.sending else ""),
        wake_at=wake_at,
        channel=lane.channel or event.channel or _said_channel(event),
        address=address,
        placed=event.body.address if isinstance(event.body, Placed) else lane.placed,
    )


def _origins(lane: Lane, event: Event, stepper: Stepper, known: Known) -> Mapping[str, Origin]:
    """Give of the files that a step looks at when and where they were taken: of no others that were read."""
    if not known.origins:
        return {}
    compared = files_compared(stepper, lane.state, event)
    return {media: known.origins[media] for media in compared if media in known.origins}


def _said_channel(event: Event) -> str:
    return event.body.channel if isinstance(event.body, Placed) else ""


def _address(lane: Lane, event: Event) -> str:
    """Give where answers go after an event: a chat that moved, or a person with new ids, is reached there."""
    if isinstance(event.body, Migrated):
        return event.body.address
    if isinstance(event.body, Placed) and event.body.address != lane.placed:
        return event.body.address
    return event.address if isinstance(event.body, Rekeyed) and event.address else lane.address or event.address


def _is_stale_timer(lane: Lane, event: Event) -> bool:
    return isinstance(event.body, Timer) and (lane.wake_at is None or lane.wake_at > event.body.due)


def _is_too_early(lane: Lane, event: Event, known: Known) -> bool:
    """Tell whether a failure overtook our own note that the message went out: what was sent is not known yet."""
    body = event.body
    if not isinstance(body, Status) or body.state != "failed" or body.entry_id in known.failures:
        return False
    return body.entry_id in known.unsent or any(entry.id == body.entry_id for entry in lane.outbox)


NOTHING_KNOWN = Known()


def advance(
    lane: Lane,
    events: Sequence[Event],
    stepper: Stepper,
    now: datetime,
    *,
    known: Known = NOTHING_KNOWN,
    delivered: AbstractSet[str] = frozenset(),
) -> Advance:
    """Apply waiting events, oldest first, and prune what was delivered.

    ``known`` is what was read for these events. Stops before an event that raises; what came before it is kept.
    The document's ``version`` is raised by one if anything was stepped.
    """
    current = lane
    ids = set(lane.seen)
    seen = list(lane.seen)
    handled: list[str] = []
    bodies: list[Body] = []
    failed: Event | None = None
    error = ""
    later = 0
    for event in oldest_first(events)[:EVENTS_PER_COMMIT]:
        if event.id not in ids:
            if _is_too_early(current, event, known):
                later += 1
                continue
            before = current
            if not _is_stale_timer(current, event):
                try:
                    current = _step_one(current, event, stepper, now, known, delivered)
                except Exception as reason:  # noqa: BLE001 - the step is the boundary: a raising event is kept and counted
                    failed, error = event, f"{type(reason).__name__}: {reason}"
                    break
            if current is not before or not isinstance(event.body, Status):  # a status that says nothing new is done
                ids.add(event.id)
                seen.append(event.id)
                bodies.append(event.body)
        handled.append(event.id)
    if bodies:
        outbox = tuple(entry for entry in current.outbox if entry.id not in delivered)
        current = msgspec.structs.replace(
            current,
            followed=following(current) if known.capabilities.reports else current.followed,
            version=lane.version + 1,
            seen=tuple(seen[-SEEN_KEPT:]),
            outbox=outbox,
            answered=is_answered(current, delivered),
        )
    return Advance(current, tuple(handled), len(bodies), failed, error, tuple(bodies), later)
