"""Say of each message of a chat which tickets it is about, so that their delivery logs have a line of it."""

from __future__ import annotations

from msgspec.structs import replace

from bots.citizen.turn import Turn
from core.ticket.number import find_numbers
from core.vocabulary.deliveries import About, CourseReason
from core.vocabulary.effects import Effect, Send, Trace

ANSWER = "reporter.answer"
"""What is said of a ticket to somebody who has just said something here."""


def logged(turn: Turn, message: Send) -> Send:
    """Name what a message of this turn is about: the news that the turn tells, else the ticket that it names."""
    return replace(message, about=turn.news) if turn.news else _answer(turn, message)


def beside(turn: Turn) -> tuple[Effect, ...]:
    """Give the turn's other effects, each message with the ticket that it names."""
    return tuple(_answer(turn, one) if isinstance(one, Send) else one for one in turn.effects)


def _answer(turn: Turn, message: Send) -> Send:
    named = bool(message.ref) and message.ref in find_numbers(message.ref, turn.city.prefix)
    return replace(message, about=(About(message.ref, ANSWER),)) if named and not message.about else message


def skip(turn: Turn, number: str, what: str, reason: CourseReason) -> None:
    """Note in a ticket's delivery log that news of it was not sent, and why."""
    turn.effects.append(Trace((About(number, what),), "skipped", reason))
