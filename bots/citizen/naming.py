"""What a person is called on the platform: shown where the person wants it, cut out of words where not.

Most platforms say it with every message. Where one has to be asked, it is asked only when the choice of privacy comes
up, and nothing waits for the answer: a report whose name is not known goes without one.
"""

from __future__ import annotations

import re
from datetime import timedelta

from bots.citizen.state import ChatState
from bots.citizen.turn import Turn
from core.language.visible import plain
from core.vocabulary.effects import AskName
from core.vocabulary.events import Edited, Event, Pressed, Said
from core.vocabulary.results import Named

SHORTEST_NAME = 3
"""Shorter words of a name are too often ordinary words."""

NAMES_KEPT = 16
ASKED_AGAIN = timedelta(days=1)
"""Who shows no name is not asked for again sooner."""
_NAME_PARTS = re.compile(r"[^\W\d_]+")


def remember_sender(state: ChatState, event: Event) -> None:
    """Keep what the sender of a message is called now and was called before."""
    body = event.body.said if isinstance(event.body, Edited) else event.body
    if isinstance(body, Said | Pressed):
        _keep(state, body.sender.name, body.sender.username)


def _keep(state: ChatState, name: str, username: str = "") -> None:
    """Keep each whole name, and each of its words, also where pictures or signs stand between them."""
    parts = [*name.split(), *_NAME_PARTS.findall(f"{plain(name)} {username}")]
    words = [name, username, *(word for word in parts if len(word) >= SHORTEST_NAME)]
    state.names = list(dict.fromkeys([*(word for word in words if word), *state.names]))[:NAMES_KEPT]


def ask(turn: Turn) -> None:
    """Ask the platform for the name where the choice of privacy comes up and none is known."""
    state = turn.state
    if state.names or (state.name_asked is not None and state.name_asked + ASKED_AGAIN > turn.now):
        return
    state.name_asked = turn.now
    turn.effects.append(AskName())


def learn(turn: Turn, body: Named) -> None:
    """Keep the name that the platform gave; an empty one changes nothing."""
    name = " ".join(body.name.split())
    turn.state.name = name or turn.state.name
    _keep(turn.state, name)


def name_of(turn: Turn) -> str:
    """Give what the person is called, as far as is known."""
    body = turn.event.body
    told = body.sender.name if isinstance(body, Pressed | Said) else ""
    return told or turn.state.name
