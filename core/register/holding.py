"""What an official holds, in a lane of the official's own: who goes, or works elsewhere, lets go of it all.

What stands here is a hint: each ticket looks itself whether the official still holds it.
"""

from typing import Any

import msgspec
from msgspec import structs

from core.vocabulary.effects import Effect, Tell
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.register import Holds, RightsNow
from core.vocabulary.steps import Moment, Outcome

MOST_HELD = 1000
"""More tickets are held by nobody; the oldest fall out."""


class OfficialState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Numbers of tickets that the official holds, the oldest first, and what the register last said of the rights.

    ``rights`` is None while nothing was ever changed.
    """

    held: tuple[str, ...] = ()
    rights: RightsNow | None = None


def load(raw: Any) -> OfficialState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return OfficialState()
    return raw if isinstance(raw, OfficialState) else msgspec.convert(raw, OfficialState)


class OfficialSteps:
    """The behaviour of ``official:<digest>`` lanes."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Keep what is held; a change of rights is told to each ticket, and to one that is claimed later."""
        now, effects = load(state), tuple[Effect, ...]()
        match event.body:
            case Holds(number=number, held=held):
                others = tuple(one for one in now.held if one != number)
                now = structs.replace(now, held=(*others, number)[-MOST_HELD:] if held else others)
                if held and now.rights is not None:
                    # It was claimed, or came back by a dispute, while the rights were about to change.
                    effects = (Tell(ticket_lane(number), now.rights),)
            case RightsNow() as rights:
                now = structs.replace(now, rights=rights)
                effects = tuple(Tell(ticket_lane(number), rights) for number in now.held)
            case _:
                pass
        return Outcome(now, effects)
