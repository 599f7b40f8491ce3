"""What a citizen's chat, the person and a ticket tell each other."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.dates import Reckoning
from core.vocabulary.report import Evidence, Filing, Pin, Privacy
from core.vocabulary.ticket import TicketStatus

# A form -> chat lane


class FormSent(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody sent a whole report at once, corrected and with the privacy chosen; it is filed as it stands.

    ``kelurahan`` is one of the city's by its exact name, empty for none; ``landmark`` is in the person's words. Words
    that say nothing of a place are filed without one. ``name`` counts only where the privacy shows it. ``evidence`` is
    still on its way, and is fetched like every other file. ``follow`` is the number of an open report that was offered
    as saying the same, to be followed instead of filing this one. ``source`` is the material by which they came;
    ``listable`` as in `Report`; ``origins``: when and where its photos were taken may be kept for the closing check.
    """

    text: str
    privacy: Privacy
    category: str = ""
    kelurahan: str = ""
    landmark: str = ""
    pin: Pin | None = None
    name: str = ""
    language: str = ""
    evidence: tuple[Evidence, ...] = ()
    follow: str = ""
    source: str = ""
    listable: bool = False
    origins: bool = False


# Chat lane -> registry lane -> ticket lane


class FileReport(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A citizen confirmed the draft: give it a number."""

    filing: Filing


class Opened(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A number was given: the ticket begins."""

    number: str
    filing: Filing


# Chat lane -> ticket lane


class Replied(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen answered a question, or added something, about this ticket.

    ``answers`` False says that it is no answer to the open question, which stays open.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None
    answers: bool = True


class Confirmed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen agrees that it is fixed, perhaps with a photo of it.

    ``person`` is the lane of whoever says so; ``accounts``, which the ticket fills in, are all chats of that person,
    each as the lane that it would have as a person.
    """

    evidence: tuple[Evidence, ...] = ()
    person: str = ""
    accounts: tuple[str, ...] = ()


class Rated(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen's mark, 1 to 5, for a finished ticket."""

    rating: int


class Disputed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen says that it is not fixed, with the reason and new evidence."""

    text: str
    evidence: tuple[Evidence, ...] = ()


class Withdrawn(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen takes the report back, in these words; ``solved``: because the matter solved itself."""

    text: str = ""
    solved: bool = False


class Amended(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen changed words that were relayed before: they read as ``text`` now."""

    text: str


class Retracted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen took back a message that was filed or relayed before; the report stands all the same."""


class ChangePrivacy(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen wants another privacy; ``name`` is the name to show from now on, ``hide`` what to cut out of words.

    ``hide`` lists what the person is called on the platform; empty when the name may be shown.
    """

    privacy: Privacy
    name: str = ""
    hide: tuple[str, ...] = ()


class ForgetOrigins(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen allows no longer that when and where the photos of the report were taken is kept."""


class AnsweredByHand(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody of the city answered the citizen past us, in these words and with so many ``files``."""

    text: str
    files: int = 0


class Spoke(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen said something about the ticket that is no verdict ("besok saya cek"): silence is over."""


class EvidenceArrived(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A file of the filing (matched by ``ref``) is in our store now, or (``media`` empty) will never come."""

    ref: str
    media: str
    mime: str = ""


class Reach(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Whether the pushes of this ticket reach the citizen: the card shows "belum sampai" with the reason when not."""

    reached: bool
    reason: str = ""


class WindowClosing(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen waits for an answer on this ticket, and free text to the citizen is possible only until then."""

    closes_at: datetime


class AskStatus(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ``person`` wants an ``Update`` of kind ``status`` in the chat ``lane``; others are told nothing."""

    person: str
    lane: str


# Ticket lane -> person lane -> chat lane

UpdateKind = Literal[
    "filed",
    "verified",
    "disposed",
    "claimed",
    "released",
    "question",
    "progress",
    "answered",
    "reopened",
    "finished",
    "lapsed",
    "held",
    "resumed",
    "not_ours",
    "archived",
    "duplicate",
    "unmerged",
    "status",
    "refused",
    "withdrawn",
    "privacy",
    "corrected",
    "asked_again",
    "unanswered",
    "moved",
    "own_work",
    "returned",
    "escalated",
    "reopened_by_city",
    "reopened_above",
    "dispute_late",
    "undone",
    "unsaid",
    "erased",
]


class Update(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A step of the ticket, for the citizen: the chat's own lane words it in its language.

    ``text`` is the official's words (question, answer, reason). ``reckoning`` explains the date ``due_at``; ``before``
    is the one that was told before it ``moved``. ``filing`` is the id of the filing that was given this number (kind
    ``filed``), ``privacy`` the one that holds now (kind ``privacy``); ``late`` says that a limit has passed;
    ``solved``, of a withdrawal, that the matter solved itself; ``missed``, that it did not reach the person before, so
    that it is to be told when it arrives. ``until`` is when a hold ends; ``path`` the units that had
    it, in order, where it goes round; ``disputable``: what has ended can be disputed still. ``secret``: the report is
    confidential; ``person``: whose it is, where another chat of theirs is told; ``quiet``: another chat says it.
    ``slip`` is the signed receipt of a new report (`core.proof.slip`), empty where the city signs none.
    ``national`` is the number under which the national service has it (kind ``status``).
    """

    number: str
    kind: UpdateKind
    status: TicketStatus
    text: str = ""
    unit: str = ""
    due_at: datetime | None = None
    reckoning: Reckoning | None = None
    before: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    other: str = ""
    category: str = ""
    filing: str = ""
    privacy: Privacy | Literal[""] = ""
    late: bool = False
    solved: bool = False
    missed: bool = False
    until: datetime | None = None
    path: tuple[str, ...] = ()
    disputable: bool = False
    secret: bool = False
    person: str = ""
    quiet: bool = False
    slip: str = ""
    national: str = ""
