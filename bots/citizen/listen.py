"""Take a message: repeats, edits and floods first; then commands and choices; what its words mean is read once."""

from __future__ import annotations

from datetime import timedelta

from bots.citizen import afterwards, albums, asking, command_answers, danger, drafting, rewriting, talk, updates, wishes
from bots.citizen.choices import resolve
from bots.citizen.draft import part_of
from bots.citizen.plain_words import Command, has_letters, tokens
from bots.citizen.pressing import press
from bots.citizen.read_message import ReadMessage
from bots.citizen.responding import respond
from bots.citizen.standing import read_words, replied_ticket
from bots.citizen.state import Part
from bots.citizen.turn import Turn, said_of
from core.vocabulary.events import Edited, Said

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
    if danger.edited(turn, part, said.files):
        return True
    if rewriting.edited(turn, part, said.files, quietly=live):
        return True
    known = turn.state.recently(part.id)
    if known is not None and not live:
        afterwards.edited(turn, known, part)
    return known is not None or live or bool(said.command)


def _known(turn: Turn, part: Part) -> bool:
    """Say whether a message was dealt with before; the original of an edit that came first takes its place."""
    if turn.state.recently(part.id) is not None:
        return True
    draft = turn.state.draft
    known = next((item for item in draft.parts if item.id == part.id), None) if draft else None
    if known is not None and known.orphan:
        drafting.add(turn, [part])
    gathered = turn.state.asked_back.parts if turn.state.asked_back else []
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
    """Take the language that both the person's client and the first words say, if the city speaks it."""
    state = turn.state
    if state.language_set or said.command or not has_letters(said.text):
        return
    state.language_set = True
    told = turn.words.told_language(said.text)
    agreed = told in turn.city.languages and said.sender.language.casefold().startswith(told)
    state.language = told if agreed else turn.city.default_language


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
        command_answers.unsupported(turn)
    elif (
        danger.met(turn, part, said.files)
        or albums.goes_on(turn, part, said.files)
        or (bare and not said.forwarded and _chosen(turn, said, text))
    ):
        _remember(turn, part)
    else:
        _understand(turn, said, part)


def _remember(turn: Turn, part: Part) -> None:
    draft = turn.state.draft
    if draft is None or all(item.id != part.id for item in draft.parts):
        turn.state.remember(part.id)


def _command(turn: Turn, said: Said, part: Part) -> None:
    name = turn.words.slash_command(said.command)
    if name == "lapor" and (said.argument.strip() or part.evidence):
        part.text = said.argument.strip()
        drafting.take_in(turn, part, said.files)
        return
    turn.state.remember(part.id)
    if name is None:
        command_answers.stuck(turn)
    elif not drafting.command(turn, name):
        argument = said.argument if name != "bahasa" else f"{said.command} {said.argument}"
        command_answers.run(turn, name, argument)


def _chosen(turn: Turn, said: Said, text: str) -> bool:
    """Take a typed choice or a plain-word command; False when it is neither."""
    ticket = replied_ticket(turn)
    asked = ticket is not None and ticket.asked and ticket.number not in turn.told
    if ticket is None and not turn.moment.released:
        choice = resolve(text, turn.state.offered, turn.words)
        if choice:
            press(turn, choice)
            return True
    name = turn.words.command(text)
    if name is None or (asked and name in ("lewati", "ubah")):
        if command_answers.asks_status(turn, text):
            return _status(turn, text)
        return bool(turn.moment.released) and len(tokens(text)) <= OPENING_WORDS
    if name == "status" and ticket is not None:
        text = ticket.number
    gather = turn.state.gather
    if name == "lewati" and gather is not None and gather.kind == "dispute":
        talk.no_reason(turn, gather.number)
    elif _means_something_else(turn, name):
        return False
    elif not drafting.command(turn, name):
        command_answers.run(turn, name, text)
    return True


def _means_something_else(turn: Turn, name: Command) -> bool:
    """Say whether a command has nothing to act on, so that the word is about a report."""
    state = turn.state
    if name == "batal":
        return not _something_to_cancel(turn)
    if name == "lanjut" and state.expired is not None:
        return False
    return name in ("kirim", "ubah", "lewati", "lanjut") and state.draft is None and bool(state.tickets)


def _something_to_cancel(turn: Turn) -> bool:
    state = turn.state
    return bool(state.draft or state.asked_back or state.gather) or not state.tickets


def _status(turn: Turn, text: str) -> bool:
    command_answers.status(turn, text)
    return True


def _understand(turn: Turn, said: Said, part: Part) -> None:
    """Read the words with what stands open, and do what they say."""
    if turn.state.asked_back is not None and not turn.state.asked_back.acts and (part.evidence or part.pin):
        asking.ask_back(turn, part, said.files, turn.state.asked_back.numbers)
        return
    unread = [item.number for item in turn.state.tickets if item.asked and item.number in turn.told]
    if unread:
        # The question was shown only now: these words cannot be its answer without being asked.
        asking.ask_back(turn, part, said.files, unread, ("answers", "complains"))
        return
    draft = turn.state.draft
    if draft is not None and drafting.takes(turn, draft, part, said.files):
        return
    heard, reading = read_words(turn, part, forwarded=said.forwarded)
    choice = wishes.answered(turn, heard) if not (part.evidence or part.pin or said.forwarded) else ""
    if choice:
        turn.state.remember(part.id)
        press(turn, choice)
        return
    tickets = tuple(ticket for number in reading.numbers if (ticket := turn.state.ticket(number)) is not None)
    respond(turn, ReadMessage(part, said.files, reading, heard, tickets))
