"""Groups of their own: a desk gets one by a code that is typed there, and comes back by a word."""

from __future__ import annotations

from datetime import timedelta

from core.register.book import RegisterTurn
from core.register.state import MOST_CODES, BoundGroup, Code
from core.register.tokens import binding_code, known_by, read_code
from core.vocabulary.effects import Tell
from core.vocabulary.events import Placed
from core.vocabulary.lane_names import group_lane
from core.vocabulary.register import AskBinding, BindGroup, BindingCode, DeskMoved, HostsDesk

CODE_HOURS = 24


def ask_binding(turn: RegisterTurn, body: AskBinding) -> None:
    """Give a code for a desk that stands in the common group; or bring a desk back there."""
    lane, desk = turn.before.group_of(body.desk), turn.city.desk(body.desk)
    if not turn.manages(body.by, body.desk):
        turn.refuse(body.group, body.message_id, "not_yours", body.desk, person=body.by)
        return
    if body.home:
        if not lane:
            turn.refuse(body.group, body.message_id, "is_home", body.desk)
            return
        _go_home(turn, body, lane)
        return
    if all(one.key != body.desk for one in turn.city.desks):
        turn.refuse(body.group, body.message_id, "no_desk", body.desk)
        return
    if desk.whole:
        turn.refuse(body.group, body.message_id, "fixed", body.desk)
        return
    if len(turn.codes) >= MOST_CODES:
        turn.refuse(body.group, body.message_id, "too_many")
        return
    code = binding_code(turn.seal, turn.cause, turn.now)
    turn.codes[known_by(read_code(code))] = Code(body.desk, turn.now + timedelta(hours=CODE_HOURS), body.by)
    turn.record("code_given", body.by, desk=body.desk)
    turn.tell(body.group, BindingCode(body.message_id, body.desk, code, CODE_HOURS))


def _go_home(turn: RegisterTurn, body: AskBinding, lane: str) -> None:
    home = turn.city.desk(body.desk).lane
    del turn.groups[lane]
    turn.record("desk_moved", body.by, desk=body.desk, lane=home)
    # First the desk is back, then its cards are asked for: they find it there.
    turn.tell(home, DeskMoved(body.desk))
    turn.tell(lane, HostsDesk("", home))


def bind(turn: RegisterTurn, body: BindGroup) -> None:
    """Make the group in which a code was typed the desk that the code is for; the code is used up by it."""
    word = known_by(read_code(body.code))
    found = turn.codes.get(word)
    taken = turn.before.lane_at(body.channel, body.address)
    if found is None or found.until <= turn.now or taken or not turn.manages(body.by, found.desk):
        return
    del turn.codes[word]
    lane, home = group_lane(f"{found.desk}-own"), turn.city.desk(found.desk).lane
    turn.groups[lane] = BoundGroup(found.desk, body.channel, body.address)
    turn.record("desk_moved", body.by, desk=found.desk, lane=lane)
    turn.effects.append(Tell(lane, Placed(body.address, body.channel)))
    turn.tell(home, DeskMoved(found.desk, lane))
