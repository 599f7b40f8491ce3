"""Decide what a message is: a command, a choice, words for a ticket, or (most often) a complaint."""

from __future__ import annotations

from datetime import timedelta

from bots.citizen import commands, drafting, talk, updates
from bots.citizen.bubble import draft_key
from bots.citizen.choices import resolve
from bots.citizen.draft import part_of
from bots.citizen.pressing import press
from bots.citizen.state import Part, Ticket
from bots.citizen.turn import Turn, said_of
from bots.citizen.words import (
    command_word,
    has_letters,
    is_announcement,
    is_english,
    is_greeting,
    is_thanks,
    slash_command,
    tokens,
    yes_or_no,
)
from core.events import Edited, Said

WINDOW = timedelta(seconds=60)
OPENING_WORDS = 4
"""So few words of somebody who has not read what waits here only ask for it: "ya" is no consent to the unread."""


def hear(turn: Turn) -> None:
    """Take a new or an edited message."""
    said = said_of(turn.event)
    if said is None:
        return
    part = part_of(said, turn.event.id, turn.event.at, turn.event.order, turn.city.limits.text_characters)
    if isinstance(turn.event.body, Edited):
        part.edited_at = turn.event.at
        if _edited(turn, said, part):
            return
        part.orphan = True
    elif _known(turn, part):
        return
    if len(said.text) > turn.city.limits.text_characters:
        turn.lead(turn.say("draft.too_long", characters=turn.city.limits.text_characters))
    updates.come_back(turn)
    _flood(turn, part)
    _choose_language(turn, said)
    _route(turn, said, part)


def _edited(turn: Turn, said: Said, part: Part) -> bool:
    """Deal with an edit of a message that is known, or that may not be taken for a new one."""
    live = said.place is not None and said.place.live
    if drafting.edited(turn, part, said.files, quietly=live):
        return True
    known = turn.state.recently(part.id)
    if known is not None and known.serial > 0 and not live:
        filed = next((ticket for ticket in turn.state.tickets if ticket.serial == known.serial), None)
        if filed is not None:
            turn.bubble(turn.say("edited_after", number=filed.number), ref=filed.number, mergeable=True)
    return known is not None or live or bool(said.command)


def _known(turn: Turn, part: Part) -> bool:
    """Say whether a message was dealt with before; the original of an edit that came first takes its place."""
    if turn.state.recently(part.id) is not None:
        return True
    draft = turn.state.draft
    known = next((item for item in draft.parts if item.id == part.id), None) if draft else None
    if known is not None and known.orphan:
        drafting.add(turn, [part])
    gathered = turn.state.held.parts if turn.state.held else []
    return known is not None or any(item.id == part.id for item in gathered)


def _flood(turn: Turn, part: Part) -> None:
    """Mute this turn when messages come too fast; what they say is taken all the same."""
    state, limit = turn.state, turn.city.limits.flood_messages_per_minute
    parts = state.draft.parts if state.draft else []
    if part.album and any(item.album == part.album for item in parts):
        turn.muted = state.flood_until is not None and state.flood_until > turn.now
        return
    state.times = [*(time for time in state.times if time > turn.now - WINDOW), turn.now][-(limit + 1) :]
    flooding = state.flood_until is not None and state.flood_until > turn.now
    if not flooding:
        state.flood_until = None
    if len(state.times) > limit:
        state.flood_until = turn.now + WINDOW
        if not flooding:
            turn.only(turn.say("flood"))
            return
    turn.muted = flooding


def _choose_language(turn: Turn, said: Said) -> None:
    """Take English when both the person's client and the first words say so."""
    state = turn.state
    if state.language_set or said.command or not has_letters(said.text):
        return
    state.language_set = True
    if said.sender.language.casefold().startswith("en") and is_english(said.text):
        state.language = "en"


# --- where it belongs -------------------------------------------------------------------------------------------------


def _route(turn: Turn, said: Said, part: Part) -> None:
    text = said.text.strip()
    bare = bool(text) and not part.evidence and part.pin is None
    if said.command:
        _command(turn, said, part)
    elif said.contact is not None:
        turn.state.remember(part.id)
        turn.bubble(turn.say("contact.own" if said.contact.own else "contact.other"), mergeable=True)
    elif not (part.text or part.evidence or part.pin):
        turn.state.remember(part.id)
        commands.unsupported(turn)
    elif _album_goes_on(turn, part, said) or (bare and not said.forwarded and _short(turn, said, text)):
        if turn.state.draft is None or all(item.id != part.id for item in turn.state.draft.parts):
            turn.state.remember(part.id)
    elif not _for_ticket(turn, said, part):
        _complain(turn, said, part)


def _command(turn: Turn, said: Said, part: Part) -> None:
    name = slash_command(said.command)
    if name == "lapor" and (said.argument.strip() or part.evidence):
        part.text = said.argument.strip()
        drafting.receive(turn, part, said.files)
        return
    turn.state.remember(part.id)
    if name is None:
        commands.stuck(turn)
    elif not drafting.command(turn, name):
        argument = said.argument if name != "bahasa" else f"{said.command} {said.argument}"
        commands.run(turn, name, argument)


def _album_goes_on(turn: Turn, part: Part, said: Said) -> bool:
    """Send a further item of an album where its first one went."""
    if not part.album:
        return False
    state = turn.state
    if state.gather is not None and any(item.album == part.album for item in state.gather.parts):
        ticket = state.ticket(state.gather.number)
        if ticket is not None:
            talk.reply(turn, ticket, part, said.files)
            return True
    if state.held is not None and any(item.album == part.album for item in state.held.parts):
        talk.hold(turn, part, said.files, state.held.numbers)
        return True
    if state.draft is not None and any(item.album == part.album for item in state.draft.parts):
        drafting.receive(turn, part, said.files)
        return True
    return False


def _short(turn: Turn, said: Said, text: str) -> bool:
    """Take a typed choice, a plain-word command, or a short yes or no; False when it is none of them."""
    ticket = _replied(turn)
    if ticket is not None and ticket.asked and ticket.number not in turn.told:
        return False
    if ticket is None and not turn.moment.released:
        choice = resolve(text, turn.state.offered)
        if choice:
            press(turn, choice)
            return True
    name = command_word(text)
    if name is not None:
        if name == "status" and ticket is not None:
            text = ticket.number
        gather = turn.state.gather
        if name == "lewati" and gather is not None and gather.kind == "dispute":
            talk.no_reason(turn, gather.number)
        elif not drafting.command(turn, name):
            commands.run(turn, name, text)
        return True
    if commands.asks_status(turn, text):
        commands.status(turn, text)
        return True
    if turn.moment.released and len(tokens(text)) <= OPENING_WORDS:
        return True
    return _judged(turn, text, ticket) or (ticket is None and _courtesy(turn, text))


def _judged(turn: Turn, text: str, replied: Ticket | None) -> bool:
    """Take a short yes or no: to the draft that is shown, or to the question whether it is fixed."""
    answer = yes_or_no(text)
    if not answer or turn.state.gather is not None or talk.questions(turn):
        return False
    if replied is None and turn.state.draft is not None:
        return drafting.says_yes_or_no(turn, text)
    ticket = replied or talk.awaiting(turn)
    if ticket is None or ticket.status not in talk.OPEN_TO_JUDGEMENT:
        return False
    if answer == "yes":
        talk.confirm(turn, ticket.number)
    else:
        talk.doubt(turn, ticket.number)
    return True


def _courtesy(turn: Turn, text: str) -> bool:
    state = turn.state
    busy = state.gather is not None or bool(talk.questions(turn))
    if is_greeting(text) and not busy:
        commands.welcome(turn)
        return True
    if is_announcement(text) and not busy and state.draft is None and not is_thanks(text):
        commands.run(turn, "lapor", "")
        return True
    if is_thanks(text) and not busy and (state.draft is None or not state.draft.step):
        turn.bubble(turn.say("you_are_welcome"), mergeable=True)
        return True
    return False


def _replied(turn: Turn) -> Ticket | None:
    return turn.state.ticket(turn.moment.reply_ref) if turn.moment.reply_ref else None


def _for_ticket(turn: Turn, said: Said, part: Part) -> bool:
    """Relay words that belong to a filed report; ask where they belong when that is not clear."""
    ticket = _replied(turn)
    if ticket is not None and ticket.asked and ticket.number in turn.told:
        talk.hold(turn, part, said.files, [ticket.number])
        return True
    if ticket is not None:
        _alarm(turn, part)
        talk.reply(turn, ticket, part, said.files)
        return True
    state = turn.state
    if state.draft is not None and turn.moment.reply_key == draft_key(state.draft):
        return False
    if state.held is not None:
        talk.hold(turn, part, said.files, state.held.numbers)
        return True
    gather = state.gather
    if gather is not None:
        ticket = state.ticket(gather.number)
        if ticket is not None:
            _alarm(turn, part)
            talk.reply(turn, ticket, part, said.files)
            return True
    asked = talk.questions(turn)
    if not asked:
        return False
    if state.draft is not None or len(asked) > 1:
        talk.hold(turn, part, said.files, [item.number for item in asked[:3]])
    else:
        _alarm(turn, part)
        talk.reply(turn, asked[0], part, said.files)
    return True


def _alarm(turn: Turn, part: Part) -> None:
    alarm = turn.desk.reader.read(part.text, part.at).emergency if part.text else None
    if alarm is not None:
        turn.lead(turn.say("emergency.again", number=alarm.number))


def _complain(turn: Turn, said: Said, part: Part) -> None:
    if part.text and not has_letters(part.text) and not part.evidence and part.pin is None:
        turn.state.remember(part.id)
        commands.stuck(turn)
    else:
        drafting.receive(turn, part, said.files)
