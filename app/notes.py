"""What channels leave in the store, which is opened after they are built."""

from collections.abc import Callable, Mapping

from core.vocabulary.errors import StoreDown
from core.vocabulary.store import Notes


class StoredNotes:
    """Hand on to the store that is open when something is asked. Raises ``StoreDown``."""

    def __init__(self, store: Callable[[], Notes | None]) -> None:
        self._found = store

    async def read_note(self, name: str) -> str:
        """Read what was written last under a name."""
        return await self._store().read_note(name)

    async def write_note(self, name: str, value: str) -> None:
        """Write something under a name."""
        await self._store().write_note(name, value)

    async def count(self, name: str, amounts: Mapping[str, int]) -> Mapping[str, int]:
        """Add to the counts under a name; give the sums."""
        return await self._store().count(name, amounts)

    def _store(self) -> Notes:
        if (store := self._found()) is None:
            raise StoreDown("no store is open")
        return store
