"""The step of the register of officials: who stands in it, and what the group that asked is told."""

from typing import Any

from msgspec import structs

from core.register.state import Member, RegisterState, load
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.events import Event
from core.vocabulary.register import (
    Accept,
    Accepted,
    CameIn,
    Dismiss,
    Dismissed,
    Enroll,
    Enrolled,
    Returned,
    WentOut,
)
from core.vocabulary.steps import Moment, Outcome


class RegisterSteps:
    """The behaviour of the lane ``register:officials``: a group is answered when its change is in the document."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Apply one command of a group; anything else changes nothing."""
        before = load(state)
        members = dict(before.members)
        effects = _apply(members, event)
        return Outcome(RegisterState(members), effects)


def _apply(members: dict[str, Member], event: Event) -> tuple[Effect, ...]:
    match event.body:
        case Enroll() as body:
            return (Tell(body.group, _enroll(members, body)),)
        case Dismiss() as body:
            gone = members.pop(body.id, None)
            return (Tell(body.group, Dismissed(body.id, body.message_id, gone.name if gone else "")),)
        case Accept() as body:
            return (Tell(body.group, _accept(members, body)),)
        case WentOut(id=person) if person in members:
            members[person] = structs.replace(members[person], active=False)
        case CameIn() as body if body.id in members and not members[body.id].active:
            return (Tell(body.group, Returned(body.id, members[body.id].name)),)
        case _:
            pass
    return ()


def _enroll(members: dict[str, Member], body: Enroll) -> Enrolled:
    """Enter somebody; who changes the unit keeps the name and the accepted code of ethics."""
    before = members.get(body.id)
    # Nobody's name can be looked up by an id: the id stands for it until the person presses the button.
    name = body.name or (before.name if before else "") or body.called or body.id
    accepted = body.own or (before.accepted if before else False)
    members[body.id] = Member(name, body.unit, accepted)
    return Enrolled(body.id, name, body.unit, accepted, body.message_id)


def _accept(members: dict[str, Member], body: Accept) -> Accepted:
    member = members.get(body.id)
    if member is None or member.accepted:
        return Accepted(body.id, body.query_id)
    name = member.name if member.name != body.id else body.called or body.id
    members[body.id] = structs.replace(member, name=name, accepted=True)
    return Accepted(body.id, body.query_id, name, member.unit)
