"""A webhook's body becomes events: pure, all of its entries, items and changes, whatever their shape."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import msgspec

from channels.meta.messaging import content, notices, public
from channels.meta.messaging.line import Item, Line, Parsed, digest, ident
from channels.meta.messaging.platform import INBOXES, Platform
from channels.meta.moments import moment
from channels.raw import Json, obj, objects, text, whole
from core.vocabulary.events import (
    ByHand,
    Deleted,
    Edited,
    Event,
    Happening,
    Pressed,
    Reacted,
    Said,
    Status,
)

MARK = "kanal:"
"""Begins the ``metadata`` of every message of ours, and so tells our own echoes from those of people."""
AROUND = frozenset({"sender", "recipient", "timestamp"})


def parse(
    body: Mapping[str, object], platform: Platform, *, account: str, received: datetime, app_id: str = ""
) -> Parsed:
    """Turn one body into events, each once, in the order of the body (Webhooks, event notifications).

    ``received`` (aware, UTC) stands in where something has no time of its own. Raises nothing: the odd is ``Odd``.
    """
    if text(body.get("object")) not in (platform.object, ""):
        return Parsed((), ignored=(text(body.get("object")),))
    line = Line(platform, account, received, app_id)
    found: dict[str, Event] = {}
    for entry in objects(body.get("entry")):
        if ident(entry.get("id")) not in ("", account):
            line.others.update(_fields(entry))
            continue
        for event in _entry(entry, line):
            found.setdefault(event.id, event)
    ordered = (msgspec.structs.replace(event, order=order) for order, event in enumerate(found.values()))
    return Parsed(tuple(ordered), tuple(line.lost), tuple(sorted(line.ignored)), tuple(sorted(line.others)))


def _fields(entry: Json) -> Iterator[str]:
    yield from (key for key in ("messaging", "standby") if objects(entry.get(key)))
    yield from (text(change.get("field")) for change in objects(entry.get("changes")))


def _entry(entry: Json, line: Line) -> Iterator[Event]:
    at = moment(entry.get("time"), line.received)
    for item in objects(entry.get("messaging")):
        yield from _item(item, at, line)
    for item in objects(entry.get("standby")):
        yield from _standby(item, at, line)
    # By Instagram login a change may stand in the entry itself.
    for change in (*objects(entry.get("changes")), *((entry,) if text(entry.get("field")) else ())):
        name, value = text(change.get("field")), obj(change.get("value"))
        event, unused = public.read(name, value, line.platform, line.account, at)
        if event is not None:
            yield event
        elif unused:
            line.ignored.add(unused)


# --- items of a chat --------------------------------------------------------------------------------------------------


def _item(raw: Json, at: datetime, line: Line) -> Iterator[Event]:
    key = next((one for one in READERS if one in raw), "")
    value = obj(raw.get(key))
    stamp = text(raw.get("timestamp")) or whole(raw.get("timestamp")) or int(at.timestamp() * 1000)
    if key == "policy_enforcement":
        yield notices.policy(value, line.platform, line.event_id(key, stamp, digest(value)), moment(stamp, at))
        return
    echo = value.get("is_echo") is True
    sender, recipient = ident(obj(raw.get("sender")).get("id")), ident(obj(raw.get("recipient")).get("id"))
    if echo and sender == line.account:  # recorded echoes have it the other way round too
        sender, recipient = recipient, sender
    if recipient not in ("", line.account):
        line.others.add(key or "messaging")
        return
    if not sender or sender == line.account:
        _nobody(raw, key, line)
        return
    item = Item(sender, moment(raw.get("timestamp"), at), stamp, line)
    if key:
        yield from READERS[key](value, item)
        return
    for name in raw:
        if name not in AROUND and isinstance(raw[name], Mapping):
            yield item.event(content.odd(name, item.sender), name, item.own_id(obj(raw[name])))


def _nobody(raw: Json, key: str, line: Line) -> None:
    """Note an item without a person: a message is kept whole, what concerns no chat is named for the log."""
    if key in ("message", "postback"):
        line.lost.append(f"a {key} that names nobody")
        return
    line.ignored.update(name for name in raw if name not in AROUND)


def _message(value: Json, item: Item) -> Iterator[Event]:
    if value.get("is_echo") is True:
        yield from _echo(value, item)
        return
    body = content.read(value, item.sender)
    if body is None:
        body = content.odd("message", item.sender, text(value.get("mid")), answer=True)
    if isinstance(body, Deleted):
        if body.message_id:
            yield item.event(body, body.message_id, "deleted")
        return
    name = item.own_id(value)
    if isinstance(body, Said) and not body.message_id:
        body = msgspec.structs.replace(body, message_id=name)
    yield item.event(body, name)


def _echo(value: Json, item: Item) -> Iterator[Event]:
    """Read what went out: ours by mark or app, typed by an official in the inbox, or sent by another app."""
    app = ident(value.get("app_id"))
    if text(value.get("metadata")).startswith(MARK) or (app and app == item.line.app_id):
        return
    name = item.own_id(value)
    body: Happening = content.odd("echo.app", None, text(value.get("mid")))
    if app in INBOXES:
        typed = content.read(value, item.sender)
        words, files = (typed.text, typed.files) if isinstance(typed, Said) else ("", ())
        body = ByHand(words, name, files)
    yield item.event(body, name, "echo")


def _postback(value: Json, item: Item) -> Iterator[Event]:
    """Read a tap on a button, the menu, an ice breaker or the first button of all."""
    choice, title = text(value.get("payload")), text(value.get("title"))
    name, ref = item.own_id(value), content.ref_of(obj(value.get("referral")))
    body = content.pressed(choice or title, title, item.sender, name, ref)
    if isinstance(body, Pressed) and not body.choice:
        body = content.odd("postback", item.sender, name, answer=True)
    yield item.event(body, name)


def _referral(value: Json, item: Item) -> Iterator[Event]:
    """Read that somebody came by a link into a chat that exists, which opens the window like words."""
    name = item.own_id(value)
    yield item.event(content.opened(item.sender, name, content.ref_of(value)), "referral", name)


def _optin(value: Json, item: Item) -> Iterator[Event]:
    """Read that somebody let us in on a page of the city; a subscription to news is of no use here."""
    name, kind = item.own_id(value), text(value.get("type"))
    body: Happening = content.opened(item.sender, name, text(value.get("ref")))
    if kind:
        body = content.odd(f"optin.{kind}", item.sender)
    yield item.event(body, "optin", name)


def _reaction(value: Json, item: Item) -> Iterator[Event]:
    mid, emoji = text(value.get("mid")), text(value.get("emoji"))
    set_now = text(value.get("action")) != "unreact"
    if not mid:
        yield item.event(content.odd("reaction", item.sender), "reaction", item.own_id(value))
        return
    body = Reacted(sender=item.sender, message_id=mid, emoji=(emoji,) if set_now and emoji else ())
    yield item.event(body, mid, "reaction", item.stamp, digest(value))


def _edit(value: Json, item: Item) -> Iterator[Event]:
    """Read the new wording of an earlier message; ``num_edit`` counts them, as a number or a text."""
    mid, words = text(value.get("mid")), text(value.get("text"))
    count = ident(value.get("num_edit")) or item.stamp
    if not mid or not words.strip():
        yield item.event(content.odd("message_edit", item.sender), "edit", item.own_id(value), count)
        return
    yield item.event(Edited(content.said(item.sender, mid, words)), mid, "edit", count)


def _delivery(value: Json, item: Item) -> Iterator[Event]:
    """Read which messages arrived. A bare ``watermark`` names none."""
    mids = value.get("mids")
    for mid in filter(None, map(text, mids if isinstance(mids, list) else ())):
        yield item.event(Status(message_id=mid, state="delivered"), mid, "delivered")


def _seen(value: Json, item: Item) -> Iterator[Event]:
    """Read what the person has seen: Instagram names the message; Messenger only a moment, which is of no use here."""
    if mid := text(value.get("mid")):
        yield item.event(Status(message_id=mid, state="read"), mid, "read")


def _unused(name: str) -> "Reader":
    def read(value: Json, item: Item) -> Iterator[Event]:
        yield item.event(content.odd(name, item.sender), name, item.own_id(value))

    return read


def _standby(raw: Json, at: datetime, line: Line) -> Iterator[Event]:
    """Read what happens while another app has the chat: it is that app's to answer."""
    sender = ident(obj(raw.get("sender")).get("id"))
    if not sender or sender == line.account or ident(obj(raw.get("recipient")).get("id")) not in ("", line.account):
        line.ignored.add("standby")
        return
    stamp = text(raw.get("timestamp")) or whole(raw.get("timestamp")) or int(at.timestamp() * 1000)
    item = Item(sender, moment(raw.get("timestamp"), at), stamp, line)
    kept = {name: value for name, value in raw.items() if name not in AROUND}
    yield item.event(content.odd("standby", item.sender), "standby", sender, item.stamp, digest(kept))


Reader = Callable[[Json, Item], Iterator[Event]]

READERS: dict[str, Reader] = {
    "message": _message,
    "postback": _postback,
    "referral": _referral,
    "optin": _optin,
    "reaction": _reaction,
    "message_edit": _edit,
    "delivery": _delivery,
    "read": _seen,
    "policy_enforcement": _unused("policy_enforcement"),
    **{
        name: _unused(name)
        for name in (
            "account_linking",
            "app_roles",
            "pass_thread_control",
            "take_thread_control",
            "request_thread_control",
            "response_feedback",
        )
    },
}
"""One reader for each key of an item that is known (Webhooks, messaging events)."""
