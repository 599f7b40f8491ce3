"""Every index, and why it exists. Creating them again is harmless."""

from __future__ import annotations

from pymongo import IndexModel
from pymongo.errors import OperationFailure

from storage.errors import IndexRefused
from storage.mongo.connection import Connection, reaching
from storage.mongo.refusals import worded

_NOT_AS_DECLARED = (67, 68, 85, 86)
"""MongoDB manual, "Error Codes": CannotCreateIndex, IndexAlreadyExists, IndexOptionsConflict, IndexKeySpecsConflict."""

INDEXES: dict[str, list[IndexModel]] = {
    "inbox": [
        # Sparse, because `wait` goes away with the done mark: the index stays as small as the backlog, and `stale`
        # reads it whole. `since` never changes after the insert. Processor time of the embedded server per event and
        # done mark, in batches of 32: 0.27 ms; with sparse `wait`, `since` and `done` it was 0.43 ms.
        IndexModel([("wait", 1)], name="wait", sparse=True),
        IndexModel([("since", 1)], name="since"),
    ],
    "lanes": [
        IndexModel([("wake_at", 1)], name="wake_at", sparse=True),
        IndexModel([("send_at", 1)], name="send_at", sparse=True),
        IndexModel([("held_at", 1)], name="held_at", sparse=True),  # for the gauges, and in few documents
    ],
    "receipts": [
        IndexModel([("finds", 1)], name="finds", sparse=True),
        IndexModel([("at", 1)], name="at"),
    ],
    # By time for the roots of days, which read those of one day.
    "journal": [IndexModel([("subject", 1)], name="subject"), IndexModel([("at", 1)], name="at")],
    "roots": [IndexModel([("day", 1)], name="day")],
    "keys": [IndexModel([("since", 1)], name="since")],
    "unheard": [IndexModel([("at", -1)], name="at")],
    "dead": [IndexModel([("at", -1)], name="at")],
    "channels": [IndexModel([("at", 1)], name="at")],
    "known": [IndexModel([("finds", 1)], name="finds")],
    "public": [IndexModel([("lists", 1)], name="places")],
    # Both by where they lead, for whoever wants to be forgotten.
    "aliases": [IndexModel([("lane", 1)], name="lane")],
    "links": [IndexModel([("box", 1)], name="box")],
    "letters": [IndexModel([("box", 1), ("at", -1)], name="box_at")],
    "clients": [IndexModel([("added_at", -1)], name="added_at")],
    "machine_reports": [
        IndexModel([("client", 1), ("at", -1)], name="client_at"),
        IndexModel([("address", 1), ("at", 1)], name="address_at"),
    ],
    "machine_news": [
        IndexModel([("client", 1), ("at", 1)], name="client_at"),
        IndexModel([("at", 1)], name="at"),
    ],
    "origins": [IndexModel([("until", 1)], name="until")],
    "uploads": [IndexModel([("at", 1)], name="at")],
    "uploads.chunks": [IndexModel([("at", 1)], name="at")],
    "accounts": [
        IndexModel([("created_at", 1)], name="created_at"),
        IndexModel([("subject", 1)], name="subject", sparse=True),  # few have one
    ],
    "sessions": [IndexModel([("seen_at", 1)], name="seen_at")],
    "looks": [IndexModel([("account", 1), ("at", -1)], name="account_at"), IndexModel([("at", -1)], name="at")],
    "media.chunks": [IndexModel([("files_id", 1), ("n", 1)], name="files_id_1_n_1")],
}


async def create_indexes(connection: Connection) -> None:
    """Create every index that does not exist yet. Raises ``StoreDown``, ``IndexRefused``."""
    for name, models in INDEXES.items():
        for model in models:
            await _create(connection, name, model)


async def _create(connection: Connection, name: str, model: IndexModel) -> None:
    index = model.document["name"]
    with reaching():
        try:
            await connection[name].create_indexes([model])
        except OperationFailure as error:
            if error.code not in _NOT_AS_DECLARED:
                raise
            raise IndexRefused(name, index, connection.database_name, worded(error)) from error


async def existing_indexes(connection: Connection) -> list[str]:
    """Name the declared indexes that exist, as ``collection.index``. Raises ``StoreDown``."""
    found: list[str] = []
    for name, models in INDEXES.items():
        declared = {model.document["name"] for model in models}
        with reaching():
            existing = await connection[name].index_information()
        found += [f"{name}.{index}" for index in sorted(declared & set(existing))]
    return found
