"""One message of a citizen with what was read out of it."""

from __future__ import annotations

from dataclasses import dataclass

from bots.citizen.state import Part, Ticket
from core.reading.decide import Act, Reading
from core.reading.heard import Heard
from core.vocabulary.events import File


@dataclass(frozen=True)
class ReadMessage:
    """One message with what was read out of it. `tickets` are those of the reading, as the chat knows them."""

    part: Part
    files: tuple[File, ...]
    reading: Reading
    heard: Heard
    tickets: tuple[Ticket, ...]

    @property
    def ticket(self) -> Ticket | None:
        """Give the report the message is about, when there is just one."""
        return self.tickets[0] if len(self.tickets) == 1 else None


NO_ANSWERS: frozenset[Act] = frozenset(("chats", "not_for_us"))
"""Talk beside what is open: with what is not understood, the second in a row brings help."""
MAY_MISS: frozenset[Act] = NO_ANSWERS | frozenset(("unclear", "asks_again", "complains", "adds"))
"""What leaves the count of wrong answers to its handler."""
