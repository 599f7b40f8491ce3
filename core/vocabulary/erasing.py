"""What the operator has erased: what is personal in a report, or all of a person; and why."""

from datetime import datetime
from typing import Literal

import msgspec

ErasureReason = Literal["request", "order", "mistake", "retention"]
"""The person asked for it; a court or an authority ordered it; it was none of the city's business, or about somebody
else; the time for which it had to be kept is over."""

# Operator -> ticket lane


class Erase(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Erase what is personal in an ended ticket; with ``reporter`` it also forgets whose it was."""

    why: ErasureReason
    reporter: bool = False


class EraseMerged(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Erase what the reporter of the ticket ``number`` said here, while that ticket was merged into this one."""

    number: str
    why: ErasureReason


# Operator -> chat lane


class ForgetPerson(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Forget everything that the chat remembers, and say so, for the last time."""


# Ticket lane -> burst lane


class Unsighted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Forget place and words of the matter that a ticket is about: what it says was erased."""

    number: str


# In a ticket and on its card


class Erasure(msgspec.Struct, frozen=True, omit_defaults=True):
    """That what was personal in a ticket is gone: since when and why.

    ``kelurahan`` is where the ticket was counted, and still is; ``reporter``: nobody knows any more whose it was.
    """

    at: datetime
    why: ErasureReason
    kelurahan: str = ""
    reporter: bool = False
