"""Answer danger first: each message is looked at by itself, whatever was said before and whatever is open."""

from __future__ import annotations

from bots.citizen import afterwards, albums, drafting, talk
from bots.citizen.bubble import numbers_said, show_draft
from bots.citizen.draft import is_empty, leave
from bots.citizen.standing import read_words, replied_ticket
from bots.citizen.state import Part, Ticket
from bots.citizen.turn import Turn
from core.vocabulary.events import File


def met(turn: Turn, part: Part, files: tuple[File, ...]) -> bool:
    """Put the number first when a message tells of danger, and keep what else it says; False when it tells of none."""
    alarm = turn.setting.reader.danger(part.text) if part.text else None
    if alarm is None or _hurries(turn, part.text):
        return False
    turn.insist()
    if alarm.gentle:
        # Nobody who wants to die is asked for a place, and the words go to nobody.
        turn.bubble(turn.say("emergency.gentle", number=numbers_said(turn, alarm.numbers)))
        return True
    if albums.gathered(turn, part, files):
        turn.lead(turn.say("emergency.again", number=numbers_said(turn, alarm.numbers)))
        return True
    ticket = replied_ticket(turn, part)
    if ticket is not None:
        turn.lead(turn.say("emergency.again", number=numbers_said(turn, alarm.numbers)))
        talk.reply(turn, ticket, part, files, answers=False)
        return True
    disputed = _disputed(turn, part)
    if disputed is not None:
        turn.lead(turn.say("emergency.again", number=numbers_said(turn, alarm.numbers)))
        talk.dispute_with(turn, disputed, [part], files)
        return True
    draft = drafting.open_draft(turn)
    again = bool(draft.emergency)
    draft.emergency, draft.dial = alarm.kind, list(alarm.numbers)
    if not again or draft.step == "darurat":
        draft.step = "darurat"
        drafting.add(turn, [part], files)
        show_draft(turn)
    else:
        turn.lead(turn.say("emergency.again", number=numbers_said(turn, alarm.numbers)))
        drafting.take_in(turn, part, files)
    return True


def _disputed(turn: Turn, part: Part) -> Ticket | None:
    """Give the report of which the words also say that it is not fixed ("belum, kabelnya masih nyetrum")."""
    if turn.state.draft is not None:
        return None
    heard, reading = read_words(turn, part)
    if reading.act != "denies" or len(reading.numbers) != 1 or "not_yet" not in heard.marks:
        return None
    return turn.state.ticket(reading.numbers[0])


def _hurries(turn: Turn, text: str) -> bool:
    """Say whether words are only "please be quick" about what was said before."""
    return bool(turn.state.draft or turn.state.tickets) and turn.words.is_polite_only(text)


def edited(turn: Turn, part: Part, files: tuple[File, ...]) -> bool:
    """Answer a known message that tells of danger since its edit; False when it does not, or the number was said."""
    alarm = turn.setting.reader.danger(part.text) if part.text else None
    draft, known = turn.state.draft, turn.state.recently(part.id)
    old = next((item for item in draft.parts if item.id == part.id), None) if draft is not None else None
    if alarm is None or (old is None and known is None) or (old is not None and old.text == part.text):
        return False
    if alarm.gentle:
        turn.insist()
        if draft is not None and leave(draft, part.id):
            turn.state.remember(part.id)
            turn.state.draft = None if is_empty(draft) else draft
        turn.bubble(turn.say("emergency.gentle", number=numbers_said(turn, alarm.numbers)))
        return True
    if draft is not None and old is not None:
        if draft.emergency:
            return False
        turn.insist()
        draft.emergency, draft.dial, draft.step = alarm.kind, list(alarm.numbers), "darurat"
        drafting.add(turn, [part], tuple(file for file in files if all(item.ref != file.ref for item in old.evidence)))
        show_draft(turn)
        return True
    turn.insist()
    turn.lead(turn.say("emergency.again", number=numbers_said(turn, alarm.numbers)))
    if known is not None:
        afterwards.edited(turn, known, part)
    return True
