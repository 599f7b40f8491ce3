"""What a chat and the lane of the person whom it belongs to tell each other."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.linking import OtherChat
from core.vocabulary.report import Privacy

# Chat lane -> person lane

ContactStatus = Literal["open", "blocked", "lost"]
"""``open`` takes messages, ``blocked`` was stopped by the person, ``lost`` is nobody there, as the platform says."""


class Introduced(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The chat ``lane`` belongs to this person, and stands like this; told again when something of it changes.

    ``used_at`` is when the person last wrote there. ``privacy`` is how they filed last, empty when they never did;
    ``filing`` is the id of a filing that is made there now, so that its number is told there. ``open_until`` is when
    free text there ends, None where it never does. ``person`` is whose chat it is, where that is not the one told:
    a person who has joined another passes on how the own chat stands.
    """

    lane: str
    channel: str
    used_at: datetime
    status: ContactStatus = "open"
    language: str = ""
    privacy: Privacy | Literal[""] = ""
    filing: str = ""
    open_until: datetime | None = None
    person: str = ""


class Arrival(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Whether news of a ticket reaches the person in the chat ``lane``; ``reason`` as in ``Reach``."""

    lane: str
    number: str
    arrived: bool
    reason: str = ""


class Disowned(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The chat ``lane`` is not this person's after all: it is forgotten here, and told nothing more."""

    lane: str


# Person lane -> chat lane, together with every ``Update`` and ``DeskAnswer``


class ToldElsewhere(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What this chat could not tell of a ticket is told through another contact of the person: it is not missed."""

    number: str


class BelongsTo(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The chat is a contact of ``person``, also where somebody else said so; with ``person`` empty, of nobody else.

    ``several``: the person has other contacts, so that each use is to be told for the last used to be known; ``others``
    are those that were linked to it.
    """

    person: str
    several: bool = False
    others: tuple[OtherChat, ...] = ()
