"""Resident memory over many conversations: ``python -m bench.memory`` (about three minutes for 20,000)."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from bench.crowds import SCRIPT, TelegramCrowd
from bench.servers import KANAL, Server
from simulator.telegram import TelegramStandIn
from storage.embedded.server import EmbeddedServer

PARALLEL = 32
TURNS = 2


async def main(conversations: int) -> None:
    """Hold conversations of two turns each, and print the memory after each tenth of them."""
    with tempfile.TemporaryDirectory(prefix="kanal-bench-") as folder:
        embedded = EmbeddedServer(Path(folder))
        uri = await embedded.start()
        standin = TelegramStandIn(limits=None, remember_messages=5, remember_calls=100, remember_events=100)
        await standin.start()
        server = await Server.start(KANAL, uri, "bench_memory", standin)
        await server.point(standin)
        crowd = TelegramCrowd(standin)

        async def one(count: int) -> None:
            for _ in range(count):
                citizen = crowd.newcomer()
                for line in SCRIPT[:TURNS]:
                    await crowd.turn(citizen, line.format(citizen=citizen), answered=True)

        try:
            step = max(1, conversations // 10 // PARALLEL)
            for tenth in range(11):
                rss = (await server.stats())["rss"] / 1e6
                print(f"{tenth * step * PARALLEL:>7} conversations: {rss:.0f} MB resident", flush=True)
                if tenth < 10:
                    await asyncio.gather(*(one(step) for _ in range(PARALLEL)))
        finally:
            await server.stop()
            await standin.stop()
            await embedded.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.memory", description=__doc__)
    parser.add_argument("--conversations", type=int, default=20_000)
    asyncio.run(main(parser.parse_args().conversations))
