"""Call the people on duty when danger was filed all the same."""

from collections.abc import Iterator

from bots.officials.plain import flat
from bots.officials.turn import GroupTurn, card_key
from core.register.state import NAME_LENGTH
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Mention, Send
from core.vocabulary.officials import Card

MARK = "🚨"
MOST_CALLED = 20
"""People called in one message: more names than this are read by nobody."""
_ELSEWHERE = frozenset({"media", "loket", "pemantau", "operator"})
"""Roles whose people do nothing about a ticket."""
_NEW = frozenset({"baru", "terverifikasi"})


def alert(turn: GroupTurn, card: Card) -> None:
    """Post one message under the new card of an emergency that calls who is on duty for it."""
    if not card.report.emergency or card.status not in _NEW:
        return
    office = turn.office
    people = tuple(_on_duty(turn, card))[:MOST_CALLED]
    lines = [
        office.say("officials.alert.head", number=card.number, kind=_kind(turn, card)),
        ", ".join(person.text for person in people) or office.say("officials.alert.nobody"),
        office.say("officials.alert.ask"),
    ]
    turn.effects.append(
        Send(
            text="\n".join(lines),
            bold=(card.number,),
            mentions=people,
            ref=card.number,
            about=(About(card.number, "called.alert"),),
            topic=card.desk,
            reply_key=card_key(card.number, card.desk),
        )
    )


def _kind(turn: GroupTurn, card: Card) -> str:
    """Name the danger, unless the report's content is kept from the group."""
    kind = turn.office.city.emergency(card.report.emergency)
    if kind is None or card.report.privacy == "rahasia":
        return turn.office.say("officials.alert.kind")
    return kind.name(turn.office.lang)


def _on_duty(turn: GroupTurn, card: Card) -> Iterator[Mention]:
    """Yield the registered people of the units on duty, the category's unit and the coordinating one, in that order.

    Where nobody of these is registered, the administrators are called.
    """
    city, members = turn.office.city, turn.members
    kind = city.emergency(card.report.emergency)
    category = city.category(card.report.category)
    units = [*(kind.on_duty if kind else ()), category.unit if category else "", city.verification_unit]
    named = False
    for unit in dict.fromkeys(units):
        for person, member in members.items():
            if member.unit == unit and member.active and member.role not in _ELSEWHERE:
                named = True
                yield Mention(flat(member.name, NAME_LENGTH) or person, person)
    if not named:
        for admin in sorted(turn.office.admin_ids):
            yield Mention(turn.office.say("officials.alert.admin"), admin)
