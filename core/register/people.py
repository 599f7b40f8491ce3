"""Officials: who comes in, changes, accepts the code of ethics, and goes."""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs

from core.register.book import RegisterTurn
from core.register.state import MOST_INVITATIONS, Invitation, Member
from core.register.tokens import invitation_token, known_by
from core.vocabulary.register import (
    Accept,
    Accepted,
    CameIn,
    Dismiss,
    Dismissed,
    Enroll,
    Enrolled,
    InvitationMade,
    Invite,
    Redeem,
    Redeemed,
    Returned,
    WentOut,
)
from core.vocabulary.ticket import OfficialRole

MOST_DAYS = 30
"""A link that lies about longer than that is somebody else's in the end."""


def enroll(turn: RegisterTurn, body: Enroll) -> None:
    """Enter somebody; who changes the unit keeps the name and the accepted code of ethics."""
    before, was = turn.members.get(body.id), turn.official(body.id)
    by = body.by or body.id
    if foreign := _not_managed(turn, by, before, body.unit):
        turn.refuse(body.group, body.message_id, "not_yours", foreign, person=by)
        return
    # Nobody's name can be looked up by an id: the id stands for it until the person presses the button.
    name = body.name or (before.name if before else "") or body.called or body.id
    role = body.role or (before.role if before else "petugas")
    member = _entered(before, name, body.unit, role)
    if body.own:
        member = structs.replace(member, accepted=True, ethics=body.ethics)
    turn.members[body.id] = member
    turn.record("enrolled", by, body.id)
    if before is not None:
        turn.rights_changed(body.id, was)
    accepted = member.knows_ethics(body.ethics)
    turn.tell(body.group, Enrolled(body.id, name, body.unit, accepted, body.message_id, role))


def _entered(before: Member | None, name: str, unit: str, role: OfficialRole) -> Member:
    if before is None:
        return Member(name, unit, role=role)
    return structs.replace(before, name=name, unit=unit, role=role, active=True)


def _not_managed(turn: RegisterTurn, by: str, before: Member | None, unit: str = "") -> str:
    """Name the first unit over which somebody has no say: where a person goes, and where he or she was; "" if none."""
    units = [unit] if unit else []
    if before is not None and (before.active or not unit):
        units.append(before.unit)
    return next((one for one in units if not turn.manages(by, one)), "")


def dismiss(turn: RegisterTurn, body: Dismiss) -> None:
    """Take somebody out, with everything that he or she could do."""
    gone, was = turn.members.get(body.id), turn.official(body.id)
    by = body.by or body.id
    if gone is None:
        turn.tell(body.group, Dismissed(body.id, body.message_id))
        return
    if foreign := _not_managed(turn, by, gone):
        turn.refuse(body.group, body.message_id, "not_yours", foreign, person=by)
        return
    turn.record("dismissed", by, body.id)
    del turn.members[body.id]
    turn.rights_changed(body.id, was)
    turn.tell(body.group, Dismissed(body.id, body.message_id, gone.name))


def accept(turn: RegisterTurn, body: Accept) -> None:
    """Write down that somebody accepts the code of ethics, once for each version."""
    member = turn.members.get(body.id)
    if member is None or member.knows_ethics(body.ethics):
        turn.tell(body.group, Accepted(body.id, body.query_id))
        return
    name = member.name if member.name != body.id else body.called or body.id
    turn.members[body.id] = structs.replace(member, name=name, accepted=True, ethics=body.ethics)
    turn.record("ethics_accepted", body.id, body.id, version=body.ethics)
    turn.tell(body.group, Accepted(body.id, body.query_id, name, member.unit))


def went_out(turn: RegisterTurn, body: WentOut) -> None:
    """End the rights of who left the group in which the own desk stands; another group is no matter."""
    member = turn.members.get(body.id)
    if member is None or not member.active or body.group not in ("", _home(turn, member.unit)):
        return
    was = turn.official(body.id)
    turn.members[body.id] = structs.replace(member, active=False)
    turn.record("left", body.id, body.id)
    turn.rights_changed(body.id, was)


def _home(turn: RegisterTurn, unit: str) -> str:
    """Name the group in which the people of a unit work: that of its desk; of no unit's people the common one."""
    desk = turn.city.desk_for_unit(unit)
    return turn.before.group_of(desk.key) or desk.lane


def came_in(turn: RegisterTurn, body: CameIn) -> None:
    """Say who is back without rights."""
    member = turn.members.get(body.id)
    if member is not None and not member.active:
        turn.tell(body.group, Returned(body.id, member.name))


# --- invitations ------------------------------------------------------------------------------------------------------


def invite(turn: RegisterTurn, body: Invite) -> None:
    """Make a link for one person, and send it to nobody but who asked for it."""
    if not turn.manages(body.by, body.unit):
        turn.refuse(body.group, body.message_id, "not_yours", body.unit, person=body.by)
        return
    if len(turn.invitations) >= MOST_INVITATIONS:
        turn.refuse(body.group, body.message_id, "too_many")
        return
    days = min(max(body.days, 1), MOST_DAYS)
    token = invitation_token(turn.seal, turn.cause)
    until = turn.now + timedelta(days=days)
    turn.invitations[known_by(token)] = Invitation(body.unit, body.role, until, body.by, body.group, body.channel)
    turn.record("invited", body.by, unit=body.unit, role=body.role, until=until.isoformat())
    turn.tell(body.group, InvitationMade(body.message_id, body.unit, body.role, days, token, body.lane))


def redeem(turn: RegisterTurn, body: Redeem) -> None:
    """Make an official of who comes with a link first; the link is used up by it."""
    word = known_by(body.token)
    found, before, was = turn.invitations.get(word), turn.members.get(body.id), turn.official(body.id)
    reason = _why_not(turn, body, found, before)
    if found is None or reason:
        if before is not None and before.active and found is None:
            _redeemed(turn, body, before)  # the same link again: the code of ethics may still be open
            return
        turn.tell(body.lane, Redeemed(body.id, reason=reason))
        return
    del turn.invitations[word]
    name = (before.name if before else "") or body.called or body.id
    member = _entered(before, name, found.unit, found.role)
    turn.members[body.id] = member
    turn.record("joined", body.id, body.id, invited_by=found.by)
    if before is not None:
        turn.rights_changed(body.id, was)
    _redeemed(turn, body, member)
    turn.tell(found.group, Enrolled(body.id, name, member.unit, member.accepted, "", member.role, invited=True))


def _why_not(turn: RegisterTurn, body: Redeem, found: Invitation | None, before: Member | None) -> str:
    if found is None or found.until <= turn.now or found.channel != body.channel:
        return "void"
    if found.by == body.id:
        return "own"  # a look at one's own link must not use it up
    # Who gave it may have lost the right meanwhile, or never had one over where the person is now.
    return "withdrawn" if _not_managed(turn, found.by, before, found.unit) else ""


def _redeemed(turn: RegisterTurn, body: Redeem, member: Member) -> None:
    known = member.ethics if member.accepted else ""
    turn.tell(body.lane, Redeemed(body.id, member.name, member.unit, member.role, known))
