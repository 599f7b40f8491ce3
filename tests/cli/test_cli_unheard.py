"""`kanal unheard`: what was not understood, by kind with counts, without anybody's name or chat."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from core.vocabulary.effects import Unheard
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal
from tests.clock import START


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Keep four lines of two kinds and give the settings that reach them."""
    for n, (kind, text) in enumerate([("draft", "hmm\nentah"), ("verdict", "apa"), ("draft", "e"), ("draft", "??")]):
        await store.keep_unheard(f"whatsapp:1:wamid.ABC{n}:0", Unheard(kind, text), START + timedelta(minutes=n))
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}


async def test_kinds_are_listed_with_counts_and_samples(settings: dict[str, str], tmp_path: Path) -> None:
    """The most frequent kind comes first, with its newest samples in one line each; a kind can be chosen."""
    ended = await kanal(tmp_path, "unheard", "--samples", "2", settings=settings)

    assert (0, "") == (ended.code, ended.err)
    assert ["draft\t3", "  ??", "  e", "verdict\t1", "  apa"] == [
        line if "\t" in line else "  " + line.rpartition("  ")[2] for line in ended.lines
    ]
    assert "wamid" not in ended.out
    one = await kanal(tmp_path, "unheard", "--kind", "verdict", settings=settings)
    assert ["verdict\t1"] == [line for line in one.lines if "\t" in line]


async def test_everything_as_json(settings: dict[str, str], tmp_path: Path) -> None:
    """Each thing said is a JSON line with kind, time and words, and nothing else."""
    ended = await kanal(tmp_path, "unheard", "--json", settings=settings)

    lines = [json.loads(line) for line in ended.lines]
    assert [("draft", "??"), ("draft", "e"), ("verdict", "apa"), ("draft", "hmm\nentah")] == [
        (line["kind"], line["text"]) for line in lines
    ]
    assert {"kind", "at", "text"} == {key for line in lines for key in line}


async def test_nothing_is_said_in_words(mongo_uri: str, database_name: str, tmp_path: Path) -> None:
    """An empty list is not an error."""
    reach = {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name}
    ended = await kanal(tmp_path, "unheard", settings=reach)

    assert (0, "", "nothing that was not understood\n") == (ended.code, ended.out, ended.err)
