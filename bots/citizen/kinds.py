"""Say what a message is: one question for each rule of `bots.citizen.deciding`; asking changes nothing."""

from __future__ import annotations

from bots.citizen import asides, command_answers, opened, updates, wishes
from bots.citizen.message import Message
from bots.citizen.plain_words import Command, has_letters, tokens
from bots.citizen.remembered import Ticket
from bots.citizen.turn import Turn

OPENING_WORDS = 4
"""So few words of somebody who has not read what waits here only ask for it: "ya" is no consent to the unread."""
_TO_DRAFT: frozenset[Command] = frozenset(("kirim", "ubah", "lewati"))

# --- known, or an edit ------------------------------------------------------------------------------------------------


def answers_contents(turn: Turn, message: Message) -> bool:
    """Tell whether it answers what an official alone was shown here: a confidential report, or who may do what."""
    return not message.edited and (opened.is_reply(turn) or asides.is_reply(turn))


def edits_draft(turn: Turn, message: Message) -> bool:
    """Tell whether it changes a message in the draft."""
    return message.edited and message.drafted is not None


def edits_known(turn: Turn, message: Message) -> bool:
    """Tell whether it changes a message that was dealt with."""
    return message.edited and message.known is not None and not message.live


def edits_nothing(turn: Turn, message: Message) -> bool:
    """Tell whether it is an edit that may not be taken for a new message."""
    return message.edited and (message.known is not None or message.live or bool(message.said.command))


def edits_unknown(turn: Turn, message: Message) -> bool:
    """Tell whether it is an edit whose message has not arrived yet: it is taken in its place."""
    return message.edited


def follows_its_edit(turn: Turn, message: Message) -> bool:
    """Tell whether its edit came first and lies in the draft."""
    drafted = message.drafted
    return not message.edited and message.known is None and drafted is not None and drafted.orphan


def repeats(turn: Turn, message: Message) -> bool:
    """Tell whether it was dealt with, or lies here already."""
    here = message.known is not None or message.drafted is not None or message.asked_back
    return not message.edited and here


# --- every new message ------------------------------------------------------------------------------------------------


def is_too_long(turn: Turn, message: Message) -> bool:
    """Tell whether more was written than is kept."""
    return len(message.said.text) > turn.city.limits.text_characters


def was_away(turn: Turn, message: Message) -> bool:
    """Tell whether the person could not be reached before."""
    return updates.is_away(turn)


def tells_language(turn: Turn, message: Message) -> bool:
    """Tell whether these are the first words, which choose the language."""
    return not turn.state.language_set and not message.said.command and has_letters(message.said.text)


# --- by its form ------------------------------------------------------------------------------------------------------


def reports_by_command(turn: Turn, message: Message) -> bool:
    """Tell whether a report follows the command to report."""
    return message.slash == "lapor" and bool(message.said.argument.strip() or message.part.evidence)


def is_unknown_command(turn: Turn, message: Message) -> bool:
    """Tell whether nothing is known under the word after the slash."""
    return bool(message.said.command) and message.slash is None


def commands_draft(turn: Turn, message: Message) -> bool:
    """Tell whether it is a slash command to the open draft."""
    return message.slash in _TO_DRAFT and turn.state.draft is not None


def is_command(turn: Turn, message: Message) -> bool:
    """Tell whether it is a slash command."""
    return message.slash is not None


def is_contact(turn: Turn, message: Message) -> bool:
    """Tell whether it is somebody's contact card."""
    return message.said.contact is not None


def is_unusable(turn: Turn, message: Message) -> bool:
    """Tell whether nothing of it can be used."""
    return not (message.part.text or message.brings_things)


def is_album_of_draft(turn: Turn, message: Message) -> bool:
    """Tell whether it is a further item of an album in the draft."""
    return message.album_drafted


def is_choice(turn: Turn, message: Message) -> bool:
    """Tell whether it is the label or the number of an offered choice."""
    return bool(message.choice)


def is_number(turn: Turn, message: Message) -> bool:
    """Tell whether it is nothing but the number of a report."""
    return message.bare and message.word is None and command_answers.asks_status(turn, message.text)


def only_opens(turn: Turn, message: Message) -> bool:
    """Tell whether few words only opened what had waited for the person to write."""
    few = len(tokens(message.text)) <= OPENING_WORDS
    return message.bare and message.word is None and bool(turn.moment.released) and few


def gives_no_reason(turn: Turn, message: Message) -> bool:
    """Tell whether the reason that was asked for is skipped."""
    gather = turn.state.gather
    return message.word == "lewati" and gather is not None and gather.kind == "dispute"


def words_to_draft(turn: Turn, message: Message) -> bool:
    """Tell whether it is a plain-word command to the open draft."""
    return message.word in _TO_DRAFT and turn.state.draft is not None


def is_command_word(turn: Turn, message: Message) -> bool:
    """Tell whether it is a plain-word command that has something to act on; else its word is about a report."""
    return message.word is not None and _acts(turn, message.word)


def _acts(turn: Turn, name: Command) -> bool:
    state = turn.state
    if name == "batal":
        return bool(state.draft or state.asked_back or state.gather) or not state.tickets
    if name == "lanjut" and state.expired is not None:
        return True
    return name not in (*_TO_DRAFT, "lanjut") or state.draft is not None or not state.tickets


# --- by its words -----------------------------------------------------------------------------------------------------


def meets_unread(turn: Turn, message: Message) -> bool:
    """Tell whether a question was shown only now, so that these words cannot be its answer without being asked."""
    return bool(unread(turn))


def unread(turn: Turn) -> list[Ticket]:
    """Give the reports whose question this very turn shows."""
    return [item for item in turn.state.tickets if item.asked and item.number in turn.told]


def answers_wish(turn: Turn, message: Message) -> bool:
    """Tell whether it is the yes or the no to a wish that was asked back."""
    return message.bare and bool(wishes.asked(turn)) and bool(wishes.answer_in(turn, message.heard))


def passes_wish_over(turn: Turn, message: Message) -> bool:
    """Tell whether it speaks of something else, so that a "yes" later is none to the wish."""
    return message.bare and bool(wishes.asked(turn))


def says_yes(turn: Turn, message: Message) -> bool:
    """Tell whether it is the yes to the one thing that was asked back: is it the answer, shall the draft go on."""
    return message.bare and bool(taken_by_yes(turn)) and wishes.agrees(message.heard)


def taken_by_yes(turn: Turn) -> str:
    """Give the choice that a mere yes takes now, empty when none is that clear."""
    state, first = turn.state, next(iter(turn.state.offered), None)
    if first is None or state.draft is not None:
        return ""
    kept = state.asked_back
    asked = state.ticket(kept.numbers[0]) if kept is not None and len(kept.numbers) == 1 else None
    if asked is not None and asked.asked and first.id == f"maksud:answers:{asked.number}":
        return first.id
    revives = state.expired is not None and first.id == f"lanjut:{state.expired.serial}"
    return first.id if revives else ""


def is_read(turn: Turn, message: Message) -> bool:
    """Say that what is none of the others is what its words say."""
    return True
