"""The morning's digest of a desk: what is late, what falls due today, what nobody has taken, and the most urgent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bots.officials.queues import item
from bots.officials.sight import docket
from bots.officials.state import Listing
from bots.officials.topics import open_topic
from bots.officials.turn import GroupTurn
from core.city.dates import day_and_month
from core.docket.counting import is_late, most_urgent_first
from core.vocabulary.docket import DocketRow, Morning
from core.vocabulary.effects import Send

MOST_SHOWN = 5
"""What can be read standing at the coffee; the rest is a command away."""


def greet(turn: GroupTurn, body: Morning) -> None:
    """Post the digest of a desk; nothing where all has been done meanwhile, or the desk is another group's."""
    if not turn.holds(body.desk):
        return
    desk, now, office = turn.office.city.desk(body.desk), turn.moment.now, turn.office
    rows = most_urgent_first((row for row in docket(turn, desk) if row.stage in ("new", "working")), now)
    if not rows:
        return
    items = [item(turn, row, desk, Listing("queue", desk.key)) for row in rows[:MOST_SHOWN]]
    name = desk.name(office.lang)
    head = office.say("reports.morning.head", desk=name, day=day_and_month(date.fromisoformat(body.day), office.locale))
    more = len(rows) - len(items)
    foot = office.say("reports.morning.more", count=more) if more else office.say("reports.morning.all")
    open_topic(turn, desk.key)
    turn.effects.append(
        Send(
            "\n\n".join(("\n".join((head, _counts(turn, rows, now))), *(one.text for one in items), foot)),
            bold=(name,),
            links=tuple(link for one in items for link in one.links),
            topic=desk.key,
            key=f"morning:{desk.key}:{body.day}",
        )
    )


def _counts(turn: GroupTurn, rows: Sequence[DocketRow], now: datetime) -> str:
    """Count what is there, without what is none."""
    zone, say = turn.office.zone, turn.office.say
    today = now.astimezone(zone).date()
    late = sum(is_late(row, now) for row in rows)
    due = sum(
        not is_late(row, now) and row.due_at is not None and row.due_at.astimezone(zone).date() == today for row in rows
    )
    new = sum(row.stage == "new" for row in rows)
    counts = {"late": late, "due": due, "new": new, "working": len(rows) - new}
    return " · ".join(say(f"reports.morning.{name}", count=count) for name, count in counts.items() if count)
