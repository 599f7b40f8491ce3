"""What public posts, their authors, the groups of officials, tickets and private chats tell each other."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.report import Evidence, Pin
from core.vocabulary.ticket import Official

Handling = Literal["ticket", "invite", "ignore", "reopen", "mute", "unmute", "join"]
"""What an official can do with a candidate; ``reopen`` undoes ``ignore``."""

CandidateStatus = Literal["open", "ticket", "joined", "ignored", "own"]
"""``joined``: it belongs to a ticket that was there before; ``own``: its author reported it privately."""

# Mention lane -> group lane


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A public post as officials see it: its words are redacted, and no other post of its author is named.

    ``key`` stands for its lane in buttons and names of messages; ``lane`` is never shown. ``complaint``, ``sure`` and
    ``because`` are what the reader says of it, ``why`` how it was found. ``gone``: its author took it away, and its
    words with it. ``number`` is its ticket, where officials may know; ``by`` who decided. ``unseen`` counts later
    posts of a muted author. ``count`` posts are about the same matter, ``others`` links to the newest of them.
    """

    key: str
    lane: str
    handle: str
    at: datetime
    text: str
    why: str
    link: str = ""
    channel: str = ""
    complaint: bool = False
    sure: float = 0.0
    because: tuple[str, ...] = ()
    category: str = ""
    kelurahan: str = ""
    landmark: str = ""
    files: int = 0
    changed: bool = False
    gone: bool = False
    status: CandidateStatus = "open"
    number: str = ""
    by: str = ""
    invited: Literal["", "asked", "private", "public", "failed"] = ""
    met: bool = False
    muted: bool = False
    unseen: int = 0
    count: int = 1
    others: tuple[str, ...] = ()
    offers: tuple[Handling, ...] = ()
    revision: int = 0


class ShowCandidate(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Show a candidate, or make it read like this; an older ``revision`` than the one shown is ignored."""

    candidate: Candidate


class BurstGrew(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Posts about the same matter as the candidate ``key`` became ``count`` in ``hours``.

    ``usual`` is how many an hour there are at this time of day, negative while nothing is known.
    """

    key: str
    count: int
    hours: int
    usual: float = -1.0


class SimilarReports(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """So many people reported the same in ``hours``; ``numbers`` are the newest tickets, ``mark`` a count to call out.

    ``key`` names the message, which is edited while they become more.
    """

    key: str
    count: int
    hours: int
    category: str
    kelurahan: str = ""
    numbers: tuple[str, ...] = ()
    mark: bool = False
    usual: float = -1.0


# Group lane -> mention lane


class Handle(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An official wants something done with a candidate; the ``Verdict`` goes to the lane ``group``.

    ``number`` is the ticket that it belongs to (``join``).
    """

    action: Handling
    by: Official
    group: str
    query_id: str = ""
    message_id: str = ""
    number: str = ""


class ShowCandidateAgain(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The group is another one than before: show the candidate there."""


# Mention lane -> author lane, and back


class Mute(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Officials want to see no further posts of the author; or, with ``on`` False, want to again.

    ``lane`` is the candidate that shows it and counts what is not shown.
    """

    lane: str
    on: bool


class PostedUnseen(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The muted author posted again."""


class AskInvitation(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """May the author be invited because of the post on ``lane``?"""

    lane: str


class InvitationEnded(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What became of an invitation: the author wrote privately (``met``), or it could not be sent at all."""

    lane: str
    met: bool


class Unseen(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """So many posts of the muted author were not shown."""

    count: int


class InvitationAllowed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The author may be invited now, or (``allowed`` False) was invited already and has not come."""

    allowed: bool


# Mention lane, ticket lane -> burst lane, and back


class Sighted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody complained: a post on the mention lane ``source``, or the report of the ticket ``number``.

    ``stems`` are the roots of its words. Told once for each post and each ticket.
    """

    at: datetime
    stems: tuple[str, ...]
    landmark: str = ""
    source: str = ""
    link: str = ""
    number: str = ""


class Vanished(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A post that nothing was done about yet was taken away."""

    source: str


class Grouped(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Whether this post is the one of its matter that is shown; ``count`` posts there are, ``links`` the newest."""

    leads: bool
    count: int = 1
    links: tuple[str, ...] = ()


class Another(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Another post about the same matter came; ``mark``: they are so many that it is to be called out."""

    count: int
    links: tuple[str, ...]
    hours: int
    mark: bool = False
    usual: float = -1.0


# Mention lane -> ticket lane, and back


class SaidInPublic(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A public post is about this ticket: its ``link`` becomes a note. ``lane`` is told whether the ticket exists."""

    link: str
    lane: str
    count: int = 1


class Linked(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Whether the ticket ``number`` exists and has the note."""

    number: str
    known: bool


# Mention lane -> the author's private chat, and back


class Invited(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The author of a public post was invited to write here: the post is to be in the draft when they do.

    ``lane`` is the post's, ``at`` when it was posted, ``since`` when its author was invited. ``taken``: officials made
    a ticket of it, so that it needs no draft; ``gone``: its author took it away.
    """

    lane: str
    at: datetime
    since: datetime
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None
    taken: bool = False
    gone: bool = False


class AuthorCame(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The invited author wrote in the chat ``lane``."""

    lane: str
    channel: str


class NotTheAuthor(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Whoever writes in the chat ``lane`` says that the post is somebody else's."""

    lane: str


class ReportedPrivately(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The author filed the post as a report of their own; its number is nobody's business here."""


ToMention = (
    Handle
    | ShowCandidateAgain
    | Unseen
    | InvitationAllowed
    | Grouped
    | Another
    | Linked
    | AuthorCame
    | NotTheAuthor
    | ReportedPrivately
)
FromMention = (
    ShowCandidate
    | BurstGrew
    | SimilarReports
    | Mute
    | PostedUnseen
    | AskInvitation
    | InvitationEnded
    | Sighted
    | Vanished
    | SaidInPublic
    | Invited
)
