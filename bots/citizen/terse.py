"""Fit a turn's bubble to a channel that is terse: two short messages with the choices in them, the rest on request."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from bots.citizen.remembered import More, Offer
from bots.citizen.turn import Turn
from core.language.septets import in_alphabet
from core.language.terse import is_short
from core.vocabulary.effects import Choice, Send

READ_ON = "sisa"
"""The choice that asks for what did not fit."""
GOES_ON = "..."


def fit(turn: Turn, message: Send) -> Send:
    """Give a message as it goes out there: plain words, no files, and what is too long kept until it is asked for."""
    if not turn.terse:
        return message
    text = message.text
    if message.evidence and not turn.moment.capabilities.files_out:
        above, _, question = text.rpartition("\n")
        text = "\n".join((above, turn.say("short.no_files"), question) if above else (text, turn.say("short.no_files")))
    offered = tuple(Choice(choice.id, in_alphabet(choice.label)) for choice in message.choices)
    message = replace(message, text=in_alphabet(text), evidence=(), choices=offered, bold=(), ask="", ask_label="")
    return message if _fits(message.text, offered) else _parted(turn, message)


def read_on(turn: Turn) -> None:
    """Say what did not fit before."""
    kept, turn.state.more = turn.state.more, None
    if kept is None:
        turn.note("stale")
        return
    offered = [Choice(offer.id, offer.label) for offer in kept.offered]
    turn.bubble(kept.text, offered, ref=kept.ref)


def _parted(turn: Turn, message: Send) -> Send:
    more = Choice(READ_ON, in_alphabet(turn.say("short.more")))
    text, offered = message.text, message.choices
    end = _longest(len(text), lambda length: _fits(text[:length] + GOES_ON * (length < len(text)), (more,)))
    if end < len(text):
        end = _border(text, end)
        turn.state.more = _kept(text[end:].strip(), offered, message.ref)
        return replace(message, text=text[:end].strip() + GOES_ON, choices=(more,))
    shown = _longest(len(offered), lambda count: _fits(text, (*offered[:count], more)))
    turn.state.more = _kept("", offered[shown:], message.ref)
    return replace(message, choices=(*offered[:shown], more))


def _kept(text: str, offered: Sequence[Choice], ref: str) -> More:
    return More(text, [Offer(choice.id, choice.label) for choice in offered], ref)


def _fits(text: str, offered: Sequence[Choice]) -> bool:
    return is_short(text, [choice.label for choice in offered])


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """Find the largest number up to ``most`` that fits: what is smaller fits too."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fits(middle) else (least, middle - 1)
    return least


def _border(text: str, end: int) -> int:
    """Step back to the end of a line or a word, but not over half of what there is room for."""
    found = max(text.rfind("\n", end // 2, end + 1), text.rfind(" ", end // 2, end + 1))
    return found if found > 0 else end
