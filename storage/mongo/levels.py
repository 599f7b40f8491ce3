"""How much waits, and for how long: bounded looks by indexes, for the operator's gauges."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.vocabulary.store import Levels
from storage.mongo.connection import Connection, reaching

COUNTED = 1_000
"""More of a kind are not counted: a gauge that stands there means "so many at least"."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def read_levels(connection: Connection) -> Levels:
    """Read all of them. Raises ``StoreDown``."""
    pending = await _some(connection, "inbox", {"wait": {"$gt": ""}}, {"since": 1})
    unsent = await _some(connection, "lanes", {"send_at": {"$gt": _LONG_AGO}}, {"send_at": 1, "outbox.id": 1})
    held = await _some(connection, "lanes", {"held_at": {"$gt": _LONG_AGO}}, {"held.id": 1})
    late = await _some(connection, "lanes", {"state.late": True}, {"_id": 1})
    dead = await _some(connection, "dead", {"at": {"$gt": _LONG_AGO}}, {"kind": 1})
    return Levels(
        pending=len(pending),
        pending_since=min((one["since"] for one in pending), default=None),
        outbox=sum(len(one.get("outbox", ())) for one in unsent),
        outbox_since=min((one["send_at"] for one in unsent), default=None),
        held=sum(len(one.get("held", ())) for one in held),
        dead=len(dead),
        unreadable=sum(one.get("kind") == "lane" for one in dead),
        overdue=len(late),
    )


async def _some(
    connection: Connection, collection: str, query: dict[str, Any], fields: dict[str, int]
) -> list[dict[str, Any]]:
    with reaching():
        return await connection[collection].find(query, fields).limit(COUNTED).to_list(None)
