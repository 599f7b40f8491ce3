"""Hold what desks read in the morning, and the city of its week, against the recount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from bench.month.bells import Fault
from bench.month.figures import Figures
from bench.month.lists import desk_of, is_late, stage_of
from bench.month.past import Past
from bench.month.replay import PAUSED, Line, Recounted, Rules
from bench.month.told import unnoted
from bench.month.town import MonthTown
from core.city.texts import Texts
from tests.journeys.reading import text_of

Journal = Mapping[str, Sequence[Line]]
Counts = tuple[int, int, int, int]
"""How many are late, due today, not taken, and worked on."""
_MORNING, _REPORTED = time(7, 30), time(8)
_TOO_LATE = timedelta(hours=4)
_MEANWHILE = timedelta(minutes=2)
"""A digest is read from lists that others of the same morning change: it may be of before or after them."""
_NAMES = ("late", "due", "new", "working")
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_VERDICTS = ("fixed", "disputed", "silent")


def posted(town: MonthTown, head: str) -> list[tuple[datetime, str]]:
    """List the group messages that begin so, oldest first, without those that were on their way at a death."""
    stray = {(address, message_id) for address, message_id, *_ in unnoted(town)}
    found = [
        (datetime.fromtimestamp(one["date"], UTC), text_of(one))
        for chat in town.groups
        for one in town.telegram.messages(chat, from_bot=True)
        if text_of(one).startswith(head) and (str(chat), str(one["message_id"])) not in stray
    ]
    return sorted(found)


# --- the morning's digest ---------------------------------------------------------------------------------------------


def mornings(town: MonthTown, rules: Rules, journal: Journal) -> Iterator[Fault]:
    """See that each desk that had work on a working day was greeted once, with the right numbers."""
    texts, language = Texts(town.city.texts), town.city.group_language
    days, wanted = town.calendars.at(town.clock.start), _wanted(town, journal, rules)
    for desk in {desk for desk, _day in wanted} | {"verifikasi", "eskalasi", *town.chats}:
        head = texts.say("reports.morning.head", language, desk=town.city.desk(desk).name(language), day="")
        shown: dict[date, list[str]] = {}
        for at, text in posted(town, head):
            shown.setdefault(days.day_of(at), []).append(text.split("\n")[1])
        for day in sorted(shown.keys() | {day for one, day in wanted if one == desk}):
            may_be = [_worded(texts, language, counts) for counts in wanted.get((desk, day), ())]
            here = shown.get(day, [])
            if len(here) != bool(may_be) or (here and here[0] not in may_be):
                yield Fault(f"{desk} {day}", f"greeted with {here}, and by the journal {may_be or 'nothing'}")


def _wanted(town: MonthTown, journal: Journal, rules: Rules) -> dict[tuple[str, date], list[Counts]]:
    """Count the desks with work on each morning, as they were when it came and shortly after."""
    past, wanted = Past(journal, rules), dict[tuple[str, date], list[Counts]]()
    day = town.calendars.at(town.clock.start).day_of(town.clock.start)
    while (due := town.calendars.at(town.clock.start).at(day, _MORNING)) < town.clock.now():
        came = town.clock.seen(due)
        past.go_to(came)
        if town.calendars.at(due).works(day) and came - due < _TOO_LATE:
            greeted = _desks(past.tickets, came, day)
            for desk, counts in greeted.items():
                wanted[desk, day] = [counts]
            for _ in past.until(came + _MEANWHILE):
                for desk, counts in _desks(past.tickets, came, day).items():
                    if desk in greeted:
                        wanted[desk, day].append(counts)
        day += _DAY
    return wanted


def _desks(tickets: Mapping[str, Recounted], now: datetime, day: date) -> dict[str, Counts]:
    counts: dict[str, Counter[str]] = {}
    for ticket in tickets.values():
        stage = stage_of(ticket)
        if stage in ("new", "working"):
            late = is_late(ticket, now)
            today = ticket.due is not None and ticket.status not in PAUSED and ticket.days.day_of(ticket.due) == day
            counts.setdefault(desk_of(ticket), Counter()).update(
                {stage: 1, "late": int(late), "due": int(today and not late)}
            )
    return {desk: (found["late"], found["due"], found["new"], found["working"]) for desk, found in counts.items()}


def _worded(texts: Texts, language: str, counts: Counts) -> str:
    named = zip(_NAMES, counts, strict=True)
    return " · ".join(texts.say(f"reports.morning.{name}", language, count=count) for name, count in named if count)


# --- the report of a week ---------------------------------------------------------------------------------------------


def weeks(town: MonthTown, rules: Rules, journal: Journal) -> Iterator[Fault]:
    """See that each week in which something happened was reported once, with the right numbers."""
    texts, language = Texts(town.city.texts), town.city.group_language
    figures, days = Figures(), town.calendars.at(town.clock.now())
    for number, lines in journal.items():
        figures.ticket(Recounted(number, rules), lines)
    monday = days.day_of(town.clock.start)
    wanted = []
    while days.at(days.on_or_after(monday + _WEEK), _REPORTED) < town.clock.now():
        facts: Counter[str] = Counter()
        for (day, table, _name, fact), count in figures.counts.items():
            if table == "city" and monday <= day < monday + _WEEK:
                facts[fact] += count
        if +facts:
            wanted.append((monday, facts))
        monday += _WEEK
    shown = posted(town, texts.say("reports.week.head", language, days=""))
    if len(shown) != len(wanted):
        yield Fault("weeks", f"{len(shown)} reports, and by the journal {len(wanted)}")
    for (monday, facts), (_at, text) in zip(wanted, shown, strict=False):
        for line in _lines(texts, language, facts):
            if line not in text:
                yield Fault(f"week of {monday}", f"no {line!r} in {text!r}")


def _lines(texts: Texts, language: str, facts: Counter[str]) -> Iterator[str]:
    """Word the numbers of a week that are its own."""

    def say(key: str, **values: object) -> str:
        return texts.say(f"reports.week.{key}", language, **values)

    def share(part: int, whole: int) -> str:
        return texts.say("reports.percent", language, value=round(100 * part / whole))

    yield say("received", count=facts["received"], change="").removesuffix(")")
    if facts["answered"]:
        yield say("answered", count=facts["answered"], share=share(facts["in_time"], facts["answered"]))
    yield say("missed", count=facts["late"])
    whole = sum(facts[name] for name in _VERDICTS)
    if whole:
        yield say("verdicts", share=share(facts["fixed"], whole), **{name: facts[name] for name in _VERDICTS})
    yield say("ended", **{name: facts[name] for name in ("rejected", "returned", "reopened")})
