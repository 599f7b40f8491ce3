"""What waits for the operator, as a group may see it: nothing of it was written by a person."""

import asyncio
import re

from core.vocabulary.lanes import DeadLetter
from core.vocabulary.results import DeadLine, Troubles
from core.vocabulary.store import Store

MOST_LETTERS = 100
"""More than these nobody reads on a phone: `kanal dead` has them all."""
_FAULT = re.compile(r"[A-Z][A-Za-z]{2,40}(?=[:\s]|$)")
"""The name of a fault, as a dead letter's text begins with it."""


async def read_troubles(store: Store, ref: str) -> Troubles:
    """Read what is there now. Raises ``StoreDown``."""
    letters, down = await asyncio.gather(store.list_dead(MOST_LETTERS), store.channels_down())
    return Troubles(ref, tuple(sorted(down)), tuple(line_of(letter) for letter in letters))


def line_of(letter: DeadLetter) -> DeadLine:
    """Leave out of a letter what may name a person: the lane's address, and what the fault says."""
    kind, _, rest = letter.lane.partition(":")
    fault = _FAULT.match(letter.error)
    return DeadLine(letter.kind, letter.at, kind, rest if kind == "ticket" else "", fault[0] if fault else "")
