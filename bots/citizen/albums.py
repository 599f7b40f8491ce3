"""Send a further item of an album where its first one went."""

from __future__ import annotations

from bots.citizen import asking, talk
from bots.citizen.message import Message
from bots.citizen.turn import Turn


def gathered(turn: Turn, message: Message) -> bool:
    """Tell whether the album of a message is gathered: for a report, or until the person says what it is."""
    return message.album_ticket is not None or message.album_asked_back


def gather(turn: Turn, message: Message) -> None:
    """Put a further item of an album to the others."""
    ticket, kept = message.album_ticket, turn.state.asked_back
    if ticket is not None:
        talk.reply(turn, ticket, message.part, message.files)
    elif kept is not None:
        asking.ask_back(turn, message.part, message.files, kept.numbers, kept.acts)
