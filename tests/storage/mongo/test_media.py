"""Files in the store: how much memory it takes to bring one in and out."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import AsyncIterator, Iterator

import pytest

from core.vocabulary.letters import Upload
from core.vocabulary.media import Content
from storage.files import TemporarySpool
from storage.mongo.media import MEDIA_LIMIT_BYTES
from storage.mongo.store import MongoStore
from tests.clock import START

MEGABYTE = 1024 * 1024
LARGEST = MEDIA_LIMIT_BYTES // MEGABYTE
WORKING = 10 * MEGABYTE
"""A command of two megabytes, as documents and as what goes over the wire, and one that is being read."""


@pytest.fixture
def traced() -> Iterator[None]:
    """Count what is allocated."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


async def digest_of(content: Content) -> str:
    """Read a file without keeping it."""
    found = hashlib.sha256()
    async for piece in content.pieces():
        found.update(piece)
    return found.hexdigest()


@pytest.fixture
async def film() -> AsyncIterator[TemporarySpool]:
    """Give a file of the largest size, on its way, no megabyte of it like another."""
    with TemporarySpool() as spool:
        for number in range(LARGEST):
            await spool.write(bytes((number,)) * MEGABYTE)
        yield spool


async def test_a_file_is_stored_and_read_in_pieces(store: MongoStore, film: TemporarySpool, traced: None) -> None:
    """Storing and reading the largest file takes a few megabytes."""
    tracemalloc.reset_peak()
    await store.put_media(film, "video/mp4", "besar.mp4", "m:1")
    media = await store.get_media("m:1")
    assert media is not None
    assert await film.digest() == await digest_of(media.content)
    assert WORKING > tracemalloc.get_traced_memory()[1]


async def test_a_file_of_a_form_waits_in_pieces(store: MongoStore, film: TemporarySpool, traced: None) -> None:
    """A file that waits to be brought in takes a few megabytes, too, and is larger than one document could be."""
    tracemalloc.reset_peak()
    await store.put_upload(Upload("u:1", film, "video/mp4", START))
    upload = await store.get_upload("u:1")
    assert upload is not None
    assert await film.digest() == await digest_of(upload.content)
    assert WORKING > tracemalloc.get_traced_memory()[1]
