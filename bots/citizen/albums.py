"""Send a further item of an album where its first one went."""

from __future__ import annotations

from bots.citizen import asking, drafting, talk
from bots.citizen.state import Part
from bots.citizen.turn import Turn
from core.vocabulary.events import File


def goes_on(turn: Turn, part: Part, files: tuple[File, ...]) -> bool:
    """Take an item of an album that is being gathered; False when its first one went nowhere."""
    if gathered(turn, part, files):
        return True
    draft = turn.state.draft
    if not part.album or draft is None or all(item.album != part.album for item in draft.parts):
        return False
    drafting.take_in(turn, part, files)
    return True


def gathered(turn: Turn, part: Part, files: tuple[File, ...]) -> bool:
    """Take an item of an album that is gathered for a report, or held until it is said what it is for."""
    state = turn.state
    if not part.album:
        return False
    if state.gather is not None and any(item.album == part.album for item in state.gather.parts):
        ticket = state.ticket(state.gather.number)
        if ticket is not None:
            talk.reply(turn, ticket, part, files)
            return True
    if state.asked_back is not None and any(item.album == part.album for item in state.asked_back.parts):
        asking.ask_back(turn, part, files, state.asked_back.numbers, state.asked_back.acts)
        return True
    return False
