"""Prompts: what the group is asked under a card when a button needs more, and how a prompt is closed."""

from datetime import timedelta

import msgspec

from bots.officials.choices import CANCEL, Tap, carry
from bots.officials.register import official
from bots.officials.state import MOST_WAITING, Expecting, remember
from bots.officials.turn import GroupTurn, card_key
from core.ticket.reopening import NORMAL
from core.vocabulary.effects import Choice, Send
from core.vocabulary.events import Pressed
from core.vocabulary.ticket import Action

_JUST_NOW = timedelta(seconds=60)


def ask(turn: GroupTurn, pressed: Pressed, tap: Tap, action: Action, choices: tuple[Choice, ...] = ()) -> None:
    """Answer a button that needs more: a hint for the presser, and a prompt under the card to reply to or press."""
    person = pressed.sender.id
    turn.answer(pressed.query_id, turn.office.say("officials.ask.choose" if choices else "officials.ask.hint"))
    open_one = turn.state.expecting.get(person)
    if open_one is not None:
        same = (open_one.number, open_one.action) == (tap.number, action)
        if same and turn.moment.now - open_one.since < _JUST_NOW:
            return
        close_prompt(turn, person, "officials.ask.replaced")
    turn.state.prompts += 1
    key = f"ask:{tap.number}:{person}:{turn.state.prompts}"
    expecting = Expecting(
        number=tap.number, action=action, since=turn.moment.now, key=key, thread=pressed.topic, choice=tap.extra
    )
    remember(turn.state.expecting, person, expecting, MOST_WAITING)
    desk, name = turn.desk_of(tap.number), official(turn, pressed.sender).name
    turn.effects.append(
        Send(
            text=turn.office.say(f"officials.ask.{_asks(action, tap.extra)}", number=tap.number, name=name),
            bold=(tap.number,),
            choices=(*choices, msgspec.structs.replace(cancel_choice(turn, tap.number, person), row=len(choices))),
            key=key,
            ref=tap.number,
            topic=desk,
            reply_key=card_key(tap.number, desk) if desk else "",
            reply_to=pressed.message_id,
            quiet=True,
        )
    )


def cancel_choice(turn: GroupTurn, number: str, person: str) -> Choice:
    """Make the button with which an official withdraws his own prompt."""
    return Choice(id=carry(CANCEL, number, person), label=turn.office.say("officials.ask.cancel"))


def _asks(action: Action, choice: str) -> str:
    """Name the text that asks for the words of an action."""
    return f"{action}_{choice}" if action == "prioritas" and choice == NORMAL else action


def close_prompt(turn: GroupTurn, person: str, reason: str, **values: str) -> None:
    """Forget an open prompt and make it read ``reason``."""
    expecting = turn.state.expecting.pop(person, None)
    if expecting is not None:
        rewrite_closed(turn, expecting, reason, **values)


def rewrite_closed(turn: GroupTurn, expecting: Expecting, reason: str, **values: str) -> None:
    """Make a prompt that expects nothing any more read ``reason``."""
    office, label = turn.office, turn.office.label(expecting.action)
    if expecting.wish or expecting.candidate:
        label = office.say("officials.wish.button" if expecting.wish else "officials.post.button.join")
    nameless = office.say("officials.post.name" if expecting.candidate else "officials.wish.name")
    text = office.say(reason, number=expecting.number or nameless, action=label, **values)
    turn.rewrite(expecting.key, text, ref=expecting.number)
