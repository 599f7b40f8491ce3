"""A telephone number that was silent for long may be somebody else's: whoever writes is asked before anything is shown.

Operators give numbers that were not paid for to other people. So after a while of silence what waits is taken back,
news goes out without its words, and the first message is kept until its writer has said whether they wrote before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from bots.citizen import choices, parting, sharing, updates
from bots.citizen.message import Message
from bots.citizen.remembered import Doubted
from bots.citizen.state import ChatState
from bots.citizen.turn import Turn
from core.vocabulary.events import Person, Said

SILENT: Final = timedelta(days=90)
KEPT: Final = 5
"""Messages that are kept meanwhile; of more only the newest."""
SHOWN: Final = 3
"""Reports whose news is shown at once to whoever is still the same."""
CHOICE: Final = "siapa"
_SAY_WHO: Final = (f"{CHOICE}:", "lepas:")
"""How choices begin that say whose number it is (`bots.citizen.choices`)."""


def doubted_at(state: ChatState, *, numbers: bool) -> datetime | None:
    """Give when it gets doubtful whose number this is; None where nothing of anybody is here, or it is already."""
    known = state.tickets or state.followed or state.others or state.missed
    if not numbers or state.doubted or not known or state.wrote_at is None:
        return None
    return state.wrote_at + SILENT


def look(turn: Turn) -> None:
    """Begin to doubt when the number was silent for so long: what waits here is not to be read by others."""
    at = doubted_at(turn.state, numbers=turn.moment.capabilities.numbers)
    if at is not None and at <= turn.now:
        turn.state.doubted = True
        turn.withdraw()


def may_press(turn: Turn, choice: str) -> bool:
    """Tell whether a choice can be made now: while it is doubtful whose number this is, only those that say so."""
    return not turn.state.doubted or choice.startswith(_SAY_WHO)


def is_doubtful(turn: Turn, message: Message) -> bool:
    """Tell whether a message has to wait for its writer's word; danger never has."""
    said = message.choice.startswith(_SAY_WHO) or message.word == "nomor_baru"
    return turn.state.doubted and message.alarm is None and not said


def ask(turn: Turn, message: Message) -> None:
    """Keep the message, and ask."""
    keep(turn, message.said, message.part.id)
    question(turn)


def keep(turn: Turn, said: Said, name: str) -> None:
    """Keep a message until it is known whose it is; one that is changed counts as it reads now."""
    others = [one for one in turn.state.doubts if one.id != name]
    turn.state.doubts = [*others, Doubted(name, said.text, said.files, said.place)][-KEPT:]


def question(turn: Turn) -> None:
    """Ask whether the writer is who wrote before; nothing is said of what there is."""
    turn.bubble(turn.say("whose.ask"), choices.for_whose(turn, CHOICE))


def answer(turn: Turn, said: str, _argument: str) -> None:
    """Go on as who wrote before, or as somebody new; either way with what was written meanwhile."""
    state = turn.state
    if not state.doubted or said not in (choices.YES, choices.NO):
        turn.note("stale")
        return
    kept, state.doubts = state.doubts, []
    state.doubted, draft = False, state.draft
    turn.offered_no_more()
    if said == choices.NO:
        parting.begin_again(turn)
        state.draft = draft  # in a danger that was told meanwhile: older ones are long gone
    else:
        updates.come_back(turn)
        withheld, state.withheld = state.withheld, []
        for number in withheld[-SHOWN:]:
            sharing.show(turn, number)
    _go_on(turn, kept, said)


def _go_on(turn: Turn, kept: list[Doubted], said: str) -> None:
    """Take what was written as one message; a mere number only chose among what was not shown."""
    words = "\n".join(one.text for one in kept if one.text and turn.words.choice_number(one.text) is None)
    files = tuple(file for one in kept for file in one.files)
    place = next((one.place for one in reversed(kept) if one.place is not None), None)
    if words or files or place is not None:
        body = turn.event.body
        sender = body.sender if isinstance(body, Said) else Person("")
        name = kept[0].id
        for one in kept[1:]:
            turn.state.remember(one.id)
        turn.event = replace(turn.event, body=Said(sender, name, words, files, place))
        turn.resumed = True
    elif turn.message is None:
        turn.bubble(turn.say("linking.renounced" if said == choices.NO else "whose.welcome"))
