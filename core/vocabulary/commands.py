"""What one lane tells another: the language in which chats, persons, tickets, registry and officials' group talk.

``Tell(lane, command)`` becomes an event on that lane with the id ``<parent event>:<n>``.
"""

from core.vocabulary.accounts import LookedAt
from core.vocabulary.citizen import (
    Amended,
    AnsweredByHand,
    AskStatus,
    ChangePrivacy,
    Confirmed,
    Disputed,
    EvidenceArrived,
    FileReport,
    ForgetOrigins,
    FormSent,
    Opened,
    Rated,
    Reach,
    Replied,
    Retracted,
    Spoke,
    Update,
    WindowClosing,
    Withdrawn,
)
from core.vocabulary.dates import Recount
from core.vocabulary.docket import DeskCounts, Listed, Morning, Unlisted
from core.vocabulary.erasing import Erase, EraseMerged, ForgetPerson, Unsighted
from core.vocabulary.hooks import TicketNews
from core.vocabulary.linking import FromCodes, Linking, ToCodes
from core.vocabulary.monitoring import FromMention, ToMention
from core.vocabulary.national import KeptNationally
from core.vocabulary.near import (
    Follow,
    FollowedBy,
    FollowerUpdate,
    ForgottenNear,
    KnownNear,
    Released,
    SaidByMerged,
    SplitOff,
    Unfollow,
    WalkInFiled,
)
from core.vocabulary.officials import (
    Act,
    AnswerReady,
    Aside,
    AsideUnheard,
    CardLeft,
    DeskAnswer,
    Notice,
    OpenedContents,
    Relay,
    ShowAgain,
    ShowCard,
    Verdict,
    Wish,
)
from core.vocabulary.person import Arrival, BelongsTo, Disowned, Introduced, ToldElsewhere
from core.vocabulary.publishing import AllowListing
from core.vocabulary.register import FromRegister, Holds, ToRegister
from core.vocabulary.reminding import Remind
from core.vocabulary.sources import CameBy
from core.vocabulary.tally import MonthOver, Shaded, Tallied, WeekOver

Command = (
    FormSent
    | FileReport
    | Opened
    | Replied
    | Confirmed
    | Rated
    | Disputed
    | Withdrawn
    | Amended
    | Retracted
    | ChangePrivacy
    | AllowListing
    | ForgetOrigins
    | Erase
    | EraseMerged
    | ForgetPerson
    | Unsighted
    | AnsweredByHand
    | Spoke
    | EvidenceArrived
    | Reach
    | AskStatus
    | WindowClosing
    | Introduced
    | Arrival
    | ToldElsewhere
    | BelongsTo
    | Disowned
    | Act
    | ShowAgain
    | ShowCard
    | CardLeft
    | Verdict
    | Relay
    | Notice
    | Wish
    | DeskAnswer
    | OpenedContents
    | Aside
    | AsideUnheard
    | AnswerReady
    | Update
    | KnownNear
    | ForgottenNear
    | Follow
    | Unfollow
    | FollowedBy
    | Released
    | SaidByMerged
    | SplitOff
    | WalkInFiled
    | LookedAt
    | FollowerUpdate
    | Recount
    | KeptNationally
    | TicketNews
    | Remind
    | ToRegister
    | FromRegister
    | Holds
    | Listed
    | Unlisted
    | DeskCounts
    | Morning
    | Tallied
    | CameBy
    | WeekOver
    | MonthOver
    | Shaded
    | ToMention
    | FromMention
    | ToCodes
    | FromCodes
    | Linking
)
