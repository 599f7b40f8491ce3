"""The national service: a file with reports that it takes in, and the numbers that it gives them."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from app.export.formats import CommaSeparated
from app.export.order import Order
from app.export.produce import Passed
from app.export.walk import Reads, Stretch, walk
from core.archive.national import columns_of, is_for_them
from core.city.city import City
from core.city.texts import Texts
from core.ticket.national import NUMBER
from core.ticket.number import is_valid
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.national import KeptNationally

MOST_BYTES = 8 * 1024 * 1024


async def national_file(
    store: Reads, order: Order, numbers: tuple[Stretch, ...], passed: Passed
) -> AsyncIterator[bytes]:
    """Yield the file: reports that are not there yet, without who reported, never a confidential one."""
    city, frame = order.frame.city, order.frame
    columns = columns_of(city, Texts(city.texts))
    form = CommaSeparated(columns, frame.zone)
    yield form.begin()
    async for batch in walk(store, city, numbers, passed):
        lines = (frame.line(found.ticket, found.records) for found in batch)
        wanted = [line for line in lines if line is not None and is_for_them(line)]
        yield form.rows([tuple(column.of(city, line) for column in columns) for line in wanted])


def read_numbers(city: City, content: bytes, now: datetime) -> tuple[list[Event], list[str]]:
    """Read a file of two columns, our number and theirs; give the events, and a line for each row that is no such pair.

    The first row may be headings. A ticket that knows a number already takes no note of it again.
    """
    events, strange, stamp = list[Event](), list[str](), now.isoformat()
    for at, row in enumerate(_rows(content), 1):
        ours, theirs = (*(cell.strip() for cell in row), "", "")[:2]
        if len(row) > 1 and is_valid(ours, city.prefix) and (not theirs or NUMBER.fullmatch(theirs)):
            events.append(Event(f"national:{ours}:{theirs}:{stamp}", ticket_lane(ours), now, KeptNationally(theirs)))
        elif row and at > 1:
            strange.append(f"line {at} is no number of ours and one of theirs")
    return events, strange


def _rows(content: bytes) -> Iterator[list[str]]:
    text = content[:MOST_BYTES].decode("utf-8-sig", errors="replace")
    separator = ";" if text.partition("\n")[0].count(";") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:  # a cell longer than any number
            yield ["?"]
