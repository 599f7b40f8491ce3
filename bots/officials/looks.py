"""An official wants to see a card: here again, or with all of the citizen's words."""

import msgspec

from bots.officials import news, register
from bots.officials.cards import UNFOLD, draw_copy, draw_glance, draw_older_copy
from bots.officials.state import remember_card
from bots.officials.turn import GroupTurn, card_key
from core.vocabulary.effects import AskDeliveries, Edit, Send
from core.vocabulary.events import Pressed
from core.vocabulary.officials import Act, Card, Verdict


def unfold(turn: GroupTurn, pressed: Pressed, button: str, number: str) -> None:
    """Note how much of the words a card is to show, and ask the ticket for them."""
    shown = turn.state.shown.get(number)
    if shown is None:
        turn.answer(pressed.query_id, turn.office.say("officials.press.stale"))
        return
    turn.state.shown[number] = msgspec.structs.replace(shown, unfolded=button == UNFOLD)
    turn.tell(number, Act("lihat", register.official(turn, pressed.sender), query_id=pressed.query_id))


def looked_at(turn: GroupTurn, body: Verdict, card: Card) -> None:
    """Show a card as it was asked for: by a button where it is, or by a command under that."""
    shown = turn.state.shown.get(card.number)
    if body.query_id:
        turn.answer(body.query_id, "")
        if shown is not None and card.revision >= shown.revision and turn.holds(card.desk):
            turn.state.shown[card.number] = msgspec.structs.replace(shown, revision=card.revision, fresh=True)
            news.draw(turn, card, shown)
        return
    turn.effects.append(AskDeliveries(card.number, body.message_id))
    if turn.holds(card.desk) and shown is not None and card.revision >= shown.revision:
        _copy(turn, card, body)
    else:
        glance = draw_glance(card, turn.office, turn.moment.now, turn.lane_of(card.desk))
        turn.effects.append(_explained(glance, body))


def _explained(message: Send, body: Verdict) -> Send:
    """Answer the command, with what its date is made of."""
    text = "\n".join(filter(None, (message.text, body.values.get("clock", ""))))
    return msgspec.structs.replace(message, text=text, reply_to=body.message_id)


def _copy(turn: GroupTurn, card: Card, body: Verdict) -> None:
    """Post a copy that stays true from now on, after the main card if that was lost; the one before leads here."""
    shown, office = turn.state.shown[card.number], turn.office
    news.draw(turn, card, msgspec.structs.replace(shown, copy=""))
    turn.state.prompts += 1
    key = card_key(card.number, f"copy-{turn.state.prompts}")
    remember_card(turn.state, card.number, msgspec.structs.replace(shown, copy=key, fresh=True, revision=card.revision))
    copy = draw_copy(card, office, turn.moment.now, key, unfolded=shown.unfolded)
    turn.effects.append(_explained(copy, body))
    if shown.copy:
        turn.effects.append(Edit(shown.copy, draw_older_copy(card.number, shown.copy, key, office)))
