"""Write the data dictionary down: the page `docs/data-dictionary.md`, rendered from the tables of columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, get_args

from core.archive.columns import Column, Kind
from core.archive.monitored import MONITOR, WORDS
from core.archive.published import PUBLIC
from core.ticket.lifecycle import FACTS
from core.ticket.outcome import Outcome

KINDS: Final[dict[Kind, tuple[str, str]]] = {
    "text": ("words of the city's pack, or redacted ones", "string"),
    "code": ("a code of the city's pack or of the life cycle", "string"),
    "number": ("a whole number", "int32"),
    "yes_no": ("`true` or `false`", "bool"),
    "moment": ("`2026-03-12T08:15:00+08:00`, in the city's time", "timestamp[ms] with the zone"),
    "month": ("`2026-03`", "string"),
}
OUTCOMES: Final[dict[str, str]] = {
    "fixed": "a complaint whose citizen said that it is fixed",
    "answered": "a question or suggestion whose citizen was content with the answer",
    "silent": "answered, and the citizen's time passed without a word: nobody knows whether it is fixed",
    "disputed": "the citizen says that it is not fixed; it is open again",
    "rejected": "ended with a reason and without work",
    "withdrawn": "the citizen took it back",
    "merged": "another ticket is about the same",
}


def as_markdown() -> str:
    """Render the page."""
    return "\n".join(
        [
            "# The data dictionary of the exports",
            "",
            "Rendered by `core/archive/page.py` from the tables in `core/archive/published.py` and "
            "`core/archive/monitored.py`; a test keeps page and tables equal. [exports.md](exports.md) says how to get "
            "them, and what keeps persons out.",
            "",
            "A row is a report. Where there is nothing, CSV has nothing, JSON `null` and Parquet null.",
            "",
            *_table(("kind", "written in CSV and JSON", "in Parquet"), _kinds()),
            "",
            "## For the public",
            "",
            "Rows come month by month, and within a month in an order that tells nothing.",
            "",
            *_columns(PUBLIC),
            "",
            "## For monitors",
            "",
            "Rows come in the order of their numbers.",
            "",
            *_columns(MONITOR),
            "",
            "With `--words` one more:",
            "",
            *_columns((WORDS,)),
            "",
            "## What a status says",
            "",
            *_table(("status", "means"), ((f"`{status}`", facts.meaning) for status, facts in FACTS.items())),
            "",
            "## What an outcome says",
            "",
            *_table(("outcome", "means"), ((f"`{name}`", OUTCOMES[name]) for name in get_args(Outcome) if name)),
            "",
        ]
    )


def _kinds() -> Iterable[tuple[str, ...]]:
    return ((f"`{kind}`", *words) for kind, words in KINDS.items())


def _columns(columns: Iterable[Column]) -> list[str]:
    rows = ((f"`{one.name}`", f"`{one.kind}`", one.meaning, one.empty or "–") for one in columns)
    return _table(("column", "kind", "meaning", "empty when"), rows)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [_line(heads), _line(("---",) * len(heads)), *(_line(row) for row in rows)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
