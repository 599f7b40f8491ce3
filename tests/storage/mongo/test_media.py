"""Files in the store: how much memory it takes to bring one in and out."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from storage.mongo.media import MEDIA_LIMIT_BYTES
from storage.mongo.store import MongoStore

MEGABYTE = 1024 * 1024


@pytest.fixture
def traced() -> Iterator[None]:
    """Count what is allocated."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


async def test_a_file_is_stored_and_read_in_pieces(store: MongoStore, traced: None) -> None:
    """Storing the largest file takes a few megabytes besides it, and reading it not much more than itself."""
    content = bytes(range(256)) * (MEDIA_LIMIT_BYTES // 256)
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    await store.put_media(content, "video/mp4", "besar.mp4", "m:1")
    stored = tracemalloc.get_traced_memory()[1] - before

    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    media = await store.get_media("m:1")
    read = tracemalloc.get_traced_memory()[1] - before

    assert media is not None
    assert content == media.content
    assert 10 * MEGABYTE > stored
    assert MEDIA_LIMIT_BYTES + 8 * MEGABYTE > read
