"""Read fields out of JSON that may have any shape: a wrong type counts as absent, nothing raises.

The Bot API adds fields and kinds without notice, and recorded updates lack fields that the documentation calls
required; so nothing here relies on a key being there or on its type.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

_NOTHING: Json = {}


def obj(value: object) -> Json:
    """Give an object, empty when the value is none."""
    return value if isinstance(value, Mapping) else _NOTHING


def objects(value: object) -> list[Json]:
    """Give the objects among the items of an array."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return []
    return [item for item in value if isinstance(item, Mapping)]


def clean(value: str) -> str:
    """Replace halves of surrogate pairs, which JSON can carry and UTF-8 (the database, the next platform) cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def text(value: object) -> str:
    """Give a string, empty when the value is none."""
    return clean(value) if isinstance(value, str) else ""


def whole(value: object) -> int:
    """Give an integer, 0 when the value is none (true and false are none)."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def real(value: object) -> float | None:
    """Give a finite number as a float, or None."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def ident(value: object) -> str:
    """Give a numeric id as text, empty when the value is none; ids need 52 bits (Bot API, Chat)."""
    if isinstance(value, str):
        return value if value.lstrip("-").isdecimal() else ""
    return str(whole(value) or "")
