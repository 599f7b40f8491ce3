"""What each role of an official is for: the one table that the tree of offices, the tickets and the groups ask."""

from collections.abc import Mapping
from typing import Final, Literal

from core.vocabulary.ticket import Official, OfficialRole

Duty = Literal["work", "free", "oversee", "people", "note", "watch", "file", "operate"]
"""``work``: verify, dispose, claim, answer, close; ``free``: let go of a ticket that a colleague holds; ``oversee``:
reopen, and say what comes first; ``people``: invite, change and remove officials, and bind groups; ``note``: write to
colleagues; ``watch``: decide about public posts; ``file``: enter what somebody says at the counter; ``operate``: see
what is down or stuck. To look at tickets needs none.
"""

DUTIES: Final[Mapping[OfficialRole, frozenset[Duty]]] = {
    "koordinator": frozenset(("work", "free", "oversee", "people", "note", "file")),
    "penghubung": frozenset(("work", "free", "note")),
    "petugas": frozenset(("work", "note")),
    "pimpinan": frozenset(("free", "oversee", "note")),
    "media": frozenset(("watch", "note")),
    "loket": frozenset(("file", "note")),
    "pemantau": frozenset(),
    "operator": frozenset(("operate",)),
}
"""Each for the own unit and those below; who is of the coordinating unit works for the whole city."""


def has_duty(by: Official, duty: Duty) -> bool:
    """Tell whether an official's role is for something; an admin's is for everything."""
    return by.admin or duty in DUTIES[by.role]
