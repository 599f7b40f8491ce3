"""A report as a row of the monitors' export tells it: what policy is written from, and nothing that names a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from core.tally.state import Part
from core.vocabulary.tally import Fact

CITYS_OWN: Final[tuple[Fact, ...]] = ("sorting", "taking", "working")
"""Stages that the city can shorten; in the others it waits for the citizen, or for what a hold's reason names."""
_MINUTE: Final = 60


class Case(msgspec.Struct, frozen=True):
    """One row, with the export's own names of columns (docs/data-dictionary.md); what a confidential one has is empty.

    ``words`` are redacted. Moments stand with their zone.
    """

    number: str
    opened_at: datetime
    filed_at: datetime | None = None
    confidential: bool = False
    category: str | None = None
    kelurahan: str | None = None
    status: str = ""
    unit: str | None = None
    units: str | None = None
    outcome: str | None = None
    assigned_at: datetime | None = None
    claimed_at: datetime | None = None
    first_answer_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    in_time: bool | None = None
    limits_missed: int = 0
    disputes: int = 0
    returns: int = 0
    reopenings: int = 0
    waiting_minutes: int = 0
    on_hold_minutes: int = 0
    words: str | None = None

    @property
    def last_unit(self) -> str:
        """Give the unit that has it, or had it last; empty for none."""
        return self.unit or (self.units or "").rpartition(" ")[2]

    def day(self, zone: ZoneInfo) -> date:
        """Give the local day on which it got its number."""
        return self.opened_at.astimezone(zone).date()

    def stages(self) -> dict[Fact, int]:
        """Give the stages that are over and how many minutes each took.

        It was worked on from the first claim to the last answer, without the time in which the citizen was waited for
        and that in which it was put aside.
        """
        found: dict[Fact, int] = {}
        if self.assigned_at is not None:
            found["sorting"] = _minutes(self.opened_at, self.assigned_at)
            if self.claimed_at is not None:
                found["taking"] = _minutes(self.assigned_at, self.claimed_at)
        if self.claimed_at is not None and self.answered_at is not None:
            worked = _minutes(self.claimed_at, self.answered_at) - self.waiting_minutes - self.on_hold_minutes
            found["working"] = max(0, worked)
        if self.waiting_minutes:
            found["asking"] = self.waiting_minutes
        if self.on_hold_minutes:
            found["holding"] = self.on_hold_minutes
        if self.answered_at is not None and self.closed_at is not None and self.closed_at >= self.answered_at:
            found["judging"] = _minutes(self.answered_at, self.closed_at)
        return found


def read_case(line: bytes) -> Case:
    """Read a line of the export as JSON lines. Raises ``msgspec.ValidationError`` for one of another export."""
    return msgspec.json.decode(line, type=Case)


def counts_of(cases: Iterable[Case]) -> Part:
    """Count reports as indicators of the catalogue read them: each as it stands, and answered once at most."""
    facts, first = Counter[str](), Counter[str]()
    for case in cases:
        found = {
            "received": 1,
            "answered": case.answered_at is not None,
            "in_time": case.answered_at is not None and case.in_time is True,
            "late": case.limits_missed,
            "disputed": case.disputes,
            "returned": case.returns,
            "reopened": case.reopenings,
            "fixed": case.outcome == "fixed",
            "silent": case.outcome == "silent",
        }
        facts.update({name: int(count) for name, count in found.items() if count})
        if case.first_answer_at is not None:
            first[str(_minutes(case.filed_at or case.opened_at, case.first_answer_at))] += 1
    return Part(dict(facts), {"first_answer": dict(first)} if first else {})


def _minutes(since: datetime, until: datetime) -> int:
    return max(0, int((until - since).total_seconds()) // _MINUTE)
