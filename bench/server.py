"""One measured server in a process of its own: ``python -m bench.server KIND URI DATABASE API_BASE TOKEN SECRET``
(and the settings of the other channels as a JSON object).

Prints ``ready PORT SECONDS`` (since the process began), then serves; ``GET /bench/stats`` tells commands and memory.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import replace

import psutil
from aiohttp import web
from pymongo import monitoring

from app.logs import configure_logging
from app.runtime import Runtime
from app.settings import Settings
from bench.ordinary import bare_app, ordinary_app
from storage.city import read_city

WRITES = {"insert", "update", "delete", "findAndModify"}
READS = {"find", "getMore", "aggregate", "count", "distinct"}


class CommandCounter(monitoring.CommandListener):
    """Count database commands by kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Count."""
        kind = "writes" if event.command_name in WRITES else "reads" if event.command_name in READS else "other"
        self.counts[kind] += 1
        self.counts[f"{event.command_name} {event.command.get(event.command_name, '')}"] += 1

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing to do."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing to do."""


def stats_app(counter: CommandCounter) -> web.Application:
    """Serve the counters, the resident memory in bytes and the processor time in seconds."""

    async def stats(_request: web.Request) -> web.Response:
        process = psutil.Process()
        spent = process.cpu_times()
        memory = process.memory_info().rss
        return web.json_response({"counts": dict(counter.counts), "rss": memory, "cpu": spent.user + spent.system})

    app = web.Application()
    app.router.add_get("/stats", stats)
    return app


async def kanal(
    uri: str, database: str, api_base: str, token: str, secret: str, counter: CommandCounter, others: str
) -> int:
    """Start the bridge on Telegram and on what ``others`` set up; give its port."""
    city = read_city(Settings(_env_file=None).city)
    city = replace(city, limits=replace(city.limits, flood_messages_per_minute=100_000))
    settings = Settings(
        _env_file=None,
        KANAL_PORT=0,
        KANAL_MONGODB_URI=uri,
        KANAL_MONGODB_DATABASE=database,
        TELEGRAM_BOT_TOKEN=token,
        TELEGRAM_API_BASE=api_base,
        TELEGRAM_WEBHOOK_SECRET=secret,
        **json.loads(others),
    )
    runtime = Runtime(settings, city=city, event_listeners=[counter], paced=False)
    runtime.mount("/bench", stats_app(counter))
    await runtime.start()
    return int(runtime.url.rpartition(":")[2])


async def other(app: web.Application, counter: CommandCounter) -> int:
    """Serve one of the comparisons; give its port."""
    app.add_subapp("/bench", stats_app(counter))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return int(runner.addresses[0][1])


async def main(kind: str, uri: str, database: str, api_base: str, token: str, secret: str, others: str = "{}") -> None:
    """Run until killed."""
    configure_logging((token, secret), level="WARNING", json=True)
    counter = CommandCounter()
    if kind == "kanal":
        port = await kanal(uri, database, api_base, token, secret, counter, others)
    elif kind == "bare":
        port = await other(bare_app(uri, database, secret, [counter]), counter)
    else:
        port = await other(await ordinary_app(uri, database, secret, token, api_base, [counter]), counter)
    print("ready", port, time.time() - psutil.Process().create_time(), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
