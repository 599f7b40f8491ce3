"""The contract of a step: what it is given besides its document, and what it gives back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import msgspec

from core.vocabulary.channel import RICH, Capabilities
from core.vocabulary.effects import Effect
from core.vocabulary.events import Event
from core.vocabulary.report import Origin


class Clock(Protocol):
    """Time, passed in: tests move it."""

    def now(self) -> datetime:
        """Give the present moment, aware, UTC."""
        ...


class Moment(msgspec.Struct, frozen=True):
    """What a step may know besides its document: the time, and which of our messages the event replies to.

    ``window_closes`` is when free text to this person stops being allowed, None where the platform has no window;
    ``released`` names (``Send.ref``) what the person has not read before writing this: it was held and goes out now.
    ``topic`` is the key of the group's topic in which a command was said, empty outside of ours.
    ``address`` is where what the step says will go; ``capabilities`` are those of the channel that takes it there.
    ``documents`` are the states of the lanes that the step asked for (`ReadsLanes`), None of one that is not stored;
    ``origins`` say when and where the files were taken that it asked for (`ReadsOrigins`), as far as that is kept.
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
    documents: Mapping[str, Any] = {}
    origins: Mapping[str, Origin] = {}
    topic: str = ""


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


class ReadsLanes(Protocol):
    """A stepper whose steps look into other lanes' documents, to read and not to write."""

    def reads(self, event: Event) -> tuple[str, ...]:
        """Name the lanes whose states the step of an event needs in ``Moment.documents``. Does no I/O.

        The event is as it was stored: a platform's ``Status``, where the step is told what that means. The states are
        read while the event is accepted or later, and again after a lost compare-and-set.
        """
        ...


class HasRoom(Protocol):
    """A stepper whose lanes may have to wait long until anything is delivered: while that is so, events wait too."""

    @property
    def room(self) -> int:
        """Give how many entries an outbox may hold before further events wait in the inbox, where they are durable."""
        ...


class ReadsByState(Protocol):
    """A stepper whose own state says which other lanes' documents help its steps."""

    def helpful(self, state: Any, event: Event) -> tuple[str, ...]:
        """Name lanes whose states help the step of an event, as the stored state stands; cheap, does no I/O.

        A state that an earlier event of the same round changed may name others: those are missing in
        ``Moment.documents``, and the step does without.
        """
        ...


class ReadsOrigins(Protocol):
    """A stepper whose steps may compare with when and where a citizen's files were taken."""

    def files_compared(self, state: Any, event: Event) -> tuple[str, ...]:
        """Name the stored files whose origin the step of an event looks at, as the stored state stands; does no I/O.

        Of those that an earlier event of the same round brought, nothing is known: the step does without.
        """
        ...
