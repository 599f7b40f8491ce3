"""Run the stand-ins by themselves: `python -m simulator --port 8081 --whatsapp-port 8082`."""

import argparse
import asyncio
import signal
import sys

from simulator.telegram import Limits, TelegramStandIn
from simulator.telegram.routes import control_routes as telegram_routes
from simulator.telegram.server import DEFAULT_TOKEN
from simulator.whatsapp import Limits as WhatsAppLimits
from simulator.whatsapp import WhatsAppStandIn
from simulator.whatsapp.routes import control_routes as whatsapp_routes


async def run(arguments: argparse.Namespace) -> None:
    """Serve until interrupted; print the addresses once they listen."""
    remember = arguments.remember
    telegram = TelegramStandIn(
        token=arguments.token,
        limits=None if arguments.no_limits else Limits(),
        remember_messages=remember,
        remember_calls=remember,
        remember_files=remember,
    )
    whatsapp = WhatsAppStandIn(
        limits=None if arguments.no_limits else WhatsAppLimits(),
        remember_messages=remember,
        remember_calls=remember,
        remember_files=remember,
    )
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    await telegram.start(arguments.host, arguments.port, telegram_routes(telegram, "/control"))
    lines = [f"Telegram stand-in: {telegram.base_url} (token {telegram.token})"]
    if arguments.whatsapp_port is not None:
        await whatsapp.start(arguments.host, arguments.whatsapp_port, whatsapp_routes(whatsapp, "/control"))
        number = whatsapp.business.phone_number_id
        secret = f"token {whatsapp.token}, app secret {whatsapp.app_secret}"
        lines.append(f"WhatsApp stand-in: {whatsapp.base_url} (number {number}, {secret})")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    await stopped.wait()
    await whatsapp.stop()
    await telegram.stop()


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="simulator", description="Strict local servers of the platforms.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="of the Telegram Bot API")
    parser.add_argument("--whatsapp-port", type=int, default=None, help="of the WhatsApp Cloud API; without it: none")
    parser.add_argument("--token", default=DEFAULT_TOKEN)
    parser.add_argument("--no-limits", action="store_true", help="switch the sending budgets off")
    parser.add_argument("--remember", type=int, default=1_000, help="messages per chat, calls and files kept")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
