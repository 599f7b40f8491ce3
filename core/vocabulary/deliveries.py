"""The delivery log of a ticket: what became of each message about it, and never to which address it went."""

from datetime import datetime
from typing import Literal

import msgspec

Course = Literal["sent", "delivered", "read", "held", "failed", "skipped"]
"""What became of a message: the platform took it; it arrived; it was read; it waits until the person writes; it will
never arrive; it was not needed or not wanted. A message has a line for each that happens to it."""

CourseReason = Literal[
    "",
    "window",
    "template",
    "typed",
    "joined",
    "superseded",
    "released",
    "taken_away",
    "unreachable",
    "rejected",
    "too_old",
    "blocked",
    "no_contact",
    "other_contact",
]
"""Why: the platform's window is closed (and a template or an official's words alone went out for it); it went out in
the message before it; a newer one stands for it; the person has written, so that the words themselves go out; it was
taken away again; nobody is there; the platform refused it, or took too long; the person has blocked us, has no contact
of ours, or was told by another one."""


class About(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a message is about: a ticket's ``number``, and which news of it (``what``: ``<audience>.<news>``)."""

    number: str
    what: str


class DeliveryLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a ticket's delivery log; ``channel`` is the kind of platform, ``entry`` names the message."""

    at: datetime
    what: str
    course: Course
    reason: CourseReason = ""
    channel: str = ""
    entry: str = ""


class Deliveries(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The newest lines of a ticket's delivery log, oldest first, for who asked with ``effects.AskDeliveries``.

    ``paid`` is how many parts of messages each channel charged for it so far.
    """

    ref: str
    number: str
    lines: tuple[DeliveryLine, ...] = ()
    paid: dict[str, int] = {}


def cost_note(number: str) -> str:
    """Name the note in which channels that charge for messages count the parts of a ticket, each under its name."""
    return f"cost:ticket:{number}"
