"""Measure the store: milliseconds per document at 1, 8 and 32 parallel callers.

Run: ``python -m bench.store [uri]``; without a URI on the embedded server in a temporary folder.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

from core.vocabulary.effects import Send
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.lanes import Entry, Lane, Receipt
from storage.embedded.server import EmbeddedServer
from storage.mongo.store import MongoStore

CALLERS = (1, 8, 32)
ROUNDS = 40
HISTORY = 2_000

Operation = Callable[[MongoStore, int, int], Awaitable[object]]


class WallClock:
    """The time of day."""

    def now(self) -> datetime:
        """Give the present moment."""
        return datetime.now(UTC)


def _event(run: str, number: int) -> Event:
    body = Said(Person("1", "Ina"), str(number), "Lampu jalan mati su 3 hari di depan SDN Oebufu")
    return Event(f"telegram:{run}:{number}", f"chat:{run}:{number}", WallClock().now(), body, channel="telegram")


def _lane(run: str, number: int) -> Lane:
    now = WallClock().now()
    state = {
        "draft": {"text": "Lampu jalan mati su 3 hari di depan SDN Oebufu", "kategori": "lampu-jalan"},
        "n": number,
    }
    outbox = (Entry(f"{run}:{number}:0", Send("Terima kasih, laporan Bapak/Ibu sudah kami terima.", key="k"), now),)
    return Lane(f"chat:{run}:{number}", state=state, seen=tuple(f"telegram:{n}" for n in range(20)), outbox=outbox)


def operations(run: str) -> dict[str, Operation]:
    """Give what is measured, in an order in which each finds what the one before it made."""
    versions: dict[int, int] = {}

    async def commit(store: MongoStore, number: int, _round: int) -> bool:
        versions[number] = versions.get(number, 0) + 1
        return await store.commit(_lane(run, number), versions[number] - 1)

    async def done(store: MongoStore, number: int, _round: int) -> None:
        store.done([f"telegram:{run}:{number}"])

    return {
        "accept": lambda store, number, _: store.accept([_event(run, number)]),
        "pending": lambda store, number, _: store.pending(f"chat:{run}:{number}"),
        "commit, new lane": commit,
        "load": lambda store, number, _: store.load(f"chat:{run}:{number}"),
        "commit, known lane": commit,
        "record a receipt": lambda store, number, _: store.record(
            Receipt(f"{run}:{number}:0", f"chat:{run}:{number}", WallClock().now(), (str(number),))
        ),
        "read a receipt": lambda store, number, _: store.receipts([f"{run}:{number}:0"]),
        "done, not waited for": done,
    }


async def measure(store: MongoStore, callers: int) -> dict[str, float]:
    """Give milliseconds per document by operation."""
    found = {}
    for name, operation in operations(uuid4().hex[:6]).items():
        begin = time.perf_counter()
        for turn in range(ROUNDS):
            await asyncio.gather(*(operation(store, turn * callers + one, turn) for one in range(callers)))
        found[name] = (time.perf_counter() - begin) * 1000 / (ROUNDS * callers)
    return found


async def main(uri: str) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(folder)
        uri = uri or await server.start()
        store = MongoStore(uri, "kanal_bench", clock=WallClock())
        await store.open()
        for start in range(0, HISTORY, 50):
            past = [_event("past", number) for number in range(start, start + 50)]
            await store.accept(past)
            await asyncio.gather(*(store.commit(_lane("past", number), 0) for number in range(start, start + 50)))
            store.done([event.id for event in past])
        await store.close()  # writes the done marks of the past, which would run beside the first measurement
        store = MongoStore(uri, "kanal_bench", clock=WallClock())
        await measure(store, 1)  # connections and caches warm
        tables = {callers: await measure(store, callers) for callers in CALLERS}
        print(f"{'ms per document':22}" + "".join(f"{callers:>8}" for callers in CALLERS) + "  parallel callers")
        for name in tables[1]:
            print(f"{name:22}" + "".join(f"{tables[callers][name]:8.2f}" for callers in CALLERS))
        await store.close()
        await server.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else ""))
