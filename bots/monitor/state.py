"""What the lane of a public post remembers."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from core.vocabulary.events import File, Person, Place
from core.vocabulary.monitoring import CandidateStatus, Handle
from core.vocabulary.report import Evidence


class MentionState(msgspec.Struct, omit_defaults=True):
    """One public post: how it reads now, what the reader says of it, and what officials did about it."""

    post: str = ""
    channel: str = ""
    author: Person | None = None
    at: datetime | None = None
    """When it was posted."""
    text: str = ""
    link: str = ""
    parent: str = ""
    why: str = ""
    addressed: bool = False
    files: tuple[File, ...] = ()
    place: Place | None = None
    read_at: datetime | None = None
    """When the version that stands here was posted: an older one that comes later changes nothing."""
    changed: bool = False
    gone: bool = False

    complaint: bool = False
    sure: float = 0.0
    category: str = ""
    kelurahan: str = ""
    landmark: str = ""
    because: tuple[str, ...] = ()

    chosen: bool = False
    """It is a candidate, by itself or among others about the same."""
    passed_over: bool = False
    """Its author was muted when it came, and counts it."""
    burst: str = ""
    """The lane where it is counted, empty where it is not."""
    leads: bool = False
    """It is the one of its matter that officials see."""
    count: int = 1
    others: tuple[str, ...] = ()
    revision: int = 0

    status: CandidateStatus = "open"
    by: str = ""
    filing: str = ""
    number: str = ""
    evidence: tuple[Evidence, ...] = ()
    later: list[str] = []
    """Links to posts about the same that came before the ticket had its number."""

    waiting: list[Handle] = []
    """What officials wanted and another lane has to answer first: at most one of each kind."""
    invited: Literal["", "asked", "private", "public", "failed"] = ""
    way: Literal["", "private", "public"] = ""
    """How the author was, or is to be, invited."""
    invited_at: datetime | None = None
    chat: str = ""
    """The lane of the author's private chat, where it is known."""
    met: bool = False
    muted: bool = False
    unseen: int = 0


LATER_KEPT = 30


def load(raw: Any) -> MentionState:
    """Build the state from what the lane stored (None at first); never shares anything with ``raw``."""
    if raw is None:
        return MentionState()
    stored = msgspec.to_builtins(raw, builtin_types=(datetime,)) if isinstance(raw, MentionState) else raw
    return msgspec.convert(stored, MentionState)
