"""Call people by name when the time of a ticket asks for it: who has it, heads of units, coordinator, secretary."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from bots.officials.left import time_left
from bots.officials.plain import flat
from bots.officials.topics import open_topic
from bots.officials.turn import GroupTurn, card_key
from core.city.dates import long_date
from core.city.roles import DUTIES
from core.register.state import NAME_LENGTH, Member
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Link, Mention, Send
from core.vocabulary.reminding import Remind
from core.vocabulary.ticket import OfficialRole

MOST_CALLED = 5
"""People of one unit that are called together: more names than this are read by nobody."""
_HEADS = ("limit", "branch")
"""Stages at which heads of units are named besides whoever is to do something."""


def call(turn: GroupTurn, body: Remind) -> None:
    """Post one message under the card, or at the desk of what is overdue, that calls whom it concerns."""
    office, who = turn.office, _people(turn, body)
    named = body.heads if body.stage in _HEADS else ()
    heads = tuple(dict.fromkeys(head for unit in named for head in _heads(turn, unit)))
    say, called = office.say, (*who, *heads)
    text = say(
        office.city.telling.reads("called", body.stage).text,
        number=body.number,
        category=office.city.category_name(body.category, office.lang),
        unit=office.unit_name(body.unit),
        who=_named(turn, who),
        heads=_named(turn, heads),
        holder=_holder(turn, body),
        limit=office.word("officials.call.kind", body.due_kind),
        day=long_date(body.due_at.astimezone(office.zone).date(), office.locale) if body.due_at else "-",
        left=time_left(office, body.due_at, turn.moment.now) if body.due_at else "-",
        other=flat(body.other, NAME_LENGTH),
    )
    open_topic(turn, body.desk)
    turn.effects.append(
        Send(
            text=text,
            bold=() if body.card != body.desk else (body.number,),
            mentions=called,
            ref=body.number,
            topic=body.desk,
            reply_key=card_key(body.number, body.desk),
            links=_link(turn, body),
            key=f"call:{body.number}:{body.id}",
            about=(About(body.number, f"called.{body.stage}"),),
        )
    )


def _link(turn: GroupTurn, body: Remind) -> tuple[Link, ...]:
    """Open the card where it hangs elsewhere."""
    if body.card == body.desk:
        return ()
    lane = turn.state.moved.get(body.card) or turn.office.city.desk(body.card).lane
    return (Link(body.number, card_key(body.number, body.card), "" if lane == turn.group else lane),)


def _people(turn: GroupTurn, body: Remind) -> tuple[Mention, ...]:
    """Name who is to do something: the holder, or who could take it; the coordinator; the secretary."""
    tree = turn.office.city.tree
    if body.stage == "branch":
        return ()
    if body.stage == "coordinator":
        return _of(turn, tree.coordinator, ("koordinator",)) or _admins(turn)
    if body.stage == "secretary":
        return _of(turn, tree.secretary, ("pimpinan",)) or _of(turn, tree.coordinator, ("koordinator",))
    if body.holder is not None:
        return (Mention(flat(body.holder.name, NAME_LENGTH) or body.holder.id, body.holder.id),)
    return _upwards(turn, body.unit, lambda unit: _of(turn, unit, ("penghubung", "koordinator"))) or _admins(turn)


def _heads(turn: GroupTurn, unit: str) -> tuple[Mention, ...]:
    """Name the head of a unit, or of the nearest one above it that has one."""
    return _upwards(turn, unit, lambda one: _where(turn, one, lambda member: member.role == "pimpinan"))


def _upwards(turn: GroupTurn, unit: str, find: Callable[[str], tuple[Mention, ...]]) -> tuple[Mention, ...]:
    above = (one.code for one in turn.office.city.tree.ancestors(unit))
    return next((found for code in (unit, *above) if (found := find(code))), ())


def _of(turn: GroupTurn, unit: str, first: tuple[OfficialRole, ...]) -> tuple[Mention, ...]:
    """Name those of a unit who have one of these roles, or else all who work there."""
    return _where(turn, unit, lambda member: member.role in first) or _where(
        turn, unit, lambda member: "work" in DUTIES[member.role]
    )


def _where(turn: GroupTurn, unit: str, fits: Callable[[Member], bool]) -> tuple[Mention, ...]:
    return tuple(islice(_mentions(turn.members.items(), unit, fits), MOST_CALLED))


def _mentions(members: Iterable[tuple[str, Member]], unit: str, fits: Callable[[Member], bool]) -> Iterator[Mention]:
    for person, member in members:
        if member.unit == unit and member.active and fits(member):
            yield Mention(flat(member.name, NAME_LENGTH) or person, person)


def _admins(turn: GroupTurn) -> tuple[Mention, ...]:
    label = turn.office.say("officials.alert.admin")
    return tuple(Mention(label, admin) for admin in sorted(turn.office.admin_ids))[:1]


def _named(turn: GroupTurn, people: tuple[Mention, ...]) -> str:
    return ", ".join(person.text for person in people) or turn.office.say("officials.call.nobody")


def _holder(turn: GroupTurn, body: Remind) -> str:
    if body.holder is None:
        return turn.office.say("officials.call.unclaimed")
    return turn.office.say("officials.call.held", name=flat(body.holder.name, NAME_LENGTH))
