"""Which texts reports are made of, with their fields, for `Texts.check` at start-up (`app.steppers`)."""

from collections.abc import Mapping
from typing import Final

from core.tally.catalogue import INDICATORS

REQUIRED_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    **{f"indicators.{one.code}.{part}": () for one in INDICATORS for part in ("name", "meaning")},
    **{f"reports.{measure}": ("value",) for measure in ("percent", "minutes", "hours", "days")},
    "reports.late_note": ("count",),
    "reports.no_place": (),
    "reports.no_channel": (),
    "reports.by_category": (),
    "reports.by_kelurahan": (),
    "reports.change.more": ("count",),
    "reports.change.fewer": ("count",),
    "reports.change.same": (),
    "reports.change.unknown": (),
    "reports.week.head": ("days",),
    "reports.week.received": ("change", "count"),
    "reports.week.answered": ("count", "share"),
    "reports.week.missed": ("count",),
    "reports.week.verdicts": ("disputed", "fixed", "share", "silent"),
    "reports.week.first_answer": ("median", "most"),
    "reports.week.ended": ("rejected", "reopened", "returned"),
    "reports.week.open": ("late", "open"),
    "reports.week.foot": (),
    "reports.morning.head": ("day", "desk"),
    **{f"reports.morning.{name}": ("count",) for name in ("late", "due", "new", "working", "more")},
    "reports.morning.all": (),
    "reports.asked.head": ("days",),
    "reports.asked.line": ("name", "value"),
    "reports.asked.nothing": (),
    "reports.asked.usage": (),
    "reports.chart.title": ("count", "share"),
    "reports.chart.title_unanswered": ("count",),
    "reports.chart.subtitle": ("city", "days"),
    "reports.chart.received": (),
    "reports.chart.answered": (),
    "reports.chart.foot": (),
    **{f"reports.chart.tile.{code}": () for code in ("received", "in_time", "missed", "confirmed")},
}
