"""The indicators: one table that says what is read from the counts, how, and by whom.

Their names and meanings, a sentence each, are texts (`indicators.<code>.name`, `.meaning`). Whatever shows a number of
the city's work reads this table: the weekly report, `/laporan`, `kanal report`, `/metrics`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from core.vocabulary.tally import Fact

Viewer = Literal["public", "monitor", "unit", "operator"]
"""Everybody; Ombudsman, ministry, mayor; who works at a unit; who runs the bridge: each sees what those before do."""
Measure = Literal["reports", "percent", "minutes", "messages", "money"]
Table = Literal["category", "kelurahan", "unit", "channel"]

VIEWERS: Final[tuple[Viewer, ...]] = ("public", "monitor", "unit", "operator")
SMALLEST: Final = 5
"""Of fewer than these in one cell the public is told nothing: place, category and day would point at a person."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened."""

    of: Fact


@dataclass(frozen=True, slots=True)
class Share:
    """What part of one sum of facts another is, in percent; `less` are taken off."""

    of: tuple[Fact, ...]
    among: tuple[Fact, ...]
    less: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Each:
    """How much of one thing comes to each of another, ``of`` in parts of so many; nothing where there is none of it."""

    of: Fact
    among: Fact
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Percentile:
    """The minutes within which so many percent of what took long were done; of two digits."""

    of: Fact
    percent: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How many reports are so at this moment: read from the lists of the desks, whatever the period."""

    of: Literal["open", "late"]


Formula = Count | Share | Each | Percentile | Standing


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row. `seen_by` is the widest circle that may see it, `smallest` what the public is told nothing below.

    `tables` are those by which it is broken down; one that is not `brief` stands only where there is room for all.
    """

    code: str
    measure: Measure
    formula: Formula
    seen_by: Viewer = "public"
    smallest: int = SMALLEST
    tables: tuple[Table, ...] = ()
    brief: bool = True


VERDICTS: Final[tuple[Fact, ...]] = ("fixed", "disputed", "silent")
"""What becomes of an answered complaint: the citizen calls it fixed or disputes it, or says nothing in time."""
STAGES: Final[tuple[Fact, ...]] = ("sorting", "taking", "working", "asking", "holding", "judging")
"""The stages of a ticket's way, in their order; in ``asking``, ``holding`` and ``judging`` no official can hurry it."""
HUNDREDTHS: Final = 100
"""What is spent is counted in hundredths of the city's currency."""
_EVERYWHERE: Final[tuple[Table, ...]] = ("category", "kelurahan", "unit", "channel")
_WHERE_WORKED: Final[tuple[Table, ...]] = ("category", "unit")


def _of_stages() -> Iterator[Indicator]:
    for stage in STAGES:
        for name, percent in (("median", 50), ("most", 90)):
            formula = Percentile(stage, percent)
            yield Indicator(f"{stage}_{name}", "minutes", formula, "monitor", tables=_WHERE_WORKED, brief=False)


INDICATORS: Final[tuple[Indicator, ...]] = (
    Indicator("received", "reports", Count("received"), tables=("category", "kelurahan", "channel")),
    Indicator("open", "reports", Standing("open"), tables=("unit",)),
    Indicator("overdue", "reports", Standing("late"), tables=("unit",)),
    Indicator("answered", "reports", Count("answered"), tables=_EVERYWHERE),
    Indicator("in_time", "percent", Share(("in_time",), ("answered",)), tables=_EVERYWHERE),
    Indicator("missed", "reports", Count("late"), tables=_EVERYWHERE),
    Indicator("first_answer_median", "minutes", Percentile("first_answer", 50), tables=_EVERYWHERE),
    Indicator("first_answer_most", "minutes", Percentile("first_answer", 90), tables=_EVERYWHERE),
    Indicator("fixed", "reports", Count("fixed"), tables=_EVERYWHERE),
    Indicator("fixed_median", "minutes", Percentile("fixed", 50), tables=_EVERYWHERE),
    Indicator("fixed_most", "minutes", Percentile("fixed", 90), tables=_EVERYWHERE),
    Indicator("confirmed", "percent", Share(("fixed",), VERDICTS), tables=_EVERYWHERE),
    Indicator("disputed", "percent", Share(("disputed",), VERDICTS), tables=_EVERYWHERE),
    Indicator("lapsed", "reports", Count("silent"), tables=_EVERYWHERE, brief=False),
    Indicator("rejected", "reports", Count("rejected"), "monitor", tables=_EVERYWHERE),
    Indicator("returned", "reports", Count("returned"), "monitor", tables=("category", "unit")),
    Indicator("reopened", "reports", Count("reopened"), "monitor", tables=("category", "unit")),
    Indicator(
        "reopened_share",
        "percent",
        Share(("reopened", "disputed"), ("answered",)),
        "monitor",
        tables=("category", "unit"),
        brief=False,
    ),
    Indicator("flagged", "reports", Count("flagged"), "monitor", tables=("category", "unit"), brief=False),
    Indicator(
        "reached",
        "percent",
        Share(("answered", "reached"), ("answered",), less=("unreached",)),
        "monitor",
        tables=("channel",),
    ),
    *_of_stages(),
    Indicator("messages", "messages", Each("message", "received"), "unit", tables=("channel",)),
    Indicator("cost", "money", Each("spent", "received", HUNDREDTHS), "operator", tables=("channel",)),
)
BY_CODE: Final = {one.code: one for one in INDICATORS}


def may_see(viewer: Viewer, indicator: Indicator) -> bool:
    """Tell whether somebody may see an indicator."""
    return VIEWERS.index(viewer) >= VIEWERS.index(indicator.seen_by)
