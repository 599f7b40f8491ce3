"""Read a ticket's delivery log: each message once, with where it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from core.vocabulary.deliveries import Course, CourseReason, DeliveryLine

ANSWER: Final = "answer"
"""News of this name is what somebody was told who had just said something: nobody has to be found for it."""
_STANDS_IN: Final = frozenset(("template", "typed"))
"""What went out for words that wait: the person was reached."""
_OF_OLDER: Final = (":released", ":again:")
"""In the names of messages that say what an older one could not."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a log: when it was first tried, what it told whom, and what became of it.

    ``stood_in``: it waits, and something else went out for it meanwhile.
    """

    at: datetime
    what: str
    course: Course
    reason: CourseReason
    channel: str
    stood_in: CourseReason = ""
    entries: tuple[str, ...] = ()

    @property
    def audience(self) -> str:
        """Give whom it was for."""
        return self.what.partition(".")[0]

    @property
    def news(self) -> str:
        """Give which news it was."""
        return self.what.partition(".")[2]

    @property
    def reached(self) -> bool:
        """Tell whether it reached the person as far as is known, or what stood in for it did."""
        return self.course in ("sent", "delivered", "read") or bool(self.stood_in)


def messages(lines: Iterable[DeliveryLine]) -> tuple[Message, ...]:
    """Join the lines of each message, in the order in which the messages were first tried."""
    found: list[Message] = []
    for line in lines:
        place = _place(found, line)
        if place is None:
            found.append(Message(line.at, line.what, line.course, line.reason, line.channel, entries=(line.entry,)))
        else:
            found[place] = _with(found[place], line)
    return tuple(found)


def news_to(audience: str, lines: Iterable[DeliveryLine]) -> tuple[Message, ...]:
    """Give the messages that told an audience something unasked."""
    return tuple(one for one in messages(lines) if one.audience == audience and one.news != ANSWER)


def _place(found: list[Message], line: DeliveryLine) -> int | None:
    for place in range(len(found) - 1, -1, -1):
        one = found[place]
        if one.what == line.what and (line.entry in one.entries or (not one.reached and _says_again(line))):
            return place
        if one.what == line.what and one.stood_in and _says_again(line):
            return place
    return None


def _says_again(line: DeliveryLine) -> bool:
    return any(mark in line.entry for mark in _OF_OLDER)


def _with(message: Message, line: DeliveryLine) -> Message:
    """Take in what came next; of words that wait only what they say themselves changes where they are."""
    if message.course == "held" and line.entry in message.entries:
        if line.course == "sent":
            return replace(message, stood_in=line.reason if line.reason in _STANDS_IN else message.stood_in)
        if line.course in ("delivered", "read"):
            return message
        course: Course = "skipped" if line.course == "skipped" else "held"
        return replace(message, stood_in="", course=course, reason=line.reason)
    entries = message.entries if line.entry in message.entries else (*message.entries, line.entry)
    channel = line.channel or message.channel
    return replace(message, course=line.course, reason=line.reason, channel=channel, stood_in="", entries=entries)
