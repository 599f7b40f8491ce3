"""What channels leave in the store, which is opened after they are built."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from core.vocabulary.errors import StoreDown
from core.vocabulary.feed import FedBy, MachineNews, MachineReport
from core.vocabulary.letters import Letter, Letters, PageLink, Upload
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


class StoredLetters:
    """Hand on to the store that is open when something is asked. Raises ``StoreDown``."""

    def __init__(self, store: Callable[[], Letters | None]) -> None:
        self._found = store

    async def put_letter(self, letter: Letter) -> None:
        """Put a letter into its box."""
        await self._store().put_letter(letter)

    async def letters(self, box: str, limit: int) -> Sequence[Letter]:
        """Give the newest letters of a box."""
        return await self._store().letters(box, limit)

    async def mark_read(self, letter_ids: Sequence[str]) -> None:
        """Note that letters were seen."""
        await self._store().mark_read(letter_ids)

    async def put_upload(self, upload: Upload) -> None:
        """Keep a file for a while."""
        await self._store().put_upload(upload)

    async def get_upload(self, upload_id: str) -> Upload | None:
        """Read a file that is kept for a while."""
        return await self._store().get_upload(upload_id)

    async def bind_link(self, digest: str, box: str, at: datetime) -> None:
        """Let a link lead to a box."""
        await self._store().bind_link(digest, box, at)

    async def link_of(self, digest: str) -> PageLink:
        """Give what is known of a link."""
        return await self._store().link_of(digest)

    async def renew_link(self, digest: str, new: str, at: datetime) -> bool:
        """Put a new link in the place of another."""
        return await self._store().renew_link(digest, new, at)

    async def close_link(self, digest: str) -> None:
        """Let a link lead nowhere."""
        await self._store().close_link(digest)

    def _store(self) -> Letters:
        if (store := self._found()) is None:
            raise StoreDown("no store is open")
        return store


class StoredFeed:
    """Hand on to the store that is open when something is asked. Raises ``StoreDown``."""

    def __init__(self, store: Callable[[], FedBy | None]) -> None:
        self._found = store

    async def put_report(self, report: MachineReport) -> None:
        """Note that a client's report has its number."""
        await self._store().put_report(report)

    async def put_news(self, news: MachineNews) -> None:
        """Keep a message for its client."""
        await self._store().put_news(news)

    def _store(self) -> FedBy:
        if (store := self._found()) is None:
            raise StoreDown("no store is open")
        return store
