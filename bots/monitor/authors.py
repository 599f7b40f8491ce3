"""The lane of who writes in public: whether officials want to see more of them, and whether they were invited.

One lane for each author, so that two officials who press at once are answered one after the other.
"""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import structs

from core.vocabulary.effects import Effect, Tell
from core.vocabulary.events import Event
from core.vocabulary.monitoring import (
    AskInvitation,
    InvitationAllowed,
    InvitationEnded,
    Mute,
    PostedUnseen,
    Unseen,
)
from core.vocabulary.steps import Moment, Outcome

INVITED_AGAIN = timedelta(days=90)
"""Who did not come is left alone for so long, whatever they post meanwhile."""


class AuthorState(msgspec.Struct, frozen=True, omit_defaults=True):
    """``muted_on`` is the lane of the candidate that shows it, empty while nobody muted the author.

    ``unseen`` counts what was not shown since. ``invited_for`` is the lane of the post of the invitation that nothing
    has come of yet.
    """

    muted_on: str = ""
    unseen: int = 0
    invited_for: str = ""
    invited_at: datetime | None = None


def load(raw: Any) -> AuthorState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return AuthorState()
    return raw if isinstance(raw, AuthorState) else msgspec.convert(raw, AuthorState)


class AuthorSteps:
    """The behaviour of ``author:<channel>:<id>`` lanes."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Apply one command of a post's lane; anything else changes nothing."""
        author, body = load(state), event.body
        effects: tuple[Effect, ...] = ()
        match body:
            case Mute(on=True) if not author.muted_on:
                author = structs.replace(author, muted_on=body.lane, unseen=0)
            case Mute(on=False):
                author = structs.replace(author, muted_on="", unseen=0)
            case PostedUnseen() if author.muted_on:
                author = structs.replace(author, unseen=author.unseen + 1)
                effects = (Tell(author.muted_on, Unseen(author.unseen)),)
            case AskInvitation():
                allowed = _may_invite(author, body.lane, moment.now)
                if allowed:
                    author = structs.replace(author, invited_for=body.lane, invited_at=moment.now)
                effects = (Tell(body.lane, InvitationAllowed(allowed)),)
            case InvitationEnded(lane=author.invited_for):
                author = structs.replace(author, invited_for="", invited_at=None)
            case _:
                pass
        return Outcome(author, effects)


def _may_invite(author: AuthorState, lane: str, now: datetime) -> bool:
    """Tell whether no earlier invitation still waits for an answer; the same post asks only once."""
    if not author.invited_for or author.invited_at is None:
        return True
    return author.invited_for != lane and now - author.invited_at >= INVITED_AGAIN
