"""What the group's lane remembers: open prompts, acts that wait for files, and what was shown last."""

from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

import msgspec

from core.vocabulary.docket import DeskCounts
from core.vocabulary.report import Evidence, Pin
from core.vocabulary.ticket import Action, Official, TicketStatus

MOST_CARDS = 1000
"""Cards that are known by number: the open ones of them are shown anew in a new group."""

MOST_HANDLED = 200
MOST_WAITING = 50
MOST_SENT = 100
MOST_WISHES = 100
MOST_TOLD = 100
MOST_ADDRESSED = 300
MOST_CANDIDATES = 300
MOST_SIGNS = 100
MOST_WEEKS = 8
MOST_LISTS = 50
"""Lists whose pages can still be turned: those of the last day or two."""
PROMPT_LIFE = timedelta(hours=24)
"""How long a reply to the prompt answers it."""
FILES_LIFE = timedelta(hours=1)
"""How long an act waits for its files before it goes without the missing ones."""

Value = TypeVar("Value")


class Expecting(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button that needs words was pressed: whose words complete which action.

    ``key`` names the prompt, ``thread`` is the platform's topic of the press;
    ``text`` and ``evidence`` came with an earlier, incomplete try. ``hinted``: words beside it were answered once.
    ``wish`` is the key of the wish that the words answer, instead of a ticket; ``candidate`` that of the public post
    which they put to a ticket. ``choice`` is what was chosen with the button. ``ready`` says why the words are shown
    before they go (`bots.officials.ready`), ``source`` the message that they came from, ``unit`` that of the official.
    """

    number: str
    action: Action
    since: datetime
    key: str
    thread: str = ""
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    hinted: bool = False
    wish: str = ""
    candidate: str = ""
    choice: str = ""
    ready: str = ""
    source: str = ""
    unit: str = ""


class ActPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message of an act; evidence with empty ``media`` is still being fetched. ``pin`` is a position in it."""

    message_id: str
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    pin: Pin | None = None


class HeldAct(msgspec.Struct, frozen=True, omit_defaults=True):
    """An act that waits for its files, or for the rest of its album. ``asked``: it answers a prompt."""

    by: Official
    action: Action
    number: str
    parts: tuple[ActPart, ...]
    until: datetime
    album: str = ""
    quiet_until: datetime | None = None
    asked: Expecting | None = None


class Asking(msgspec.Struct, frozen=True, omit_defaults=True):
    """A citizen's wish at the coordinator's desk: ``person`` is answered, never shown; ``answered`` names who did.

    ``closed``: it is about a confidential report, so that its words stay out of the group.
    """

    person: str
    kind: Literal["person", "deletion", "copy"]
    text: str = ""
    number: str = ""
    answered: tuple[str, ...] = ()
    closed: bool = False


class Sent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message of an official that became an act: what an edit of it is measured by.

    ``first`` is the act's first message; ``correction`` words that a later edit has and the citizen has not.
    """

    by: str
    number: str
    action: Action
    text: str
    first: str
    correction: str = ""
    wish: str = ""


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A prompted act whose verdict is awaited: what to ask for again when something was missing."""

    by: Official
    expecting: Expecting


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """The newest revision of a card, and the desks here at which it was posted, the present one last.

    ``closed``: the report is confidential, and nothing of its contents stands in the group.
    ``since`` is when it was first to be shown; ``open`` whether somebody still has to do something about the ticket;
    ``files_missing`` that its files hang under a copy in a former group. ``dated``: the card says how many days are
    left; ``away`` is the lane of the group that its desk has for its own, ``been`` all such lanes in which it stood;
    ``relayed`` the last of the citizen's words that were put under it here. ``whole`` marks the words that stand whole
    under the card, empty where the card can show all of them; ``unfolded``: it shows them all now; ``copy`` names the
    newest copy that somebody asked for. ``fresh``: the card was just drawn as a look showed it, of which the ticket is
    about to say the same. ``unit``, ``status``, ``holder`` (an id) and ``escalated`` are the ticket's: who may not act
    anyway is not asked for words.
    """

    revision: int
    desks: tuple[str, ...]
    closed: bool = False
    since: datetime | None = None
    open: bool = True
    files_missing: bool = False
    dated: bool = False
    whole: str = ""
    away: str = ""
    been: tuple[str, ...] = ()
    relayed: int = 0
    unfolded: bool = False
    copy: str = ""
    fresh: bool = False
    unit: str = ""
    status: TicketStatus | Literal[""] = ""
    holder: str = ""
    escalated: bool = False


class Sign(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line that leads to another group's ``desk``, put up again when it is ``due``; that of a ``copy`` is, too."""

    desk: str
    due: datetime
    copy: str = ""


class Listing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a list was asked for: a ``desk`` by its key (empty for all), ``words``, or a ``person`` by platform id.

    ``topic`` is where it was asked for.
    """

    kind: Literal["queue", "late", "mine", "find", "report", "stuck"]
    desk: str = ""
    words: str = ""
    person: str = ""
    topic: str = ""


class KnownPost(msgspec.Struct, frozen=True, omit_defaults=True):
    """A public post at the monitoring desk, by its lane; ``open`` while nobody decided about it."""

    lane: str
    revision: int
    open: bool = True


class OfficialsState(msgspec.Struct, omit_defaults=True):
    """The whole document of the group; every collection is capped. Dictionaries keep the oldest entry first.

    ``counts`` are the newest of each desk, ``pinned`` the desks whose counts were pinned.
    ``hinted`` is the day on which an official was last told how to write to a citizen; ``addressed`` the one on which
    an official last saw to whom words in a ticket's thread go, by both. ``home`` is the group's address
    as far as it was shown something; ``shut_out`` since when it takes nothing from us. ``day`` is the one that cards
    read, ``day_left`` those that still read the day before, and ``day_next`` when some more of them follow.
    """

    expecting: dict[str, Expecting] = {}
    held: tuple[HeldAct, ...] = ()
    asked: dict[str, Asked] = {}
    sent: dict[str, Sent] = {}
    wishes: dict[str, Asking] = {}
    candidates: dict[str, KnownPost] = {}
    lists: dict[str, Listing] = {}
    signs: dict[str, Sign] = {}
    counts: dict[str, DeskCounts] = {}
    pinned: tuple[str, ...] = ()
    hinted: dict[str, str] = {}
    addressed: dict[str, str] = {}
    shown: dict[str, Shown] = {}
    opened: tuple[str, ...] = ()
    told: dict[str, datetime] = {}
    handled: tuple[str, ...] = ()
    prompts: int = 0
    moved: dict[str, str] = {}
    """Desks of this group that have a group of their own by a code -> its lane."""
    hosts: str = ""
    """The desk that this group is by a code."""
    entry: str = ""
    """Opens a private chat with us that brings along what stands in it for ``{token}``."""
    link: str = ""
    """Opens a private chat with us; empty until the platform has told our name."""
    late_since: datetime | None = None
    late_count: int = 0
    """Conversations whose messages came too late to be answered, since when: one notice counts them."""
    day: str = ""
    day_left: tuple[str, ...] = ()
    day_next: datetime | None = None
    weeks: dict[str, str] = {}
    """Weeks that were reported, by their Monday -> the text that waits for its chart, empty when it went out."""
    home: str = ""
    shut_out: datetime | None = None
    let_in_at: datetime | None = None


def load(raw: Any) -> OfficialsState:
    """Build the state from what the lane stored (None at first); never shares anything with ``raw``."""
    if raw is None:
        return OfficialsState()
    stored = msgspec.to_builtins(raw) if isinstance(raw, OfficialsState) else raw
    return msgspec.convert(stored, OfficialsState)


def remember_card(state: OfficialsState, number: str, shown: Shown) -> None:
    """Put a card at the new end; beyond `MOST_CARDS` the oldest of those go first of which nothing is to be done."""
    cards = state.shown
    cards.pop(number, None)
    cards[number] = shown
    while len(cards) > MOST_CARDS:
        del cards[next((old for old, card in cards.items() if not card.open), next(iter(cards)))]


def remember(entries: dict[str, Value], key: str, value: Value, most: int) -> None:
    """Put an entry at the new end and drop the oldest beyond ``most``."""
    entries.pop(key, None)
    entries[key] = value
    while len(entries) > most:
        del entries[next(iter(entries))]
