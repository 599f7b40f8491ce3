"""What an answer of the database means: this one document can never be stored, or the database is not working now.

Only what names the document itself as the trouble is a refusal. Whatever else a server, a proxy of a hosted service or
a version to come may say is a database that does not work at the moment: the event is not acknowledged, and its
platform brings it again. A wrong guess in this direction costs waiting; in the other it costs somebody's complaint.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bson.errors import InvalidDocument
from pymongo.errors import BulkWriteError, ConnectionFailure, DocumentTooLarge, OperationFailure

DUPLICATE_KEY = 11000
"""MongoDB manual, "Error Codes": DuplicateKey."""

_REFUSALS = {
    10334: "BSONObjectTooLarge",
    17419: "document too large after the update",
    17420: "document too large after the update",
    22: "InvalidBSON",
    52: "DollarPrefixedFieldName",
    53: "InvalidIdField",
    56: "EmptyFieldName",
    57: "DottedFieldName",
    121: "DocumentValidationFailure",
}
"""MongoDB manual, "Error Codes": those that are about the document and nothing else."""

_NAMES = {
    13: "Unauthorized",
    18: "AuthenticationFailed",
    112: "WriteConflict",
    189: "PrimarySteppedDown",
    8000: "AtlasError",
    10107: "NotWritablePrimary",
    11600: "InterruptedAtShutdown",
    14031: "OutOfDiskSpace",
}
"""Names of frequent ones, for answers that carry the number alone."""


def is_refusal(error: Exception) -> bool:
    """Tell whether an error is about the one document that was to be written."""
    if isinstance(error, InvalidDocument | DocumentTooLarge):
        return True
    return isinstance(error, OperationFailure) and error.code in _REFUSALS


def refuses(item: Mapping[str, Any]) -> bool:
    """Tell the same of one entry of a bulk's ``writeErrors``."""
    return item.get("code") in _REFUSALS


def named(code: object, name: object = "") -> str:
    """Word a server's code. Its message is left out: it may quote what a citizen wrote."""
    known = _REFUSALS.get(code) or _NAMES.get(code) if isinstance(code, int) else None
    plain = name if isinstance(name, str) and name.isidentifier() else ""
    return f"{plain or known or 'error'} ({code})"


def worded(error: Exception) -> str:
    """Word an error for a log line: its class, and what of it is certainly not from a document."""
    kind = type(error).__name__
    if isinstance(error, BulkWriteError):
        codes = {item.get("code") for item in error.details.get("writeErrors", ())}
        return f"{kind}: {', '.join(named(code) for code in sorted(codes, key=str))}"
    if isinstance(error, OperationFailure):
        details = error.details if isinstance(error.details, Mapping) else {}
        return f"{kind}: {named(error.code, details.get('codeName'))}"
    if isinstance(error, ConnectionFailure):  # the driver's own words: addresses, without its timeouts and topology
        words = str(error).partition(" (configured timeouts")[0].partition(", Timeout:")[0]
        return f"{kind}: {words[:200]}"
    return kind
