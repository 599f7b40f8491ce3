"""The one place that makes a motor client, and the translation of its connectivity errors."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bson.raw_bson import RawBSONDocument
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    InvalidOperation,
    PyMongoError,
    WriteConcernError,
)
from pymongo.uri_parser import parse_uri

# Motor reads this when it is imported. Group commit keeps at most one command of a kind under way, so a few threads do;
# more of them only cost memory.
os.environ.setdefault("MOTOR_MAX_WORKERS", "12")
from motor.motor_asyncio import AsyncIOMotorClient

from core.errors import StoreDown
from storage.documents import CODEC
from storage.errors import BadAddress, Unstorable

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorCollection

    Documents = AsyncIOMotorCollection[dict[str, Any]]

DUPLICATE_KEY = 11000
"""MongoDB manual, "Error Codes": DuplicateKey."""
SELECTION_TIMEOUT_MS = 3_000
SOCKET_TIMEOUT_MS = 10_000

_DOWN = (ConnectionFailure, ExecutionTimeout, WriteConcernError, InvalidOperation)


@contextlib.contextmanager
def reaching() -> Iterator[None]:
    """Turn every error that means "the database did not answer or did not make it durable" into ``StoreDown``."""
    try:
        yield
    except _DOWN as error:
        raise StoreDown(f"{type(error).__name__}: {str(error)[:200]}") from error
    except BulkWriteError as error:
        if error.details.get("writeConcernErrors"):
            raise StoreDown("the write was not made durable") from error
        raise


class Connection:
    """A client with durable writes, and the collections of one database.

    Writes are acknowledged after the journal (``w=1, j=True``) unless the URI names a ``w``: a replica set should
    say ``w=majority`` there. Retrying a write is left to the callers above, who know that it is harmless.
    """

    def __init__(self, uri: str, database: str, event_listeners: Sequence[Any] = ()) -> None:
        try:
            named = {option.lower() for option in parse_uri(uri, validate=False, warn=False)["options"]}
        except (PyMongoError, ValueError) as error:
            raise BadAddress(
                f"KANAL_MONGODB_URI cannot be read ({type(error).__name__}): mongodb://USER:PASSWORD@HOST:27017/"
            ) from error
        options: dict[str, Any] = {} if "w" in named else {"w": 1}
        if "serverselectiontimeoutms" not in named:
            options["serverSelectionTimeoutMS"] = SELECTION_TIMEOUT_MS
        if "sockettimeoutms" not in named:
            options["socketTimeoutMS"] = SOCKET_TIMEOUT_MS
        self._client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
            uri,
            journal=True,
            retryWrites=False,
            connectTimeoutMS=SELECTION_TIMEOUT_MS,
            event_listeners=list(event_listeners),
            **options,
        )
        self._database = self._client.get_database(database, codec_options=CODEC)
        self._collections: dict[str, Documents] = {}

    def __getitem__(self, name: str) -> Documents:
        collection = self._collections.get(name)
        if collection is None:
            collection = self._collections[name] = self._database[name]
        return collection

    async def ping(self) -> None:
        """Ask the server for a sign of life. Raises ``StoreDown`` within a few seconds."""
        with reaching():
            await self._client.admin.command("ping")

    def close(self) -> None:
        """Close the sockets."""
        self._client.close()


async def insert_new(collection: Documents, documents: Sequence[RawBSONDocument]) -> dict[int, Exception | None]:
    """Insert documents in one unordered, durable command; tell the positions that were not inserted.

    None stands for "was there already", an ``Unstorable`` for a document that the server refused. Raises ``StoreDown``.
    """
    with reaching():
        if len(documents) == 1:
            try:
                await collection.insert_one(documents[0])
            except DuplicateKeyError:
                return {0: None}
            return {}
        try:
            await collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            if error.details.get("writeConcernErrors"):
                raise
            return {int(item["index"]): _refusal(item) for item in error.details["writeErrors"]}
        return {}


def _refusal(error: dict[str, Any]) -> Exception | None:
    return None if error.get("code") == DUPLICATE_KEY else Unstorable(str(error.get("errmsg", ""))[:200])
