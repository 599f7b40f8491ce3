"""Hold complaints that were made two against the journal: one new ticket for each, of the same citizen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bench.month.bells import LEEWAY, Fault
from bench.month.replay import Line, Rules
from bench.month.town import MonthTown

SPLIT, _PART = "pecah", "split_off"


def parts(town: MonthTown, _rules: Rules, journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """See that each split made one ticket shortly after, on the same channel and of the same person."""
    reporters = {
        lane["_id"].partition(":")[2]: lane["state"]["reporter"]
        for lane in town.database["lanes"].find({"_id": {"$gte": "ticket:", "$lt": "ticket;"}}, {"state.reporter": 1})
    }
    for number, lines in journal.items():
        splits = [line for line in lines if line.what == SPLIT]
        found = [line for line in lines if line.what == _PART]
        if len(splits) != len({line.details["other"] for line in found}) or len(splits) != len(found):
            yield Fault(number, f"{len(splits)} times made two, and {len(found)} parts of it")
        for split, part in zip(splits, found, strict=False):
            other = part.details["other"]
            opened = journal[other][0] if other in journal else None
            if opened is None or not split.at <= opened.at <= part.at <= split.at + LEEWAY:
                yield Fault(number, f"its part {other} did not come of {split.at:%d %b %H:%M}")
            elif opened.details["channel"] != lines[0].details["channel"] or reporters[other] != reporters[number]:
                yield Fault(number, f"its part {other} is somebody else's")
