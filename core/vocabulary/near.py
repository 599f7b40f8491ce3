"""What a ticket and a citizen tell each other about the same matter, reported by several."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.report import Evidence, Pin
from core.vocabulary.ticket import TicketStatus

# Ticket lane -> lane of what is open near a place


class NearRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """An open ticket as it is compared with others; nothing of it is ever shown but its number and day.

    ``landmark`` and ``words`` are roots, in one order, of where it is and of what it says; ``latitude`` and
    ``longitude`` (WGS 84 degrees, to about a hundred metres) are None where no pin was sent.
    """

    number: str
    at: datetime
    landmark: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


class KnownNear(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ticket is open here; told again when what it is compared by has changed."""

    row: NearRow


class ForgottenNear(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ticket is not open here any more, or nobody else may know of it."""

    number: str


# Chat lane -> ticket lane


class Follow(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ``person`` wants news of a ticket of somebody else; the chat ``lane`` is told what became of it."""

    person: str
    lane: str


class Unfollow(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ``person`` wants no more news of a ticket that was followed."""

    person: str


# Ticket lane -> ticket lane


class FollowedBy(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """All who are to have news by way of the ticket ``number``, which says the same: nobody any more when empty."""

    number: str
    persons: tuple[str, ...] = ()


class Released(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ticket ``by``, which this one was merged into, says nothing for it any more: it stands by itself again."""

    by: str


class SaidByMerged(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What the reporter of the ticket ``number``, which is merged into this one, says: redacted already.

    ``hops`` counts the tickets that passed it on, each merged into the next.
    """

    number: str
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None
    hops: int = 0


class SplitOff(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A part of this ticket's report has become the ticket ``number``."""

    number: str


# Ticket lane -> chat lane of an official at a counter


class WalkInFiled(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What was written down at a counter by the ``filing`` of that id has this number: the receipt can be given.

    ``slip`` is its signed part (`core.proof.slip`), empty where the city signs none.
    """

    number: str
    filing: str
    category: str
    kelurahan: str = ""
    due_at: datetime | None = None
    slip: str = ""


# Ticket lane -> person lane -> chat lane

FollowerUpdateKind = Literal["followed", "refused", "news", "status", "known", "gone"]
"""``known`` and ``gone`` are for the chat alone: a ticket is, or is no more, followed because of a merge."""


class FollowerUpdate(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """News of a ticket for somebody who follows it: there is no place in it for anybody's words, files or name.

    One that is ``refused`` tells nothing, not even whether there is such a ticket. ``other`` is the ticket that it was
    merged into, which is followed from now on; ``person`` who follows, where another chat of theirs is told.
    """

    number: str
    kind: FollowerUpdateKind
    status: TicketStatus | Literal[""] = ""
    category: str = ""
    kelurahan: str = ""
    unit: str = ""
    due_at: datetime | None = None
    late: bool = False
    other: str = ""
    person: str = ""
