"""``kanal report MONTH|QUARTER``: what it says for policy, from the database or from two exports of it."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import typer

from app.clock import SystemClock
from app.counting import read_rows
from app.drawing import picture
from app.policy import author, gather, size
from app.settings import Settings
from cli.dead import with_store
from core.city.city import City
from core.tally.cases import Case
from core.tally.document import as_csv, as_text
from core.tally.periods import Period
from core.tally.policy import Policy, looked_at, policy_of
from core.tally.policy_chart import policy_chart
from storage.city import read_city
from storage.mongo.store import MongoStore


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know: `until` is the last day whose events count, `sheet` names one to be given as CSV."""

    period: Period
    until: str
    rows: Path | None
    rows_before: Path | None
    sheet: str
    chart: Path | None
    language: str


async def show_policy(settings: Settings, asked: Asked) -> int:
    """Print the report, or one sheet of it; draw its chart where a file is named."""
    city = read_city(settings.city)
    today = SystemClock().now().astimezone(ZoneInfo(city.timezone)).date()
    until = _day(asked.until) if asked.until else looked_at(asked.period, today)
    if until is None or until >= today or until < asked.period.first:
        typer.echo("kanal: a day of the period, or a later one, has to be over, and be what --until names", err=True)
        return 2
    if asked.rows is not None:
        now, before = _rows_of(asked.rows), _rows_of(asked.rows_before)
        if now is None or before is None:
            return 2
        return _say(city, asked, policy_of(city, asked.period, until, now, before))

    async def work(store: MongoStore) -> int:
        count = await size(store, city, asked.period)
        with typer.progressbar(length=count, label="tickets", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            rows, rows_before = await gather(store, city, asked.period, until, bar.update)
        policy = policy_of(city, asked.period, until, *(read_rows(one.splitlines()) for one in (rows, rows_before)))
        return _say(city, asked, policy)

    return await with_store(settings, work)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _rows_of(file: Path | None) -> list[Case] | None:
    """Read the rows of a file, none of no file; None for a file that is no such export."""
    if file is None:
        return []
    try:
        return read_rows(file.read_bytes().splitlines())
    except (msgspec.ValidationError, msgspec.DecodeError):
        typer.echo(f"kanal: {file} is not what `kanal export {file.name} --for monitor` writes as JSON lines", err=True)
        return None


def _say(city: City, asked: Asked, policy: Policy) -> int:
    writer = author(city, asked.period, asked.language or city.group_language)
    document = writer.write(policy)
    if asked.chart is not None:
        asked.chart.write_bytes(picture(policy_chart(writer.words, writer.headline(policy), policy)))
    if not asked.sheet:
        typer.echo(as_text(document), nl=False)
        return 0
    sheet = document.sheet(asked.sheet)
    if sheet is None:
        typer.echo(f"kanal: sheets are {', '.join(one.name for one in document.sheets)}", err=True)
        return 2
    typer.echo(as_csv(sheet), nl=False)
    return 0
