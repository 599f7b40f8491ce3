"""Tell the person's lane about this chat: when there is something worth keeping, and when that changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace

from bots.citizen.turn import Turn
from core.vocabulary.events import Edited, Pressed, Said, Unblocked
from core.vocabulary.lane_names import person_lane
from core.vocabulary.person import Arrival, BelongsTo, ContactStatus, Introduced
from core.vocabulary.report import Privacy
from core.vocabulary.results import Delivered, Undelivered

USED_AGAIN = timedelta(hours=1)
"""The use of a person's only chat is told once in this time: it decides nothing, and costs an event."""


def person_of(turn: Turn, *, filing: str = "", privacy: Privacy | Literal[""] = "") -> str:
    """Name the person's lane, for whatever is to come back to the person; this chat introduces itself there first."""
    state = turn.state
    state.person = state.person or person_lane(turn.lane)
    introduced = _standing(turn, state.introduced)
    _tell(turn, replace(introduced, privacy=privacy or introduced.privacy), filing)
    return state.person


def belong(turn: Turn, owner: BelongsTo) -> None:
    """Take in whom the chat belongs to; somebody new is told how it stands."""
    state = turn.state
    state.one_of_several = owner.several
    state.others = list(owner.others)
    if not owner.person:  # what was told here of another's reports is nobody's business here
        state.tickets = [ticket for ticket in state.tickets if ticket.serial]
    if state.person != owner.person:
        state.person = owner.person
        person_of(turn)


def tell_arrival(turn: Turn, number: str, *, arrived: bool, reason: str = "") -> None:
    """Tell the person's lane whether news of a ticket reaches the person here."""
    turn.tell(turn.state.person or person_of(turn), Arrival(turn.lane, number, arrived, reason))


def keep_known(turn: Turn) -> None:
    """Tell the person's lane what this turn changed about the chat, if it knows the chat at all."""
    _look_out(turn)
    told = turn.state.introduced
    if told is None:
        return
    standing = _standing(turn, told)
    used = standing.used_at - told.used_at
    same = replace(standing, used_at=told.used_at, open_until=told.open_until) == told
    if not same or used >= USED_AGAIN or (used and turn.state.one_of_several):
        _tell(turn, standing)


def _look_out(turn: Turn) -> None:
    """Note whether somebody is there: the platform says that nobody is, or the person shows up."""
    body = turn.event.body
    if isinstance(body, Undelivered) and body.reason == "unreachable":
        turn.state.lost = True
    elif isinstance(body, Said | Edited | Pressed | Unblocked | Delivered):
        turn.state.lost = False


def _tell(turn: Turn, introduced: Introduced, filing: str = "") -> None:
    turn.state.introduced = introduced
    turn.tell(turn.state.person, replace(introduced, filing=filing))


def _standing(turn: Turn, told: Introduced | None) -> Introduced:
    wrote = isinstance(turn.event.body, Said | Edited | Pressed)
    return Introduced(
        lane=turn.lane,
        channel=turn.moment.channel or turn.event.channel,
        used_at=turn.now if told is None or wrote else told.used_at,
        status=_status(turn),
        language=turn.language,
        privacy=told.privacy if told is not None else "",
        open_until=_open_until(turn, told),
    )


def _open_until(turn: Turn, told: Introduced | None) -> datetime | None:
    """Give when words end there; where they only wait for the person to look, every other chat is better."""
    if turn.moment.capabilities.waits:
        return told.open_until if told is not None else turn.now
    return turn.moment.window_closes


def _status(turn: Turn) -> ContactStatus:
    if turn.state.blocked:
        return "blocked"
    return "lost" if turn.state.lost else "open"
