"""The recount of a month: from the journal alone, by rules written anew, against everything that the bridge keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.month import figures, lists, looks, parts, reports, told
from bench.month.bells import BY_TIME, Fault, named, walk
from bench.month.plan import Case
from bench.month.replay import Line, Recounted, Rules
from bench.month.rights import Rights
from bench.month.town import MonthTown
from demo.stage import COORDINATOR
from tests.journeys.reading import NUMBER

Journal = Mapping[str, Sequence[Line]]
Tickets = Mapping[str, Recounted]
_REGISTER = "register:officials"

OF_TICKETS: Mapping[str, Callable[[MonthTown, Tickets], Iterator[Fault]]] = {
    "tickets": lists.tickets,
    "desks' lists": lists.dockets,
    "units' counts": lists.units,
    "pinned counts": lists.pins,
    "cards": lists.cards,
}
"""What is kept of tickets -> how it differs from the recount."""
OF_DAYS: Mapping[str, Callable[[MonthTown, Rules, Journal], Iterator[Fault]]] = {
    "figures of days": figures.figures,
    "reports of weeks": reports.weeks,
    "mornings of desks": reports.mornings,
    "pages of lists": looks.looks,
    "parts of complaints": parts.parts,
}
"""What is read over all days -> how it differs."""
OF_PEOPLE: Mapping[str, Callable[[MonthTown, Sequence[Case], Journal], Iterator[Fault]]] = {
    "calls in groups": told.called,
    "news to citizens": told.pushed,
    "dates that moved": told.moved,
    "delivery logs": told.logged,
    "officials' words": told.in_words,
    "nothing sent twice": told.in_flight,
    "nothing lost": told.kept,
}


@dataclass
class Recount:
    """What was compared: per name how many things, and what is wrong; ``by_time`` is what time did, and how often."""

    compared: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    by_time: Counter[str] = field(default_factory=Counter)
    kills: int = 0

    @property
    def all_faults(self) -> list[Fault]:
        """List all that differs."""
        return [fault for faults in self.faults.values() for fault in faults]


def journal_of(town: MonthTown) -> dict[str, list[Line]]:
    """Read every ticket's lines, in the order in which they happened."""
    found: dict[str, list[Line]] = {}
    documents = [one for one in town.database["journal"].find({}) if NUMBER.fullmatch(one["subject"])]
    for document in sorted(documents, key=_place):
        found.setdefault(document["subject"], []).append(Line.of(document))
    return found


def rules_of(town: MonthTown) -> Rules:
    """Read what the recount goes by; who was an official when stands in the journal too."""
    register = sorted(town.database["journal"].find({"subject": _REGISTER}), key=_place)
    return Rules(town.city, town.calendars, Rights(register, [COORDINATOR]))


def _place(document: Mapping[str, Any]) -> int:
    """Give a line's place in its chain: lines that were written together have one time, in no order of their names."""
    return int(document["chain"]["n"])


def recount(town: MonthTown, cases: Sequence[Case]) -> Recount:
    """Compare everything."""
    result, journal = Recount(kills=town.deaths.count), journal_of(town)
    now, rules = town.clock.now(), rules_of(town)
    tickets = {number: Recounted(number, rules) for number in journal}
    dates = result.faults.setdefault("dates and calls", [])
    for number, lines in journal.items():
        dates += walk(tickets[number], lines, now, town.clock.seen)
        result.by_time.update(named(line) for line in lines if line.what in BY_TIME)
    result.compared["dates and calls"] = result.by_time.total()
    for name, of_tickets in OF_TICKETS.items():
        result.faults[name] = list(of_tickets(town, tickets))
        result.compared[name] = len(lists.counted(tickets, now)) if "counts" in name else len(tickets)
    for name, of_days in OF_DAYS.items():
        result.faults[name] = list(of_days(town, rules, journal))
        result.compared[name] = _reports(name, town, journal)
    for name, of_people in OF_PEOPLE.items():
        result.faults[name] = list(of_people(town, cases, journal))
        result.compared[name] = _sum(name, town, journal)
    return result


def _sum(name: str, town: MonthTown, journal: Journal) -> int:
    match name:
        case "calls in groups":
            return sum(line.what == "reminded" for lines in journal.values() for line in lines)
        case "news to citizens" | "delivery logs":
            return town.database["inbox"].count_documents(told.NEWS)
        case "dates that moved":
            return sum(line.what == "recounted" for lines in journal.values() for line in lines)
        case "nothing sent twice":
            return sum(1 for _ in told.everything(town))
        case _:
            return len(journal)


def _reports(name: str, town: MonthTown, journal: Journal) -> int:
    if "pages" in name:
        return len(town.looks)
    if "parts" in name:
        return sum(line.what == parts.SPLIT for lines in journal.values() for line in lines)
    if "days" in name:
        return town.database["lanes"].count_documents({"_id": {"$gte": "tally:", "$lt": "tally;"}})
    key = "reports.week.head" if "weeks" in name else "reports.morning.head"
    template = town.city.texts[town.city.group_language][key]
    return len(reports.posted(town, template.partition("{")[0]))
