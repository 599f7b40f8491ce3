"""How long pages take: many readers of the form at once, and whole reports filed by it, on one process.

``python -m bench.pages``. A reader asks for the form again and again. A reporter reads the form, sends words, then the
corrected form, and waits for the private page with the number; each comes from another address.
"""

import argparse
import asyncio
import tempfile
import time
from collections import defaultdict
from itertools import count
from pathlib import Path

import aiohttp

from bench import stands
from bench.form import CORRECTED, WORD, WORDS, address
from bench.servers import KANAL, Server
from storage.embedded.server import EmbeddedServer

_people = count()
Latencies = dict[str, list[float]]


async def timed(latencies: Latencies, what: str, answer: "aiohttp.client._RequestContextManager") -> str:
    """Wait for a page; give its words."""
    begun = time.perf_counter()
    async with answer as response:
        text = await response.text()
        response.raise_for_status()
    latencies[what].append((time.perf_counter() - begun) * 1000)
    return text


async def read(session: aiohttp.ClientSession, url: str, latencies: Latencies, deadline: float) -> None:
    """Read the form until the time is over."""
    while time.perf_counter() < deadline:
        await timed(latencies, "form", session.get(f"{url}/lapor"))


async def report(session: aiohttp.ClientSession, url: str, latencies: Latencies, deadline: float) -> None:
    """File reports until the time is over."""
    while time.perf_counter() < deadline:
        headers = address(next(_people))
        page = await timed(latencies, "form", session.get(f"{url}/lapor", headers=headers))
        found = WORD.search(page)
        assert found is not None
        fields = {"words": WORDS, "word": found[1]}
        await timed(latencies, "understood", session.post(f"{url}/lapor/2", data=fields, headers=headers))
        fields |= CORRECTED
        await timed(latencies, "filed, with its number", session.post(f"{url}/lapor/3", data=fields, headers=headers))


def show(title: str, latencies: Latencies, seconds: float) -> None:
    """Print rates and percentiles."""
    print(f"\n{title}")
    for what, found in latencies.items():
        ordered = sorted(found)
        p50, p95 = (ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.95))
        print(f"  {what:<24}{len(found) / seconds:>8.0f}/s  p50 {p50:>7.1f} ms  p95 {p95:>7.1f} ms")


async def main(arguments: argparse.Namespace) -> None:
    """Start the database and one bridge, and measure."""
    with tempfile.TemporaryDirectory(prefix="kanal-bench-") as folder:
        embedded = EmbeddedServer(Path(folder))
        uri = await embedded.start()
        stage = await stands.build(())
        server = await Server.start(KANAL, uri, "bench_pages", stage.standin, {"WEB_FORM": "on"})
        try:
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
                for title, what, people in (
                    (f"{arguments.readers} readers at once", read, arguments.readers),
                    (f"{arguments.reporters} reporters at once", report, arguments.reporters),
                ):
                    for seconds in (1.0, arguments.seconds):  # the first to warm up
                        latencies: Latencies = defaultdict(list)
                        deadline = time.perf_counter() + seconds
                        await asyncio.gather(*(what(session, server.url, latencies, deadline) for _ in range(people)))
                    show(title, latencies, arguments.seconds)
        finally:
            await server.stop()
            await stage.stop()
            await embedded.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.pages", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--reporters", type=int, default=8)
    asyncio.run(main(parser.parse_args()))
