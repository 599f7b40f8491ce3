"""What a column of an export is. The tables are `monitored.py` and `published.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from core.archive.lines import Line
from core.city.city import City

DAY_STEPS: Final = (1, 3, 7, 14, 30, 60, 90, 180, 365)
Kind = Literal["text", "code", "number", "yes_no", "moment", "month"]
Value = str | int | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `empty` says when there is nothing in it."""

    name: str
    kind: Kind
    meaning: str
    of: Callable[[City, Line], Value]
    empty: str = ""


def kecamatan_of(city: City, kelurahan: str) -> str:
    """Name the larger area of a kelurahan, none of a place that is none of the city's."""
    area = city.area(kelurahan)
    return area.kecamatan if area is not None else ""


def days_until(line: Line, at: datetime | None) -> int | None:
    """Count whole days since the citizen reported; None for what has not come."""
    return None if at is None else max(0, (at - line.past.filed_at).days)


def days_at_most(line: Line, at: datetime | None) -> int | None:
    """Give days since the citizen reported as the next of few steps: many reports share one."""
    days = days_until(line, at)
    return None if days is None else next((step for step in DAY_STEPS if days <= step), DAY_STEPS[-1])


def minutes_of(span: timedelta) -> int:
    """Give a span in whole minutes."""
    return int(span.total_seconds()) // 60


def office_of(city: City, code: str) -> str:
    """Name the office whose work it is: a unit that serves some kelurahan only would tell the place."""
    tree = city.tree
    if code not in tree:
        return ""
    above = (tree[code], *tree.ancestors(code))
    return next((unit.code for unit in above if not unit.serves), "")


UNTOLD: Final = "it has not come to that"
"""What most moments say while they are empty."""
OUTCOME: Final = (
    "How it ended: `fixed` only if its citizen said so, `silent` if the citizen's time passed without a word."
)
STATUS: Final = "Where in its life it stands (`docs/lifecycle.md`)."
