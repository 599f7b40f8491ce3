"""The document of a ticket lane: redacted words only, and the reporter as a person's lane, which tells no address."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec

from core.language.shorten import shorten
from core.vocabulary.dates import StopReason
from core.vocabulary.erasing import Erasure
from core.vocabulary.officials import Doubt, Spoken
from core.vocabulary.report import Evidence, Report
from core.vocabulary.ticket import Action, Official, TicketStatus

MAX_HISTORY: Final = 50
"""Lines kept in the document; the journal has all of them."""
MAX_NOTES: Final = 10
MAX_EVIDENCE: Final = 20
MAX_AWAITED: Final = 20
MAX_PATH: Final = 20
MAX_FLAGGED: Final = 20
MAX_PAUSES: Final = 20
"""Pauses of one limit that are kept with their dates; of those before them only their days are."""
PLACE_CHARACTERS: Final = 200
"""A landmark, a time or a name in the citizen's words, in characters."""
MAX_FOLLOWERS: Final = 200
"""So many persons hear of one ticket: each change is told to each of them."""
MAX_SPOKEN: Final = 30
"""Later words of the citizen kept for whoever may open a confidential report; the journal has all of them."""
LINE_CHARACTERS: Final = 300
"""A note or reason as it is kept in the document, in characters."""

VERIFICATION: Final = "verifikasi"
FOLLOW_UP: Final = "tindak_lanjut"
CONFIRMATION: Final = "konfirmasi"
PAUSED: Final = "jeda"
"""Kinds of due date on a card; with `jeda` the card has none, because it moves while the clock stands still."""


class HistoryLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened. ``actor`` is an official's id, ``pelapor`` or ``sistem``."""

    at: datetime
    actor: str
    what: str
    status: TicketStatus
    reason: str = ""


class Pause(msgspec.Struct, frozen=True, omit_defaults=True):
    """A time in which the limit stood still, and why."""

    since: datetime
    until: datetime
    why: StopReason


class Limit(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the running date is made of besides `counted_from`: working ``days``, as they were promised, and pauses.

    ``earlier`` are the working days of pauses beyond `MAX_PAUSES`.
    """

    days: int
    pauses: tuple[Pause, ...] = ()
    earlier: int = 0


class Rung(msgspec.Struct, frozen=True):
    """The mark of an alarm (`core.ticket.clock`): it rang for this moment, and never will again for the same one.

    The moment is that of its date, or where the alarm says so another one that stands for what it rings about.
    """

    name: str
    due: datetime


class Follower(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person who hears of a ticket of somebody else: by an own wish, or ``via`` a ticket that was merged into it."""

    person: str
    via: str = ""


class Closing(msgspec.Struct, frozen=True, omit_defaults=True):
    """An official's answer with its photos; with ``doubts`` it waits for a second officer."""

    by: Official
    at: datetime
    text: str
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Flagged(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer whose evidence was doubted, for good: kinds of ``doubts``, the ``unit`` of who closed and when, and the
    unit of the second officer who let it go, empty while nobody did.
    """

    at: datetime
    doubts: tuple[str, ...]
    unit: str
    second: str = ""
    signed_at: datetime | None = None


class Listing(msgspec.Struct, frozen=True, omit_defaults=True):
    """The words of a report as a coordinator released them to the public list."""

    words: str
    at: datetime


class Former(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an act changes of a ticket, as it was before: each field is one of `TicketState`, by the same name."""

    status: TicketStatus
    unit: str = ""
    holder: Official | None = None
    due_at: datetime | None = None
    due_kind: str = ""
    counted_from: datetime | None = None
    paused_since: datetime | None = None
    silence_due: datetime | None = None
    before: TicketStatus | None = None
    returns: int = 0
    path: tuple[str, ...] = ()
    duplicate_of: str = ""
    late: bool = False
    held_until: datetime | None = None
    closed_at: datetime | None = None
    escalated: bool = False
    spoke_at: datetime | None = None
    limit: Limit | None = None
    asked_at: datetime | None = None
    promised: datetime | None = None
    recounted_at: datetime | None = None
    closing: Closing | None = None
    first_answer_at: datetime | None = None
    stage_since: datetime | None = None
    flagged: tuple[Flagged, ...] = ()


class LastAct(msgspec.Struct, frozen=True, omit_defaults=True):
    """The official's act that can be taken back until ``until``: it led to the status ``to``.

    ``mark`` names it among those of its ticket; ``words`` are what the citizen got of it.
    """

    action: Action
    by: str
    until: datetime
    mark: str
    to: TicketStatus
    was: Former
    words: str = ""


class TicketState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ticket. All texts of the citizen, those of ``report`` too, are redacted already; moments are UTC.

    ``reporter`` is the lane of the person who is told, and goes into no command for the group. ``unit`` is empty until
    a disposition. ``before`` is the status that a hold returns to.
    ``awaited`` are files of later messages that have not come yet. ``path`` lists the units that had it, in order;
    ``shown_at`` the groups in which its card was shown, each with its last desk there, the present one last.
    ``spoken`` is what the citizen sent after filing, as the group was told; ``spoken_count`` how often that was.
    ``unreached`` says why pushes do not arrive, empty while they do. ``spoke_at`` is when the citizen last said
    something about an answer without a verdict. ``late`` says that the limit of ``due_at`` has passed; ``rung`` marks
    the alarms that have rung. ``limit`` is what the date is made of. ``asked_at`` is when the citizen was asked what is
    still open. ``promised`` is the date that was told before the calendar changed, at ``recounted_at``, and that is
    another one now; None when nothing is to be told. ``offered`` is the colleague to whom the holder offers it until
    ``offered_until``; ``held_until`` is when a hold ends by itself. ``alike`` are
    tickets that may say the same, as it was filed; ``followers`` who else is told what becomes of it.
    ``closing`` is an answer that waits for a second officer; ``flagged`` are all answers that had to, the newest last;
    ``handlers`` are the accounts (as lanes of persons) of who
    handled the ticket; ``lost`` counts files of the citizen that never came. ``menu_by`` is who opened the menu, for
    whose rights it is drawn; ``closed_at`` when the ticket ended; ``escalated``: it was sent back too often, so that
    the secretary decides; ``last_act`` is what can be taken back; ``first_answer_at`` is when an official first said
    something to the citizen; ``stage_since`` is when its stage began (`core.ticket.stages`), None if nobody noted it.
    ``head`` is the digest of the journal's last line (`core.proof.chain`). ``national`` is the number under which the
    national service keeps it, too. ``erased`` says that what was personal in it is gone, and since when.
    """

    number: str
    reporter: str
    status: TicketStatus
    report: Report
    opened_at: datetime
    awaited: tuple[Evidence, ...] = ()
    unit: str = ""
    holder: Official | None = None
    due_at: datetime | None = None
    due_kind: str = ""
    counted_from: datetime | None = None
    paused_since: datetime | None = None
    silence_due: datetime | None = None
    before: TicketStatus | None = None
    returns: int = 0
    disputes: int = 0
    path: tuple[str, ...] = ()
    shown_at: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    history_count: int = 0
    rating: int = 0
    menu: str = ""
    revision: int = 0
    unreached: str = ""
    duplicate_of: str = ""
    spoke_at: datetime | None = None
    spoken: tuple[Spoken, ...] = ()
    spoken_count: int = 0
    late: bool = False
    rung: tuple[Rung, ...] = ()
    alike: tuple[str, ...] = ()
    followers: tuple[Follower, ...] = ()
    menu_by: Official | None = None
    priority: bool = False
    offered: Official | None = None
    offered_until: datetime | None = None
    held_until: datetime | None = None
    limit: Limit | None = None
    asked_at: datetime | None = None
    promised: datetime | None = None
    recounted_at: datetime | None = None
    closing: Closing | None = None
    handlers: tuple[str, ...] = ()
    lost: int = 0
    closed_at: datetime | None = None
    escalated: bool = False
    last_act: LastAct | None = None
    first_answer_at: datetime | None = None
    stage_since: datetime | None = None
    head: str = ""
    national: str = ""
    listing: Listing | None = None
    flagged: tuple[Flagged, ...] = ()
    erased: Erasure | None = None

    def reporting(self, **changes: Any) -> TicketState:
        """Give the ticket with fields of its report changed."""
        return msgspec.structs.replace(self, report=msgspec.structs.replace(self.report, **changes))


def load(state: Any) -> TicketState | None:
    """Read a stored state (builtins or a struct); None when the ticket does not exist. Raises ValidationError."""
    if state is None or isinstance(state, TicketState):
        return state
    return msgspec.convert(state, TicketState)


def with_note(ticket: TicketState, note: str) -> TicketState:
    """Add a line to the notes on the card; the oldest beyond the cap fall out (the journal keeps them)."""
    notes = (*ticket.notes, shorten(note.strip(), LINE_CHARACTERS))[-MAX_NOTES:]
    return msgspec.structs.replace(ticket, notes=notes)


def with_history(ticket: TicketState, line: HistoryLine) -> TicketState:
    """Add a history line and count it; the oldest beyond the cap fall out."""
    return msgspec.structs.replace(
        ticket, history=(*ticket.history, line)[-MAX_HISTORY:], history_count=ticket.history_count + 1
    )


def with_unit(ticket: TicketState, unit: str) -> TicketState:
    """Give a ticket to a unit, or with "" back to verification, and note the way it went."""
    path = (*ticket.path, unit)[-MAX_PATH:] if unit else ticket.path
    return msgspec.structs.replace(ticket, unit=unit, path=path)
