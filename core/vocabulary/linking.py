"""What chats, codes and persons tell each other so that several chats become one person's, and stop being that."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.ticket import TicketStatus

# Chat lane -> code lane


class CodeGiven(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The chat ``lane`` of ``person`` was given a code, known by its digest ``link``, for another chat to type.

    With a ``number`` the code stands on the receipt of that report, whose ``person`` has no chat: whoever has the paper
    takes the report over, and ``lane`` is no chat but a name for the paper.
    """

    link: str
    lane: str
    person: str
    channel: str
    until: datetime
    number: str = ""


class CodeTyped(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A code was typed in the chat ``lane``."""

    link: str
    lane: str


class CodeTaken(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The report on whose receipt a code stood is taken over: nobody else can."""

    link: str


# Code lane -> chat lane

CodeTrouble = Literal["unknown", "same"]
"""``unknown``: never given, used, too old; ``same``: typed where it was given."""


class CodeKnown(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The code is good, and used up: it was given in the chat ``giver``, on ``channel``, of ``person``.

    With a ``number`` it stood on the receipt of that report, and is good until that is taken over.
    """

    link: str
    person: str
    giver: str
    channel: str
    until: datetime
    number: str = ""


class CodeRefused(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The code opens nothing, and why."""

    why: CodeTrouble


# Chat lane -> person lane


class JoinWanted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Whoever is in the chat ``lane`` of ``person`` agrees to be one with who gave the code in the chat ``giver``."""

    link: str
    lane: str
    person: str
    channel: str
    giver: str
    until: datetime


class Claimed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Whoever is in the chat ``lane`` takes over what the ``person`` without a chat reported, by the paper."""

    link: str
    lane: str
    person: str
    until: datetime


class JoinAnswered(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """In the chat ``lane`` it was agreed or not that another chat joins."""

    link: str
    lane: str
    agrees: bool


class SharedTicket(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report as the other chats of its person may know it: without the words of a confidential one."""

    number: str
    status: TicketStatus
    person: str
    category: str = ""
    about: str = ""
    due_at: datetime | None = None
    filed_at: datetime | None = None
    hidden: bool = False
    secret: bool = False
    asked: bool = False
    question: str = ""
    confirmed: bool = False
    rated: bool = False


class SharedFollowed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report of somebody else that ``person`` follows, as the other chats of theirs may know it."""

    number: str
    status: TicketStatus
    person: str
    category: str = ""


class Shares(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The chat ``lane`` tells its person's other chats of reports that were filed there, or are followed there."""

    lane: str
    tickets: tuple[SharedTicket, ...] = ()
    followed: tuple[SharedFollowed, ...] = ()


class Unlink(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """In the chat ``lane`` it was said that the chat known by ``mark`` is to be linked no more.

    ``lost``: that chat is not the person's any more, so its reports stay with the person, and it forgets everything.
    """

    lane: str
    mark: str
    lost: bool = False


class Renounced(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody else has the chat ``lane`` now, as that one says: nothing of the person goes there any more."""

    lane: str


# Person lane -> chat lane


class OtherChat(msgspec.Struct, frozen=True, omit_defaults=True):
    """Another chat of the same person, by a mark that tells nothing of its address."""

    mark: str
    channel: str


class JoinAsked(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Another chat, on ``channel``, wants to join: whoever is here agrees or not."""

    link: str
    channel: str
    until: datetime


JoinEnd = Literal["joined", "claimed", "declined", "late", "full", "not_possible"]


class JoinEnded(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What came of a wish to join; ``channel`` is that of the other chat."""

    link: str
    end: JoinEnd
    channel: str = ""


class TellTickets(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Tell the other chats of the person what was filed here."""


class Shared(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Reports that were filed, or are followed, in another chat of the same person."""

    tickets: tuple[SharedTicket, ...] = ()
    followed: tuple[SharedFollowed, ...] = ()


class Unshared(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The reports of ``person`` are this chat's business no more; with nobody named only the chat's own are."""

    person: str = ""


class BeginAnew(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The chat is somebody else's, who is known as ``person``: it forgets everything of who was here before."""

    person: str


class TakeBack(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """News of a ticket that waits here unsent is told in another chat: it is not to go out here, too."""

    number: str


# Person lane -> person lane


class Join(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Both sides agreed: whatever comes for this person goes to ``into`` from now on.

    ``accounts`` are all chats that were ever linked there, each as the lane that it would have as a person.
    """

    link: str
    into: str
    accounts: tuple[str, ...] = ()


class JoinedPerson(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ``person`` has joined, or with ``done`` False could not; ``accounts`` are all of theirs."""

    link: str
    person: str
    done: bool = True
    accounts: tuple[str, ...] = ()


class Accounts(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """All chats that were ever linked to a person whom this one has joined."""

    accounts: tuple[str, ...]


class Parted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Be a person for yourself again: what comes is passed on no more."""


# Private page -> its chat lane -> person lane -> the other chats


class PageLinkChanged(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The link to the page of the chat ``lane`` was replaced by another, or (``closed``) leads nowhere any more."""

    lane: str = ""
    closed: bool = False


ToCodes = CodeGiven | CodeTyped | CodeTaken
FromCodes = CodeKnown | CodeRefused
Linking = (
    JoinWanted
    | Claimed
    | JoinAnswered
    | Shares
    | Unlink
    | Renounced
    | JoinAsked
    | JoinEnded
    | TellTickets
    | Shared
    | Unshared
    | BeginAnew
    | TakeBack
    | Join
    | JoinedPerson
    | Accounts
    | Parted
    | PageLinkChanged
)
