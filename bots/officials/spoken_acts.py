"""Acts that need words: the prompt under a card, the reply that completes it, and talking by reply."""

from datetime import timedelta

import msgspec

from bots.officials import candidates
from bots.officials.choices import CANCEL, Tap, carry
from bots.officials.holding import album_of, files_of, join, make_act, other_numbers, words_of
from bots.officials.notes import is_note
from bots.officials.register import official
from bots.officials.state import MOST_TOLD, MOST_WAITING, Expecting, remember
from bots.officials.turn import GroupTurn, card_key
from core.vocabulary.effects import Choice, Send
from core.vocabulary.events import Pressed, Said
from core.vocabulary.ticket import Action

_JUST_NOW = timedelta(seconds=60)


# --- asking --------------------------------------------------------------------------------------------------------


def ask(turn: GroupTurn, pressed: Pressed, tap: Tap, action: Action) -> None:
    """Answer a button that needs words: a hint for the presser, and a prompt under the card to reply to."""
    person = pressed.sender.id
    turn.answer(pressed.query_id, turn.office.say("officials.ask.hint"))
    open_one = turn.state.expecting.get(person)
    if open_one is not None:
        same = (open_one.number, open_one.action) == (tap.number, action)
        if same and turn.moment.now - open_one.since < _JUST_NOW:
            return
        close_prompt(turn, person, "officials.ask.replaced")
    turn.state.prompts += 1
    key = f"ask:{tap.number}:{person}:{turn.state.prompts}"
    expecting = Expecting(number=tap.number, action=action, since=turn.moment.now, key=key, thread=pressed.topic)
    remember(turn.state.expecting, person, expecting, MOST_WAITING)
    desk, name = turn.desk_of(tap.number), official(turn, pressed.sender).name
    turn.effects.append(
        Send(
            text=turn.office.say(f"officials.ask.{action}", number=tap.number, name=name),
            bold=(tap.number,),
            choices=(cancel_choice(turn, tap.number, person),),
            key=key,
            ref=tap.number,
            topic=desk,
            reply_key=card_key(tap.number, desk) if desk else "",
            reply_to=pressed.message_id,
            quiet=True,
        )
    )


def cancel_choice(turn: GroupTurn, number: str, person: str) -> Choice:
    """Make the button with which an official withdraws his own prompt."""
    return Choice(id=carry(CANCEL, number, person), label=turn.office.say("officials.ask.cancel"))


def close_prompt(turn: GroupTurn, person: str, reason: str) -> None:
    """Forget an open prompt and make it read ``reason``."""
    expecting = turn.state.expecting.pop(person, None)
    if expecting is not None:
        rewrite_closed(turn, expecting, reason)


def rewrite_closed(turn: GroupTurn, expecting: Expecting, reason: str) -> None:
    """Make a prompt that expects nothing any more read ``reason``."""
    office, label = turn.office, turn.office.label(expecting.action)
    if expecting.wish or expecting.candidate:
        label = office.say("officials.wish.button" if expecting.wish else "officials.post.button.join")
    nameless = office.say("officials.post.name" if expecting.candidate else "officials.wish.name")
    text = office.say(reason, number=expecting.number or nameless, action=label)
    turn.rewrite(expecting.key, text, ref=expecting.number)


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


def doubt(turn: GroupTurn, said: Said) -> str:
    """Name what to tell an official whose words may have been meant for a citizen; empty when they were not.

    Words beside an open prompt are answered once, loose words in a topic once a day: colleagues talk there.
    """
    person, expecting = said.sender.id, turn.state.expecting.get(said.sender.id)
    if said.elsewhere:
        return "elsewhere"
    to_us = said.reply_to_sender is not None and said.reply_to_sender.is_bot
    if turn.moment.reply_ref or (to_us and expecting is not None):
        return "unsure"
    if said.reply_to and not to_us:
        return ""
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
