"""One turn of the register: its document under change, who may change it, and what is told and written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from core.city.city import City
from core.proof.chain import linked
from core.register.state import BoundGroup, Code, Invitation, Member, RegisterState
from core.vocabulary.effects import Effect, Record, Tell
from core.vocabulary.lane_names import REGISTER_LANE, official_lane
from core.vocabulary.register import FromRegister, RegisterRefused, RightsNow
from core.vocabulary.seal import Seal
from core.vocabulary.ticket import Official


@dataclass
class RegisterTurn:
    """Collect what one command changes."""

    city: City
    admin_ids: frozenset[str]
    seal: Seal
    before: RegisterState
    cause: str
    """The id of the event."""
    now: datetime
    effects: list[Effect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.members: dict[str, Member] = dict(self.before.members)
        self.invitations: dict[str, Invitation] = dict(self.before.invitations)
        self.codes: dict[str, Code] = dict(self.before.codes)
        self.groups: dict[str, BoundGroup] = dict(self.before.groups)

        self.lines, self.head = self.before.lines, self.before.head

    def official(self, person: str) -> Official:
        """Describe somebody as the register knows them now."""
        member = self.members.get(person)
        admin = person in self.admin_ids
        if member is None:
            return Official(person, person, admin=admin)
        return Official(person, member.name, member.unit, admin, member.role)

    def may_act(self, person: str) -> bool:
        """Tell whether somebody has any rights now."""
        member = self.members.get(person)
        return person in self.admin_ids or (member is not None and member.active)

    def manages(self, person: str, unit: str) -> bool:
        """Tell whether somebody says now who is an official of a unit."""
        return self.may_act(person) and self.city.tree.manages(self.official(person), unit)

    def tell(self, lane: str, command: FromRegister) -> None:
        """Tell another lane."""
        self.effects.append(Tell(lane, command))

    def refuse(self, group: str, message_id: str, reason: str, unit: str = "", *, person: str = "") -> None:
        """Answer that what was wanted is not done; ``person`` may not do it, where it is for somebody else to do."""
        self.tell(group, RegisterRefused(message_id, reason, unit, person))

    def rights_changed(self, person: str, was: Official) -> None:
        """Tell the lane of an official what is so now, for the tickets that he or she holds."""
        now = self.official(person)
        official = now if person in self.members else was
        self.tell(official_lane(person), RightsNow(official, self.may_act(person)))

    def record(self, what: str, actor: str, person: str = "", **details: str) -> None:
        """Write a change into the journal, with what is so now, as the next line of its chain."""
        member = self.members.get(person)
        known = {"name": member.name, "unit": member.unit, "role": member.role} if member is not None else {}
        about = {"id": person} if person else {}
        bare = Record(REGISTER_LANE, actor, what, "", self.now, details={**about, **known, **details})
        self.lines += 1
        record, self.head = linked(bare, self.lines, self.head, self.seal)
        self.effects.append(record)
