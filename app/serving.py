"""Run one bridge process until it is told to stop."""

import asyncio
import os
import signal
from pathlib import Path

import structlog

from app.environment import strange_names
from app.logs import catch_the_rest
from app.pages import in_need_of_pages
from app.runtime import Runtime
from app.settings import Settings
from channels.web.channel import NAME


def stop_on_signals() -> asyncio.Event:
    """Give an event that SIGTERM and SIGINT set."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped


async def serve(settings: Settings) -> int:
    """Start, say in one line what is on, and stop cleanly within ten seconds of a signal."""
    catch_the_rest()
    os.umask(0o077)  # what we write is nobody else's
    stopped = stop_on_signals()
    log = structlog.get_logger("kanal")
    runtime = Runtime(settings)
    await runtime.start()
    store = "embedded" if runtime.embedded is not None else "external"
    log.info("ready", url=runtime.url, store=store, channels=runtime.states())
    if not runtime.groups.common.address:
        places = " or ".join(kit.group.setting for kit in runtime.kits if kit.group)
        log.warning("no_officials_group", advice=f"set {places}: without it nobody sees the tickets")
    waiting = runtime.unreached()
    if waiting and not settings.public_url:
        log.warning("no_public_url", channels=waiting, advice="set KANAL_PUBLIC_URL: platforms cannot reach us without")
    if NAME not in runtime.channels and (unserved := in_need_of_pages(settings)):
        log.warning(
            "pages_off", settings=", ".join(unserved), advice="set WEB_FORM: without it nothing of them is served"
        )
    for one in strange_names(Path(".env"), os.environ):
        log.warning("unknown_setting", name=one.name, place=one.place, nearest=one.nearest)
    await stopped.wait()
    log.info("stopping")
    await runtime.stop()
    log.info("stopped")
    return 0
