"""What a citizen reports: words, files and places of one complaint, the same wherever it travels."""

from datetime import datetime
from typing import Literal

import msgspec

Privacy = Literal["nama", "anonim", "rahasia"]

TELLTALE = "raw-"
"""Ids of stored files that may still tell who made them begin so: whoever passes one on has to know."""


class Alike(msgspec.Struct, frozen=True, omit_defaults=True):
    """An earlier file that a new one equals (``exact``) or nearly equals: evidence of the ticket ``number``."""

    media: str
    number: str
    exact: bool = False


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a file tells besides what it shows, kept aside for whoever checks it: it stands in the file no more.

    ``taken_at`` is when the camera says that it was taken (UTC), the position where (WGS 84 degrees); ``alike`` are
    files of tickets that it is like.
    """

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    alike: tuple[Alike, ...] = ()


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """When (UTC) and where (WGS 84 degrees) a citizen's photo was taken, kept apart from everything else.

    It goes into no lane's document, event, export or log: only the check of what an official closes with reads it.
    """

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One photo, voice note or document: ``media`` is our store's id, empty while the file is still on its way.

    ``facts`` are there only of what an official sends.
    """

    kind: str
    ref: str
    media: str = ""
    mime: str = ""
    name: str = ""
    unique: str = ""
    facts: Facts | None = None

    @property
    def telltale(self) -> bool:
        """Tell whether the file may still tell who made it, because nothing could be taken out of it."""
        return self.media.startswith(TELLTALE)


class Pin(msgspec.Struct, frozen=True, omit_defaults=True):
    """A position in WGS 84 degrees with the title the citizen chose."""

    latitude: float
    longitude: float
    title: str = ""


def map_link(pin: Pin) -> str:
    """Link a position to the map that phones open by themselves."""
    return f"https://maps.google.com/?q={pin.latitude:.5f},{pin.longitude:.5f}"


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one citizen reports, wherever it travels: in a filing, in the ticket, on its card.

    ``name`` is empty unless privacy is ``nama``; ``event_time`` is in the citizen's words; ``channel`` is where it was
    filed, ``filed_at`` when (UTC); ``emergency`` is the code of the kind of danger that was heard in it, empty when
    none was; ``follows`` is the number of an older report, ended too long ago to be disputed, about the same.
    ``listable``: the citizen allows that it stands in the public list.
    """

    text: str
    classification: str
    category: str
    language: str = ""
    privacy: Privacy = "nama"
    name: str = ""
    kelurahan: str = ""
    landmark: str = ""
    pin: Pin | None = None
    event_time: str = ""
    evidence: tuple[Evidence, ...] = ()
    channel: str = ""
    filed_at: datetime | None = None
    emergency: str = ""
    follows: str = ""
    listable: bool = False


class Filing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A complete report as the citizen confirmed it, and the lane of the person who is told about it.

    ``id`` goes through filing, opening and the first update, so that the chat that filed is told the number, and knows
    which of its reports got it. ``public``: officials made it of a public post, which is counted already. ``split_of``
    is the ticket whose report officials made two of, ``clerk`` the chat of the official who wrote it down at a counter.
    """

    reporter: str
    report: Report
    id: str = ""
    public: bool = False
    split_of: str = ""
    clerk: str = ""
