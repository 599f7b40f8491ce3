"""To whom a ticket can be handed over: the group knows who is registered, which a ticket does not."""

import msgspec

from bots.officials import prompts, register
from bots.officials.choices import Tap, carry
from bots.officials.plain import flat
from bots.officials.turn import GroupTurn, card_key
from core.register.state import NAME_LENGTH, Member
from core.ticket.pages import MORE
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Choice, Mention, Send
from core.vocabulary.events import Pressed
from core.vocabulary.officials import Act, Card, Relay
from core.vocabulary.ticket import Official

MOST_COLLEAGUES = 20
"""Names on one prompt: more of them are read by nobody."""


def fitted(turn: GroupTurn, card: Card) -> Card:
    """Take the button for handing over from the page of a card whose unit has nobody else who could take it."""
    if card.menu != MORE or "serahkan" not in card.actions:
        return card
    if any(one.name != card.holder for one in colleagues(turn, card.unit)):
        return card
    return msgspec.structs.replace(card, actions=tuple(one for one in card.actions if one != "serahkan"))


def called(turn: GroupTurn, body: Relay) -> Send:
    """Call an official by name under a card: a ticket is offered, or an offer was not taken."""
    people = tuple(Mention(flat(one.name, NAME_LENGTH) or one.id, one.id) for one in body.calls)
    text = turn.office.say(
        turn.office.city.telling.reads("desk", body.kind).text,
        number=body.number,
        name=flat(body.text, NAME_LENGTH),
        called=", ".join(person.text for person in people),
    )
    return Send(
        text=text,
        bold=(body.number,),
        mentions=people,
        ref=body.number,
        topic=body.desk,
        reply_key=card_key(body.number, body.desk),
        key=f"relay:{body.number}:{body.kind}",
        about=(About(body.number, f"desk.{body.kind}"),),
    )


def press(turn: GroupTurn, pressed: Pressed, tap: Tap) -> None:
    """Ask to whom, or offer the ticket to the colleague whose name was pressed."""
    by = register.official(turn, pressed.sender)
    shown = turn.state.shown.get(tap.number)
    others = [one for one in colleagues(turn, shown.unit if shown else "") if one.id != by.id]
    if not tap.extra:
        if not others:
            turn.answer(pressed.query_id, turn.office.say("officials.ask.nobody"), alert=True)
            return
        order = sorted(others, key=lambda one: (one.unit != by.unit, one.name))[:MOST_COLLEAGUES]
        choices = [Choice(carry("serahkan", tap.number, one.id), one.name, row // 2) for row, one in enumerate(order)]
        prompts.ask(turn, pressed, tap, "serahkan", tuple(choices))
        return
    expecting = turn.state.expecting.get(by.id)
    if expecting is None or (expecting.number, expecting.action) != (tap.number, "serahkan"):
        turn.answer(pressed.query_id, turn.office.say("officials.press.not_your_prompt"), alert=True)
        return
    colleague = next((one for one in others if one.id == tap.extra), None)
    if colleague is None:
        turn.answer(pressed.query_id, turn.office.say("officials.ask.left"), alert=True)
        return
    prompts.close_prompt(turn, by.id, "officials.ask.chosen", choice=colleague.name)
    turn.tell(tap.number, Act("serahkan", by, query_id=pressed.query_id, to=colleague))


def colleagues(turn: GroupTurn, unit: str) -> list[Official]:
    """List the officials who may work on the tickets of a unit, by name."""
    tree = turn.office.city.tree
    people = (_official(person, member) for person, member in turn.members.items() if member.active)
    return sorted((one for one in people if tree.works_for(one, unit)), key=lambda one: one.name)


def _official(person: str, member: Member) -> Official:
    return Official(person, member.name, member.unit, role=member.role)
