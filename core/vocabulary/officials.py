"""What a ticket and a citizen's chat tell the officials' group, and the group them."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.erasing import Erasure
from core.vocabulary.report import Evidence, Pin, Report
from core.vocabulary.ticket import Action, Official, TicketStatus

# Group lane -> ticket lane


class Act(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An official wants ``action`` on a ticket.

    ``query_id`` (button) or ``message_id`` (reply, command) says where the ``Verdict`` goes;
    ``category`` corrects the guess; ``unit`` is the target of a disposition; ``other`` a ticket number for
    ``duplikat``; ``text`` the words of a question, answer, reason or note; for ``menu`` the menu's name.
    ``lane`` is the official's own private chat, where ``buka`` shows the contents; ``group`` the lane of the group in
    which it was wanted, empty for the common one: the ``Verdict`` is told there. ``corrects``: the words stand in for
    others that the citizen has already got. ``account`` is the lane that the official would have as a person;
    ``accounts``, which the ticket fills in where it asks, all chats of that person in the same way. ``to`` is the
    colleague to whom a ticket is offered; ``pin`` a place that was sent; ``choice`` which of several: a level of
    priority, a canned answer, the act that is to be undone. ``sure``: an unlikely merge is meant all the same.
    """

    action: Action
    by: Official
    query_id: str = ""
    message_id: str = ""
    text: str = ""
    unit: str = ""
    category: str = ""
    other: str = ""
    evidence: tuple[Evidence, ...] = ()
    lane: str = ""
    corrects: bool = False
    sure: bool = False
    group: str = ""
    account: str = ""
    accounts: tuple[str, ...] = ()
    to: Official | None = None
    pin: Pin | None = None
    choice: str = ""


class ShowAgain(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The group is another one than before: the ticket is to show its card there."""


# Ticket lane -> group lane


class Doubt(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a photo may not show what was done.

    It is like one of the ``complaint``, an earlier one of the ticket's officials (``evidence``), or one of another
    ticket (``number``); it was taken ``before`` the complaint (``at``), ``far`` from its pin (``metres``), or
    ``elsewhere`` than the complaint's own photos, which are not told of more.
    """

    kind: Literal["complaint", "evidence", "other", "before", "far", "elsewhere"]
    number: str = ""
    at: datetime | None = None
    metres: int = 0


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything a card shows. ``report`` is already redacted; ``actions`` are what the status allows now.

    ``desk`` is the key of the one it lies on (``verifikasi`` or a unit code); ``moved_from`` the one that it has just
    left, whose copy becomes a signpost; ``menu`` the set of choices open on it ("" or ``units``);
    ``missing_evidence`` counts the files on their way, ``missing_kind`` is theirs where it is one kind; ``spoke_at`` is
    when the citizen last said something about an answer without a verdict. Of a ``rahasia`` report nothing is here but
    its category and ``kecamatan``. ``telltale`` counts files that may still tell who made them. ``lost`` counts
    the reporter's files that never came; ``doubts`` say why the answer of ``closed_by`` waits for a second officer.
    ``alike`` are tickets that may say the same, ``followers`` how many persons besides the reporter hear of it.
    ``targets`` are the codes from which whoever opened the page chooses; ``offered`` may take the ticket over until
    ``offered_until``; ``held_until`` is when a hold ends; ``undo`` the act that can be taken back and ``undo_mark``
    which one; ``escalated``: the city secretary decides where it goes. ``holder_id`` is the id of ``holder``.
    ``national`` is the number under which the national service has it.
    ``listing`` are the words as they stand in the public list (``listed``), or as they would.
    ``erased``: what was personal in it is gone for good.
    """

    number: str
    status: TicketStatus
    desk: str
    unit: str
    report: Report
    missing_evidence: int = 0
    missing_kind: str = ""
    due_at: datetime | None = None
    due_kind: str = ""
    holder: str = ""
    actions: tuple[Action, ...] = ()
    notes: tuple[str, ...] = ()
    unreached: str = ""
    rating: int = 0
    revision: int = 0
    menu: str = ""
    moved_from: str = ""
    duplicate_of: str = ""
    late: bool = False
    kecamatan: str = ""
    telltale: int = 0
    spoke_at: datetime | None = None
    alike: tuple[str, ...] = ()
    followers: int = 0
    lost: int = 0
    doubts: tuple[Doubt, ...] = ()
    closed_by: str = ""
    targets: tuple[str, ...] = ()
    priority: bool = False
    offered: str = ""
    offered_until: datetime | None = None
    held_until: datetime | None = None
    undo: Action | Literal[""] = ""
    undo_mark: str = ""
    escalated: bool = False
    holder_id: str = ""
    national: str = ""
    listing: str = ""
    listed: bool = False
    erased: Erasure | None = None


class ShowCard(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ticket changed: post or edit its card. An older ``revision`` than the one shown is ignored."""

    card: Card


class CardLeft(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ticket's card stands at a ``desk`` of another group: what was shown here becomes a signpost.

    ``closed``: the report is confidential now; ``erased``: what was personal in it is gone for good. An older
    ``revision`` than the one shown is ignored.
    """

    number: str
    revision: int
    desk: str
    closed: bool = False
    erased: bool = False


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What became of an ``Act``: a key of the text catalogue with its values, told to the one official who acted.

    Who only looked gets the ``card``, and the value ``clock`` that explains its date in a line of its own. ``person``
    is the official's platform id.
    """

    number: str
    key: str
    values: dict[str, str] = {}
    query_id: str = ""
    message_id: str = ""
    alert: bool = False
    card: Card | None = None
    person: str = ""


class AnswerReady(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A canned answer, filled for a ticket: shown to who chose it (``act``), and sent when that official says so."""

    number: str
    desk: str
    text: str
    act: Act


RelayKind = Literal[
    "answer",
    "addition",
    "dispute",
    "confirmed",
    "rated",
    "evidence",
    "lapsed",
    "window",
    "withdrawn",
    "solved",
    "amended",
    "retracted",
    "privacy",
    "by_hand",
    "freed",
    "offered",
    "declined",
    "offer_gone",
]


class Relay(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen's words for the officials, in the thread of the card: redacted already.

    ``solved`` is a withdrawal because the matter solved itself; ``by_hand`` are the words of one of the city, which the
    citizen got past us.
    ``freed``: whoever held the ticket has no rights any more, so that a colleague is wanted; ``offer_gone``: whoever
    was offered it has none.
    ``id`` names it among those of its ticket, empty when there is nothing of the citizen's in it. ``sealed``: the
    report is confidential, so that only the fact is told. ``again``: it was told before, and reads like this now;
    ``group`` is the lane of the group that was told, where that is not that of its ``desk``. ``calls`` are officials
    who are called by name. ``via`` is the ticket, merged into this one, whose reporter says it.
    """

    number: str
    desk: str
    kind: RelayKind
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None
    id: str = ""
    sealed: bool = False
    again: bool = False
    group: str = ""
    calls: tuple[Official, ...] = ()
    via: str = ""


class Notice(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Something for the health topic: ``key`` of the text catalogue with values. Told once per event id."""

    key: str
    values: dict[str, str] = {}


# Chat lane -> group lane, and back by the person's lane


class Wish(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A citizen wants somebody to answer, personal data deleted, or a copy of it: shown at the coordinator's desk.

    ``person`` is the lane to answer and is never shown; ``text`` is redacted; ``number`` the report it is about,
    if any.
    """

    person: str
    kind: Literal["person", "deletion", "copy"]
    text: str = ""
    number: str = ""


class DeskAnswer(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The coordinator's desk answers a wish, in an official's words."""

    kind: Literal["person", "deletion", "copy"]
    text: str
    number: str = ""
    evidence: tuple[Evidence, ...] = ()


# Ticket lane -> private chat of an official


class Spoken(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words and files that a citizen sent after filing; ``kind`` and ``id`` are those of the ``Relay``.

    ``group`` is the lane of the group that was told, empty for the common one; ``via`` is as in ``Relay``.
    """

    id: str
    at: datetime
    kind: RelayKind
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None
    group: str = ""
    via: str = ""


class OpenedContents(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What a confidential report says, for the one official who asked; ``act`` is what asked for it.

    ``report`` names nobody; ``left_out`` counts files that are not passed on, because they may tell who made them.
    """

    number: str
    act: Act
    report: Report
    later: tuple[Spoken, ...] = ()
    left_out: int = 0


# Group lane -> private chat of an official, and back


class Aside(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A sentence for one official alone, about what that official wrote as ``message_id`` in a group (its lane)."""

    group: str
    message_id: str
    text: str


class AsideUnheard(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An ``Aside`` did not arrive; ``text`` is its sentence where nobody has opened that chat, empty where it takes
    nothing from us."""

    message_id: str
    text: str = ""
