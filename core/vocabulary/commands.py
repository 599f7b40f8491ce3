"""What one lane tells another: the language in which chats, tickets, the registry and the officials' group talk.

``Tell(lane, command)`` becomes an event on that lane with the id ``<parent event>:<n>``.
"""

from datetime import datetime
from typing import Literal

import msgspec

TicketStatus = Literal[
    "baru",
    "terverifikasi",
    "didisposisikan",
    "diproses",
    "menunggu_pelapor",
    "ditindaklanjuti",
    "selesai",
    "disanggah",
    "lewat",
    "ditunda",
    "bukan_wewenang",
    "diarsipkan",
    "duplikat",
    "ditarik",
]

Privacy = Literal["nama", "anonim", "rahasia"]

Action = Literal[
    "verifikasi",
    "disposisi",
    "ambil",
    "lepas",
    "tanya",
    "progres",
    "selesai",
    "tunda",
    "lanjutkan",
    "bukan_wewenang",
    "arsip",
    "duplikat",
    "catatan",
    "lihat",
    "balas",
    "menu",
    "buka",
]


TELLTALE = "raw-"
"""Ids of stored files that may still tell who made them begin so: whoever passes one on has to know."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One photo, voice note or document: ``media`` is our store's id, empty while the file is still on its way."""

    kind: str
    ref: str
    media: str = ""
    mime: str = ""
    name: str = ""
    unique: str = ""

    @property
    def telltale(self) -> bool:
        """Say whether the file may still tell who made it, because nothing could be taken out of it."""
        return self.media.startswith(TELLTALE)


class Pin(msgspec.Struct, frozen=True, omit_defaults=True):
    """A position in WGS 84 degrees with the title the citizen chose."""

    latitude: float
    longitude: float
    title: str = ""


def map_link(pin: Pin) -> str:
    """Link a position to the map that phones open by themselves."""
    return f"https://maps.google.com/?q={pin.latitude:.5f},{pin.longitude:.5f}"


class Official(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who acts in the group: platform id, shown name, unit code; ``admin`` may act for every unit."""

    id: str
    name: str
    unit: str = ""
    admin: bool = False


class Filing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A complete report as the citizen confirmed it. ``name`` is empty unless privacy is ``nama``.

    ``id`` goes through filing, opening and the first update, so that the chat knows which of its reports got a number;
    ``emergency`` is the code of the kind of danger that was heard in it, empty when none was.
    """

    reporter: str
    text: str
    classification: str
    category: str
    language: str = "id"
    privacy: Privacy = "nama"
    name: str = ""
    kelurahan: str = ""
    landmark: str = ""
    pin: Pin | None = None
    event_time: str = ""
    evidence: tuple[Evidence, ...] = ()
    channel: str = ""
    filed_at: datetime | None = None
    id: str = ""
    emergency: str = ""


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
    """The citizen agrees that it is fixed, perhaps with a photo of it."""

    evidence: tuple[Evidence, ...] = ()


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
    """The reporter's chat ``lane`` wants an ``Update`` of kind ``status``; others are told nothing."""

    lane: str


# Group lane -> ticket lane


class Act(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """An official wants ``action`` on a ticket.

    ``query_id`` (button) or ``message_id`` (reply, command) says where the ``Verdict`` goes;
    ``category`` corrects the guess; ``unit`` is the target of a disposition; ``other`` a ticket number for
    ``duplikat``; ``text`` the words of a question, answer, reason or note; for ``menu`` the menu's name.
    ``lane`` is the official's own private chat, where ``buka`` shows the contents. ``corrects``: the words stand in for
    others that the citizen has already got.
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


class ShowAgain(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The group is another one than before: the ticket is to show its card there."""


# Ticket lane -> group lane


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything a card shows. ``text`` is already redacted; ``actions`` are what the status allows now.

    ``topic`` is the key of the topic it belongs in (``verifikasi`` or a unit code); ``moved_from`` the topic that
    it has just left, whose copy becomes a signpost; ``menu`` the set of choices open on it ("" or ``units``);
    ``missing_kind`` the kind of the files on their way where it is one kind; ``spoke_at`` is when the citizen last
    said something about an answer without a verdict. Of a ``rahasia`` report nothing is here but its category and
    ``kecamatan``. ``telltale`` counts files that may still tell who made them.
    """

    number: str
    status: TicketStatus
    topic: str
    unit: str
    category: str
    classification: str
    text: str
    privacy: Privacy = "nama"
    name: str = ""
    kelurahan: str = ""
    landmark: str = ""
    pin: Pin | None = None
    event_time: str = ""
    evidence: tuple[Evidence, ...] = ()
    missing_evidence: int = 0
    missing_kind: str = ""
    filed_at: datetime | None = None
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
    emergency: str = ""
    late: bool = False
    kecamatan: str = ""
    telltale: int = 0
    spoke_at: datetime | None = None


class ShowCard(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The ticket changed: post or edit its card. An older ``revision`` than the one shown is ignored."""

    card: Card


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What became of an ``Act``: a key of the text catalogue with its values, told to the one official who acted."""

    number: str
    key: str
    values: dict[str, str] = {}
    query_id: str = ""
    message_id: str = ""
    alert: bool = False


RelayKind = Literal[
    "answer",
    "addition",
    "dispute",
    "confirmed",
    "rated",
    "evidence",
    "lapsed",
    "note",
    "window",
    "withdrawn",
    "solved",
    "amended",
    "retracted",
    "privacy",
]


class Relay(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The citizen's words for the officials, in the thread of the card: redacted already.

    ``solved`` is a withdrawal because the matter solved itself.
    ``id`` names it among those of its ticket, empty when there is nothing of the citizen's in it. ``sealed``: the
    report is confidential, so that only the fact is told. ``again``: it was told before, and reads like this now.
    """

    number: str
    topic: str
    kind: RelayKind
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None
    id: str = ""
    sealed: bool = False
    again: bool = False


class Notice(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Something for the health topic: ``key`` of the text catalogue with values. Told once per event id."""

    key: str
    values: dict[str, str] = {}


# Chat lane -> group lane, and back


class Wish(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A citizen wants a person to answer, or personal data deleted: shown at the coordinator's desk with a button.

    ``lane`` is the chat to answer and is never shown; ``text`` is redacted; ``number`` the report it is about, if any.
    """

    lane: str
    kind: Literal["person", "deletion"]
    text: str = ""
    number: str = ""


class DeskAnswer(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The coordinator's desk answers a wish, in an official's words."""

    kind: Literal["person", "deletion"]
    text: str
    number: str = ""
    evidence: tuple[Evidence, ...] = ()


# Ticket lane -> private chat of an official


class Spoken(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words and files that a citizen sent after filing; ``kind`` and ``id`` are those of the ``Relay``."""

    id: str
    at: datetime
    kind: RelayKind
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None


class OpenedContents(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What a confidential report says, for the one official who asked; ``act`` is what asked for it.

    ``left_out`` counts files that are not passed on, because they may tell who made them.
    """

    number: str
    act: Act
    category: str
    text: str
    kelurahan: str = ""
    landmark: str = ""
    pin: Pin | None = None
    event_time: str = ""
    evidence: tuple[Evidence, ...] = ()
    later: tuple[Spoken, ...] = ()
    left_out: int = 0


# Ticket lane -> chat lane

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
    "status",
    "refused",
    "withdrawn",
    "privacy",
    "corrected",
]


class Update(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A step of the ticket, for the citizen: the chat's own lane words it in its language.

    ``text`` is the official's words (question, answer, reason). ``due_at`` and ``why`` explain the date. ``filing`` is
    the id of the filing that was given this number (kind ``filed``), ``privacy`` the one that holds now (kind
    ``privacy``); ``late`` says that a limit has passed; ``solved``, of a withdrawal, that the matter solved itself.
    """

    number: str
    kind: UpdateKind
    status: TicketStatus
    text: str = ""
    unit: str = ""
    due_at: datetime | None = None
    skipped_days: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    other: str = ""
    category: str = ""
    filing: str = ""
    privacy: Privacy | Literal[""] = ""
    late: bool = False
    solved: bool = False


Command = (
    FileReport
    | Opened
    | Replied
    | Confirmed
    | Rated
    | Disputed
    | Withdrawn
    | Amended
    | Retracted
    | ChangePrivacy
    | Spoke
    | EvidenceArrived
    | Reach
    | AskStatus
    | WindowClosing
    | Act
    | ShowAgain
    | ShowCard
    | Verdict
    | Relay
    | Notice
    | Wish
    | DeskAnswer
    | OpenedContents
    | Update
)
