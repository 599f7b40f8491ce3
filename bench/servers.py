"""Measured servers as child processes, and what they spend."""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from demo.stage import WEBHOOK_SECRET
from simulator.telegram import TelegramStandIn

BARE, ORDINARY, KANAL = "bare", "ordinary", "kanal"


def spent(process: psutil.Process) -> float:
    """Give the processor seconds that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def busy_seconds(pid: int) -> float:
    """Give the processor seconds that the threads of a process have used, to the nanosecond (Linux)."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


class Server:
    """One measured server."""

    def __init__(self, kind: str, process: asyncio.subprocess.Process, port: int, started_seconds: float) -> None:
        self.kind = kind
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.started_seconds = started_seconds

    @classmethod
    async def start(
        cls, kind: str, uri: str, database: str, telegram: TelegramStandIn, more: Mapping[str, Any] | None = None
    ) -> "Server":
        """Start it and wait until it is ready; ``more`` are settings of the other channels by their fixed names."""
        others = json.dumps(dict(more or {}))
        arguments = (kind, uri, database, telegram.base_url, telegram.token, WEBHOOK_SECRET, others)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.server", *arguments, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode().split()
        if line[:1] != ["ready"]:
            raise RuntimeError(f"{kind} did not start")
        return cls(kind, process, int(line[1]), float(line[2]))

    async def point(self, telegram: TelegramStandIn) -> None:
        """Let the Telegram stand-in deliver to this server."""
        url = f"{telegram.base_url}/bot{telegram.token}/setWebhook"
        data = {"url": f"{self.url}/webhooks/telegram", "secret_token": WEBHOOK_SECRET, "max_connections": 100}
        async with aiohttp.ClientSession() as session:
            await session.post(url, json=data)

    async def stats(self) -> dict[str, Any]:
        """Ask for the counters."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/bench/stats") as answer:
            found: dict[str, Any] = await answer.json()
            return found

    async def stop(self) -> None:
        """End it."""
        self.process.kill()
        await self.process.wait()
