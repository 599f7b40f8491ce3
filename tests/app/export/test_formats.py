"""The formats say the same, are read by others, and never hold more than a part."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow.parquet as parquet
import pytest

from app.export.formats import FORMATS, GROUP
from core.archive.columns import Column, Value

ZONE = ZoneInfo("Asia/Makassar")
COLUMNS = (
    Column("number", "code", "", lambda _c, line: line.past.number),
    Column("words", "text", "", lambda _c, line: line.words),
    Column("count", "number", "", lambda _c, line: line.past.missed),
    Column("late", "yes_no", "", lambda _c, line: line.past.in_time),
    Column("at", "moment", "", lambda _c, line: line.past.opened_at),
)
AT = datetime(2026, 3, 4, 5, 6, 7, 890_000, tzinfo=UTC)
ROWS: list[tuple[Value, ...]] = [
    ("KPG-26-00001-5", 'lampu "mati",\nsu 3 hari · naïf', 0, True, AT),
    ("KPG-26-00002-3", "", None, None, None),
    ("KPG-26-00003-1", "=HYPERLINK(1)", -3, False, AT),
]


def written(suffix: str, rows: list[tuple[Value, ...]], together: int = 2) -> bytes:
    """Write rows, some at a time."""
    form = FORMATS[suffix].make(COLUMNS, ZONE)
    parts = [form.rows(rows[first : first + together]) for first in range(0, len(rows), together)]
    return b"".join([form.begin(), *parts, form.end()])


def test_commas() -> None:
    """Names first, local time, nothing for what is empty; what a spreadsheet would run is words to it."""
    text = written("csv", ROWS).decode()
    names, first, second, third = csv.reader(io.StringIO(text, newline=""))
    assert [column.name for column in COLUMNS] == names
    assert ["KPG-26-00001-5", ROWS[0][1], "0", "true", "2026-03-04T13:06:07+08:00"] == first
    assert ["KPG-26-00002-3", "", "", "", ""] == second
    assert ["'=HYPERLINK(1)", "-3", "false"] == third[1:4]


def test_lines_of_json() -> None:
    """Each line is an object; null stands for what is empty."""
    first, second, third = map(json.loads, written("jsonl", ROWS).splitlines())
    assert ["KPG-26-00001-5", ROWS[0][1], 0, True] == [first[name] for name in ("number", "words", "count", "late")]
    assert ("2026-03-04T13:06:07+08:00", None, None) == (first["at"], second["words"], second["at"])
    assert ("=HYPERLINK(1)", -3) == (third["words"], third["count"])


def test_parquet() -> None:
    """Columns have types, and moments a zone."""
    table = parquet.read_table(io.BytesIO(written("parquet", ROWS)))
    assert ["string", "string", "int32", "bool", "timestamp[ms, tz=Asia/Makassar]"] == [
        str(field.type) for field in table.schema
    ]
    assert ["KPG-26-00001-5", ROWS[0][1], 0, True, AT.replace(microsecond=0)] == list(table.to_pylist()[0].values())
    assert {None} == {value for name, value in table.to_pylist()[1].items() if name != "number"}


@pytest.mark.parametrize("suffix", FORMATS)
def test_nothing_is_still_a_file(suffix: str) -> None:
    """Without rows there is a file that can be read."""
    content = written(suffix, [])
    if suffix == "parquet":
        assert 0 == parquet.read_table(io.BytesIO(content)).num_rows
    else:
        assert (b"number,words,count,late,at\r\n" if suffix == "csv" else b"") == content


@pytest.mark.parametrize("suffix", FORMATS)
def test_it_is_the_same_however_it_is_cut(suffix: str) -> None:
    """The bytes depend on the rows, not on how many come at once."""
    rows = ROWS * 5
    assert written(suffix, rows, 1) == written(suffix, rows, 7)


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_was_given_is_let_go(suffix: str) -> None:
    """Ten times the rows need no more memory."""
    most = []
    for groups in (2, 20):
        form = FORMATS[suffix].make(COLUMNS, ZONE)
        tracemalloc.start()
        for _ in range(groups * GROUP // 500):
            form.rows([("KPG-26-00001-5", "lampu", 1, True, AT)] * 500)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        form.end()
    assert most[1] < 1.2 * most[0] + 200_000
