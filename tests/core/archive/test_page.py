"""The data dictionary says what the tables of columns say."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from core.archive.columns import Kind
from core.archive.monitored import MONITOR, WORDS
from core.archive.page import KINDS, OUTCOMES, as_markdown
from core.archive.published import BY_CATEGORY, BY_OFFICE, BY_PLACE, PUBLIC
from core.ticket.outcome import Outcome

PAGE = Path(__file__).parents[3] / "docs" / "data-dictionary.md"


def test_the_page_is_the_tables() -> None:
    """Page and tables are equal."""
    assert as_markdown() == PAGE.read_text(encoding="utf-8")


def test_nothing_is_left_unexplained() -> None:
    """Every kind and outcome has words, every column a name of its own."""
    assert set(KINDS) == set(get_args(Kind))
    assert set(OUTCOMES) == set(get_args(Outcome)) - {""}
    for columns in (PUBLIC, (*MONITOR, WORDS)):
        assert len(columns) == len({column.name for column in columns})


def test_what_is_hidden_is_there() -> None:
    """Columns that are hidden exist, and the public gets no number of a ticket, no moment and no words."""
    assert {*BY_CATEGORY, *BY_OFFICE, *BY_PLACE} <= {column.name for column in PUBLIC}
    assert {"month"} == {column.name for column in PUBLIC} & {"number", "month", "words", "channel"}
    assert not [column.name for column in PUBLIC if column.kind == "moment"]
