"""The description of the addresses holds: a foreign tool makes requests of it and finds nothing that differs."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from tests.core.kupang import kupang
from tests.web.open311.desk import OWN, ROOT, Served, served

PATIENCE_SECONDS = 100.0
EXAMPLES = 12
LEFT_OUT = {
    "ignored_auth": "it sends a wrong key beside the right one, and the first that is found counts",
    "positive_data_acceptance": "no schema says which span has ninety days, or which words have eight letters",
}
"""Checks that are not made, and why; that keys are needed is in `test_access.py`."""


async def schemathesis(town: Served, folder: Path) -> tuple[int, str]:
    """Run the tool against a served city, as from the command line; give how it ended and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "run", str(town.client.make_url(f"{ROOT}/openapi.json"))),
        *("--header", f"X-API-Key: {OWN}", "--phases", "examples,coverage,fuzzing", "--checks", "all"),
        *("--exclude-checks", ",".join(LEFT_OUT), "--max-examples", str(EXAMPLES), "--seed", "1"),
        *("--generation-database", "none", "--no-color", "--continue-on-failure"),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        out, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return process.returncode or 0, out.decode()


async def test_a_foreign_tool_finds_nothing_that_differs(tmp_path: Path) -> None:
    """Every path is asked for with right and wrong values; statuses, formats and bodies are those of the file."""
    async with served(requests_per_minute=10**9, reports_per_day=10**9) as town:
        await town.file()
        code, said = await schemathesis(town, tmp_path)
        filed = len(town.desk.reports)

    assert 0 == code, said[-6000:]
    assert "Tested: 9" in said
    assert 1 < filed


async def test_the_file_is_filled_in_where_it_is_served() -> None:
    """The served file names this city, its address and its services; the paths are the ones that there are."""
    async with served() as town:
        status, text = await town.ask("openapi.json")
        read = json.loads(text)
        served_at = str(town.client.make_url(ROOT))

    assert (200, "3.1.0", "Open311 GeoReport v2: Kota Kupang") == (status, read["openapi"], read["info"]["title"])
    assert [{"url": served_at}] == read["servers"]
    assert [one.code for one in kupang().categories] == read["components"]["schemas"]["ServiceCode"]["enum"]
