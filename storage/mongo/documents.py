"""Turn the core's structs into BSON documents and back.

Times keep milliseconds (BSON dates), tuples come back as lists inside ``Lane.state`` and as tuples where the struct
says so. Fields that this version does not know are left out when reading, so that a newer version's documents can be
read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import bson
import msgspec
from bson.codec_options import CodecOptions
from bson.errors import InvalidDocument
from bson.int64 import Int64
from bson.raw_bson import RawBSONDocument

from core.vocabulary.events import Event
from core.vocabulary.lanes import Lane
from core.vocabulary.store import Unsent
from storage.errors import Unstorable

CODEC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
NATIVE = (datetime, bytes)
MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
"""MongoDB manual, "MongoDB Limits and Thresholds": BSON document size."""

_SURROGATES = re.compile("[\ud800-\udfff]")

S = TypeVar("S", bound=msgspec.Struct)


def pack(value: msgspec.Struct) -> dict[str, Any]:
    """Make a document of a struct."""
    document: dict[str, Any] = msgspec.to_builtins(value, builtin_types=NATIVE, enc_hook=_plain)
    return document


def _plain(value: object) -> int:
    """Give a whole number as one: what does not fit into 32 bits is read from BSON as a kind of its own."""
    if isinstance(value, Int64):
        return int(value)
    raise NotImplementedError(type(value).__name__)


def misfit(error: msgspec.ValidationError) -> str:
    """Word why a document does not fit: where, and not the value that stands there."""
    place = re.search(r" - at `([^`]*)`", str(error))
    return f"ValidationError at {place[1]}" if place else "ValidationError"


def unpack(document: Mapping[str, Any], kind: type[S]) -> S:
    """Make a struct of a document. Raises ``msgspec.ValidationError`` when it does not fit."""
    return msgspec.convert(document, kind)


def encode(document: Mapping[str, Any]) -> RawBSONDocument:
    """Encode a document ahead of the wire, so that one that cannot be stored does not take its batch along.

    Half surrogate pairs, which JSON can carry and UTF-8 cannot, become U+FFFD. Raises ``Unstorable``.
    """
    try:
        try:
            raw = bson.encode(document, codec_options=CODEC)
        except UnicodeEncodeError:
            raw = bson.encode(_mended(document), codec_options=CODEC)
    except (InvalidDocument, OverflowError, TypeError, ValueError) as error:
        raise Unstorable(str(error)[:200]) from error
    if len(raw) > MAX_DOCUMENT_BYTES:
        raise Unstorable(f"document of {len(raw)} bytes")
    return RawBSONDocument(raw)


def mended(text: str) -> str:
    """Replace half surrogate pairs, which UTF-8 cannot carry, by U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, Mapping):
        return {_mended(key): _mended(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(item) for item in value]
    return value


OLDEST_FIRST = [("event.at", 1), ("event.order", 1), ("since", 1), ("_id", 1)]
"""The one order of events (`core.vocabulary.order`) in the database's words: the fields of `event_document`."""


def event_document(event: Event, received: datetime) -> dict[str, Any]:
    """Make an inbox document: ``wait`` exists only while the event is pending, ``since`` is when it was stored."""
    kept = event if event.received is not None else msgspec.structs.replace(event, received=received)
    return {
        "_id": event.id,
        "lane": event.lane,
        "wait": event.lane,
        "since": kept.received,
        "tries": 0,
        "event": pack(kept),
    }


def lane_document(lane: Lane, version: int, mark: str) -> dict[str, Any]:
    """Make a lane's document; ``send_at`` and ``held_at`` exist only while something waits or is held."""
    packed = pack(lane)
    packed.pop("id")
    document = {"_id": lane.id, **packed, "version": version, "commit": mark}
    if lane.outbox:
        document["send_at"] = min(entry.since for entry in lane.outbox)
    if lane.held:
        document["held_at"] = min(entry.since for entry in lane.held)
    return document


def lane_of(document: Mapping[str, Any]) -> Lane:
    """Read a lane's document."""
    return unpack({**document, "id": document["_id"]}, Lane)


def unsent_of(document: Mapping[str, Any]) -> Unsent:
    """Read of a lane's document what its outbox waits with."""
    kinds = dict.fromkeys(str(entry.get("effect", {}).get("type", "")) for entry in document.get("outbox", ()))
    return Unsent(document["_id"], document["send_at"], document.get("channel", ""), tuple(kinds))
