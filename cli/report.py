"""``kanal report``: what the city's work comes to in a period, by the catalogue of indicators."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import typer

from app.clock import SystemClock
from app.drawing import picture
from app.figures import read_days, read_now
from app.settings import Settings
from cli.dead import with_store
from cli.public_report import show_published
from core.city.texts import Texts
from core.tally.catalogue import INDICATORS, VIEWERS, Table, Viewer, may_see
from core.tally.charting import week_chart
from core.tally.periods import last_days, read_period
from core.tally.reading import Now, shown_to
from core.tally.state import DayState, Part, summed
from core.tally.wording import Wording
from storage.city import read_city
from storage.mongo.store import MongoStore

TABLES: tuple[Table, ...] = get_args(Table)


async def show_report(settings: Settings, words: str, by: str, viewer: str, chart: Path | None, language: str) -> int:
    """Print a line per indicator, or with ``by`` one per line of that table; draw a chart where a file is named."""
    city = read_city(settings.city)
    today = SystemClock().now().astimezone(ZoneInfo(city.timezone)).date()
    period = read_period(words) if words else last_days(today)
    circle = next((one for one in VIEWERS if one == viewer), None)
    table = next((one for one in TABLES if one == by), None)
    said_in = language or city.group_language
    if period is None or circle is None or (by and table is None):
        typer.echo("kanal: a period is 2026, 2026-Q1, 2026-03, 2026-W11 or 2026-03-12; --help has the rest", err=True)
        return 2

    async def work(store: MongoStore) -> int:
        if circle == "public":
            return await show_published(store, Wording(city, Texts(city.texts), said_in), period, table)
        days = await read_days(store, period)
        total, said = summed(days.values()), Wording(city, Texts(city.texts), said_in)
        typer.echo(said.days(period))
        if table is None:
            for line in _whole(said, total.city, circle, await read_now(store, city, SystemClock().now())):
                typer.echo(line)
        else:
            for line in _table(said, total, table, circle):
                typer.echo(line)
        if chart is not None:
            _keep(chart, picture(week_chart(said, period, days, total)))
        return 0

    return await with_store(settings, work)


def _keep(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def _whole(words: Wording, part: Part, viewer: Viewer, now: Now) -> Iterator[str]:
    for one in INDICATORS:
        if may_see(viewer, one):
            yield "\t".join((words.name(one), words.value(one, shown_to(viewer, one, part, now)), words.meaning(one)))


def _table(words: Wording, total: DayState, table: Table, viewer: Viewer) -> Iterator[str]:
    shown = [one for one in INDICATORS if table in one.tables and may_see(viewer, one)]
    yield "\t".join(("", *(words.name(one) for one in shown)))
    parts: dict[str, Part] = getattr(total, table)
    for key, part in sorted(parts.items(), key=lambda line: words.line(table, line[0])):
        values = (words.value(one, shown_to(viewer, one, part)) for one in shown)
        yield "\t".join((words.line(table, key), *values))
