"""Write rows as CSV, as JSON lines or as Parquet, a part at a time: the same rows are the same bytes, always."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from core.archive.columns import Column, Kind, Value
from core.archive.publishing import Row
from core.language.cells import table

GROUP: Final = 10_000
"""Rows of one group of a Parquet file: large enough to be read fast, small enough to be held."""


class Format(Protocol):
    """One file while it is written."""

    def begin(self) -> bytes:
        """Give what stands before the rows."""
        ...

    def rows(self, rows: Sequence[Row]) -> bytes:
        """Give what further rows come to; it may come later."""
        ...

    def end(self) -> bytes:
        """Give the rest."""
        ...


class CommaSeparated:
    """CSV (RFC 4180) in UTF-8, with a line of names; nothing stands for what is empty."""

    def __init__(self, columns: Sequence[Column], zone: ZoneInfo) -> None:
        self._columns = columns
        self._zone = zone

    def begin(self) -> bytes:
        """Give the line of names."""
        return table([[column.name for column in self._columns]]).encode()

    def rows(self, rows: Sequence[Row]) -> bytes:
        """Give a line for each row."""
        return table([self._cell(value) for value in row] for row in rows).encode()

    def end(self) -> bytes:
        """Give nothing: the last line is the end."""
        return b""

    def _cell(self, value: Value) -> str:
        plain = _plain(value, self._zone)
        if plain is None:
            return ""
        if isinstance(plain, bool):
            return "true" if plain else "false"
        return str(plain)


class JsonLines:
    """One JSON object a line, in UTF-8; what is empty is null."""

    def __init__(self, columns: Sequence[Column], zone: ZoneInfo) -> None:
        self._names = tuple(column.name for column in columns)
        self._zone = zone

    def begin(self) -> bytes:
        """Give nothing: each line names its own values."""
        return b""

    def rows(self, rows: Sequence[Row]) -> bytes:
        """Give a line for each row."""
        return b"".join(self._line(row) for row in rows)

    def end(self) -> bytes:
        """Give nothing."""
        return b""

    def _line(self, row: Row) -> bytes:
        found = dict(zip(self._names, (_plain(value, self._zone) for value in row), strict=True))
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class _Pipe:
    """A file that only grows, of which what was written is taken away."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._written = 0
        self.closed = False

    def write(self, content: Any) -> int:
        """Take bytes in."""
        part = bytes(content)
        self._parts.append(part)
        self._written += len(part)
        return len(part)

    def tell(self) -> int:
        """Tell how much came so far."""
        return self._written

    def flush(self) -> None:
        """Do nothing: whoever wants bytes takes them."""

    def close(self) -> None:
        """Take no more."""
        self.closed = True

    def taken(self) -> bytes:
        """Give what came since this was last asked."""
        found = b"".join(self._parts)
        self._parts.clear()
        return found


class Parquet:
    """Apache Parquet with typed columns; moments are of the city's zone, what is empty is null."""

    def __init__(self, columns: Sequence[Column], zone: ZoneInfo) -> None:
        import pyarrow as arrow
        from pyarrow import parquet

        kinds: Mapping[Kind, Any] = {
            "number": arrow.int32(),
            "yes_no": arrow.bool_(),
            "moment": arrow.timestamp("ms", tz=zone.key),
        }
        self._arrow = arrow
        self._schema = arrow.schema([(column.name, kinds.get(column.kind, arrow.string())) for column in columns])
        self._pipe = _Pipe()
        self._writer = parquet.ParquetWriter(self._pipe, self._schema)
        self._waiting: list[Row] = []

    def begin(self) -> bytes:
        """Give the mark of the format."""
        return self._pipe.taken()

    def rows(self, rows: Sequence[Row]) -> bytes:
        """Write groups of rows as they get full."""
        self._waiting += rows
        while len(self._waiting) >= GROUP:
            self._write(self._waiting[:GROUP])
            del self._waiting[:GROUP]
        return self._pipe.taken()

    def end(self) -> bytes:
        """Write the last group and where everything is."""
        if self._waiting:
            self._write(self._waiting)
        self._writer.close()
        return self._pipe.taken()

    def _write(self, rows: Sequence[Row]) -> None:
        arrays = [
            self._arrow.array([_whole(row[place]) for row in rows], type=field.type)
            for place, field in enumerate(self._schema)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema), row_group_size=GROUP)


@dataclass(frozen=True, slots=True)
class Kept:
    """A format by its name: the kind of its content, and what writes it."""

    content_type: str
    make: Callable[[Sequence[Column], ZoneInfo], Format]


FORMATS: Final[Mapping[str, Kept]] = {
    "csv": Kept("text/csv; charset=utf-8", CommaSeparated),
    "jsonl": Kept("application/jsonl; charset=utf-8", JsonLines),
    "parquet": Kept("application/vnd.apache.parquet", Parquet),
}


def _whole(value: Value) -> Value:
    return value.replace(microsecond=0) if isinstance(value, datetime) else None if value == "" else value


def _plain(value: Value, zone: ZoneInfo) -> str | int | bool | None:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    return None if value == "" else value
