"""What a citizen's chat remembers: one small, capped document."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bots.citizen.remembered import (
    Arrived,
    AskedBack,
    Doubted,
    Draft,
    Fate,
    Followed,
    Gather,
    Missed,
    More,
    Offer,
    OpenWish,
    Recent,
    Ticket,
    Unsent,
    Voice,
    Waiting,
)
from core.vocabulary.events import File
from core.vocabulary.linking import CodeKnown, JoinAsked, OtherChat
from core.vocabulary.monitoring import Invited
from core.vocabulary.person import Introduced

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
    origins: list[str] = []
    """Stored files that told when or where they were taken, which waits apart for what is said about it."""
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
    copy_asked: datetime | None = None
    """When the desk was last told that this person wants a copy of the own data."""
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
    disowned_at: datetime | None = None
    """When somebody said, of a post that this chat had not heard of, that it is not theirs."""
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

    def allow_origin(self, ref: str) -> None:
        """Note that when and where a file on its way was taken may be kept."""
        for fate in self.fates:
            if fate.ref == ref:
                fate.origin = True


CLOSED: frozenset[str] = frozenset({"selesai", "lewat", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"})


def load(state: object) -> ChatState:
    """Read a stored document into a fresh state that the step may change."""
    if state is None:
        return ChatState()
    if isinstance(state, ChatState):
        state = msgspec.to_builtins(state, builtin_types=(datetime,))
    return msgspec.convert(state, ChatState)
