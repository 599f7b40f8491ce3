"""``kanal sources`` and ``kanal poster``: material of a source, and how many came and reported by it."""

from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from app.channels import KITS
from app.clock import SystemClock
from app.entrances import entrances
from app.posters import links_of, poster
from app.settings import Settings
from cli.dead import with_store
from core.sources.marks import read_name
from core.sources.state import SourcesState, load
from core.tally.periods import read_period
from core.vocabulary.lane_names import sources_lane
from storage.city import read_city
from storage.mongo.store import MongoStore


async def show_sources(settings: Settings, words: str) -> int:
    """Print, for the months of a period, who came and who reported: a line for each source and channel."""
    city = read_city(settings.city)
    today = SystemClock().now().astimezone(ZoneInfo(city.timezone)).date()
    period = read_period(words or f"{today:%Y-%m}")
    if period is None:
        typer.echo("kanal: a period is a month as 2026-03, 2026-Q1 or 2026", err=True)
        return 2

    async def work(store: MongoStore) -> int:
        typer.echo("month\tsource\tchannel\tcame\treported")
        for lane in dict.fromkeys(sources_lane(day) for day in period.days):
            found = await store.load(lane)
            for line in _lines(lane.partition(":")[2], load(found.state if found is not None else None)):
                typer.echo(line)
        return 0

    return await with_store(settings, work)


def _lines(month: str, state: SourcesState) -> list[str]:
    return [
        f"{month}\t{source}\t{channel}\t{one.came}\t{one.filed}"
        for source, channels in sorted(state.sources.items())
        for channel, one in sorted(channels.items())
    ]


async def make_poster(settings: Settings, source: str, file: Path | None, language: str) -> int:
    """Print the link of each channel for a source; draw the poster where a file is named."""
    city = read_city(settings.city)
    name, speaks = read_name(source), language or city.default_language
    if not name or speaks not in city.languages:
        typer.echo("kanal: a source is 1 to 32 letters, digits, - and _; a language one of the city's", err=True)
        return 2

    async def work(store: MongoStore) -> int:
        links = links_of(
            city, await entrances(store, [kit.name for kit in KITS if not kit.missing(settings)]), name, speaks
        )
        for channel, link in links.items():
            typer.echo(f"{channel}\t{link}")
        if not links:
            typer.echo("kanal: no channel has told its address yet: start `kanal serve` once", err=True)
            return 1
        if file is not None:
            _keep(file, poster(city, links, speaks))
        return 0

    return await with_store(settings, work)


def _keep(file: Path, content: bytes) -> None:
    file.write_bytes(content)
