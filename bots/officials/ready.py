"""Words that an official has seen as the citizen will read them: they go when the button says so, and not before."""

import re

import msgspec

from bots.officials.choices import SEND, carry
from bots.officials.plain import quoted
from bots.officials.prompts import cancel_choice, close_prompt
from bots.officials.register import official
from bots.officials.state import MOST_ADDRESSED, MOST_SENT, MOST_WAITING, Asked, Expecting, Sent, remember
from bots.officials.turn import GroupTurn, card_key
from core.vocabulary.effects import Choice, Edit, Send
from core.vocabulary.events import Pressed
from core.vocabulary.officials import Act, AnswerReady
from core.vocabulary.report import Evidence
from core.vocabulary.ticket import Official

_WORDS_LENGTH = 8000
CANNED, FIRST, CALLED = "canned", "first", "called"
"""Why words are shown before they go: a canned answer, the first sentence of a day in a ticket's thread, or words that
call somebody by an account's name, as colleagues do among themselves.
"""
_CALLS = re.compile(r"(?<![\w@./])@\w{3,}")


def canned(turn: GroupTurn, body: AnswerReady) -> None:
    """Show a canned answer as the citizen will read it."""
    act = body.act
    turn.answer(act.query_id, turn.office.say("officials.ready.hint"))
    show(turn, act.by, Expecting(body.number, "balas", turn.moment.now, "", text=body.text, ready=CANNED))


def show(turn: GroupTurn, by: Official, expecting: Expecting) -> None:
    """Post words under the card with a button that sends them; a prompt that stands open makes way."""
    if by.id in turn.state.expecting:
        close_prompt(turn, by.id, "officials.ask.replaced")
    turn.state.prompts += 1
    key = f"ask:{expecting.number}:{by.id}:{turn.state.prompts}"
    shown = turn.state.shown.get(expecting.number)
    # The citizen hears of the ticket's unit, whoever of another one (an admin, one above) writes.
    unit = shown.unit if shown is not None and shown.unit else by.unit
    expecting = msgspec.structs.replace(expecting, key=key, unit=unit)
    remember(turn.state.expecting, by.id, expecting, MOST_WAITING)
    turn.effects.append(_drawn(turn, by.id, expecting))


def _drawn(turn: GroupTurn, person: str, expecting: Expecting) -> Send:
    office, number, desk = turn.office, expecting.number, turn.desk_of(expecting.number)
    words = quoted(expecting.text, _WORDS_LENGTH)
    files = office.say("officials.ready.files", count=len(expecting.evidence)) if expecting.evidence else ""
    heading = office.say(f"officials.ready.{expecting.ready}", number=number, unit=_unit(turn, expecting.unit))
    send = Choice(carry(SEND, number, person), office.say("officials.ready.send"))
    return Send(
        text="\n".join(line for line in (heading, words, files) if line),
        bold=(number,),
        quotes=(words,) if words else (),
        choices=(send, cancel_choice(turn, number, person)),
        key=expecting.key,
        ref=number,
        topic=desk,
        reply_key=card_key(number, desk) if desk else "",
        reply_to=expecting.source,
        quiet=True,
    )


def _unit(turn: GroupTurn, code: str) -> str:
    tree = turn.office.city.tree
    return tree[code].name if code in tree else turn.office.unit_name(code)


def send(turn: GroupTurn, pressed: Pressed, number: str, owner: str) -> None:
    """Let the words go that were shown, at the wish of who is to send them."""
    expecting = turn.state.expecting.get(pressed.sender.id)
    if owner != pressed.sender.id:
        turn.answer(pressed.query_id, turn.office.say("officials.press.not_your_prompt"), alert=True)
        return
    if expecting is None or not expecting.ready or expecting.number != number:
        turn.answer(pressed.query_id, turn.office.say("officials.press.stale"))
        return
    turn.answer(pressed.query_id, turn.office.say("officials.ready.going"))
    del turn.state.expecting[owner]
    by = official(turn, pressed.sender)
    addressed(turn, by.id, number)
    # The verdict comes as one on these words, so that it stands in place of what was shown.
    name = expecting.source or pressed.message_id
    remember(turn.state.asked, name, Asked(by, expecting), MOST_WAITING)
    if expecting.source:
        sent = Sent(by.id, number, "balas", expecting.text, name)
        remember(turn.state.sent, name, sent, MOST_SENT)
    turn.tell(number, Act("balas", by, message_id=name, text=expecting.text, evidence=expecting.evidence))


def rewritten(turn: GroupTurn, person: str, message_id: str, words: str) -> bool:
    """Take the new words of a message that has not gone yet; False where none waits."""
    expecting = turn.state.expecting.get(person)
    if expecting is None or not expecting.ready or not message_id or expecting.source != message_id:
        return False
    changed = msgspec.structs.replace(expecting, text=words)
    turn.state.expecting[person] = changed
    turn.effects.append(Edit(changed.key, _drawn(turn, person, changed)))
    return True


def is_first(turn: GroupTurn, person: str, number: str) -> bool:
    """Tell whether an official has not yet seen today to whom words in a ticket's thread go."""
    return turn.state.addressed.get(f"{person}:{number}") != _today(turn)


def addressed(turn: GroupTurn, person: str, number: str) -> None:
    """Note that an official has seen to whom words in a ticket's thread go."""
    remember(turn.state.addressed, f"{person}:{number}", _today(turn), MOST_ADDRESSED)


def _today(turn: GroupTurn) -> str:
    return turn.moment.now.astimezone(turn.office.zone).date().isoformat()


def asked_first(
    turn: GroupTurn, by: Official, number: str, message_id: str, text: str, evidence: tuple[Evidence, ...]
) -> bool:
    """Show the first sentence of a day in a thread to its official instead of sending it; False when it may go.

    Words that call somebody are shown each time: they may be meant for a colleague, and cannot be taken back.
    """
    calls = bool(_CALLS.search(text))
    if not calls and not is_first(turn, by.id, number):
        return False
    waiting = Expecting(
        number,
        "balas",
        turn.moment.now,
        "",
        text=text,
        evidence=evidence,
        ready=CALLED if calls else FIRST,
        source=message_id,
    )
    show(turn, by, waiting)
    return True
