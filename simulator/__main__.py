"""Run the Telegram stand-in by itself: `python -m simulator --port 8081`."""

import argparse
import asyncio
import signal
import sys

from simulator.telegram import Limits, TelegramStandIn
from simulator.telegram.server import DEFAULT_TOKEN


async def run(arguments: argparse.Namespace) -> None:
    """Serve until interrupted; print the address once it listens."""
    standin = TelegramStandIn(
        token=arguments.token,
        limits=None if arguments.no_limits else Limits(),
        remember_messages=arguments.remember,
        remember_calls=arguments.remember,
        remember_files=arguments.remember,
    )
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    await standin.start(arguments.host, arguments.port)
    sys.stdout.write(f"Telegram stand-in: {standin.base_url} (token {standin.token})\n")
    sys.stdout.flush()
    await stopped.wait()
    await standin.stop()


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="simulator", description="A strict local Telegram Bot API server.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=DEFAULT_TOKEN)
    parser.add_argument("--no-limits", action="store_true", help="switch the sending budgets off")
    parser.add_argument("--remember", type=int, default=1_000, help="messages per chat, calls and files kept")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
