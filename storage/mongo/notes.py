"""Small facts that processes leave for each other by name: a text, or counts that many add to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.errors import DuplicateKeyError

from storage.mongo.connection import Connection, reaching

_TRIES = 3


class Notes:
    """One document for each name."""

    def __init__(self, connection: Connection) -> None:
        self._notes = connection["notes"]

    async def read(self, name: str) -> str:
        """Read what was written last under a name, empty when nothing was."""
        with reaching():
            document = await self._notes.find_one({"_id": name})
        return str((document or {}).get("value", ""))

    async def write(self, name: str, value: str) -> None:
        """Write something under a name, in place of what was there."""
        await self._change(name, {"$set": {"value": value}}, {"value": value})

    async def count(self, name: str, amounts: Mapping[str, int]) -> Mapping[str, int]:
        """Add to the counts under a name, in one step however many do; give the sums."""
        if amounts:
            added = {f"counts.{kind}": amount for kind, amount in amounts.items()}
            await self._change(name, {"$inc": added}, {"counts": dict(amounts)})
        with reaching():
            document = await self._notes.find_one({"_id": name})
        counts: Mapping[str, int] = (document or {}).get("counts", {})
        return dict(counts)

    async def _change(self, name: str, change: dict[str, Any], first: dict[str, Any]) -> None:
        """Change the document, or make it; who makes it at the same moment as another changes what the other made."""
        for _ in range(_TRIES):
            with reaching():
                if (await self._notes.update_one({"_id": name}, change)).matched_count:
                    return
                try:
                    await self._notes.insert_one({"_id": name, **first})
                except DuplicateKeyError:
                    continue
                return
        raise RuntimeError(f"the note {name} comes and goes")
