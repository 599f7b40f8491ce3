"""Which rule takes a message: the order of the table, what each rule wins, and which of two that fit wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import msgspec
import pytest

from bots.citizen import reacting
from bots.citizen.deciding import RULES, decide
from bots.citizen.message import Message
from bots.citizen.turn import Turn
from core.vocabulary.events import ContactCard, Place
from tests.bots.citizen.chat import LAMP, NUMBER, Chat
from tests.bots.citizen.standings import (
    album,
    album_of_draft,
    alike,
    asked_back,
    away,
    by_hand,
    category,
    flooded,
    flooding,
    invited,
    orphan,
    passed_on,
    withdrawal,
    written,
)
from tests.bots.citizen.test_danger_story import (
    DYING,
    FIRE,
    RUBBISH,
    changing,
    draft,
    filed,
    held,
    privacy,
    reason,
    verdict,
)
from tests.bots.citizen.test_later_origins import asked as asked_for_later_origin
from tests.bots.citizen.test_origins import asked_for_origin
from tests.bots.citizen.test_walk_in import clerk
from tests.bots.citizen.test_whose import silent

Story = tuple[Callable[[], Chat], Callable[[Chat], object]]
ORDER = """
doubtful number
reply to contents
edit: gentle danger
edit: danger in the draft
edit: danger, late
edit of the draft
edit, late
edit of no account
edit before its message
message after its edit
repeat
end of an answer by hand
too long
back again
pace
flood goes on
flood
language
not the author
not the author, unasked
author invited
walk-in
danger behind a command
guide
command of the group
report by command
unknown command
command to the draft
command
contact card
nothing usable
gentle danger
danger in an album
danger in a reply
danger, not fixed
danger elsewhere
danger
cry for help, asked
cry for help
author comes
album gathered
album of the draft
choice
code of another chat
receipt
report number
opening words
no reason
word to the draft
command word
words to an unread question
category
no category
follow instead
privacy
photo's origin
later photo's origin
no privacy
words or place
answer to a wish
wish passed over
yes to what was asked back
reading
"""


def test_the_order_is_an_invariant() -> None:
    """The rules stand in this order; another order is another conversation."""
    assert ORDER.strip().splitlines() == [rule.name for rule in RULES]


@dataclass
class Decisions:
    """What was decided of each message: the rules that applied, and all those that would have fitted."""

    applied: list[tuple[str, ...]] = field(default_factory=list)
    fitted: list[frozenset[str]] = field(default_factory=list)

    def decide(self, turn: Turn) -> tuple[str, ...]:
        """Note what fits, see that asking changes nothing, and decide."""
        message = Message.of(turn)
        assert message is not None
        before = msgspec.to_builtins(turn.state)
        self.fitted.append(frozenset(rule.name for rule in RULES if rule.fits(turn, message)))
        assert (before, [], None) == (msgspec.to_builtins(turn.state), turn.effects, turn.message)
        self.applied.append(decide(turn))
        return self.applied[-1]


@pytest.fixture
def decisions(monkeypatch: pytest.MonkeyPatch) -> Decisions:
    """Look on while the steps decide."""
    seen = Decisions()
    monkeypatch.setattr(reacting, "decide", seen.decide)
    return seen


# --- the tables -------------------------------------------------------------------------------------------------------

TAKEN: dict[str, Story] = {
    "doubtful number": (silent, lambda chat: chat.says("halo")),
    "reply to contents": (Chat, lambda chat: chat.says("terima kasih", reply_key=f"isi:{NUMBER}")),
    "edit: gentle danger": (written, lambda chat: chat.edits("first", DYING)),
    "edit: danger in the draft": (written, lambda chat: chat.edits("first", FIRE)),
    "edit: danger, late": (passed_on, lambda chat: chat.edits("first", FIRE)),
    "edit of the draft": (written, lambda chat: chat.edits("first", RUBBISH)),
    "edit, late": (passed_on, lambda chat: chat.edits("first", "tiangnya miring sekali")),
    "edit of no account": (Chat, lambda chat: chat.edits("new", "", place=Place(-10.1, 123.6, live=True))),
    "edit before its message": (Chat, lambda chat: chat.edits("late", LAMP)),
    "message after its edit": (orphan, lambda chat: chat.says(LAMP, message_id="late")),
    "repeat": (written, lambda chat: chat.says(LAMP, message_id="first")),
    "end of an answer by hand": (by_hand, lambda chat: chat.says("halo", at=chat.now + timedelta(minutes=1))),
    "too long": (Chat, lambda chat: chat.says("jalan rusak " * 400)),
    "back again": (away, lambda chat: chat.says("halo")),
    "pace": (Chat, lambda chat: chat.says("halo")),
    "flood goes on": (flooded, lambda chat: chat.says("di Oesapa")),
    "flood": (flooding, lambda chat: chat.says("di Oesapa")),
    "language": (Chat, lambda chat: chat.says("halo")),
    "not the author": (invited, lambda chat: chat.says("ini bukan saya")),
    "not the author, unasked": (Chat, lambda chat: chat.says("ini bukan saya")),
    "author invited": (invited, lambda chat: chat.says("halo")),
    "walk-in": (clerk, lambda chat: chat.says("/catat")),
    "danger behind a command": (Chat, lambda chat: chat.says(f"/lapor {FIRE}")),
    "guide": (clerk, lambda chat: chat.says("/panduan")),
    "command of the group": (clerk, lambda chat: chat.says("/antrian")),
    "report by command": (Chat, lambda chat: chat.says(f"/lapor {LAMP}")),
    "unknown command": (Chat, lambda chat: chat.says("/terbang")),
    "command to the draft": (draft, lambda chat: chat.says("/kirim")),
    "command": (Chat, lambda chat: chat.says("/start")),
    "contact card": (Chat, lambda chat: chat.says(contact=ContactCard("+62811", own=True))),
    "nothing usable": (Chat, lambda chat: chat.says()),
    "gentle danger": (draft, lambda chat: chat.says(DYING)),
    "danger in an album": (album, lambda chat: chat.says(FIRE, photos=["b"], album="1")),
    "danger in a reply": (filed, lambda chat: chat.says(FIRE, reply_ref=NUMBER)),
    "danger, not fixed": (verdict, lambda chat: chat.says("Belum, kabelnya masih nyetrum orang")),
    "danger elsewhere": (draft, lambda chat: chat.says("Tolong ada kebakaran besar di Kelurahan Penfui!")),
    "danger": (draft, lambda chat: chat.says(FIRE)),
    "cry for help, asked": (verdict, lambda chat: chat.says("112")),
    "cry for help": (Chat, lambda chat: chat.says("112")),
    "author comes": (invited, lambda chat: chat.says("ya itu saya")),
    "album gathered": (album, lambda chat: chat.says(photos=["b"], album="1")),
    "album of the draft": (album_of_draft, lambda chat: chat.says(photos=["b"], album="1")),
    "choice": (draft, lambda chat: chat.says("1")),
    "code of another chat": (Chat, lambda chat: chat.says("tautkan ABCD-EFG2")),
    "receipt": (filed, lambda chat: chat.says(f"bukti {NUMBER}")),
    "report number": (filed, lambda chat: chat.says(f"cek status {NUMBER}")),
    "opening words": (filed, lambda chat: chat.says("ya", released=(NUMBER,))),
    "no reason": (reason, lambda chat: chat.says("lewati", reply_ref=NUMBER)),
    "word to the draft": (draft, lambda chat: chat.says("kirim saja")),
    "command word": (Chat, lambda chat: chat.says("bantuan")),
    "words to an unread question": (away, lambda chat: chat.says("tiang nomor lima di pinggir kali")),
    "category": (category, lambda chat: chat.says("jalan rusak")),
    "no category": (category, lambda chat: chat.says("xyz")),
    "follow instead": (alike, lambda chat: chat.says("ikuti saja")),
    "privacy": (privacy, lambda chat: chat.says("rahasia saja")),
    "photo's origin": (asked_for_origin, lambda chat: chat.says("boleh")),
    "later photo's origin": (asked_for_later_origin, lambda chat: chat.says("boleh")),
    "no privacy": (privacy, lambda chat: chat.says("nama atau anonim")),
    "words or place": (changing, lambda chat: chat.says("Pohon tumbang di jalan")),
    "answer to a wish": (withdrawal, lambda chat: chat.says("iya betul")),
    "wish passed over": (withdrawal, lambda chat: chat.says(RUBBISH)),
    "yes to what was asked back": (asked_back, lambda chat: chat.says("👍")),
    "reading": (Chat, lambda chat: chat.says(LAMP)),
}
"""Rule -> a conversation and the message that it takes, or for which it prepares."""

BEFORE: list[tuple[str, str, Story]] = [
    ("doubtful number", "report number", (silent, lambda c: c.says(f"cek status {NUMBER}"))),
    ("reply to contents", "repeat", (written, lambda c: c.says(LAMP, message_id="first", reply_key="isi:1"))),
    ("edit: gentle danger", "edit of the draft", TAKEN["edit: gentle danger"]),
    ("edit: danger in the draft", "edit of the draft", TAKEN["edit: danger in the draft"]),
    ("edit: danger, late", "edit, late", TAKEN["edit: danger, late"]),
    ("edit, late", "edit of no account", TAKEN["edit, late"]),
    ("repeat", "danger", (written, lambda c: c.says(FIRE, message_id="first"))),
    ("repeat", "choice", (written, lambda c: c.says("1", message_id="first"))),
    ("report by command", "command", TAKEN["report by command"]),
    ("gentle danger", "danger", TAKEN["gentle danger"]),
    ("danger in an album", "album gathered", TAKEN["danger in an album"]),
    ("danger in a reply", "danger", TAKEN["danger in a reply"]),
    ("danger, not fixed", "danger", TAKEN["danger, not fixed"]),
    ("danger elsewhere", "danger", TAKEN["danger elsewhere"]),
    ("danger", "words or place", (changing, lambda c: c.says(FIRE))),
    ("danger", "reading", (held, lambda c: c.says(FIRE))),
    ("not the author", "author invited", TAKEN["not the author"]),
    ("album of the draft", "reading", TAKEN["album of the draft"]),
    ("choice", "command word", (draft, lambda c: c.says("batal"))),
    ("choice", "word to the draft", (draft, lambda c: c.says("kirim"))),
    ("choice", "no category", (category, lambda c: c.says("1"))),
    ("no reason", "reading", TAKEN["no reason"]),
    ("word to the draft", "command word", TAKEN["word to the draft"]),
    ("command word", "words or place", (changing, lambda c: c.says("info"))),
    ("words to an unread question", "reading", TAKEN["words to an unread question"]),
    ("answer to a wish", "wish passed over", TAKEN["answer to a wish"]),
]
"""The rule that wins, one behind it that fits too, and the conversation."""


@pytest.mark.parametrize("name", TAKEN)
def test_each_rule_wins(decisions: Decisions, name: str) -> None:
    """Each rule has a message that it takes, or for which it prepares before another one takes it."""
    start, say = TAKEN[name]
    say(start())
    applied, rule = decisions.applied[-1], next(rule for rule in RULES if rule.name == name)
    assert name in applied
    assert rule.goes_on != (applied[-1] == name)


@pytest.mark.parametrize(("winner", "loser", "story"), BEFORE)
def test_each_rule_loses_to_those_before(decisions: Decisions, winner: str, loser: str, story: Story) -> None:
    """Where two rules fit one message, the one that stands before the other takes it."""
    start, say = story
    say(start())
    assert (winner, True) == (decisions.applied[-1][-1], loser in decisions.fitted[-1])


def test_every_rule_is_told() -> None:
    """No rule is left out of the table, and the last one takes what is left."""
    assert [rule.name for rule in RULES] == list(TAKEN)
    assert "reading" == RULES[-1].name
