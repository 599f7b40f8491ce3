"""What was not understood, on MongoDB."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pymongo import MongoClient

from core.vocabulary.effects import Unheard
from storage.mongo.connection import Connection
from storage.mongo.store import MongoStore
from storage.mongo.unheard import UnheardLines
from tests.clock import START


async def test_a_flood_pushes_out_the_oldest(store: MongoStore, mongo_uri: str, database_name: str) -> None:
    """Beyond the cap the oldest lines go with the next purge, however young they are."""
    connection = Connection(mongo_uri, database_name)
    lines = UnheardLines(connection, cap=3)
    for n in range(5):
        await lines.keep(f"e:{n}", Unheard("draft", str(n)), START + timedelta(minutes=n))

    assert 2 == await lines.purge(START)
    assert ["4", "3", "2"] == [line.text for line in await lines.newest(10)]
    assert 0 == await lines.purge(START)
    await lines.close()
    await connection.close()


async def test_a_line_does_not_lead_back_to_its_chat(store: MongoStore, mongo_uri: str, database_name: str) -> None:
    """The stored document has words, kind and time; its id is none of the platform's."""
    await store.keep_unheard("whatsapp:1:wamid.HBgNNjI4MTIz:0", Unheard("draft", "entah"), START)

    with MongoClient[Any](mongo_uri) as client:
        (document,) = client[database_name].unheard.find({})
    assert {"_id", "kind", "text", "at"} == set(document)
    assert "wamid" not in document["_id"]
