"""Answer danger first: each message is looked at by itself, whatever was said before and whatever is open."""

from __future__ import annotations

from bots.citizen import drafting, talk
from bots.citizen.bubble import numbers_said, show
from bots.citizen.standing import replied_ticket
from bots.citizen.state import Part
from bots.citizen.turn import Turn
from core.events import File


def met(turn: Turn, part: Part, files: tuple[File, ...]) -> bool:
    """Put the number first when a message tells of danger, and keep what else it says; False when it tells of none."""
    alarm = turn.desk.reader.danger(part.text) if part.text else None
    if alarm is None:
        return False
    turn.insist()
    if alarm.gentle:
        # Nobody who wants to die is asked for a place, and the words go to nobody.
        turn.bubble(turn.say("emergency.gentle", number=numbers_said(turn, alarm.numbers)))
        return True
    ticket = replied_ticket(turn, part)
    if ticket is not None:
        turn.lead(turn.say("emergency.again", number=numbers_said(turn, alarm.numbers)))
        talk.reply(turn, ticket, part, files, answers=False)
        return True
    draft = drafting.open_draft(turn)
    again = bool(draft.emergency)
    draft.emergency, draft.dial = alarm.kind, list(alarm.numbers)
    if not again or draft.step == "darurat":
        draft.step = "darurat"
        drafting.add(turn, [part], files)
        show(turn)
    else:
        turn.lead(turn.say("emergency.again", number=numbers_said(turn, alarm.numbers)))
        drafting.receive(turn, part, files)
    return True
