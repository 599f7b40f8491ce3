"""What one official alone has to hear: who may do what that official may not.

It goes to the official's private chat with us, which only that chat knows to be open. Where it is not, the group hears
the sentence; where it takes nothing from us, the group hears only how to open it.
"""

from bots.officials.turn import GroupTurn
from core.vocabulary.effects import Tell
from core.vocabulary.lane_names import chat_lane
from core.vocabulary.officials import Aside, AsideUnheard


def say(turn: GroupTurn, person: str, message_id: str, text: str) -> None:
    """Say something to a registered official (a platform id) about a message that the official wrote here."""
    turn.effects.append(Tell(chat_lane(turn.moment.channel, person), Aside(turn.group, message_id, text)))


def unheard(turn: GroupTurn, body: AsideUnheard) -> None:
    """Say in the group what did not come in private, or how to open the private chat."""
    text = body.text or turn.office.say("officials.refuse.unheard", link=turn.private_chat)
    turn.reply(body.message_id, text)
