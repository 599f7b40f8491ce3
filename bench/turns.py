"""Conversation turns per second and latency, beside a bare handler and an ordinary bot, in one run.

``python -m bench.turns`` (or ``make bench``). A turn is one message of a citizen until the reply is at the stand-in
(for the bare handler, which answers nothing: until its 200). Every conversation is a new citizen with four turns.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from bots.stage import WEBHOOK_SECRET
from simulator.telegram import TelegramStandIn
from storage.embedded import EmbeddedServer

SCRIPT = (
    "Lampu jalan mati su 3 hari di depan SDN Oebufu, tiang {citizen}",
    "Tiangnya dekat gerbang rumah {citizen}, malam gelap sekali",
    "batal",
    "status",
)
KINDS = ("kanal", "bare", "ordinary")


@dataclass
class Measured:
    """One measurement: turns, seconds, latencies in milliseconds, database commands."""

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


class Server:
    """A measured server as a child process."""

    def __init__(self, kind: str, process: asyncio.subprocess.Process, port: int, started_seconds: float) -> None:
        self.kind = kind
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.started_seconds = started_seconds

    @classmethod
    async def start(cls, kind: str, uri: str, database: str, standin: TelegramStandIn) -> "Server":
        """Start it and point the stand-in's webhook at it."""
        arguments = (kind, uri, database, standin.base_url, standin.token, WEBHOOK_SECRET)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.server", *arguments, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode().split()
        if line[:1] != ["ready"]:
            raise RuntimeError(f"{kind} did not start")
        server = cls(kind, process, int(line[1]), float(line[2]))
        url = f"{standin.base_url}/bot{standin.token}/setWebhook"
        data = {"url": f"{server.url}/webhooks/telegram", "secret_token": WEBHOOK_SECRET, "max_connections": 100}
        async with aiohttp.ClientSession() as session:
            await session.post(url, json=data)
        return server

    async def stats(self) -> dict[str, Any]:
        """Ask for the counters."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/bench/stats") as answer:
            found: dict[str, Any] = await answer.json()
            return found

    async def stop(self) -> None:
        """End it."""
        self.process.kill()
        await self.process.wait()


class Crowd:
    """Citizens who talk as fast as they are answered."""

    def __init__(self, standin: TelegramStandIn, database_pid: int) -> None:
        self.standin = standin
        self.next_id = 100_000
        self.database = psutil.Process(database_pid)
        self.driver = psutil.Process()

    async def turn(self, citizen: int, text: str, answered: bool) -> None:
        """Say something and wait for what ends the turn."""
        sent = self.standin.people.say(citizen, text)
        if answered:
            await self.standin.next_message(citizen, after=sent["message_id"], timeout=60)
            return
        pending = self.standin.updates.pending
        await self.standin.wait_for(lambda: not any(item.lane == citizen for item in pending.values()), 60)

    async def conversation(self, measured: Measured, answered: bool) -> None:
        """Play the script once as a new citizen."""
        self.next_id += 1
        citizen = self.next_id
        self.standin.people.add_user(citizen, f"Warga {citizen}")
        for line in SCRIPT:
            text = line.format(citizen=citizen)  # no two citizens write the same words
            begun = time.perf_counter()
            await self.turn(citizen, text, answered)
            measured.latencies.append((time.perf_counter() - begun) * 1000)
            measured.turns += 1

    async def talk(self, server: Server, citizens: int, seconds: float) -> Measured:
        """Let that many talk in parallel for a while."""
        measured = Measured(server.kind, citizens)
        first, database, driver = await server.stats(), spent(self.database), spent(self.driver)
        begun = time.perf_counter()
        deadline = begun + seconds

        async def one() -> None:
            while time.perf_counter() < deadline:
                await self.conversation(measured, server.kind != "bare")

        await asyncio.gather(*(one() for _ in range(citizens)))
        measured.seconds = time.perf_counter() - begun
        last = await server.stats()
        measured.database_cpu, measured.driver_cpu = spent(self.database) - database, spent(self.driver) - driver
        before, after = first["counts"], last["counts"]
        measured.cpu = last["cpu"] - first["cpu"]
        measured.writes = after.get("writes", 0) - before.get("writes", 0)
        measured.reads = after.get("reads", 0) - before.get("reads", 0)
        return measured


def spent(process: psutil.Process) -> float:
    """Give the processor seconds that a process has used."""
    times = process.cpu_times()
    return times.user + times.system


def show(results: list[Measured]) -> None:
    """Print the table and the ratios."""
    print(
        f"\n{'server':<10}{'citizens':>9}{'turns/s':>9}{'p50 ms':>8}{'p99 ms':>8}{'p99/p50':>8}{'writes':>8}{'reads':>7}{'cpu ms':>8}{'db ms':>7}{'driver':>8}"
    )
    for one in results:
        p50, p99 = one.percentile(0.5), one.percentile(0.99)
        print(
            f"{one.kind:<10}{one.citizens:>9}{one.rate:>9.0f}{p50:>8.1f}{p99:>8.1f}{p99 / p50:>8.1f}"
            f"{one.writes / one.turns:>8.2f}{one.reads / one.turns:>7.2f}"
            f"{one.cpu / one.turns * 1000:>8.2f}{one.database_cpu / one.turns * 1000:>7.2f}"
            f"{one.driver_cpu / one.turns * 1000:>8.2f}"
        )
    by = {(one.kind, one.citizens): one for one in results}
    print("\nratios of turns/s")
    for citizens in sorted({one.citizens for one in results}):
        kanal = by[("kanal", citizens)].rate
        for kind in ("bare", "ordinary"):
            if (kind, citizens) in by:
                print(f"  kanal / {kind} at {citizens:>2}: {kanal / by[(kind, citizens)].rate:.2f}")


async def main(arguments: argparse.Namespace) -> None:
    """Measure every server at every number of citizens, in turn, on one database server."""
    results: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="kanal-bench-") as folder:
        embedded = EmbeddedServer(Path(folder))
        uri = await embedded.start()
        standin = TelegramStandIn(limits=None, remember_messages=20, remember_calls=100, remember_events=100)
        await standin.start()
        crowd = Crowd(standin, embedded.pid)
        servers = {kind: await Server.start(kind, uri, f"bench_{kind}", standin) for kind in arguments.kinds}
        try:
            for citizens in arguments.citizens:
                for kind, server in servers.items():
                    await point(standin, server)
                    await crowd.talk(server, citizens, 1.0)
                    results.append(await crowd.talk(server, citizens, arguments.seconds))
            show(results)
            for server in servers.values():
                rss = (await server.stats())["rss"] / 1e6
                print(f"{server.kind}: ready {server.started_seconds:.2f} s after its start, {rss:.0f} MB resident")
            if arguments.verbose and "kanal" in servers:
                counts = (await servers["kanal"].stats())["counts"]
                print({name: count for name, count in sorted(counts.items(), key=lambda item: -item[1])[:14]})
            print("median of kanal's p50:", statistics.median(r.percentile(0.5) for r in results if r.kind == "kanal"))
        finally:
            for server in servers.values():
                await server.stop()
            await standin.stop()
            await embedded.stop()


async def point(standin: TelegramStandIn, server: Server) -> None:
    """Let the stand-in deliver to this server."""
    url = f"{standin.base_url}/bot{standin.token}/setWebhook"
    data = {"url": f"{server.url}/webhooks/telegram", "secret_token": WEBHOOK_SECRET, "max_connections": 100}
    async with aiohttp.ClientSession() as session:
        await session.post(url, json=data)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.turns", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=8.0, help="per server and number of citizens")
    parser.add_argument("--citizens", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS)
    parser.add_argument("--verbose", action="store_true", help="show the commands by collection")
    asyncio.run(main(parser.parse_args()))
