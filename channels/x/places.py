"""How far each source has been read: kept where every process finds it, moved only after what was read is stored."""

from datetime import datetime, timedelta

import msgspec

from channels.x import shapes
from channels.x.shapes import NAME, Account
from core.vocabulary.store import Notes

FIRST_LOOK = timedelta(hours=1)
"""Who switches the channel on answers what came in the hour before, not what is older."""
SEARCHED = timedelta(days=7)
"""So far back goes a search, and no older ``since_id`` is taken (X API v2, Recent search)."""
MARGIN = timedelta(minutes=5)
RECENT = timedelta(hours=24)
RECENT_MOST = 100
"""Posts of so long ago, and so many, are looked up again now and then: are they still there?"""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything up to the id ``known`` is stored, and nothing before ``since`` counts.

    A look that was broken off goes on at the page ``token``; ``top`` is the newest id that it has seen of those that
    nothing smaller can follow any more.
    """

    since: datetime
    known: int = 0
    token: str = ""
    top: int = 0

    def begin(self, now: datetime) -> dict[str, str]:
        """Give the parameter that leaves out what is known: ``since_id``, or a time where that is too old."""
        made = shapes.age(str(self.known))
        if made is not None and made > now - SEARCHED + MARGIN:
            return {"since_id": str(self.known)}
        earliest = max(self.since, made or self.since, now - SEARCHED + MARGIN)
        return {"start_time": earliest.strftime("%Y-%m-%dT%H:%M:%SZ")}


class Recent(msgspec.Struct, frozen=True):
    """A post that was found lately: the id of its first version, and when."""

    first: str
    at: datetime


class Stopped(msgspec.Struct, frozen=True):
    """A source cannot be read since a moment, until a person acts; ``everything``: nor can any other."""

    since: datetime
    tries: int = 0
    everything: bool = False


class Places:
    """Read and writes places, by the name of a source."""

    def __init__(self, notes: Notes, account: Account) -> None:
        self._notes = notes
        self._account = account

    async def place(self, source: str, now: datetime) -> Place:
        """Give how far a source has been read; a source that never was begins a little before now."""
        if written := await self._notes.read_note(self._name(source)):
            return msgspec.json.decode(written, type=Place)
        place = Place(now - FIRST_LOOK)
        await self.keep(source, place)
        return place

    async def keep(self, source: str, place: Place) -> None:
        """Write how far a source has been read."""
        await self._write(source, place)

    async def recent(self) -> dict[str, Recent]:
        """Give the posts that were found lately, by the id of their newest version."""
        written = await self._notes.read_note(self._name("recent"))
        return msgspec.json.decode(written, type=dict[str, Recent]) if written else {}

    async def keep_recent(self, recent: dict[str, Recent], now: datetime) -> None:
        """Write those of the posts that are young enough, the newest version of each."""
        newest = sorted(recent.items(), key=lambda item: shapes.number(item[0]))
        by_first = {one.first: (post_id, one) for post_id, one in newest if one.at > now - RECENT}
        await self._write("recent", dict(list(by_first.values())[-RECENT_MOST:]))

    async def stopped(self) -> dict[str, Stopped]:
        """Tell which sources cannot be read."""
        written = await self._notes.read_note(self._name("stopped"))
        return msgspec.json.decode(written, type=dict[str, Stopped]) if written else {}

    async def keep_stopped(self, stopped: dict[str, Stopped]) -> None:
        """Write which sources cannot be read."""
        await self._write("stopped", stopped)

    async def _write(self, name: str, value: object) -> None:
        await self._notes.write_note(self._name(name), msgspec.json.encode(value).decode())

    def _name(self, source: str) -> str:
        return f"poll:{NAME}:{self._account.id}:{source}"
