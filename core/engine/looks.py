"""Which offices looked at a ticket or worked on it, out of the journal."""

from typing import Final, Literal

from core.vocabulary.effects import Record
from core.vocabulary.results import Look, Looks
from core.vocabulary.store import Store

UNIT: Final = "by_unit"
"""The detail of a journal line that names the office of who did something."""
OFFICE: Final = "office"
"""The detail that names for whom somebody from outside looked (`core.vocabulary.accounts.Office`)."""
KINDS: Final[dict[str, Literal["looked", "opened"]]] = {"lihat": "looked", "buka": "opened"}


async def read_looks(store: Store, number: str) -> Looks:
    """Read the offices, oldest first. Raises ``StoreDown``."""
    lines = await store.journal_of(number)
    return Looks(number, tuple(_look(line) for line in lines if UNIT in line.details or OFFICE in line.details))


def _look(line: Record) -> Look:
    unit, office = line.details.get(UNIT, ""), line.details.get(OFFICE, "")
    return Look(line.at, KINDS.get(line.what, "handled"), unit, office)
