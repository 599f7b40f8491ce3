"""Forget what a group remembers of a ticket whose personal data were erased."""

from __future__ import annotations

from msgspec import structs

from bots.officials.turn import GroupTurn


def forget(turn: GroupTurn, number: str) -> None:
    """Let go of the words that officials typed about a ticket, and of acts on it that are under way."""
    state = turn.state
    state.sent = {key: one for key, one in state.sent.items() if one.number != number}
    state.expecting = {key: one for key, one in state.expecting.items() if one.number != number}
    state.asked = {key: one for key, one in state.asked.items() if one.expecting.number != number}
    state.held = tuple(one for one in state.held if one.number != number)
    state.wishes = {
        key: structs.replace(one, text="") if one.number == number else one for key, one in state.wishes.items()
    }
