"""Measure python-telegram-bot's two network layers: its default on httpx, and ours on aiohttp.

Run: ``python -m bench.transport``. Calls ``sendMessage`` at a server in another process, which answers at once.
"""

import argparse
import asyncio
import multiprocessing
import time
from multiprocessing.queues import Queue

from aiohttp import web
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from channels.telegram.transport import AiohttpRequest

PARALLEL = (1, 8, 32)
CONNECTIONS = 40
WARM_UP = 10
ANSWER = b'{"ok":true,"result":{"message_id":7,"date":1790000000,"chat":{"id":1,"type":"private"},"text":"halo"}}'


def serve(port: "Queue[int]") -> None:
    """Answer every call in the same way; give the port."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=ANSWER, content_type="application/json")

    async def run() -> None:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port.put(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


def layer(name: str) -> BaseRequest:
    """Make a network layer."""
    return HTTPXRequest(connection_pool_size=CONNECTIONS) if name == "httpx" else AiohttpRequest(CONNECTIONS, 15, 60)


async def measure(name: str, port: int, parallel: int, calls: int) -> tuple[float, float]:
    """Give milliseconds and milliseconds of processor time per call."""
    bot = Bot("1:a", base_url=f"http://127.0.0.1:{port}/bot", request=layer(name), get_updates_request=layer(name))

    async def some(count: int) -> None:
        for _ in range(count):
            await bot.send_message(1, "Lampu jalan mati su 3 hari di depan SDN Oebufu")

    await bot.request.initialize()
    await asyncio.gather(*(some(WARM_UP) for _ in range(parallel)))
    processor, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(some(calls // parallel) for _ in range(parallel)))
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    await bot.request.shutdown()
    return wall * 1000 / calls, processor * 1000 / calls


def main(calls: int) -> None:
    """Print the table."""
    ports: Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(ports,), daemon=True)
    server.start()
    port = ports.get(timeout=20)
    print(f"{'layer':<10}{'parallel':>9}{'ms/call':>9}{'cpu ms':>8}")
    for parallel in PARALLEL:
        for name in ("httpx", "aiohttp"):
            wall, processor = asyncio.run(measure(name, port, parallel, calls))
            print(f"{name:<10}{parallel:>9}{wall:>9.2f}{processor:>8.2f}")
    server.terminate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.transport", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--calls", type=int, default=1600)
    main(parser.parse_args().calls)
