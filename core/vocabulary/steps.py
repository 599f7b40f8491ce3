"""The contract of a step: what it is given besides its document, and what it gives back."""

from datetime import datetime
from typing import Any, Protocol

import msgspec

from core.vocabulary.channel import RICH, Capabilities
from core.vocabulary.effects import Effect
from core.vocabulary.events import Event


class Clock(Protocol):
    """Time, passed in: tests move it."""

    def now(self) -> datetime:
        """Give the present moment, aware, UTC."""
        ...


class Moment(msgspec.Struct, frozen=True):
    """What a step may know besides its document: the time, and which of our messages the event replies to.

    ``window_closes`` is when free text to this person stops being allowed, None where the platform has no window;
    ``released`` names (``Send.ref``) what the person has not read before writing this: it was held and goes out now.
    ``address`` is where what the step says will go; ``capabilities`` are those of the channel that takes it there.
    """

    now: datetime
    reply_ref: str = ""
    reply_key: str = ""
    lane: str = ""
    channel: str = ""
    window_closes: datetime | None = None
    released: tuple[str, ...] = ()
    address: str = ""
    capabilities: Capabilities = RICH


class Outcome(msgspec.Struct, frozen=True):
    """What a step gives: the new state (builtins or a msgspec struct), effects in order, and when to wake the lane."""

    state: Any
    effects: tuple[Effect, ...] = ()
    wake_at: datetime | None = None


class Stepper(Protocol):
    """The pure behaviour of one kind of lane. ``wake_at`` of the outcome always replaces the lane's."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Take the stored state (None at first) and an event; give the outcome. Does no I/O."""
        ...
