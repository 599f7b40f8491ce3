"""Measure single database commands on the embedded server, one caller: which ones a lane's commit may use.

Run: ``python -m bench.commands``.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient

from storage.embedded.server import EmbeddedServer

ROUNDS = 100
STEP = 500


async def measure(command: Callable[[int], Awaitable[object]]) -> float:
    """Give milliseconds per command."""
    begun = time.perf_counter()
    for turn in range(ROUNDS):
        await command(turn)
    return (time.perf_counter() - begun) * 1000 / ROUNDS


async def main(documents: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(folder)
        client: Any = AsyncIOMotorClient(await server.start(), w=1, journal=True)
        lanes = client["bench"]["lanes"]
        for start in range(0, documents, STEP):
            batch = [{"_id": f"chat:{n}", "version": 1, "state": "x" * 500} for n in range(start, start + STEP)]
            await lanes.insert_many(batch, ordered=False)
        commands: dict[str, Callable[[int], Awaitable[object]]] = {
            "find_one by _id": lambda n: lanes.find_one({"_id": f"chat:{n * 7}"}),
            "update_one, version in the filter": lambda n: lanes.update_one(
                {"_id": f"chat:{n * 7}", "version": 1}, {"$set": {"version": 2}}
            ),
            "replace_one, version in the filter": lambda n: lanes.replace_one(
                {"_id": f"chat:{n * 7}", "version": 2}, {"version": 3, "state": "y" * 500}
            ),
            "find_one_and_update by _id": lambda n: lanes.find_one_and_update(
                {"_id": f"chat:{n * 7}"}, {"$inc": {"version": 1}}
            ),
        }
        print(f"{documents} documents, durable writes, ms per command")
        for name, command in commands.items():
            print(f"{name:<36}{await measure(command):>8.2f}")
        client.close()
        await server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.commands", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=10_000)
    asyncio.run(main(parser.parse_args().documents))
