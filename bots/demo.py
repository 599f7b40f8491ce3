"""``kanal demo``: the whole bridge on stand-ins, with a page to play on."""

import tempfile
from pathlib import Path

import typer

from bots.runtime import Runtime
from bots.serving import stop_on_signals
from bots.stage import COORDINATOR, OFFICERS, STRANGER, Stage
from simulator.page import Scene, StandIns, demo_app
from simulator.page.scene import Actor
from storage.city import read_city

CITY = Path("cities/kupang")
CITIZENS = ((5001, "Maria", "Ndolu"),)
WHATSAPP_CITIZENS = (("6281238001101", "Nona Feoh"),)


def scene_of(stage: Stage) -> Scene:
    """Give the page the people that the stage already has, with words for what each of them is."""
    units = {"dishub": "Dinas Perhubungan", "pupr": "Dinas PUPR", "dlhk": "Dinas Lingkungan Hidup"}
    officers = []
    for unit in stage.officers:
        user_id, name = OFFICERS[unit]
        first, _, last = name.partition(" ")
        officers.append(Actor(user_id, first, last, units[unit], True))
    coordinator = Actor(COORDINATOR, "Agus", "Bria", "admin koordinator", True)
    stranger = Actor(STRANGER, "Orang", "Lewat", "tidak terdaftar", False)
    return Scene(stage.group_id, (coordinator, *officers, stranger), CITIZENS, WHATSAPP_CITIZENS)


async def show(port: int) -> int:
    """Serve the demo page until Ctrl-C; everything is thrown away at the end."""
    stopped = stop_on_signals()
    city = read_city(CITY)
    stage = await Stage.build(limits=None, whatsapp=True, city=city)
    with tempfile.TemporaryDirectory(prefix="kanal-demo-") as folder:
        url = f"http://127.0.0.1:{port}"
        runtime = Runtime(stage.settings(port=port, public_url=url, data_dir=Path(folder)), paced=False, city=city)
        runtime.mount("/demo", demo_app(StandIns(stage.standin, stage.whatsapp), scene_of(stage)))
        await runtime.start()
        try:
            await stage.connect(runtime.url)
            await stage.register_officers()
            typer.echo(f"\n  Kanal is running. Open {url}/demo\n  Stop with Ctrl-C; nothing is kept.\n")
            await stopped.wait()
        finally:
            await runtime.stop()
            await stage.stop()
    return 0
