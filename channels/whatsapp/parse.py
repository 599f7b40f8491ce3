"""A webhook's body becomes events: pure, all of its entries, changes, messages and statuses, whatever their shape."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from channels.raw import Json, obj, objects, text
from channels.whatsapp import content, notices, statuses
from channels.whatsapp.content import Envelope
from channels.whatsapp.people import NAME, Ids, ids_of, sender
from core.events import Edited, Event, Happening, Odd, Rekeyed, Said

OBJECT = "whatsapp_business_account"
MILLISECONDS = 100_000_000_000
"""A timestamp above this (the year 5138 in seconds) is in milliseconds."""


@dataclass(frozen=True)
class Line:
    """Whose mailbox is read, and when the body came."""

    phone_number_id: str
    received: datetime


def parse_body(body: Mapping[str, object], *, phone_number_id: str, received: datetime) -> tuple[Event, ...]:
    """Turn one body into events, each once, in the order of the body (Webhooks, notification payload).

    ``received`` (aware, UTC) stands in where something has no time of its own. What belongs to another of the
    account's numbers is left out, and so are the fields that `ignored` names. Raises nothing: the odd is ``Odd``.
    """
    if text(body.get("object")) not in (OBJECT, ""):
        return ()
    line = Line(phone_number_id, received)
    found: dict[str, Event] = {}
    for entry in objects(body.get("entry")):
        for change in objects(entry.get("changes")):
            for event in _change(entry, change, line):
                found.setdefault(event.id, event)
    # Times are whole seconds, so the position says what came first within one.
    return tuple(msgspec.structs.replace(event, order=order) for order, event in enumerate(found.values()))


def ignored(body: Mapping[str, object]) -> tuple[str, ...]:
    """Name the fields of a body for which Kanal has no use, for the log."""
    fields = [
        text(change.get("field"))
        for entry in objects(body.get("entry"))
        for change in objects(entry.get("changes"))
        if text(change.get("field")) != "messages"
    ]
    return tuple(sorted({field for field in fields if field not in notices.READERS}))


def moment(value: object, otherwise: datetime) -> datetime:
    """Read Unix seconds, which come as a string or a number."""
    try:
        seconds = float(text(value) or (value if isinstance(value, int | float) else 0))
        if seconds > MILLISECONDS:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else otherwise
    except (OverflowError, OSError, ValueError):
        return otherwise


def _change(entry: Json, change: Json, line: Line) -> Iterator[Event]:
    field, value = text(change.get("field")), obj(change.get("value"))
    if field != "messages":
        yield from notices.of_field(entry, field, value, moment(entry.get("time"), line.received))
        return
    number = text(obj(value.get("metadata")).get("phone_number_id"))
    if number and number != line.phone_number_id:
        return
    contacts, messages = objects(value.get("contacts")), objects(value.get("messages"))
    alone = len(contacts) == len(messages) == 1
    for message in messages:
        if event := _message(message, contacts, line, alone=alone):
            yield event
    for status in objects(value.get("statuses")):
        yield from statuses.read(status, contacts, line.phone_number_id, moment(status.get("timestamp"), line.received))
    yield from notices.of_errors(entry, objects(value.get("errors")), line.received)


def _message(message: Json, contacts: Sequence[Json], line: Line, *, alone: bool) -> Event | None:
    message_id = text(message.get("id"))
    if not message_id:  # nothing to know it by: it would be a new event at every repeat
        return None
    ids, person = sender(message, contacts, alone=alone)
    around = content.envelope(message, person)
    event = Event(
        id=f"{NAME}:{line.phone_number_id}:{message_id}",
        lane=ids.lane,
        at=moment(message.get("timestamp"), line.received),
        body=Odd(""),
        channel=NAME,
        address=ids.address,
        aliases=ids.aliases,
    )
    kind = text(message.get("type"))
    if group := text(message.get("group_id")):
        return _elsewhere(event, group, content.odd("group_message", around, answer=False))
    if kind == "system":
        return _system(event, obj(message.get("system")), ids, around)
    if not ids.known:
        return _elsewhere(event, line.phone_number_id, content.odd("no_sender", around, answer=False))
    body = _edit(message, around) if kind == "edit" else content.read(message, around)
    return msgspec.structs.replace(event, body=body)


def _elsewhere(event: Event, address: str, body: Happening) -> Event:
    """Put an event on the lane of a group, which the intake names in the log and drops unless it is the officials'."""
    return msgspec.structs.replace(event, lane=f"group:{NAME}:{address}", address=address, aliases=(), body=body)


def _edit(message: Json, around: Envelope) -> Happening:
    """Read the new wording of an earlier message, which keeps its id (Webhooks, edit messages)."""
    edit = obj(message.get("edit"))
    original = text(edit.get("original_message_id"))
    inner = content.read(obj(edit.get("message")), around._replace(message_id=original))
    if not original or not isinstance(inner, Said):
        return content.odd("edit", around, answer=False)
    return Edited(said=inner)


def _system(event: Event, system: Json, ids: Ids, around: Envelope) -> Event | None:
    """Read a change of ids: the message still comes from the old ones, ``system`` has the new (Webhooks, system)."""
    new = ids_of(system.get("user_id"), system.get("wa_id"), system.get("new_wa_id"))
    previous = ids_of(system.get("previous_user_id"), ids.wa_id if ids.wa_id != new.wa_id else "")
    old = Ids(
        previous.user_id or (ids.user_id if ids.user_id != new.user_id else ""),
        previous.wa_id,
    )
    kind = text(system.get("type"))
    changes = kind in ("user_changed_number", "user_changed_user_id") and old.known and new.known
    if not changes or set(old.aliases) == set(new.aliases):
        if not ids.known:
            return None
        return msgspec.structs.replace(event, body=content.odd(f"system.{kind}", around, answer=False))
    # Only the BSUID changed: the number is the same and stays the address.
    address = new.wa_id or (ids.wa_id if kind == "user_changed_user_id" else "") or new.user_id
    return msgspec.structs.replace(
        event, lane=old.lane, address=address, aliases=old.aliases, body=Rekeyed(old=old.aliases, new=new.aliases)
    )
