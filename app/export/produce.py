"""Write an export while the walk goes on: its bytes come in parts, and no more than some rows are ever in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Final

from app.export.formats import FORMATS, Format
from app.export.order import Order
from app.export.spool import Spool
from app.export.walk import Found, Reads, Stretch, everything, stretches, walk
from core.archive.lines import Line, without_contents
from core.archive.publishing import Row

Passed = Callable[[int], None]
SUFFIXES: Final = tuple(FORMATS)
LONG_DAYS: Final = 1000
"""Of longer periods all numbers are looked at, without looking for where they begin."""


async def where(store: Reads, order: Order) -> tuple[Stretch, ...]:
    """Find the numbers that an order has to look at. Raises ``StoreDown``."""
    frame = order.frame
    if frame.period is None or len(frame.period.days) > LONG_DAYS:
        return await everything(store, frame.city)
    return await stretches(store, frame.city, frame.period)


async def produce(
    store: Reads, order: Order, numbers: tuple[Stretch, ...], suffix: str, passed: Passed
) -> AsyncIterator[bytes]:
    """Yield the bytes of an export. Raises ``StoreDown``."""
    columns, frame = order.columns, order.frame
    form = FORMATS[suffix].make(columns, frame.zone)
    yield form.begin()
    if order.reader == "public":
        async for part in _published(store, order, numbers, form, passed):
            yield part
    else:
        async for batch in walk(store, frame.city, numbers, passed):
            lines = (without_contents(line) for line in _lines(order, batch))
            yield form.rows([_row(order, line) for line in lines])
    yield form.end()


async def _published(
    store: Reads, order: Order, numbers: tuple[Stretch, ...], form: Format, passed: Passed
) -> AsyncIterator[bytes]:
    with Spool() as spool:
        async for batch in walk(store, order.frame.city, numbers, passed):
            spool.add((_row(order, line), line.confidential) for line in _lines(order, batch))
        for rows in spool.rows():
            yield form.rows(rows)


def _lines(order: Order, batch: Iterable[Found]) -> Iterable[Line]:
    found = (order.frame.line(one.ticket, one.records) for one in batch)
    return (line for line in found if line is not None)


def _row(order: Order, line: Line) -> Row:
    return tuple(column.of(order.frame.city, line) for column in order.columns)
