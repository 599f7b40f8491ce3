"""Conversation turns per second and latency, beside a bare handler and an ordinary bot, in one run.

``python -m bench.turns`` (or ``make bench``). A turn is one message of a citizen until the reply is at the stand-in
(for the bare handler, which answers nothing: until its 200). Every conversation is a new citizen with four turns.
``whatsapp``, ``messenger``, ``instagram`` and ``x`` are the same bridge process as ``kanal``, spoken to on the other
platforms: on X privately and by its webhook, since asking for messages would measure how often one asks. ``sms`` is the
gateway's stand-in; a turn of ``web`` is a page of the form until it is read, four of them to a filed report with its
number. In ``together`` every third citizen chats on Telegram, every third texts, every third is at the form.
"""

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench import stands
from bench.crowds import Crowd
from bench.fill import fill
from bench.form import FormCrowd
from bench.servers import BARE, KANAL, ORDINARY, Server, spent
from simulator.telegram import TelegramStandIn
from storage.embedded.server import EmbeddedServer

KINDS = (KANAL, *stands.CHANNELS, stands.TOGETHER, BARE, ORDINARY)
WARM_UP_SECONDS = 1.5


@dataclass
class Measured:
    """One measurement: turns, seconds, latencies in milliseconds, database commands, processor seconds."""

    kind: str
    citizens: int
    turns: int = 0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    writes: int = 0
    reads: int = 0
    cpu: float = 0.0
    database_cpu: float = 0.0
    driver_cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Give turns per second."""
        return self.turns / self.seconds

    def percentile(self, share: float) -> float:
        """Give a latency percentile in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def conversation(crowd: Crowd, measured: Measured, *, answered: bool) -> None:
    """Play the script once as a new citizen."""
    citizen = crowd.newcomer()
    for line in crowd.script(citizen):
        begun = time.perf_counter()
        await crowd.turn(citizen, line.format(citizen=citizen), answered=answered)
        measured.latencies.append((time.perf_counter() - begun) * 1000)
        measured.turns += 1


async def talk(crowd: Crowd, server: Server, kind: str, citizens: int, seconds: float, database: int) -> Measured:
    """Let that many talk in parallel for a while."""
    measured = Measured(kind, citizens)
    store, driver = psutil.Process(database), psutil.Process()
    first, store_before, driver_before = await server.stats(), spent(store), spent(driver)
    begun = time.perf_counter()
    deadline = begun + seconds

    async def one() -> None:
        while time.perf_counter() < deadline:
            await conversation(crowd, measured, answered=server.kind != BARE)

    await asyncio.gather(*(one() for _ in range(citizens)))
    measured.seconds = time.perf_counter() - begun
    measured.database_cpu, measured.driver_cpu = spent(store) - store_before, spent(driver) - driver_before
    last = await server.stats()
    before, after = first["counts"], last["counts"]
    measured.cpu = last["cpu"] - first["cpu"]
    measured.writes = after.get("writes", 0) - before.get("writes", 0)
    measured.reads = after.get("reads", 0) - before.get("reads", 0)
    return measured


def show(results: list[Measured]) -> None:
    """Print the table and the ratios."""
    print(
        f"\n{'server':<10}{'citizens':>9}{'turns/s':>9}{'p50 ms':>8}{'p99 ms':>8}{'p99/p50':>8}{'writes':>8}"
        f"{'reads':>7}{'cpu ms':>8}{'db ms':>7}{'driver':>8}"
    )
    for one in results:
        p50, p99 = one.percentile(0.5), one.percentile(0.99)
        print(
            f"{one.kind:<10}{one.citizens:>9}{one.rate:>9.0f}{p50:>8.1f}{p99:>8.1f}{p99 / p50:>8.1f}"
            f"{one.writes / one.turns:>8.2f}{one.reads / one.turns:>7.2f}{one.cpu / one.turns * 1000:>8.2f}"
            f"{one.database_cpu / one.turns * 1000:>7.2f}{one.driver_cpu / one.turns * 1000:>8.2f}"
        )
    by = {(one.kind, one.citizens): one for one in results}
    print("\nratios of turns/s")
    for citizens in sorted({one.citizens for one in results}):
        for kind in KINDS[1:]:
            if (kind, citizens) in by and (KANAL, citizens) in by:
                print(f"  kanal / {kind:<9} at {citizens:>2}: {by[KANAL, citizens].rate / by[kind, citizens].rate:.2f}")


async def side_by_side(arguments: argparse.Namespace, uri: str, database: int) -> None:
    """Measure every server at every number of citizens, in turn, on one database server."""
    stage = await stands.build(arguments.kinds)
    form = FormCrowd()
    telegram, crowds = stage.standin, stands.crowds(stage, form)
    bridge = await Server.start(KANAL, uri, "bench_kanal", telegram, stands.settings(stage))
    await stands.connect(stage, bridge)
    form.open(bridge.url)
    servers = dict.fromkeys(crowds, bridge)
    for kind in (BARE, ORDINARY):
        if kind in arguments.kinds:
            servers[kind] = await Server.start(kind, uri, f"bench_{kind}", telegram)
    results: list[Measured] = []
    try:
        for citizens in arguments.citizens:
            for kind in arguments.kinds:
                server, crowd = servers[kind], crowds.get(kind, crowds[KANAL])
                await server.point(telegram)
                await talk(crowd, server, kind, citizens, WARM_UP_SECONDS, database)
                results.append(await talk(crowd, server, kind, citizens, arguments.seconds, database))
        show(results)
        for server in dict.fromkeys(servers.values()):
            rss = (await server.stats())["rss"] / 1e6
            print(f"{server.kind}: ready {server.started_seconds:.2f} s after its start, {rss:.0f} MB resident")
        if arguments.tickets:
            await with_tickets(arguments, uri, database, telegram, bridge, crowds[KANAL])
    finally:
        await form.close()
        for server in dict.fromkeys(servers.values()):
            await server.stop()
        await stage.stop()


async def with_tickets(
    arguments: argparse.Namespace, uri: str, database: int, telegram: TelegramStandIn, bridge: Server, crowd: Crowd
) -> None:
    """Measure the same bridge again while its database fills with tickets, and print the ratios."""
    await bridge.point(telegram)
    print(f"\nturns/s at {arguments.tickets_citizens} citizens by tickets present")
    present, first = 0, 0.0
    for tickets in (0, *arguments.tickets):
        await fill(uri, "bench_kanal", present, tickets)
        present = tickets
        await talk(crowd, bridge, KANAL, arguments.tickets_citizens, WARM_UP_SECONDS, database)
        one = await talk(crowd, bridge, KANAL, arguments.tickets_citizens, arguments.seconds, database)
        first = first or one.rate
        slower = f"{first / one.rate:.2f} times slower than with none"
        print(f"  {tickets:>7}: {one.rate:>5.0f}/s, p50 {one.percentile(0.5):.1f} ms ({slower})")


async def main(arguments: argparse.Namespace) -> None:
    """Start the database and measure."""
    with tempfile.TemporaryDirectory(prefix="kanal-bench-") as folder:
        embedded = EmbeddedServer(Path(folder))
        uri = await embedded.start()
        try:
            await side_by_side(arguments, uri, int(embedded.pid or 0))
        finally:
            await embedded.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.turns", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=8.0, help="per server and number of citizens")
    parser.add_argument("--citizens", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS)
    parser.add_argument("--tickets", type=int, nargs="*", default=[1_000, 100_000], help="measure with these present")
    parser.add_argument("--tickets-citizens", type=int, default=8)
    asyncio.run(main(parser.parse_args()))
