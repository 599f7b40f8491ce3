"""A webhook's body becomes events: pure, all of its entries, changes, messages and statuses, whatever their shape."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from channels.meta.moments import moment
from channels.raw import Json, obj, objects, text
from channels.whatsapp import content, notices, statuses
from channels.whatsapp.content import Envelope
from channels.whatsapp.senders import NAME, Ids, ids_of, sender
from core.vocabulary.events import Edited, Event, Happening, Odd, Rekeyed, Said

OBJECT = "whatsapp_business_account"


@dataclass(frozen=True)
class Line:
    """Whose mailbox is read, and when the body came; ``account`` is empty while it is not known."""

    phone_number_id: str
    received: datetime
    account: str = ""
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Parsed:
    """What a body became: its events, and what in it names nobody or nothing, so that the body must be kept."""

    events: tuple[Event, ...]
    lost: tuple[str, ...] = ()


def parse(body: Mapping[str, object], *, phone_number_id: str, received: datetime, account: str = "") -> Parsed:
    """Turn one body into events, each once, in the order of the body (Webhooks, notification payload).

    ``received`` (aware, UTC) stands in where something has no time of its own. What belongs to another of the
    account's numbers, or to another ``account`` of the app, is left out, and so are the fields that `ignored` names.
    Raises nothing: the odd is ``Odd``.
    """
    if text(body.get("object")) not in (OBJECT, ""):
        return Parsed(())
    line = Line(phone_number_id, received, account)
    found: dict[str, Event] = {}
    for entry in objects(body.get("entry")):
        for change in objects(entry.get("changes")):
            for event in _change(entry, change, line):
                found.setdefault(event.id, event)
    # Times are whole seconds, so the position says what came first within one.
    ordered = (msgspec.structs.replace(event, order=order) for order, event in enumerate(found.values()))
    return Parsed(tuple(ordered), tuple(line.lost))


def parse_body(
    body: Mapping[str, object], *, phone_number_id: str, received: datetime, account: str = ""
) -> tuple[Event, ...]:
    """Give the events of `parse`."""
    return parse(body, phone_number_id=phone_number_id, received=received, account=account).events


def others(body: Mapping[str, object], account: str) -> tuple[str, ...]:
    """Name the fields that came for other accounts of the app than ours, for the log."""
    return tuple(
        sorted(
            {
                text(change.get("field"))
                for entry in objects(body.get("entry"))
                if account and text(entry.get("id")) not in ("", account)
                for change in objects(entry.get("changes"))
                if text(change.get("field")) != "messages"
            }
        )
    )


def ignored(body: Mapping[str, object]) -> tuple[str, ...]:
    """Name the fields of a body for which Kanal has no use, for the log."""
    fields = [
        text(change.get("field"))
        for entry in objects(body.get("entry"))
        for change in objects(entry.get("changes"))
        if text(change.get("field")) != "messages"
    ]
    return tuple(sorted({name for name in fields if name not in notices.READERS}))


def _change(entry: Json, change: Json, line: Line) -> Iterator[Event]:
    name, value = text(change.get("field")), obj(change.get("value"))
    if name != "messages":
        if text(entry.get("id")) in ("", line.account) or not line.account:
            yield from notices.of_field(entry, name, value, moment(entry.get("time"), line.received))
        return
    metadata = obj(value.get("metadata"))
    number = text(metadata.get("phone_number_id"))
    if number and number != line.phone_number_id:
        return
    whose = notices.whose(entry, metadata)
    contacts, messages = objects(value.get("contacts")), objects(value.get("messages"))
    alone = len(contacts) == len(messages) == 1
    for message in messages:
        if event := _message(message, contacts, line, alone=alone):
            yield event
        else:
            line.lost.append(f"a message of type {text(message.get('type')) or '?'} that names nobody")
    for status in objects(value.get("statuses")):
        if statuses.names_nobody(status, contacts):
            line.lost.append("a status that names nobody")
            continue
        at = moment(status.get("timestamp"), line.received)
        yield from statuses.read(status, contacts, line.phone_number_id, at, whose)
    yield from notices.of_errors(entry, objects(value.get("errors")), line.received, whose)


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
        return None
    body = _edit(message, around) if kind == "edit" else content.read(message, around)
    return msgspec.structs.replace(event, body=body)


def _elsewhere(event: Event, address: str, body: Happening) -> Event:
    """Put an event on the lane of a group, which the intake names in the log and drops unless it is the officials'."""
    return msgspec.structs.replace(event, lane=f"group:{NAME}:{address}", address=address, aliases=(), body=body)


def _edit(message: Json, around: Envelope) -> Happening:
    """Read the new wording of an earlier message, which keeps its id (Webhooks, edit messages)."""
    edit = obj(message.get("edit"))
    original, new = text(edit.get("original_message_id")), obj(edit.get("message"))
    # What the message answers may stand beside its new words instead of around them.
    inner = content.envelope(new, around.sender) if new.get("context") is not None else around
    said = content.read(new, inner._replace(message_id=original))
    return Edited(said) if original and isinstance(said, Said) else content.odd("edit", around, answer=False)


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
