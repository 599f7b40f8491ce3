"""Pages of counts are measured on documents that are there: each page comes, and says what was filled."""

from __future__ import annotations

from datetime import UTC, datetime

from bench.drawing import filled, measure, paths_of, served
from tests.bench.test_flood import lives

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)


async def test_every_page_is_measured() -> None:
    """Each is there, the second time as long as the first, and the lists of desks are filled."""
    documents = filled(lives(), 900, NOW)
    assert 900 == sum(name.startswith("ticket:") for name in documents.raw)
    client = await served(lives().city, documents, NOW)
    for path in paths_of(lives().city, NOW).values():
        _first, _later, size = await measure(client, path, 1)
        assert size > 100
    async with client.get("/pengawas") as answer:
        assert "<dd>400</dd>" in await answer.text()
    await client.close()
