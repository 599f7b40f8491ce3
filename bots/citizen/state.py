"""What a citizen's chat remembers: one small, capped document."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.events import File, Place
from core.vocabulary.linking import CodeKnown, JoinAsked, OtherChat
from core.vocabulary.monitoring import Invited
from core.vocabulary.person import Introduced
from core.vocabulary.report import Evidence, Pin, Privacy
from core.vocabulary.ticket import Official, TicketStatus

TICKETS_KEPT = 20
PARTS_KEPT = 60
RECENT_KEPT = 60
FATES_KEPT = 60
MISSED_KEPT = 20
WAITING_KEPT = 5
WISHES_KEPT = 10
ABOUT_CHARACTERS = 60
CAUSES_KEPT = 10
PUSHES_KEPT = 3
FOLLOWED_KEPT = 20
VOICES_KEPT = 10
SOUNDS = frozenset(("voice", "audio", "video_note"))
"""Kinds of files in which something may be said."""
SECOND = "#2"
"""After the id of a message, names the part of it that became a report of its own."""

DraftStep = Literal["", "darurat", "ubah", "isi", "kategori", "lokasi", "privasi"]


class Part(msgspec.Struct, omit_defaults=True):
    """What one message brought. Parts sort by the platform's time and order, never by arrival."""

    id: str
    at: datetime
    order: int = 0
    text: str = ""
    album: str = ""
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None
    edited_at: datetime | None = None
    orphan: bool = False
    """Made from an edit whose message has not arrived yet."""

    def key(self) -> tuple[datetime, int, str]:
        """Give the place of this part among the others."""
        return self.at, self.order, self.id


class Voice(msgspec.Struct, omit_defaults=True):
    """A sound that may be written down later, and the message that it came with: its id, words and album."""

    file: File
    message: str
    text: str = ""
    album: str = ""


class Alike(msgspec.Struct, omit_defaults=True):
    """An open report of somebody that may say the same as the draft: when it was filed, and whether it is ``here``."""

    number: str
    at: datetime
    here: bool = False


class Draft(msgspec.Struct, omit_defaults=True):
    """A complaint that is being written. ``serial`` tells its buttons from those of other drafts."""

    serial: int
    started_at: datetime
    touched_at: datetime
    parts: list[Part] = []
    step: DraftStep = ""
    category: str = ""
    place_words: str = ""
    place_skipped: bool = False
    follows: str = ""
    """The number of an ended report that this one takes up again."""
    emergency_shown: bool = False
    abuse_shown: bool = False
    reminded: bool = False
    quiet_until: datetime | None = None
    unseen: bool = False
    """Not shown to the person yet: no time runs for it."""
    emergency: str = ""
    """Code of the kind of danger that was heard in one of its messages."""
    dial: list[str] = []
    """Numbers to be said for it."""
    area: str = ""
    """The kelurahan that the person chose when it was asked back; "-" for none of those named."""
    privacy: Privacy | Literal[""] = ""
    """How the name shall be shown, where the words said so already."""
    secrecy_offered: bool = False
    whole: bool = False
    """Said to be one matter, although it reads like two."""
    aside: bool = False
    """Put aside for another matter, and not shown since."""
    near: str = ""
    """The lane of what is open near its place, to be looked at when it is sent; empty where nothing is to be."""
    counter: bool = False
    """Written down at a counter for somebody who has no chat."""
    alike: list[Alike] = []
    """What was offered to be followed instead."""
    listable: bool = False
    """The person allows that it stands in the public list."""


class Waiting(msgspec.Struct, omit_defaults=True):
    """A filed report whose number has not come yet."""

    serial: int
    since: datetime
    about: str = ""
    category: str = ""
    hidden: bool = False
    id: str = ""
    """Of the filing."""
    retracted: bool = False
    """One of its messages was deleted meanwhile; its ticket is told when it has a number."""


class More(msgspec.Struct, omit_defaults=True):
    """What did not fit into a bubble of a terse channel, with the choices that come below it."""

    text: str = ""
    offered: list[Offer] = []
    ref: str = ""


class Missed(msgspec.Struct, omit_defaults=True):
    """A push, known by the event that caused it; what could not be given is told in one bubble later."""

    number: str
    kind: str
    status: TicketStatus
    text: str = ""
    cause: str = ""
    at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()


class Ticket(msgspec.Struct, omit_defaults=True):
    """What the chat knows of one of its tickets.

    ``causes`` are the events that brought the newest updates, so that a repeat is noticed; ``pushes`` are the newest
    of them with their words, told later when one does not arrive.
    """

    number: str
    status: TicketStatus = "baru"
    category: str = ""
    about: str = ""
    due_at: datetime | None = None
    filed_at: datetime | None = None
    serial: int = 0
    asked: bool = False
    confirmed: bool = False
    rated: bool = False
    unreached: bool = False
    awaited: bool = False
    """What could not be told elsewhere is told here: it is to be said when it arrives."""
    causes: list[str] = []
    pushes: list[Missed] = []
    unanswered: bool = False
    """The citizen's last words about it have had no answer yet."""
    question: str = ""
    """What an official asked, to be said again while it waits for its answer."""
    spoken_at: datetime | None = None
    """When the citizen last said something about it."""
    hidden: bool = False
    """Filed without the name, so that no later words may give it away either."""
    secret: bool = False
    """Confidential: its words are shown where it was filed, elsewhere only when asked for."""
    person: str = ""
    """Whose it is, where that is not whom this chat belongs to."""
    slip: str = ""
    """The signed receipt, where the city signs any and the report was filed here."""


class Followed(msgspec.Struct, omit_defaults=True):
    """A report of somebody else of which the person gets news; ``causes`` are the events that brought the newest."""

    number: str
    status: TicketStatus = "baru"
    category: str = ""
    causes: list[str] = []
    person: str = ""
    """Who follows, where that is not whom this chat belongs to."""


class Fate(msgspec.Struct, omit_defaults=True):
    """Where a file goes that is still being fetched; ``number`` is empty while the report has none."""

    ref: str
    number: str = ""
    serial: int = 0


class Arrived(msgspec.Struct, omit_defaults=True):
    """A file that came (``media``) or never will (empty) before the number did."""

    ref: str
    media: str
    mime: str
    serial: int


class Gather(msgspec.Struct, omit_defaults=True):
    """Words and files collected for a ticket: an answer that is an album, or the reason of a dispute."""

    number: str
    kind: Literal["answer", "dispute"]
    since: datetime
    parts: list[Part] = []
    quiet_until: datetime | None = None


class AskedBack(msgspec.Struct, omit_defaults=True):
    """A message of which the citizen was asked where it belongs: to which reports, or which acts it may be."""

    since: datetime
    parts: list[Part] = []
    numbers: list[str] = []
    unseen: bool = False
    acts: list[str] = []


class Offer(msgspec.Struct, omit_defaults=True):
    """One choice of the bubble offered last, so that its number or its label can be typed."""

    id: str
    label: str


class Unsent(msgspec.Struct, omit_defaults=True):
    """News of a report that has not arrived yet, as far as is known, in a chat of somebody who has others too."""

    number: str
    cause: str
    since: datetime


class Doubted(msgspec.Struct, omit_defaults=True):
    """A message that is kept until it is known whether its writer is who wrote here before."""

    id: str
    text: str = ""
    files: tuple[File, ...] = ()
    place: Place | None = None


class OpenWish(msgspec.Struct, omit_defaults=True):
    """An official's wish to read a confidential report in this chat."""

    number: str
    at: datetime
    by: Official


class Recent(msgspec.Struct, omit_defaults=True):
    """A message that was dealt with outside a draft; ``serial`` of the draft it was filed with, -1 when taken back.

    ``number`` is the report to which its words were passed on.
    """

    id: str
    serial: int = 0
    number: str = ""


class ChatState(msgspec.Struct, omit_defaults=True):
    """Everything one citizen's chat remembers."""

    language: str = ""
    """The language chosen; empty for the city's default."""
    language_set: bool = False
    source: str = ""
    source_at: datetime | None = None
    """By which material of the city the person came last, and when first by it."""
    serial: int = 0
    draft: Draft | None = None
    expired: Draft | None = None
    waiting: list[Waiting] = []
    tickets: list[Ticket] = []
    followed: list[Followed] = []
    counter: dict[str, str] = {}
    """What was written down for others, by the id of its filing, while its number has not come."""
    fates: list[Fate] = []
    arrived: list[Arrived] = []
    voices: list[Voice] = []
    gather: Gather | None = None
    asked_back: AskedBack | None = None
    offered: list[Offer] = []
    missed: list[Missed] = []
    desk_answers: list[Missed] = []
    """What the coordinator's desk answered last, told again when it did not arrive."""
    recent: list[Recent] = []
    times: list[datetime] = []
    flood_until: datetime | None = None
    paid_day: str = ""
    paid: int = 0
    """Answers that were paid for on the local day ``paid_day``."""
    silent_until: datetime | None = None
    blocked: bool = False
    keyboard: bool = False
    misses: int = 0
    odd_at: datetime | None = None
    window_closes: datetime | None = None
    window_told: datetime | None = None
    """Until when free text to the person is possible (None: always), and for which end officials were reminded."""
    open_wishes: list[OpenWish] = []
    """Wishes of an official that could not be fulfilled yet, because this chat was never opened or is blocked."""
    opened: list[OpenWish] = []
    receipt_told: datetime | None = None
    """When a late message was last answered by a template."""
    parked: list[Draft] = []
    """Drafts put aside for another matter: taken up again when that one is filed or dropped."""
    person_asked: datetime | None = None
    """When the coordinator's desk was last told that this person wants somebody to answer."""
    withdrawing: str = ""
    """The report of which was asked whether to take it back."""
    withdrawing_words: str = ""
    withdrawing_solved: bool = False
    names: list[str] = []
    """What the person is called on the platform: cut out of the words of a hidden report."""
    name: str = ""
    name_asked: datetime | None = None
    """What the platform called the person when it was asked, and when it was asked last."""
    person: str = ""
    """The lane of whom this chat belongs to; empty while there is nothing to keep of them."""
    introduced: Introduced | None = None
    """What the person's lane was told last about this chat."""
    one_of_several: bool = False
    """The person has other contacts too."""
    others: list[OtherChat] = []
    """Those that are linked with this chat."""
    adopted: list[str] = []
    """Persons without a chat whose reports were taken over here, by the receipt."""
    link_given: str = ""
    """The code that was given here last, by its digest."""
    link_codes: list[datetime] = []
    link_tries: list[datetime] = []
    """When codes were asked for in the last day, and typed in the last hour."""
    link_expected: datetime | None = None
    """Until when a code alone is taken for one."""
    link_offer: CodeKnown | None = None
    """A code was typed here: whoever is here is asked whether they mean it."""
    link_asks: list[JoinAsked] = []
    """Other chats want to join: whoever is here is asked."""
    unsent: list[Unsent] = []
    by_hand_at: datetime | None = None
    """When an official last answered past us, while the chat leaves the word to the official."""
    wrote_at: datetime | None = None
    """When the person wrote last, as the platform counts."""
    invited: Invited | None = None
    """The public post for which whoever writes here was invited, until they write."""
    invited_by: str = ""
    """The lane of the post for which they came."""
    more: More | None = None
    """What did not fit into the bubble said last."""
    doubted: bool = False
    """The number was silent for so long that it may be somebody else's: nothing is shown before that is known."""
    doubts: list[Doubted] = []
    withheld: list[str] = []
    """What was written meanwhile, and the reports of which there was news."""
    lost: bool = False
    """The platform says that nobody is there; over when the person writes."""

    def ticket(self, number: str) -> Ticket | None:
        """Find one of this chat's tickets."""
        return next((ticket for ticket in self.tickets if ticket.number == number), None)

    def follows(self, number: str) -> Followed | None:
        """Find a report of somebody else that is followed."""
        return next((one for one in self.followed if one.number == number), None)

    def recently(self, message_id: str) -> Recent | None:
        """Find a message that was dealt with already."""
        return next((item for item in self.recent if item.id == message_id), None)

    def remember(self, message_id: str, serial: int = 0, *, number: str = "") -> None:
        """Note that a message was dealt with, and the report to which it went."""
        if message_id and self.recently(message_id) is None:
            self.recent = [*self.recent, Recent(message_id, serial, number)][-RECENT_KEPT:]

    def miss(self, push: Missed) -> None:
        """Keep a push for when the citizen is back, each cause once."""
        if all(item.cause != push.cause for item in self.missed):
            self.missed = [*self.missed, push][-MISSED_KEPT:]

    def keep_ticket(self, ticket: Ticket) -> None:
        """Add a ticket; the oldest closed one is forgotten when there are too many, else the oldest."""
        self.tickets.append(ticket)
        while len(self.tickets) > TICKETS_KEPT:
            closed = [item for item in self.tickets[:-1] if item.status in CLOSED]
            self.tickets.remove(closed[0] if closed else self.tickets[0])

    def remember_voice(self, file: File, message: str, text: str, album: str) -> None:
        """Remember with which message a sound came, for when it is written down."""
        if file.kind in SOUNDS:
            others = [voice for voice in self.voices if voice.file.ref != file.ref]
            self.voices = [*others, Voice(file, message, text, album)][-VOICES_KEPT:]

    def expect_file(self, ref: str, number: str, serial: int = 0) -> None:
        """Note to which ticket (or filed draft) a file on its way belongs."""
        self.fates = [*(fate for fate in self.fates if fate.ref != ref), Fate(ref, number, serial)][-FATES_KEPT:]


CLOSED: frozenset[str] = frozenset({"selesai", "lewat", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"})


def load(state: object) -> ChatState:
    """Read a stored document into a fresh state that the step may change."""
    if state is None:
        return ChatState()
    if isinstance(state, ChatState):
        state = msgspec.to_builtins(state, builtin_types=(datetime,))
    return msgspec.convert(state, ChatState)
