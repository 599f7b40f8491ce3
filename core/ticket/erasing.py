"""Erase what is personal in a ticket that has ended: what it counts for, its dates and its chain stay.

The report is confidential from then on, so that everything that was shown of it is taken away as for one whose citizen
wants it hidden. The lines of its journal lose their words in the store (`core.vocabulary.eraser`); the line that is
written here says since when and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import structs

from core.proof.lines import MERGED_ERASED
from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.followers import FOLLOWER
from core.ticket.lifecycle import FACTS
from core.ticket.secrecy import taken_away, told_anew, without_words
from core.ticket.state import TicketState
from core.ticket.tallying import place_of
from core.vocabulary.citizen import (
    Amended,
    AnsweredByHand,
    ChangePrivacy,
    Confirmed,
    Disputed,
    EvidenceArrived,
    Rated,
    Replied,
    Retracted,
    Spoke,
    Update,
    Withdrawn,
)
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.erasing import Erase, EraseMerged, Erasure, Unsighted
from core.vocabulary.events import Body
from core.vocabulary.lane_names import burst_lane
from core.vocabulary.monitoring import Linked, SaidInPublic
from core.vocabulary.near import FollowedBy, Released
from core.vocabulary.publishing import AllowListing
from core.vocabulary.report import Report

ERASED: Final = "erased"
NOBODY: Final = "person:"
"""The reporter of a ticket of which nobody knows any more whose it was: the lane of no one."""
_OF_ITS_CITIZEN: Final = (Replied, Confirmed, Rated, Disputed, Withdrawn, Amended, Retracted, ChangePrivacy)
"""What is answered by saying that it was erased: words that would come into it again, or open it again."""
_OF_OTHERS: Final = (EvidenceArrived, AnsweredByHand, Spoke, AllowListing, Released, FollowedBy)


def ended(ticket: TicketState) -> bool:
    """Tell whether a ticket has ended, so that its words are needed for no work any more."""
    return FACTS[ticket.status].clock == "stopped"


def erase(book: CaseBook, ticket: TicketState, command: Erase, now: datetime) -> Change | None:
    """Erase what is personal in an ended ticket; said again it changes nothing, unless the reporter goes now, too."""
    known = ticket.erased
    if not ended(ticket) or (known is not None and (known.reporter or not command.reporter)):
        return None
    place = known.kelurahan if known is not None else place_of(book, ticket)
    bare = structs.replace(
        _bare(ticket),
        reporter=NOBODY if command.reporter else ticket.reporter,
        erased=Erasure(now, command.why, place, command.reporter),
    )
    update = None if command.reporter else book.update(bare, Update(bare.number, ERASED, bare.status))
    return Change(bare, ERASED, SYSTEM, "", {"why": command.why}, update, told_anew(book, ticket, bare))


def erase_merged(book: CaseBook, ticket: TicketState, command: EraseMerged, now: datetime) -> Change | None:
    """Erase what the reporter of a ticket that was merged into this one said here; the rest of this one stays.

    Lines of the history that a card may still show lose the words of all who were merged: which of them whose are is
    told by the journal alone.
    """
    if ticket.erased is not None:
        return None
    theirs = tuple(one for one in ticket.spoken if one.via == command.number)
    bare = structs.replace(
        ticket,
        spoken=tuple(without_words(one) if one in theirs else one for one in ticket.spoken),
        history=tuple(structs.replace(one, reason="") if one.actor == FOLLOWER else one for one in ticket.history),
    )
    details = {"why": command.why, "other": command.number}
    return Change(bare, MERGED_ERASED, SYSTEM, "", details, relays=taken_away(book, ticket, theirs))


def _bare(ticket: TicketState) -> TicketState:
    """Name one by one what stays of a report: a new field of it is erased until it is added here."""
    said = ticket.report
    kept = Report(
        text="",
        classification=said.classification,
        category=said.category,
        language=said.language,
        privacy="rahasia",
        channel=said.channel,
        filed_at=said.filed_at,
        emergency=said.emergency,
    )
    return structs.replace(
        ticket,
        report=kept,
        awaited=(),
        notes=(),
        history=tuple(structs.replace(line, reason="") for line in ticket.history),
        spoken=(),
        alike=(),
        menu="",
        menu_by=None,
        closing=None,
        last_act=None,
        listing=None,
        unreached="",
        lost=0,
    )


def withheld(book: CaseBook, ticket: TicketState | None, body: Body) -> tuple[Effect, ...] | None:
    """Give what comes of an event that would bring words into an erased ticket, or open it; None for any other."""
    if ticket is None or ticket.erased is None:
        return None
    if isinstance(body, SaidInPublic):
        return (Tell(body.lane, Linked(ticket.number, known=False)),)
    if isinstance(body, _OF_ITS_CITIZEN) and ticket.reporter != NOBODY:
        return (Tell(ticket.reporter, book.update(ticket, Update(ticket.number, ERASED, ticket.status))),)
    return () if isinstance(body, (*_OF_ITS_CITIZEN, *_OF_OTHERS)) else None


def told(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Let those forget its words who count what is said about one matter."""
    if before is None or after.erased is None or before.erased is not None:
        return ()
    return (Tell(burst_lane(before.report.category, before.report.kelurahan), Unsighted(after.number)),)
