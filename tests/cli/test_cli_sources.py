"""`kanal sources` and `kanal poster`: who came by what, and material to come by."""

from pathlib import Path

import pytest

from core.sources.state import Came, SourcesState
from core.vocabulary.lanes import Lane
from storage.mongo.store import MongoStore
from tests.cli.kanal import kanal


@pytest.fixture
async def settings(mongo_uri: str, database_name: str, store: MongoStore) -> dict[str, str]:
    """Store a month and a link, and give the settings that reach them."""
    assert await store.commit(Lane("sources:2026-11", 1, SourcesState({"radio": {"telegram": Came(5, 2)}})), 0)
    await store.write_note("entrance:telegram", "https://t.me/kupang_bot?start={word}")
    return {"KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": database_name, "TELEGRAM_BOT_TOKEN": "1:a"}


async def test_sources_of_a_quarter(settings: dict[str, str], tmp_path: Path) -> None:
    """A line for each month, source and channel: who came, who reported."""
    ended = await kanal(tmp_path, "sources", "2026-Q4", settings=settings)
    assert (0, ["month\tsource\tchannel\tcame\treported", "2026-11\tradio\ttelegram\t5\t2"]) == (
        ended.code,
        ended.lines,
    )


async def test_poster_of_a_source(settings: dict[str, str], tmp_path: Path) -> None:
    """The links are printed, and the sheet is drawn; what is no name of a source is said to be none."""
    ended = await kanal(tmp_path, "poster", "Radio", "sheet.pdf", settings=settings)
    assert (0, ["telegram\thttps://t.me/kupang_bot?start=radio"]) == (ended.code, ended.lines)
    assert b"%PDF" == (tmp_path / "sheet.pdf").read_bytes()[:4]
    assert 2 == (await kanal(tmp_path, "poster", "a b", settings=settings)).code
