"""How much waits, and for how long: bounded looks by indexes, for the operator's gauges."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.vocabulary.lane_names import hook_lane
from core.vocabulary.store import Backlog, Levels
from storage.mongo.connection import Connection, reaching

COUNTED = 1_000
"""More of a kind are not counted: a gauge that stands there means "so many at least"."""
_HOOKS = hook_lane("")
_BEHIND_HOOKS = f"{_HOOKS[:-1]}{chr(ord(_HOOKS[-1]) + 1)}"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def read_levels(connection: Connection) -> Levels:
    """Read all of them. Raises ``StoreDown``."""
    pending = [
        one
        for between in ({"$gt": "", "$lt": _HOOKS}, {"$gte": _BEHIND_HOOKS})
        for one in await _some(connection, "inbox", {"wait": between}, {"since": 1})
    ][:COUNTED]
    unsent = await _some(connection, "lanes", {"send_at": {"$gt": _LONG_AGO}}, {"send_at": 1, "outbox.id": 1})
    held = await _some(connection, "lanes", {"held_at": {"$gt": _LONG_AGO}}, {"held_at": 1, "held.id": 1})
    dead = await _some(connection, "dead", {"at": {"$gt": _LONG_AGO}}, {"kind": 1})
    return Levels(
        pending=len(pending),
        pending_since=min((one["since"] for one in pending), default=None),
        outbox=sum(len(one.get("outbox", ())) for one in unsent),
        outbox_since=min((one["send_at"] for one in unsent), default=None),
        held=sum(len(one.get("held", ())) for one in held),
        held_since=min((one["held_at"] for one in held), default=None),
        dead=len(dead),
        unreadable=sum(one.get("kind") == "lane" for one in dead),
    )


async def read_backlog(connection: Connection, lane: str) -> Backlog:
    """Read what waits for a lane's receiver. Raises ``StoreDown``."""
    behind = await _some(connection, "inbox", {"wait": lane}, {"since": 1})
    with reaching():
        document = await connection["lanes"].find_one({"_id": lane}, {"outbox.since": 1})
    waiting = [*(document or {}).get("outbox", ()), *behind]
    return Backlog(len(waiting), min((one["since"] for one in waiting), default=None))


async def _some(
    connection: Connection, collection: str, query: dict[str, Any], fields: dict[str, int]
) -> list[dict[str, Any]]:
    with reaching():
        return await connection[collection].find(query, fields).limit(COUNTED).to_list(None)
