"""Limits of the process: the city's, a category's, and those of a unit, for all it does or for one category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from core.city.units import OwnLimits, Unit
from core.language.data import CityError
from core.language.tables import Reader, Table

_FORMER_LIMIT = "reminder_before_hours"
"""Read and never used, until parts of a limit took its place: packs of before still name it."""
UNIT_LIMITS: Final = frozenset(
    {
        "follow_up_days", "confirmation_silence_days", "citizen_answer_days", "remind_percent", "remind_again_percent",
        "coordinator_after_days", "secretary_after_days", "hold_days",
    }
)  # fmt: skip
"""What runs while a unit has a ticket. What the coordinator and the citizen may is the same everywhere."""
ANY_CATEGORY: Final = ""
MOST: Final[Mapping[str, int]] = {"_days": 1000, "_hours": 1000, "_minutes": 10_000, "_seconds": 60, "_percent": 100}
MOST_COUNT: Final = 100_000
"""What a limit can be at most, by the end of its name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of the process; days are working days unless the name says otherwise."""

    verification_days: int = 3
    follow_up_days: int = 5
    confirmation_silence_days: int = 10
    citizen_answer_days: int = 10
    returns_before_escalation: int = 2
    remind_percent: int = 50
    """Of a limit: when it is gone, whoever has the ticket is reminded, and again at the next percentage."""
    remind_again_percent: int = 80
    coordinator_after_days: int = 1
    secretary_after_days: int = 3
    """Working days after a limit has passed without anything: then the coordinator is told, then the secretary."""
    draft_reminder_minutes: int = 60
    draft_expiry_hours: int = 24
    album_quiet_seconds: float = 1.5
    flood_messages_per_minute: int = 20
    flood_tickets_per_day: int = 10
    paid_answers_per_day: int = 50
    """Answers to one person in a day where each message costs money; news of reports and emergencies do not count."""
    attachments_per_ticket: int = 10
    text_characters: int = 4000
    hold_days: int = 90
    """Calendar days after which a held ticket has to come back at the latest."""
    dispute_days: int = 14
    """Calendar days in which an ended ticket can be disputed; later it is a new report that names the old one."""
    disputes_before_coordinator: int = 2
    """Disputes that bring a ticket back to who held it; the next goes to the coordinator, with the whole path."""
    burst_hours: int = 6
    """So long after the last one, another post or report about the same is counted with those before it."""
    near_days: int = 14
    """Days, not working days, in which an open report is shown to whoever reports the same nearby."""


def read_limits(file: str, key: str, table: Table, base: Limits) -> Limits:
    """Read a table of limits, the others as in `base`; raise CityError."""
    _check(file, key, table)
    limits = replace(base, **{name: value for name, value in table.items() if name != _FORMER_LIMIT})
    _check_order(file, key, limits)
    return limits


def read_unit_limits(row: Reader) -> OwnLimits:
    """Read what a unit has of its own: `limits`, and `limits_by_category` for one category each."""
    tables = {ANY_CATEGORY: Reader(row.file, row.table("limits"), row.key("limits"))}
    for category in row.table("limits_by_category"):
        of = Reader(row.file, row.table("limits_by_category"), row.key("limits_by_category"))
        tables[category] = Reader(row.file, of.table(category), of.key(category))
    for one in tables.values():
        one.only(*UNIT_LIMITS)
        _check(one.file, one.where, one.data)
    return {category: dict(one.data) for category, one in tables.items() if one.data}


def check_unit_limits(units: Iterable[Unit], categories: Mapping[str, Limits]) -> None:
    """See that units name known categories, and that all that comes together fits; raise CityError."""
    above: dict[str, Unit] = {}
    for unit in units:
        above[unit.code] = unit
    for unit in above.values():
        where = f"unit.{unit.code}.limits"
        for category in unit.limits:
            if category != ANY_CATEGORY and category not in categories:
                raise CityError("units.toml", f"{where}_by_category.{category}", f"unknown category {category!r}")
        chain, one = [unit], unit
        while one.parent is not None:
            one = above[one.parent]
            chain.insert(0, one)
        for category, limits in categories.items():
            _check_order("units.toml", where, with_unit(limits, chain, category))


def with_unit(limits: Limits, chain: Iterable[Unit], category: str) -> Limits:
    """Give limits as they are at the last of a chain of units, each below the one before it."""
    own: dict[str, float] = {}
    for unit in chain:
        own |= unit.limits.get(ANY_CATEGORY, {})
        own |= unit.limits.get(category, {})
    return replace(limits, **own) if own else limits  # type: ignore[arg-type]  # checked at reading


def _most(name: str) -> int:
    """Give what a limit can be at most: what no process asks for, and dates and alarms still bear."""
    return next((most for ending, most in MOST.items() if name.endswith(ending)), MOST_COUNT)


def _check(file: str, key: str, table: Table) -> None:
    known = {item.name: str(item.type) for item in fields(Limits)}
    for name, value in table.items():
        if name == _FORMER_LIMIT:
            continue
        if name not in known:
            raise CityError(file, f"{key}.{name}", "unknown limit")
        most = _most(name)
        if known[name] == "float" and isinstance(value, float) and 0 < value <= most:
            continue
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise CityError(file, f"{key}.{name}", "a whole number of at least 1 is needed")
        if value > most:
            raise CityError(file, f"{key}.{name}", f"at most {most} is needed")


def _check_order(file: str, key: str, limits: Limits) -> None:
    if not limits.remind_percent < limits.remind_again_percent < 100:
        raise CityError(file, f"{key}.remind_again_percent", "more than remind_percent and less than 100 is needed")
