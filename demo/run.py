"""``kanal demo``: the whole bridge on stand-ins, with a page to play on."""

import asyncio
import random
import secrets
import tempfile
from pathlib import Path

import typer

from app.oversight import factors_of
from app.runtime import Runtime
from app.serving import stop_on_signals
from core.city.city import City
from core.city.desks import MONITORING
from core.city.texts import Texts
from core.proof.keys import KEY_BYTES, written
from core.vocabulary.accounts import Account
from core.vocabulary.seal import sealed_by
from demo.earlier.keeping import keep_counts, keep_reports, marked
from demo.earlier.living import Earlier, invent
from demo.stage import COORDINATOR, OFFICERS, STRANGER, Stage
from simulator.page import Scene, StandIns, demo_app
from simulator.page.scene import Actor
from simulator.sms import KannelGateway, SmsStandIn, is_installed
from storage.city import read_city
from web.monitor.login import invited_anew
from web.monitor.words import OversightPaths

CITY = Path("cities/kupang")
CITIZENS = ((5001, "Maria", "Ndolu"),)
WHATSAPP_CITIZENS = (("6281238001101", "Nona Feoh"),)
PAGES = ("messenger", "instagram")


def scene_of(stage: Stage, city: City) -> Scene:
    """Give the page the people that the stage already has, with words for what each of them is."""
    offices = city.tree
    officers = []
    for unit in stage.officers:
        user_id, name = OFFICERS[unit]
        first, _, last = name.partition(" ")
        officers.append(Actor(user_id, first, last, offices[unit].name, True, topic=offices[unit].short))
    coordinator = Actor(COORDINATOR, "Agus", "Bria", "admin koordinator", True, "coordinator")
    stranger = Actor(STRANGER, "Orang", "Lewat", "tidak terdaftar", False, "not registered")
    actors = (coordinator, *officers, stranger)
    watched = city.desk(MONITORING).name(city.default_language)
    return Scene(stage.group_id, actors, CITIZENS, WHATSAPP_CITIZENS, public_topic=watched)


async def _overseer(runtime: Runtime) -> str:
    """Invite somebody to look from outside; give the path of the link."""
    word, now = secrets.token_urlsafe(32), runtime.clock.now()
    account = Account("ombudsman", "ombudsman", (runtime.city.code,), now)
    await runtime.store.put_account(invited_anew(account, word, now, factors_of(runtime.settings)))
    return f"{OversightPaths.of(Texts(runtime.city.texts)).start}/{account.name}/{word}"


def _say_ready(url: str, overseer: str) -> None:
    bold = typer.style(f"{url}/demo", bold=True, underline=True)
    typer.echo(f"\n  Kanal is running. Open {bold}")
    typer.echo(f"  The city's web form: {url}/lapor")
    typer.echo(f"  What the city shows everybody, with some invented months: {url}/terbuka")
    typer.echo(f"  The Ombudsman's account, to be set up: {url}{overseer}")
    typer.echo(f"  Where receipts are checked: {url}/periksa")
    typer.echo(f"  For programs, by Open311: {url}/open311/discovery.json")
    typer.echo(f"  The page's own words in English: {url}/demo/?lang=en")
    typer.echo("  Stop with Ctrl-C; nothing is kept.\n")


PAGES_ON = {"WEB_FORM": "on", "OPEN311": "on", "KANAL_PORTAL": "on", "KANAL_MONITOR": "on"}
"""What of the pages a visitor is shown."""


def _key() -> str:
    """Make a key for as long as the demo runs."""
    return written(secrets.token_bytes(KEY_BYTES))


def _earlier(runtime: Runtime) -> Earlier:
    """Invent the months before now, the same for everybody who looks on the same day."""
    now = runtime.clock.now()
    seal = sealed_by("".join(runtime.settings.secrets()).encode())
    return invent(runtime.city, now, seal, random.Random(f"{now:%Y-%m-%d}"))


async def _count(runtime: Runtime, past: asyncio.Task[Earlier]) -> None:
    await keep_counts(runtime.store, await past)


async def show(port: int) -> int:
    """Serve the demo page until Ctrl-C; everything is thrown away at the end."""
    stopped = stop_on_signals()
    typer.echo("Starting Kanal with a small city on this machine; it takes a few seconds …")
    city = marked(read_city(CITY))
    with tempfile.TemporaryDirectory(prefix="kanal-demo-") as folder:
        sms = KannelGateway(Path(folder) / "kannel") if is_installed() else SmsStandIn()
        stage = await Stage.build(limits=None, whatsapp=True, pages=PAGES, x=True, sms=sms, city=city)
        keys = {"KANAL_SIGNING_KEY": _key(), "KANAL_ACCOUNTS_KEY": _key()}
        url = f"http://127.0.0.1:{port}"
        runtime = Runtime(
            stage.settings(port=port, public_url=url, data_dir=Path(folder), **PAGES_ON, **keys),
            paced=False,
            city=city,
        )
        standins = StandIns(stage.standin, stage.whatsapp, stage.pages, stage.x, sms)
        runtime.mount("/demo", demo_app(standins, scene_of(stage, city)), front=True)
        past = asyncio.create_task(asyncio.to_thread(_earlier, runtime))
        await runtime.start()
        try:
            await stage.connect(runtime.url)
            await asyncio.gather(_count(runtime, past), stage.register_officers())
            _say_ready(url, await _overseer(runtime))
            filled = asyncio.create_task(keep_reports(runtime.store, await past))
            await stopped.wait()
            filled.cancel()
            await asyncio.gather(filled, return_exceptions=True)
        finally:
            await runtime.stop()
            await stage.stop()
    return 0
