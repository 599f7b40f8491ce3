"""Find among the evidence of all tickets what a new file equals, or nearly equals."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from core.vocabulary.media import Known
from core.vocabulary.report import Alike
from storage.files import likeness
from storage.files.tidy import THREADS

LOOKED_AT = 40
"""Files with most keys in common that are laid over the new one."""
TOLD = 5


class Finds(Protocol):
    """Where known files are found."""

    async def known_by(self, keys: Sequence[int], sha256: str, limit: int) -> Sequence[Known]:
        """Find files that equal a hash or share a key."""
        ...


class Recogniser:
    """Recognise files; what takes the processor's time is done in the threads of the files."""

    def __init__(self, store: Finds) -> None:
        self._store = store

    async def __call__(self, known: Known) -> tuple[Alike, ...]:
        """Give the evidence of tickets that a file is like, exact ones first, at most five. Raises ``StoreDown``."""
        loop, own = asyncio.get_running_loop(), known.likeness
        keys = await loop.run_in_executor(THREADS, likeness.sought, own) if own is not None else ()
        found = await self._store.known_by(keys, known.sha256, LOOKED_AT)
        others = [one for one in found if one.number and one.media != known.media]
        exact = [Alike(one.media, one.number, exact=True) for one in others if one.sha256 == known.sha256]
        rest = [one for one in others if one.sha256 != known.sha256]
        near = await loop.run_in_executor(THREADS, _like, known, rest)
        return (*exact, *(Alike(one.media, one.number) for one in near))[:TOLD]


def _like(known: Known, others: Sequence[Known]) -> list[Known]:
    if known.likeness is None:
        return []
    grey = known.likeness.grey
    shown = [(one, one.likeness.grey) for one in others if one.likeness is not None]
    return [one for one, earlier in shown if likeness.agreement(earlier, grey) >= likeness.SAME]
