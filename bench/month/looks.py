"""Hold the pages of lists that officials turned against the recount: the right tickets, in the right order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bench.month.bells import Fault
from bench.month.lists import desk_of, is_late, stage_of
from bench.month.past import Past
from bench.month.replay import PAUSED, Line, Recounted, Rules
from core.city.texts import Texts
from tests.journeys.reading import NUMBER

if TYPE_CHECKING:
    from bench.month.town import MonthTown

_PER_PAGE = 8
_AT_WORK = ("new", "working")
Page = tuple[str, tuple[str, ...]]
"""The heading and the numbers below it."""


@dataclass(frozen=True)
class Look:
    """What a page of a desk's list showed: drawn between two moments, ``page`` as it was asked for."""

    since: datetime
    until: datetime
    desk: str
    page: int
    text: str


def looks(town: MonthTown, rules: Rules, journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """See that each page showed what lay on the desk just then, what cannot wait first."""
    past, texts = Past(journal, rules), Texts(town.city.texts)
    for look in town.looks:
        past.go_to(look.since)
        may_be = [_page(town, texts, past, look, look.since)]
        # What time did while the page was drawn is in it or not.
        may_be += [_page(town, texts, past, look, at) for at in past.until(look.until)]
        may_be.append(_page(town, texts, past, look, look.until))
        heading, _, rest = look.text.partition("\n")
        shown = heading, tuple(dict.fromkeys(NUMBER.findall(rest)))
        if shown not in may_be:
            yield Fault(f"{look.desk} {look.until:%d %b %H:%M}", f"page {look.page} is {shown} and not {may_be[-1]}")


def _page(town: MonthTown, texts: Texts, past: Past, look: Look, now: datetime) -> Page:
    found = [one for one in past.tickets.values() if desk_of(one) == look.desk and stage_of(one) != "ended"]
    found.sort(key=lambda one: _urgency(one, now))
    language, late = town.city.group_language, sum(is_late(one, now) for one in found)
    key = "officials.list.queue" if found else "officials.list.queue_none"
    heading = texts.say(key, language, count=len(found), desk=town.city.desk(look.desk).name(language), words="")
    heading += texts.say("officials.list.with_late", language, late=late) if late else ""
    last = max(1, -(-len(found) // _PER_PAGE))
    first = (min(look.page, last) - 1) * _PER_PAGE
    return heading, tuple(one.number for one in found[first : first + _PER_PAGE])


def _urgency(ticket: Recounted, now: datetime) -> tuple[bool, bool, bool, bool, datetime, str]:
    """Order: what was put first, the longest late, what is due soonest; then what rests, then what is answered."""
    mine = stage_of(ticket) in _AT_WORK
    due = ticket.due if mine and ticket.status not in PAUSED else None
    assert ticket.opened is not None
    when = due or ticket.opened
    return not (mine and ticket.priority), not is_late(ticket, now), due is None, not mine, when, ticket.number
