"""The chain of a journal: each line is bound to the one before it by a digest of what it says.

A line is hashed over digests of its fields, each with a salt of its own, so that a field can be left out of an export,
or erased, and the chain can be checked all the same. `docs/proof.md` says it in a form that others can build again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from msgspec import structs

from core.vocabulary.effects import Record
from core.vocabulary.proof import Chained
from core.vocabulary.seal import Seal

VERSION: Final = 1
SALT_BYTES: Final = 16
"""128 bits for each field: what was said cannot be guessed from its digest."""
DETAIL: Final = "details."
_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def canonical(value: Mapping[str, Any]) -> bytes:
    """Write texts and whole numbers in the one form that is hashed: JSON, keys in order, no spaces, UTF-8 (RFC 8785).

    Half surrogate pairs, which nothing can store, are U+FFFD.
    """
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return _SURROGATES.sub("\ufffd", text).encode()


def digest_of(kind: str, value: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a value in its canonical form, apart by what kind of thing it is."""
    return hashlib.sha256(f"kanal:{kind}:v{VERSION}\n".encode() + canonical(value)).hexdigest()


def stamp(moment: datetime) -> str:
    """Write a moment as it is hashed: UTC, with milliseconds, as they are stored."""
    at = moment.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def origin(subject: str, earlier: int = 0) -> str:
    """Give what the first line of a chain hangs on; ``earlier`` lines were written before there were chains."""
    return digest_of("chain", {"subject": subject, "earlier": earlier})


def fields_of(record: Record) -> dict[str, str]:
    """List what a line says beside its time, kind and status; an actor or reason that is empty is none."""
    said = {"actor": record.actor, "reason": record.reason}
    details = {DETAIL + name: value for name, value in record.details.items()}
    return {name: value for name, value in said.items() if value} | details


def field_salt(salt: str, name: str) -> str:
    """Give the salt of one field out of that of its line: who is given one cannot find the others."""
    return hashlib.sha256(f"kanal:salt:v{VERSION}\n{salt}\n{name}".encode()).hexdigest()[: 2 * SALT_BYTES]


def field_digest(name: str, value: str, salt: str) -> str:
    """Give the digest that stands for a field in its line."""
    return digest_of("field", {"name": name, "salt": salt, "value": value})


def salts_of(record: Record, chain: Chained) -> dict[str, str]:
    """Give the salt of every field that is there."""
    if not chain.salt:
        return {name: chain.salts.get(name, "") for name in fields_of(record)}
    return {name: field_salt(chain.salt, name) for name in fields_of(record)}


def digests_of(record: Record, chain: Chained) -> dict[str, str]:
    """Give the digest of every field of a line, of what was erased as it was kept."""
    said, salts = fields_of(record), salts_of(record, chain)
    return chain.erased | {name: field_digest(name, said[name], salt) for name, salt in salts.items()}


def head_of(record: Record, n: int, prev: str, digests: Mapping[str, str]) -> str:
    """Give the digest of a line, which the next one hangs on."""
    return line_digest(record.subject, n, prev, stamp(record.at), record.what, record.status, digests)


def line_digest(subject: str, n: int, prev: str, at: str, what: str, status: str, digests: Mapping[str, str]) -> str:
    """Give the digest of a line from its parts: the moment as `stamp` writes it, fields by their digests."""
    line = {"subject": subject, "n": n, "prev": prev, "at": at, "what": what, "status": status}
    return digest_of("line", {**line, "fields": dict(digests)})


def linked(record: Record, n: int, prev: str, seal: Seal) -> tuple[Record, str]:
    """Hang a line on the one before it, or on the beginning where ``prev`` is empty; give the line and its digest."""
    before = prev or origin(record.subject, n - 1)
    salt = seal(f"line:{record.subject}:{n}:{before}")[:SALT_BYTES].hex()
    chain = Chained(n, before, "", salt)
    head = head_of(record, n, before, digests_of(record, chain))
    return structs.replace(record, chain=structs.replace(chain, head=head)), head


def erased(record: Record, names: frozenset[str]) -> Record:
    """Take fields out of a line for good, by name: the chain stands, and what they said cannot be guessed any more."""
    chain = _without(record, record.chain, names) if record.chain is not None else None
    details = {name: value for name, value in record.details.items() if DETAIL + name not in names}
    actor = "" if "actor" in names else record.actor
    reason = "" if "reason" in names else record.reason
    return structs.replace(record, actor=actor, reason=reason, details=details, chain=chain)


def _without(record: Record, chain: Chained, names: frozenset[str]) -> Chained:
    digests, salts = digests_of(record, chain), salts_of(record, chain)
    gone = {name: digest for name, digest in digests.items() if name in names}
    left = {name: salt for name, salt in salts.items() if name not in names}
    return structs.replace(chain, salt="", salts=left, erased=chain.erased | gone)
