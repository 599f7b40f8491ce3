"""What a copy of somebody's own data is made of: nothing in it is about anybody else. Moments are UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.deliveries import Course
from core.vocabulary.report import Pin


class FileCopy(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file of the person's: what it is, and when and where it was taken, where that is kept."""

    kind: str
    mime: str = ""
    size_bytes: int = 0
    stored_at: datetime | None = None
    taken_at: datetime | None = None
    taken_latitude: float | None = None
    taken_longitude: float | None = None
    place_and_time_kept_until: datetime | None = None


class Happening(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a report's history: ``by`` is ``you``, ``system`` or the office, ``words`` are theirs or for them."""

    at: datetime
    what: str
    status: str
    by: str
    words: str = ""


class DeliveryCopy(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a message to the person."""

    at: datetime
    what: str
    course: Course
    channel: str = ""


class ReportCopy(msgspec.Struct, frozen=True, omit_defaults=True):
    """One report as it is kept: the words are those after redaction, as officials see them."""

    number: str
    status: str
    category: str
    opened_at: datetime
    words: str = ""
    unit: str = ""
    privacy: str = ""
    name_shown: str = ""
    kelurahan: str = ""
    landmark: str = ""
    pin: Pin | None = None
    when: str = ""
    channel: str = ""
    filed_at: datetime | None = None
    filed_by_system: str = ""
    due_at: datetime | None = None
    closed_at: datetime | None = None
    rating: int = 0
    national_number: str = ""
    public_list_allowed: bool = False
    public_list_words: str = ""
    photo_origins_allowed: str = ""
    erased_at: datetime | None = None
    files: tuple[FileCopy, ...] = ()
    history: tuple[Happening, ...] = ()
    deliveries: tuple[DeliveryCopy, ...] = ()


class DraftCopy(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report that was begun and not sent."""

    started_at: datetime
    words: tuple[str, ...] = ()
    place: str = ""
    pins: tuple[Pin, ...] = ()
    files: int = 0


class ChatCopy(msgspec.Struct, frozen=True, omit_defaults=True):
    """One chat of the person, and what it remembers; ``left_out`` says why its messages are not in the copy."""

    channel: str
    known_as: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    status: str = ""
    used_at: datetime | None = None
    language: str = ""
    came_by: str = ""
    came_at: datetime | None = None
    drafts: tuple[DraftCopy, ...] = ()
    follows: tuple[str, ...] = ()
    private_links_since: tuple[datetime, ...] = ()
    left_out: Literal["", "official", "former_owner", "doubted"] = ""


class MessageCopy(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message that is still kept, from ``you`` or from the ``city``, and until when it is."""

    at: datetime
    channel: str
    sender: Literal["you", "city"]
    text: str = ""
    files: tuple[str, ...] = ()
    pin: Pin | None = None
    number: str = ""
    kept_until: datetime | None = None


class LinkLine(msgspec.Struct, frozen=True):
    """That a chat was linked or parted."""

    at: datetime
    what: str
    channel: str


class PersonalCopy(msgspec.Struct, frozen=True):
    """Everything that is held about one person. ``about`` explains each part in the person's language."""

    about: dict[str, str]
    made_at: datetime
    consented_at: datetime | None
    language: str
    privacy: str
    chats: tuple[ChatCopy, ...]
    links: tuple[LinkLine, ...]
    reports: tuple[ReportCopy, ...]
    messages: tuple[MessageCopy, ...]
    """The oldest first."""
