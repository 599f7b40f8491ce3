"""What officials write: the reply that completes a prompt, talking by reply, and words that were meant for nobody."""

import msgspec

from bots.officials import candidates, slash_commands
from bots.officials.holding import album_of, files_of, join, make_act, other_numbers, words_of
from bots.officials.notes import is_note
from bots.officials.state import MOST_TOLD, Expecting, remember
from bots.officials.turn import GroupTurn
from core.vocabulary.events import Said

# --- what an official writes -----------------------------------------------------------------------------------


_SPEAKING = ("card:", "relay:", "ask:", "wish:")
"""Keys of our messages to which a reply is meant for the ticket: its card, the citizen's words, a prompt.

Under what else we say (verdicts, calls, notices) people talk among themselves.
"""


def addressed(turn: GroupTurn, said: Said) -> bool:
    """Tell whether a message is meant for a ticket: a reply to its card, to the citizen's words or to a prompt."""
    key = turn.moment.reply_key
    to_ticket = bool(turn.moment.reply_ref) and key.startswith(_SPEAKING)
    return to_ticket or key.startswith(("ask:", "wish:")) or album_of(turn, said) is not None or _completes(turn, said)


def undoes(turn: GroupTurn, said: Said) -> bool:
    """Tell whether somebody wants the last act on the ticket under whose message it stands taken back, in a word."""
    word = slash_commands.named(turn.office, said.text.strip())
    return bool(turn.moment.reply_ref) and not said.command and word == slash_commands.UNDO


def doubt(turn: GroupTurn, said: Said) -> str:
    """Name what to tell an official whose words may have been meant for a citizen; empty when they were not.

    A reply to a message of ours that is no ticket's, a list or a count, is answered each time. Words beside an open
    prompt are answered once, loose words in a topic once a day: colleagues talk there.
    """
    person, expecting = said.sender.id, turn.state.expecting.get(said.sender.id)
    if said.elsewhere:
        return "elsewhere"
    to_us = said.reply_to_sender is not None and said.reply_to_sender.is_bot
    if turn.moment.reply_ref or (to_us and expecting is not None):
        return "unsure"
    if said.reply_to:
        return "loose" if to_us else ""
    if expecting is not None and said.topic == expecting.thread:
        if not expecting.hinted:
            turn.state.expecting[person] = msgspec.structs.replace(expecting, hinted=True)
            return "beside_prompt"
        return ""
    today = turn.moment.now.astimezone(turn.office.zone).date().isoformat()
    if not said.topic or turn.state.hinted.get(person) == today:
        return ""
    remember(turn.state.hinted, person, today, MOST_TOLD)
    return "loose"


def _completes(turn: GroupTurn, said: Said) -> bool:
    expecting = turn.state.expecting.get(said.sender.id)
    if expecting is None:
        return False
    if turn.moment.reply_key.startswith("ask:"):
        return turn.moment.reply_key == expecting.key
    if turn.moment.reply_key.startswith("wish:"):
        return turn.moment.reply_key == f"wish:{expecting.wish}"
    if turn.moment.reply_ref:
        same = turn.moment.reply_ref == expecting.number and not expecting.wish
        return same and turn.moment.reply_key.startswith(_SPEAKING)
    # A message of ours without a receipt may be the prompt itself: the process was killed between sending and noting
    # it, or the reply was quicker than the note. Its first line says which ticket it is about.
    to_us = said.reply_to_sender is not None and said.reply_to_sender.is_bot
    return to_us and bool(expecting.number) and expecting.number in said.reply_head


def turn_into_act(turn: GroupTurn, said: Said) -> None:
    """Turn a registered official's message into an act on its ticket, at once or when its files are here."""
    if said.forwarded:
        turn.reply(said.message_id, turn.office.say("officials.reply.forwarded"))
        return
    album = album_of(turn, said)
    if album is not None:
        join(turn, album, said)
        return
    words = words_of(said)
    if not words and not files_of(said):
        turn.reply(said.message_id, turn.office.say("officials.reply.empty"))
        return
    person = said.sender.id
    if _completes(turn, said):
        expecting = turn.state.expecting[person]
        if expecting.candidate:
            candidates.join(turn, said, expecting, words)
            return
        if expecting.action != "duplikat" or is_note(words) or _other_number(turn, said, expecting, words):
            del turn.state.expecting[person]
            make_act(turn, said, expecting.action, expecting.number, words, expecting)
        return
    if turn.moment.reply_key.startswith("ask:") and not is_note(words):
        own = turn.moment.reply_key.split(":")[2:3] == [person]
        turn.reply(said.message_id, turn.office.say(f"officials.reply.{'closed' if own else 'not_yours'}"))
        return
    if turn.moment.reply_key.startswith("wish:"):
        turn.reply(said.message_id, turn.office.say("officials.wish.press_first"))
        return
    make_act(turn, said, "balas", turn.moment.reply_ref, words)


def _other_number(turn: GroupTurn, said: Said, expecting: Expecting, words: str) -> bool:
    found = bool(other_numbers(turn, words, expecting.number))
    if not found:
        turn.reply(said.message_id, turn.office.say("officials.reply.no_number", number=expecting.number))
    return found
