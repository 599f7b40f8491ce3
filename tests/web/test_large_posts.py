"""Photos of a form are never all in memory: they wait on the disk, and go into the store one after the other."""

from __future__ import annotations

import io
import os
import tracemalloc

import aiohttp
import pytest

from core.vocabulary.letters import Upload
from tests.web.boxes import WORD, served
from web.site import Limits

MEGABYTE = 1024 * 1024
FIELDS = {"words": "Lampu jalan mati su 3 hari di depan SDN Oebufu", "category": "lampu-jalan", "privacy": "anonim"}


async def test_photos_are_not_in_memory_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of five photos of four megabytes less than half is in memory at any moment: one, and what the next one takes."""
    sizes: list[int] = []

    async def put(upload: Upload) -> None:
        sizes.append(upload.content.size)

    async with served(limits=Limits(patience=0.0)) as town:
        monkeypatch.setattr(town.boxes, "put_upload", put)
        data = aiohttp.FormData({**FIELDS, "word": WORD})
        for seed in range(5):
            path = io.BytesIO(b"\xff\xd8\xff" + os.urandom(4 * MEGABYTE))
            data.add_field("photos", path, filename=f"{seed}.jpg", content_type="image/jpeg")
        tracemalloc.start()
        try:
            async with town.client.post("/lapor/3", data=data, allow_redirects=False) as answer:
                status = answer.status
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert (303, [4 * MEGABYTE + 3] * 5) == (status, sizes)
    assert peak < 10 * MEGABYTE
