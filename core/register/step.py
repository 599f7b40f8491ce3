"""The step of the register of officials: who stands in it, and what the group that asked is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final

from core.city.city import City
from core.register import groups, people
from core.register.book import RegisterTurn
from core.register.state import RegisterState, load
from core.vocabulary.events import Body, Event
from core.vocabulary.register import (
    Accept,
    AskBinding,
    BindGroup,
    CameIn,
    Dismiss,
    Enroll,
    Invite,
    Redeem,
    WentOut,
)
from core.vocabulary.seal import Seal
from core.vocabulary.steps import Moment, Outcome

_Handler = Callable[[RegisterTurn, Any], None]
_HANDLERS: Final[Mapping[type[Body], _Handler]] = {
    Enroll: people.enroll,
    Dismiss: people.dismiss,
    Accept: people.accept,
    WentOut: people.went_out,
    CameIn: people.came_in,
    Invite: people.invite,
    Redeem: people.redeem,
    AskBinding: groups.ask_binding,
    BindGroup: groups.bind,
}


class RegisterSteps:
    """The behaviour of the lane ``register:officials``: a group is answered when its change is in the document."""

    def __init__(self, city: City, admin_ids: Collection[str], seal: Seal) -> None:
        """Take the city with its offices, the platform ids of the administrators, and what makes one-time words."""
        self._city = city
        self._admin_ids = frozenset(admin_ids)
        self._seal = seal

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Apply one command; anything else changes nothing."""
        turn = RegisterTurn(self._city, self._admin_ids, self._seal, load(state), event.id, moment.now)
        handler = _HANDLERS.get(type(event.body))
        if handler is not None:
            handler(turn, event.body)
        return Outcome(_pruned(turn, moment.now), tuple(turn.effects))


def _pruned(turn: RegisterTurn, now: datetime) -> RegisterState:
    """Forget words whose time is over."""
    return RegisterState(
        turn.members,
        {word: one for word, one in turn.invitations.items() if one.until > now},
        {word: one for word, one in turn.codes.items() if one.until > now},
        turn.groups,
        turn.lines,
        turn.head,
    )
