"""Requests that nobody could read: kept whole as dead letters, to be read again by a later version."""

import hashlib
from urllib.parse import unquote_plus, urlencode

from channels.contract import Request, Route
from core.vocabulary.lanes import DeadLetter

PARKED = "parked:"
"""Begins the id: ``parked:<channel><suffix>:<digest>``, or ``parked:<channel><suffix>:query:<digest>``."""

QUERY = ":query"
"""Marks a request whose content was its query; all others are kept as their bodies."""


def parked(channel: str, route: Route, request: Request, reason: str) -> DeadLetter:
    """Make the letter of a request; the same content gives the same letter."""
    is_query = "GET" in route.methods
    content = _query(route, request).encode() if is_query else request.body
    place = f"{PARKED}{channel}{route.suffix}{QUERY if is_query else ''}"
    letter_id = f"{place}:{hashlib.sha256(content).hexdigest()[:24]}"
    return DeadLetter(letter_id, "body", "", request.received, reason, raw=content.decode("utf-8", errors="replace"))


def _query(route: Route, request: Request) -> str:
    """Give a query as it came, whose bytes need not be UTF-8, without what only proves where it comes from."""
    if not request.raw_query:
        return urlencode({name: value for name, value in request.query.items() if name not in route.proofs})
    pairs = request.raw_query.split("&")
    return "&".join(pair for pair in pairs if unquote_plus(pair.partition("=")[0]) not in route.proofs)


def place_of(letter: DeadLetter) -> tuple[str, str, bool]:
    """Give channel and suffix of a letter's address, and whether its content was a query."""
    place = letter.id.removeprefix(PARKED).rpartition(":")[0]
    address = place.removesuffix(QUERY)
    channel, slash, rest = address.partition("/")
    return channel, slash + rest, address != place
