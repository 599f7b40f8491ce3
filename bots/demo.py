"""``kanal demo``: the whole bridge on stand-ins, with a page to play on."""

import tempfile
from pathlib import Path

import typer

from bots.runtime import Runtime
from bots.serving import stop_on_signals
from bots.stage import Stage
from bots.story import play_story
from simulator.page import demo_app

__all__ = ["play_story", "show"]


async def show(port: int) -> int:
    """Serve the demo page until Ctrl-C; everything is thrown away at the end."""
    stopped = stop_on_signals()
    stage = await Stage.build()
    with tempfile.TemporaryDirectory(prefix="kanal-demo-") as folder:
        url = f"http://127.0.0.1:{port}"
        runtime = Runtime(stage.settings(port=port, public_url=url, data_dir=Path(folder)))
        runtime.mount("/demo", demo_app(stage.standin))
        await runtime.start()
        try:
            await stage.register_officers()
            typer.echo(f"\n  Kanal is running. Open {url}/demo\n  Stop with Ctrl-C; nothing is kept.\n")
            await stopped.wait()
        finally:
            await runtime.stop()
            await stage.stop()
    return 0
