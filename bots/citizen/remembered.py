"""What a citizen's chat remembers of one thing each: a draft, a report that was filed, a message that waits."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.events import File, Place
from core.vocabulary.report import Evidence, Pin, Privacy
from core.vocabulary.ticket import Official, TicketStatus

DraftStep = Literal["", "darurat", "ubah", "isi", "kategori", "lokasi", "privasi"]


class Part(msgspec.Struct, omit_defaults=True):
    """What one message brought. Parts sort by the platform's time and order, never by arrival."""

    id: str
    at: datetime
    order: int = 0
    text: str = ""
    album: str = ""
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None
    edited_at: datetime | None = None
    orphan: bool = False
    """Made from an edit whose message has not arrived yet."""

    def key(self) -> tuple[datetime, int, str]:
        """Give the place of this part among the others."""
        return self.at, self.order, self.id


class Voice(msgspec.Struct, omit_defaults=True):
    """A sound that may be written down later, and the message that it came with: its id, words and album."""

    file: File
    message: str
    text: str = ""
    album: str = ""


class Alike(msgspec.Struct, omit_defaults=True):
    """An open report of somebody that may say the same as the draft: when it was filed, and whether it is ``here``."""

    number: str
    at: datetime
    here: bool = False


class Draft(msgspec.Struct, omit_defaults=True):
    """A complaint that is being written. ``serial`` tells its buttons from those of other drafts."""

    serial: int
    started_at: datetime
    touched_at: datetime
    parts: list[Part] = []
    step: DraftStep = ""
    category: str = ""
    place_words: str = ""
    place_skipped: bool = False
    follows: str = ""
    """The number of an ended report that this one takes up again."""
    emergency_shown: bool = False
    abuse_shown: bool = False
    reminded: bool = False
    quiet_until: datetime | None = None
    unseen: bool = False
    """Not shown to the person yet: no time runs for it."""
    emergency: str = ""
    """Code of the kind of danger that was heard in one of its messages."""
    dial: list[str] = []
    """Numbers to be said for it."""
    area: str = ""
    """The kelurahan that the person chose when it was asked back; "-" for none of those named."""
    privacy: Privacy | Literal[""] = ""
    """How the name shall be shown, where the words said so already."""
    secrecy_offered: bool = False
    whole: bool = False
    """Said to be one matter, although it reads like two."""
    aside: bool = False
    """Put aside for another matter, and not shown since."""
    near: str = ""
    """The lane of what is open near its place, to be looked at when it is sent; empty where nothing is to be."""
    on_record: bool = False
    """Wanted as a report although it was said that the matter is not the city's."""
    counter: bool = False
    """Written down at a counter for somebody who has no chat."""
    alike: list[Alike] = []
    """What was offered to be followed instead."""
    listable: bool = False
    """The person allows that it stands in the public list."""
    origins: Literal["", "yes", "no"] = ""
    """What was said about keeping when and where its photos were taken."""
    origins_asked: bool = False


class Waiting(msgspec.Struct, omit_defaults=True):
    """A filed report whose number has not come yet."""

    serial: int
    since: datetime
    about: str = ""
    category: str = ""
    hidden: bool = False
    id: str = ""
    """Of the filing."""
    forget_origins: bool = False
    """What was allowed of its photos was taken back meanwhile; its ticket is told when it has a number."""
    origins: Literal["", "yes", "no"] = ""
    """What was said about keeping when and where its photos were taken; empty where nobody was asked."""
    retracted: bool = False
    """One of its messages was deleted meanwhile; its ticket is told when it has a number."""


class More(msgspec.Struct, omit_defaults=True):
    """What did not fit into a bubble of a terse channel, with the choices that come below it."""

    text: str = ""
    offered: list[Offer] = []
    ref: str = ""


class Missed(msgspec.Struct, omit_defaults=True):
    """A push, known by the event that caused it; what could not be given is told in one bubble later."""

    number: str
    kind: str
    status: TicketStatus
    text: str = ""
    cause: str = ""
    at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()


class Ticket(msgspec.Struct, omit_defaults=True):
    """What the chat knows of one of its tickets.

    ``causes`` are the events that brought the newest updates, so that a repeat is noticed; ``pushes`` are the newest
    of them with their words, told later when one does not arrive.
    """

    number: str
    status: TicketStatus = "baru"
    category: str = ""
    about: str = ""
    due_at: datetime | None = None
    filed_at: datetime | None = None
    serial: int = 0
    asked: bool = False
    confirmed: bool = False
    rated: bool = False
    unreached: bool = False
    awaited: bool = False
    """What could not be told elsewhere is told here: it is to be said when it arrives."""
    causes: list[str] = []
    pushes: list[Missed] = []
    unanswered: bool = False
    """The citizen's last words about it have had no answer yet."""
    question: str = ""
    """What an official asked, to be said again while it waits for its answer."""
    spoken_at: datetime | None = None
    """When the citizen last said something about it."""
    hidden: bool = False
    """Filed without the name, so that no later words may give it away either."""
    secret: bool = False
    """Confidential: its words are shown where it was filed, elsewhere only when asked for."""
    person: str = ""
    """Whose it is, where that is not whom this chat belongs to."""
    slip: str = ""
    """The signed receipt, where the city signs any and the report was filed here."""
    origins: Literal["", "asked", "yes", "no"] = ""
    """What was said about keeping when and where its photos were taken; empty where nobody was asked."""
    origins_asked: datetime | None = None
    origin_files: list[str] = []
    """Files about which was asked, while there is no answer."""


class Followed(msgspec.Struct, omit_defaults=True):
    """A report of somebody else of which the person gets news; ``causes`` are the events that brought the newest."""

    number: str
    status: TicketStatus = "baru"
    category: str = ""
    causes: list[str] = []
    person: str = ""
    """Who follows, where that is not whom this chat belongs to."""


class Fate(msgspec.Struct, omit_defaults=True):
    """Where a file goes that is still being fetched; ``number`` is empty while the report has none.

    ``origin``: when and where it was taken may be kept.
    """

    ref: str
    number: str = ""
    serial: int = 0
    origin: bool = False


class Arrived(msgspec.Struct, omit_defaults=True):
    """A file that came (``media``) or never will (empty) before the number did."""

    ref: str
    media: str
    mime: str
    serial: int
    origin: bool = False
    """It told when or where it was taken, and nobody was asked about that yet."""


class Gather(msgspec.Struct, omit_defaults=True):
    """Words and files collected for a ticket: an answer that is an album, or the reason of a dispute."""

    number: str
    kind: Literal["answer", "dispute"]
    since: datetime
    parts: list[Part] = []
    quiet_until: datetime | None = None


class AskedBack(msgspec.Struct, omit_defaults=True):
    """A message of which the citizen was asked where it belongs: to which reports, or which acts it may be."""

    since: datetime
    parts: list[Part] = []
    numbers: list[str] = []
    unseen: bool = False
    acts: list[str] = []


class Offer(msgspec.Struct, omit_defaults=True):
    """One choice of the bubble offered last, so that its number or its label can be typed."""

    id: str
    label: str


class Unsent(msgspec.Struct, omit_defaults=True):
    """News of a report that has not arrived yet, as far as is known, in a chat of somebody who has others too."""

    number: str
    cause: str
    since: datetime


class Doubted(msgspec.Struct, omit_defaults=True):
    """A message that is kept until it is known whether its writer is who wrote here before."""

    id: str
    text: str = ""
    files: tuple[File, ...] = ()
    place: Place | None = None


class OpenWish(msgspec.Struct, omit_defaults=True):
    """An official's wish to read a confidential report in this chat."""

    number: str
    at: datetime
    by: Official


class Recent(msgspec.Struct, omit_defaults=True):
    """A message that was dealt with outside a draft; ``serial`` of the draft it was filed with, -1 when taken back.

    ``number`` is the report to which its words were passed on.
    """

    id: str
    serial: int = 0
    number: str = ""
