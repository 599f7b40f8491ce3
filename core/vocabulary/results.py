"""What became of an effect, as an event of the lane that wanted it."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.report import Facts

FileRefusal = Literal["too_large", "gone", "refused", "empty", "kind", "pixels", "packed", "broken", "virus"]
"""Why a file will not come: the platform does not give it; nothing is in it; it is of a kind that is not taken; a
picture of too many pixels; far larger when unpacked; an archive that cannot be opened; a virus is in it."""


class AnsweredInPrivate(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An ``effects.AnswerInPrivate`` of this lane went out; ``address`` is the author's private chat.

    It is empty where the author had been answered before, and the platform does not say again where.
    """

    ref: str
    address: str = ""


class Fetched(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A file asked for by ``effects.Fetch`` is in our own media store now; ``size`` in bytes.

    ``torn``: it is there as it came, which is not whole. ``facts`` come only where the ``Fetch`` asks for them;
    ``origin``: it told when or where it was taken, which waits apart (``Fetch.origin``).
    """

    ref: str
    media: str
    mime: str = ""
    size: int = 0
    sha256: str = ""
    torn: bool = False
    facts: Facts | None = None
    origin: bool = False


class NotFetched(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A file asked for by ``effects.Fetch`` will not come, and why."""

    ref: str
    reason: FileRefusal


class Heard(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What is said in a sound that came (``effects.Fetch.heard``), as a machine wrote it down; never empty."""

    ref: str
    text: str


class Drawn(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A picture asked for by ``effects.DrawChart`` is in our own media store; ``media`` is empty where it will not."""

    ref: str
    media: str = ""
    mime: str = ""


class Named(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What the person is called (``effects.AskName``); empty where no name is shown, or none could be had."""

    name: str = ""


class Undelivered(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A ``Send`` of this lane did not reach the person: told to the lane once per entry, ``ref`` as in the ``Send``."""

    entry_id: str
    ref: str
    reason: Literal["unreachable", "window", "rejected"]
    detail: str = ""


class NotDeleted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """So many ``files`` of a message that a ``Delete`` of this lane was to take away stay in the chat."""

    ref: str
    files: int


class Delivered(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A ``Send`` of this lane reached the person: told for those that ask for it (``Send.confirm``), and by platforms
    that say so of every message."""

    entry_id: str
    ref: str = ""


class DeadLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dead letter as a group may see it: what kind it is, since when, and of which lane's ``kind`` or ``number``.

    ``error`` is the name of the fault alone: what it says may hold a person's words or address.
    """

    kind: str
    at: datetime
    lane_kind: str = ""
    number: str = ""
    error: str = ""


class Troubles(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What waits for the operator (``effects.AskTroubles``): channels that are down, and the newest dead letters."""

    ref: str
    channels: tuple[str, ...] = ()
    letters: tuple[DeadLine, ...] = ()


class Look(msgspec.Struct, frozen=True, omit_defaults=True):
    """An office that had to do with a ticket at a moment: it looked, opened what is confidential, or worked on it.

    ``unit`` is one of the city's, ``office`` one of those that look from outside.
    """

    at: datetime
    kind: Literal["looked", "opened", "handled"]
    unit: str = ""
    office: str = ""


class Looks(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Which offices had to do with a ticket (``effects.AskLooks``), the oldest first; nobody of them by name."""

    number: str
    looks: tuple[Look, ...] = ()
