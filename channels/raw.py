"""Read fields out of JSON that may have any shape: a wrong type counts as absent, nothing raises.

Platforms add fields and kinds without notice, and recorded bodies lack fields that the documentation calls required;
so nothing here relies on a key being there or on its type.
"""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from core.vocabulary.errors import Malformed

Json = Mapping[str, Any]

_NOTHING: Json = {}

NAME_CHARACTERS = 100
ENDING_CHARACTERS = 10
_NAME_MARKS = {'"': "'", ";": ",", "\\": "-", "/": "-"}
"""Marks of headers and paths, which clients read in different ways, and what stands in for them."""


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


def file_name(value: str) -> str:
    """Give a file's name as any multipart header can carry it: one line, no quotes, at most 100 characters.

    A name comes from the sender's phone and may hold anything; the ending says what the file is, so it stays.
    """
    name = "".join(_NAME_MARKS.get(one, one) if one.isprintable() else " " for one in clean(value))
    name = " ".join(name.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if len(name) <= NAME_CHARACTERS:
        return name
    if not stem or len(ending) > ENDING_CHARACTERS:
        return name[:NAME_CHARACTERS].rstrip()
    return stem[: NAME_CHARACTERS - len(ending) - 1].rstrip() + dot + ending


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


def read_object(body: bytes) -> Json:
    """Decode a webhook's body; raises ``Malformed`` when it is not a JSON object."""
    try:
        # Not msgspec's decoder: it refuses half a surrogate pair, and one bad character must not cost a message.
        value = json.loads(body.decode(errors="replace"))
    except (ValueError, RecursionError) as error:
        raise Malformed("the body is not JSON") from error
    if not isinstance(value, dict):
        raise Malformed("the body is not an object")
    return value
