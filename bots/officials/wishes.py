"""The coordinator's desk: a citizen wants a person to answer, or personal data deleted, and gets an answer from there.

The citizen's own lane stands in the group's document alone: messages and buttons carry a key made from the event.
"""

import hashlib

import msgspec

from bots.officials import register, topics
from bots.officials.choices import ANSWER, UNDO
from bots.officials.plain import quoted
from bots.officials.state import MOST_WAITING, MOST_WISHES, Asking, Expecting, remember
from bots.officials.turn import GroupTurn
from core.city.desks import VERIFICATION
from core.vocabulary.effects import Choice, Edit, Send, Tell
from core.vocabulary.events import Pressed
from core.vocabulary.officials import DeskAnswer, Wish
from core.vocabulary.report import Evidence
from core.vocabulary.ticket import Official

_WORDS_LENGTH = 8000


def raise_wish(turn: GroupTurn, wish: Wish, event_id: str) -> None:
    """Show a wish where new reports are verified, with the button that answers it."""
    key = hashlib.sha256(event_id.encode()).hexdigest()[:12]
    closed = wish.number in turn.state.shown and turn.state.shown[wish.number].closed
    asking = Asking(wish.person, wish.kind, "" if closed else wish.text, wish.number, closed=closed)
    remember(turn.state.wishes, key, asking, MOST_WISHES)
    show_wish(turn, key)


def show_wish(turn: GroupTurn, key: str) -> None:
    """Post or edit a wish as it stands."""
    asking, office = turn.state.wishes[key], turn.office
    quote = quoted(asking.text, _WORDS_LENGTH)
    lines = [
        office.say(f"officials.wish.{asking.kind}"),
        office.say("officials.wish.about", number=asking.number) if asking.number else "",
        office.say("officials.relay_closed") if asking.closed else quote,
        office.say("officials.wish.answered", names=", ".join(asking.answered)) if asking.answered else "",
    ]
    topics.open_topic(turn, VERIFICATION)
    message = Send(
        text="\n".join(line for line in lines if line),
        bold=(asking.number,) if asking.number else (),
        quotes=(quote,) if quote else (),
        choices=(Choice(f"{ANSWER}:{key}", office.say("officials.wish.button")),),
        key=wish_key(key),
        ref=asking.number,
        topic=VERIFICATION,
    )
    turn.effects.append(Edit(key=message.key, to=message))


def show_again(turn: GroupTurn) -> None:
    """Show the wishes that nobody has answered, in a group that has never seen them."""
    for key, asking in turn.state.wishes.items():
        if not asking.answered:
            show_wish(turn, key)


def wish_key(key: str) -> str:
    """Name the message that shows a wish."""
    return f"wish:{key}"


def ask(turn: GroupTurn, pressed: Pressed, key: str) -> Expecting | None:
    """Answer a press on the button: give what is expected now, and post its prompt; None when it is refused."""
    by, office = register.official(turn, pressed.sender), turn.office
    asking = turn.state.wishes.get(key)
    if asking is None:
        turn.answer(pressed.query_id, office.say("officials.wish.gone"), alert=True)
        return None
    if not office.city.tree.coordinates(by):
        desk = office.unit_name(office.city.verification_unit)
        turn.answer(pressed.query_id, office.say("officials.wish.desk_only", desk=desk), alert=True)
        return None
    turn.answer(pressed.query_id, office.say("officials.ask.hint"))
    turn.state.prompts += 1
    name = f"ask:{asking.number}:{by.id}:{turn.state.prompts}"
    turn.effects.append(
        Send(
            text=office.say(
                "officials.wish.ask", name=by.name, number=asking.number or office.say("officials.wish.name")
            ),
            choices=(Choice(f"{UNDO}:{by.id}", office.say("officials.ask.cancel")),),
            key=name,
            ref=asking.number,
            topic=VERIFICATION,
            reply_key=wish_key(key),
            reply_to=pressed.message_id,
            quiet=True,
        )
    )
    expecting = Expecting(asking.number, "balas", turn.moment.now, name, pressed.topic, wish=key)
    remember(turn.state.expecting, by.id, expecting, MOST_WAITING)
    return expecting


def answer(turn: GroupTurn, asked: Expecting, by: Official, text: str, evidence: tuple[Evidence, ...]) -> bool:
    """Send the desk's words to the citizen, and say so on the wish; False when it is not known any more."""
    asking = turn.state.wishes.get(asked.wish)
    if asking is None:
        return False
    turn.effects.append(Tell(asking.person, DeskAnswer(asking.kind, text, asking.number, evidence)))
    names = tuple(dict.fromkeys((*asking.answered, by.name)))
    turn.state.wishes[asked.wish] = msgspec.structs.replace(asking, answered=names)
    turn.rewrite(asked.key, turn.office.say("officials.wish.done"), topic=VERIFICATION)
    show_wish(turn, asked.wish)
    return True
