"""``kanal report --viewer public``: what is published of a month, and of no other period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import typer

from core.tally.catalogue import Indicator, Table
from core.tally.hiding import Bound
from core.tally.months import load_month
from core.tally.periods import Period
from core.tally.published import PUBLIC_TABLES, PublicMonth, Shown, public_indicators, public_month
from core.tally.release import month_code, month_of
from core.tally.wording import Wording
from core.vocabulary.lane_names import month_lane
from storage.mongo.store import MongoStore

_SIGNS: Final[Mapping[Bound, str]] = {"exact": "", "at_least": "≥ ", "at_most": "≤ "}


async def show_published(store: MongoStore, said: Wording, period: Period, table: Table | None) -> int:
    """Print the public figures of a month, or a table of them; 2 for what is not out, or not for everybody."""
    if period != month_of(period.first) or (table and table not in PUBLIC_TABLES):
        tables = ", ".join(PUBLIC_TABLES)
        typer.echo(f"kanal: the public sees whole months (2026-03), by {tables}; docs/reports.md says why", err=True)
        return 2
    lane = await store.load(month_lane(month_code(period)))
    state = load_month(lane.state if lane is not None else None)
    if state is None:
        typer.echo(f"kanal: nothing is published of {month_code(period)}", err=True)
        return 2
    typer.echo(said.days(period))
    month = public_month(said.city, state.total)
    for line in _whole(said, month) if table is None else _table(said, month, table):
        typer.echo(line)
    return 0


def _whole(said: Wording, month: PublicMonth) -> Iterator[str]:
    for one in public_indicators():
        yield "\t".join((said.name(one), _value(said, one, month.city[one.code]), said.meaning(one)))


def _table(said: Wording, month: PublicMonth, table: Table) -> Iterator[str]:
    shown = public_indicators(table)
    yield "\t".join(("", *(said.name(one) for one in shown)))
    for key, line in sorted(month.tables[table].items(), key=lambda one: said.line(table, one[0])):
        yield "\t".join((said.line(table, key), *(_value(said, one, line[one.code]) for one in shown)))


def _value(said: Wording, indicator: Indicator, shown: Shown) -> str:
    return _SIGNS[shown.bound] + said.value(indicator, None if shown.hidden else shown.value)
