"""A query of the gateway becomes events: what a person wrote, and what became of a message of ours. Pure."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from channels.contract import Received
from channels.sms import query
from channels.sms.keyword import without
from channels.sms.query import Fields
from channels.sms.senders import NAME, lane_of, number_of
from core.vocabulary.errors import Malformed
from core.vocabulary.events import Event, Happening, Odd, Person, Said, Status

State = Literal["sent", "delivered", "failed"]
Reason = Literal["", "unreachable", "rejected"]

REPORTS: Mapping[str, tuple[State, Reason]] = {
    "1": ("delivered", ""),
    "2": ("failed", "unreachable"),
    "4": ("sent", ""),
    "8": ("sent", ""),
    "16": ("failed", "rejected"),
    "32": ("sent", ""),
}
"""Kannel user guide, delivery reports: on the phone, not on the phone, kept by the centre, taken by the centre, refused
by the centre, news in between."""
NOBODY = ("0x0000000b", "0x0000000a", "invalid dest", "unknown subscriber", "absent subscriber", "invalid number")
"""Words of a centre that refuses because of the number, not for now (SMPP 3.4, command_status)."""
ERROR_CHARACTERS = 120
TEXT_MOST = 2000
"""More than any phone sends: what is longer is kept, and cut further on."""


@dataclass(frozen=True)
class Line:
    """What reading needs to know: the city's keyword and name, whose numbers are answered, and our own number."""

    keyword: str = ""
    city: str = ""
    countries: tuple[str, ...] = ("ID", "TL")
    own: str = ""
    theirs: Mapping[str, str] = field(default_factory=dict)


def message(asked: str, line: Line, received: datetime) -> Received:
    """Read what a person wrote; raises ``Malformed`` for what names nobody, or cannot be told from its repeat.

    A sender that is no person's telephone is kept and not answered: who answers a machine talks for ever.
    """
    fields = query.read(asked, line.theirs)
    sender, told = number_of(fields.word("from"), line.countries), fields.word("time")
    if not fields.word("from"):
        raise Malformed("a message of nobody")
    if not fields.word("id") and not told:
        raise Malformed("a message without id and time: its repeat could not be told from another one like it")
    if not sender or sender == number_of(line.own, line.countries):
        raise Malformed("the sender is no person's telephone: not answered")
    at = query.moment(told, received)
    event_id = f"{NAME}:{fields.word('to') or line.own}:{fields.word('id') or _seal(fields)}"
    body = _body(fields, Person(sender), event_id, line)
    # Times are whole seconds: within one, the order in which they came.
    order = int(received.timestamp() * 1000)
    return Received([Event(event_id, lane_of(sender), at, body, order, NAME, sender)])


def _seal(fields: Fields) -> str:
    """Stand in for the gateway's id, where a build gives none."""
    content = b"\n".join(fields.raw(name) for name in ("from", "to", "time", "text"))
    return hashlib.sha256(content).hexdigest()[:24]


def _body(fields: Fields, sender: Person, event_id: str, line: Line) -> Happening:
    message_id = event_id.rpartition(":")[2]
    if _is_for_a_program(fields.raw("udh")):
        return Odd("for_a_program", sender, message_id)
    words = query.words_of(fields)
    if words is None:
        return Odd("binary", sender, message_id)
    text, had_keyword = without(words[:TEXT_MOST], line.keyword, line.city)
    if text:
        return Said(sender, message_id, text)
    # The keyword alone asks what this is; an empty message is a slip.
    if had_keyword:
        return Said(sender, message_id, command="start")
    return Odd("empty", sender, message_id, answer=True)


def _is_for_a_program(udh: bytes) -> bool:
    """Tell whether a header names a port (3GPP TS 23.040, information elements 4 and 5): settings, cards, ringtones."""
    place = 1
    while place + 1 < len(udh):
        if udh[place] in (4, 5):
            return True
        place += 2 + udh[place + 1]
    return False


def report(asked: str, line: Line, received: datetime) -> Received:
    """Read what became of a message of ours; raises ``Malformed`` for a report about nothing. An unknown state is none.

    Each state is one event, however often it is told; which of them counts is decided by their rank, not their order.
    """
    fields = query.read(asked, line.theirs)
    ref, state = fields.word("ref"), fields.word("state")
    to = number_of(fields.word("to"), line.countries)
    if not ref or not to:
        raise Malformed("a report about nothing")
    if state not in REPORTS:
        return Received()
    kind, reason = REPORTS[state]
    answer = "" if kind != "failed" else _plain(fields.word("answer"))
    if reason == "rejected" and any(word in answer.casefold() for word in NOBODY):
        reason = "unreachable"
    body = Status(ref, kind, unpacked(fields.word("entry")), answer, reason)
    at = query.moment(fields.word("time"), received)
    return Received([Event(f"{NAME}:{line.own}:{ref}:{state}", lane_of(to), at, body, 0, NAME, to)])


def packed(entry_id: str) -> str:
    """Write an id of ours so that no sign of it means anything to the gateway, which fills in escapes of its own."""
    return base64.urlsafe_b64encode(entry_id.encode()).decode().rstrip("=")


def unpacked(value: str) -> str:
    """Read an id of ours back; empty for what is none."""
    try:
        return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""


def _plain(answer: str) -> str:
    """Give a centre's words without telephone numbers."""
    words = ("…" if sum(map(str.isdigit, word)) > 6 and "x" not in word else word for word in answer.split())
    return " ".join(words)[:ERROR_CHARACTERS]
