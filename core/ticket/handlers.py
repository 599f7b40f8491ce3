"""What a ticket makes of each kind of news, other than officials' acts and time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from core.ticket import (
    dates,
    disputing,
    erasing,
    followers,
    holders,
    merging,
    national,
    overseeing,
    public,
    publishing,
    reporter,
    second_thoughts,
    splitting,
)
from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.state import TicketState
from core.vocabulary.accounts import LookedAt
from core.vocabulary.citizen import (
    Amended,
    AnsweredByHand,
    ChangePrivacy,
    Confirmed,
    Disputed,
    EvidenceArrived,
    Rated,
    Reach,
    Replied,
    Retracted,
    Spoke,
    WindowClosing,
    Withdrawn,
)
from core.vocabulary.dates import Recount
from core.vocabulary.erasing import Erase, EraseMerged
from core.vocabulary.events import Body
from core.vocabulary.monitoring import SaidInPublic
from core.vocabulary.national import KeptNationally
from core.vocabulary.near import FollowedBy, Released, SaidByMerged, SplitOff, Unfollow
from core.vocabulary.publishing import AllowListing
from core.vocabulary.register import RightsNow

Handler = Callable[[CaseBook, TicketState, Any, datetime], Change | None]
HANDLERS: Final[Mapping[type[Body], Handler]] = {
    Replied: reporter.replied,
    Disputed: disputing.disputed,
    Confirmed: reporter.confirmed,
    Rated: reporter.rated,
    Withdrawn: second_thoughts.withdrawn,
    Amended: second_thoughts.amended,
    Retracted: second_thoughts.retracted,
    ChangePrivacy: second_thoughts.change_privacy,
    Spoke: second_thoughts.spoke,
    AnsweredByHand: reporter.answered_by_hand,
    EvidenceArrived: reporter.evidence_arrived,
    Reach: reporter.reach,
    WindowClosing: reporter.window_closing,
    SaidInPublic: public.said_in_public,
    RightsNow: holders.rights_now,
    Unfollow: followers.unfollowed,
    Recount: dates.calendar_changed,
    KeptNationally: national.kept_nationally,
    AllowListing: publishing.allowed,
    FollowedBy: merging.followed_by,
    Released: merging.released,
    SaidByMerged: merging.said_by_merged,
    SplitOff: splitting.split_off,
    LookedAt: overseeing.looked_at,
    Erase: erasing.erase,
    EraseMerged: erasing.erase_merged,
}
"""What comes in -> the change that it makes, or None for none."""
