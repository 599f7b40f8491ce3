"""Give an official what the group has to say to that official alone; the group hears where that cannot be."""

from __future__ import annotations

from bots.citizen.turn import Turn
from core.vocabulary.effects import Send
from core.vocabulary.officials import Aside, AsideUnheard

KEY = "aside:"
"""Names of such messages begin so, ``aside:<lane of the group>:<message>``, and so does what comes back of them."""


def give(turn: Turn, body: Aside) -> None:
    """Say it where somebody has opened this chat; else let the group say it, or how to open this chat."""
    if not turn.moment.channel:
        turn.tell(body.group, AsideUnheard(body.message_id, body.text))
    elif turn.state.blocked:
        turn.tell(body.group, AsideUnheard(body.message_id))
    else:
        key = f"{KEY}{body.group}:{body.message_id}"
        text = turn.say("in_private.aside", text=body.text)
        turn.post(Send(text, key=key, ref=key, language=turn.language))


def undelivered(turn: Turn, ref: str) -> bool:
    """Let the group say how to open this chat, for a sentence that did not arrive; False when it was another."""
    if not ref.startswith(KEY):
        return False
    group, _, message_id = ref.removeprefix(KEY).rpartition(":")
    turn.tell(group, AsideUnheard(message_id))
    return True


def is_reply(turn: Turn) -> bool:
    """Tell whether a message answers such a sentence: whoever it is meant for is written to in the group."""
    return turn.moment.reply_key.startswith(KEY)
