"""A small month of a city's life: four channels, two processes that are killed, and a recount that finds the same."""

from __future__ import annotations

from pathlib import Path

from bench.month.__main__ import month
from bench.month.town import Size

SMALL = Size(complaints=25, officials=12, kills=2, days=7, losses=0.05, seed=3, minutes=180)


async def test_a_small_month(mongo_uri: str, database_name: str, tmp_path: Path) -> None:
    """Every date, call, list, count and card equals the recount; nobody was told twice, and nothing is lost."""
    found = await month(SMALL, mongo_uri, database_name, tmp_path)
    assert [] == found.all_faults
    assert found.compared["dates and calls"] > 0
    assert 0 < found.by_time["date_told"] <= found.by_time["recounted"]
    assert 2 <= found.kills
