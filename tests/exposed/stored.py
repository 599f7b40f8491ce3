"""Everything that a database keeps, read as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pymongo.database import Database

from tests.exposed.planted import found_in


def kept(database: Database[Any]) -> Iterator[tuple[str, str]]:
    """Give each document of every collection, as where it stands and what it says, ids included."""
    for name in sorted(database.list_collection_names()):
        for document in database[name].find():
            yield f"{name} {document.get('lane', document['_id'])}", repr(document)


def holding(database: Database[Any], words: Iterable[str]) -> dict[str, list[str]]:
    """Give where any of these words is kept."""
    found = {where: found_in(text, tuple(words)) for where, text in kept(database)}
    return {where: said for where, said in found.items() if said}
