"""An official edits a message that has become an act already: nothing changes in silence, nothing goes by itself."""

import msgspec

from bots.officials import holding, ready
from bots.officials.choices import CORRECT, carry
from bots.officials.holding import words_of
from bots.officials.notes import is_note
from bots.officials.register import official
from bots.officials.state import MOST_SENT, MOST_WAITING, Asked, Expecting, Sent, remember
from bots.officials.turn import GroupTurn
from core.ticket.acts import TO_CITIZEN
from core.vocabulary.effects import Choice, Edit, Send
from core.vocabulary.events import Pressed, Said
from core.vocabulary.officials import Act


def edited(turn: GroupTurn, said: Said) -> None:
    """Take an edit: into the act if that still waits, else tell the official where the former words are."""
    if holding.edited(turn, said) or ready.rewritten(turn, said.sender.id, said.message_id, words_of(said)):
        return
    sent = turn.state.sent.get(said.message_id)
    words = words_of(said)
    if sent is None or sent.by != said.sender.id or words == sent.text:
        return
    sendable = bool(words) and not is_note(words) and len(words) <= turn.office.city.limits.text_characters
    may_correct = sent.action in TO_CITIZEN and sendable and not sent.wish
    correction = words if may_correct else ""
    remember(
        turn.state.sent, said.message_id, msgspec.structs.replace(sent, text=words, correction=correction), MOST_SENT
    )
    _answer(turn, said.message_id, sent, may_correct=may_correct)


def _answer(turn: GroupTurn, message_id: str, sent: Sent, *, may_correct: bool) -> None:
    name = "offer" if may_correct else "too_late" if sent.action in TO_CITIZEN else "kept"
    if sent.wish:
        name = "desk"
    label = turn.office.say("officials.edit.button")
    choices = (Choice(carry(CORRECT, sent.number, message_id), label),) if may_correct else ()
    key = _key(message_id)
    message = Send(
        text=turn.office.say(f"officials.edit.{name}", number=sent.number),
        bold=(sent.number,) if sent.number else (),
        choices=choices,
        key=key,
        ref=sent.number,
        topic=turn.desk_of(sent.number),
        reply_to=message_id,
        quiet=True,
    )
    # Posted with the first edit, and changed in place with every further one.
    turn.effects.append(Edit(key=key, to=message))


def correct(turn: GroupTurn, pressed: Pressed, number: str, message_id: str) -> None:
    """Send the edited words to the citizen as a correction, at the wish of who wrote them."""
    sent = turn.state.sent.get(message_id)
    if sent is not None and sent.by != pressed.sender.id:
        turn.answer(pressed.query_id, turn.office.say("officials.press.not_your_prompt"), alert=True)
        return
    if sent is None or not sent.correction or sent.number != number:
        turn.answer(pressed.query_id, turn.office.say("officials.press.stale"))
        return
    turn.answer(pressed.query_id, turn.office.say("officials.edit.going"))
    by = official(turn, pressed.sender)
    prompt = Expecting(number, "balas", turn.moment.now, _key(message_id), pressed.topic)
    # The verdict comes as one on these words, so that it stands in place of the offer.
    remember(turn.state.asked, message_id, Asked(by, prompt), MOST_WAITING)
    turn.state.sent[message_id] = msgspec.structs.replace(sent, correction="")
    turn.tell(number, Act("balas", by, message_id=message_id, text=sent.correction, corrects=True))


def undone(turn: GroupTurn, number: str, action: str) -> None:
    """Forget the words of an act that was taken back: nothing is left of them to be corrected."""
    mine = [sent.first for sent in turn.state.sent.values() if (sent.number, sent.action) == (number, action)]
    for message_id, sent in tuple(turn.state.sent.items()):
        if (sent.number, sent.action, sent.first) != (number, action, mine[-1] if mine else ""):
            continue
        del turn.state.sent[message_id]
        if sent.correction:
            turn.rewrite(_key(message_id), turn.office.say("officials.edit.undone", number=number), ref=number)


def _key(message_id: str) -> str:
    return f"edit:{message_id}"
