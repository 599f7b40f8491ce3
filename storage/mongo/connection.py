"""The one place that makes a motor client, and the translation of its connectivity errors."""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bson.errors import BSONError
from bson.raw_bson import RawBSONDocument
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError
from pymongo.uri_parser import parse_uri

# Motor reads this when it is imported. Group commit keeps at most one command of a kind under way, so a few threads do;
# more of them only cost memory.
os.environ.setdefault("MOTOR_MAX_WORKERS", "12")
from motor.motor_asyncio import AsyncIOMotorClient

from core.vocabulary.errors import StoreDown
from storage.errors import BadAddress, Unstorable
from storage.mongo.documents import CODEC
from storage.mongo.farewell import say_goodbye
from storage.mongo.refusals import DUPLICATE_KEY, is_refusal, named, refuses, worded

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorCollection

    Documents = AsyncIOMotorCollection[dict[str, Any]]

SELECTION_TIMEOUT_MS = 3_000
SOCKET_TIMEOUT_MS = 10_000
CLOSE_SECONDS = 2.0

_DEFAULTS: dict[str, Any] = {
    "w": "majority",
    "journal": True,
    "serverSelectionTimeoutMS": SELECTION_TIMEOUT_MS,
    "socketTimeoutMS": SOCKET_TIMEOUT_MS,
}
"""Options that hold unless the address says otherwise."""
_GARBLED = (
    BSONError,
    struct.error,
    UnicodeDecodeError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What the driver raises when an answer is not one: it checks little of what a server sends."""


@contextlib.contextmanager
def reaching() -> Iterator[None]:
    """Raise ``StoreDown`` for every error but the refusal of one document (``Unstorable``) and a duplicate key.

    Only calls of the driver may stand inside.
    """
    try:
        yield
    except DuplicateKeyError:
        raise
    except BulkWriteError as error:
        if error.details.get("writeConcernErrors"):
            raise StoreDown("the write was not made durable") from error
        raise StoreDown(worded(error)) from error
    except (PyMongoError, *_GARBLED) as error:
        if is_refusal(error):
            raise Unstorable(worded(error)) from error
        raise StoreDown(worded(error)) from error


class Connection:
    """A client with durable writes, and the collections of one database.

    Writes are acknowledged by the majority and after the journal (``w=majority``, ``j=True``) unless the URI says
    otherwise. Retrying a write is left to the callers above, who know that it is harmless.
    """

    def __init__(self, uri: str, database: str, event_listeners: Sequence[Any] = ()) -> None:
        try:
            given = {name.lower(): value for name, value in parse_uri(uri, warn=False)["options"].items()}
            if given.get("w") == 0:
                raise BadAddress("KANAL_MONGODB_URI says w=0: nothing would be known to be stored; leave w out")
            self._client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
                uri,
                retryWrites=False,
                connectTimeoutMS=SELECTION_TIMEOUT_MS,
                event_listeners=list(event_listeners),
                **{name: value for name, value in _DEFAULTS.items() if name.lower() not in given},
            )
        except (PyMongoError, ValueError) as error:
            raise BadAddress(
                f"KANAL_MONGODB_URI cannot be read ({type(error).__name__}): mongodb://USER:PASSWORD@HOST:27017/"
            ) from error
        self.database_name = database
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

    async def write(self) -> None:
        """Make one small durable write: only that shows that an event could be taken. Raises ``StoreDown``."""
        with reaching(), contextlib.suppress(DuplicateKeyError):  # two processes at the very first time
            await self["health"].update_one({"_id": "ready"}, {"$inc": {"n": 1}}, upsert=True)

    async def close(self) -> None:
        """Close the sockets. The driver says good-bye to the server first; one that hangs is not waited for."""
        await say_goodbye(self._client, CLOSE_SECONDS)


async def insert_new(collection: Documents, documents: Sequence[RawBSONDocument]) -> dict[int, Exception | None]:
    """Insert documents in one unordered, durable command; tell the positions that were not inserted.

    None stands for "was there already", an ``Unstorable`` for a document that can never be stored, a ``StoreDown`` for
    one that the server did not take for another reason. Raises ``StoreDown`` for the whole command.
    """
    with reaching():
        if len(documents) == 1:
            try:
                await collection.insert_one(documents[0])
            except DuplicateKeyError:
                return {0: None}
            except PyMongoError as error:
                if is_refusal(error):
                    return {0: Unstorable(worded(error))}
                raise
            return {}
        try:
            await collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            if error.details.get("writeConcernErrors"):
                raise
            items = error.details["writeErrors"]
            return {int(item["index"]): None if item.get("code") == DUPLICATE_KEY else refusal(item) for item in items}
        return {}


def refusal(item: dict[str, Any]) -> Unstorable | StoreDown:
    """Give what one entry of a bulk's ``writeErrors`` means for its document."""
    return Unstorable(named(item.get("code"))) if refuses(item) else StoreDown(named(item.get("code")))
