"""What time has to do to a report is counted again: of an honest city nothing is found, and whatever is bent is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.proof.limits import LimitCount
from core.proof.lines import Line, line_of
from core.proof.showing import shown
from core.ticket.secrecy import hides_contents
from core.vocabulary.citizen import Confirmed, Disputed, Reach
from core.vocabulary.effects import Record
from core.vocabulary.events import Timer
from core.vocabulary.officials import Act
from core.vocabulary.register import RightsNow
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import ADMIN, COORDINATOR, DISHUB, DISHUB_TWO, PHOTO, TicketLane, city
from tests.core.ticket.test_any_order import body_of, filings, happening


def lasts(lane: TicketLane, **span: float) -> TicketLane:
    """Let time go by, with every timer at its moment."""
    until = lane.now + timedelta(**span)
    while lane.wake_at is not None and lane.wake_at <= until:
        lane.now = lane.wake_at
        lane.happens(Timer(lane.wake_at))
    lane.now = until
    return lane


def found(records: list[Record], until: datetime, *, confidential: bool = False) -> list[str]:
    """Count the limits of a report again from its lines; give what is wrong in words."""
    rows: list[Line] = [line_of(record, shown(confidential=confidential)) for record in records]
    count = LimitCount(city(), WorkingCalendar(city()))
    return [flaw.words for flaw in count.of_report(rows, until)]


def records_of(lane: TicketLane) -> list[Record]:
    """List the lines of a report's journal."""
    return [effect for effect in lane.all_effects if isinstance(effect, Record)]


happenings = st.lists(
    st.tuples(
        st.sampled_from((0, 0, 1, 5, 13, 30, 100, 400)),
        st.one_of(
            happening, happening, st.builds(RightsNow, official=st.just(DISHUB_TWO), may_act=st.just(False)),
        ),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filings, st.sampled_from(("", "kebakaran")), happenings)
def test_nothing_is_found_in_what_tickets_do(
    changes: dict[str, Any], emergency: str, happened: list[tuple[int, Any]]
) -> None:
    """Whatever happens in whatever order: where each timer came in time, the recount agrees with every line."""
    lane = TicketLane().opens(**changes, emergency=emergency)
    for hours, choice in happened:
        lasts(lane, hours=hours)
        body = body_of(lane, choice)
        if isinstance(body, Act):
            body = structs.replace(body, text=body.text or "sampai besok menunggu alat")
        lane.happens(body)
    lasts(lane, days=40)
    assert [] == found(records_of(lane), lane.now, confidential=hides_contents(lane.ticket))


# --- what is bent -----------------------------------------------------------------------------------------------------


def _worked_on() -> TicketLane:
    """Give a report that an officer has taken up."""
    lane = (
        lasts(TicketLane().opens(), hours=1)
        .does("verifikasi", COORDINATOR)
        .does("disposisi", COORDINATOR, unit="dishub")
    )
    return lasts(lane, hours=1).does("ambil", DISHUB)


def _answered() -> TicketLane:
    return lasts(_worked_on(), hours=1).does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,))


def _disputed(times: int) -> TicketLane:
    lane = _answered()
    for _ in range(times):
        lasts(lane, hours=20).happens(Disputed("masih gelap"))
        act = ("selesai", DISHUB) if lane.status == "disanggah" else ("catatan", COORDINATOR)
        lasts(lane, hours=20).does(*act, "Lampu diganti", evidence=(PHOTO,))  # type: ignore[arg-type]
    return lane


@cache
def stories() -> dict[str, tuple[list[Record], datetime]]:
    """Live through reports that meet every limit, each to its end."""
    silent = _answered()
    unreached = _answered().happens(Reach(False, "blocked"))
    asked = _worked_on().does("tanya", DISHUB, "Tiang yang mana?")
    held = _worked_on().does("tunda", DISHUB, "sampai besok menunggu alat")
    offered = _worked_on().does("serahkan", DISHUB, to=DISHUB_TWO)
    lapsed = lasts(_answered(), days=20).happens(Confirmed())
    again = lasts(lasts(_answered(), days=20), days=10).happens(Disputed("mati lagi"))
    lives = {
        "untouched": TicketLane().opens(),
        "worked on": _worked_on(),
        "silent": silent,
        "unreached": unreached,
        "asked": asked,
        "held": held,
        "offered": offered,
        "confirmed late": lapsed,
        "disputed late": again,
        "disputed": _disputed(3),
        "urgent": TicketLane().opens(emergency="kebakaran"),
    }
    for lane in lives.values():
        lasts(lane, days=40)
        lane.does("catatan", ADMIN, "dibaca")
    return {name: (records_of(lane), lane.now) for name, lane in lives.items()}


@pytest.mark.parametrize("name", stories())
def test_honest_stories_are_right(name: str) -> None:
    """Of a report that was treated as the rules say nothing is found."""
    assert [] == found(*stories()[name])


Bend = Callable[[list[Record]], list[Record]]


def is_line(one: Record, what: str, stage: str) -> bool:
    """Tell whether a line is of this kind, and of this stage where one is named."""
    return one.what == what and one.details.get("stage", "") == stage


def without(what: str, stage: str = "", *, rest: bool = False) -> Bend:
    """Leave a line out; with ``rest`` all that follows, too, as if time had stood still."""

    def bend(lines: list[Record]) -> list[Record]:
        place = next(n for n, one in enumerate(lines) if is_line(one, what, stage))
        return [*lines[:place], *([] if rest else lines[place + 1 :])]

    return bend


def twice(what: str, stage: str) -> Bend:
    """Let a line come again."""
    return lambda lines: [one for line in lines for one in (line, line)[: 1 + is_line(line, what, stage)]]


def into(what: str, other: str, status: TicketStatus) -> Bend:
    """Make another line of a line."""
    changed = {"what": other, "status": status}
    return lambda lines: [structs.replace(one, **changed) if one.what == what else one for one in lines]


def moved(what: str, stage: str = "", **span: float) -> Bend:
    """Give a line another time."""
    by = timedelta(**span)
    return lambda lines: [structs.replace(one, at=one.at + by) if is_line(one, what, stage) else one for one in lines]


BENT: dict[str, tuple[str, Bend, str]] = {
    "no reminder at half": ("untouched", without("reminded", "half"), "the call 'half'"),
    "no reminder at four fifths": ("untouched", without("reminded", "last"), "the call 'last'"),
    "the head was not called": ("worked on", without("reminded", "limit"), "the call 'head'"),
    "the coordinator was not called": ("worked on", without("reminded", "coordinator"), "the call 'coordinator'"),
    "the secretary was not called": ("worked on", without("reminded", "secretary"), "the call 'secretary'"),
    "the coordinator was called early": (
        "worked on", moved("reminded", "coordinator", days=-1), "'coordinator' was made before",
    ),
    "reminded early": ("worked on", moved("reminded", "half", days=-1), "'half' was made before"),
    "called at night": ("worked on", moved("reminded", "limit", hours=14), "outside of office hours"),
    "the head was called twice": ("worked on", twice("reminded", "limit"), "'head' was made twice"),
    "a question that stays open": ("asked", without("unanswered", rest=True), "the question is open beyond"),
    "a question given up early": ("asked", moved("unanswered", days=-3), "the question was given up before"),
    "a hold without an end": ("held", without("hold_over", rest=True), "it was held until"),
    "a hold that ended early": ("held", moved("hold_over", hours=-6), "the hold was ended before"),
    "an offer for ever": ("offered", without("offer_lapsed"), "an offer lapsed"),
    "an offer that ended early": ("offered", moved("offer_lapsed", hours=-5), "the offer was ended before"),
    "silence that never ends": ("silent", without("silence"), "the citizen's time was over"),
    "silence too early": ("silent", moved("silence", days=-1), "closed by silence before"),
    "silence of who was not reached": ("unreached", into("catatan", "silence", "lewat"), "did not reach the citizen"),
    "a dispute after its time": (
        "disputed late", into("dispute_late", "disputed", "disanggah"), "a dispute was taken after",
    ),
    "a dispute turned away in time": ("disputed late", moved("dispute_late", days=-9), "was turned away in time"),
    "a third dispute back to the unit": (
        "disputed", into("disputed", "disputed", "disanggah"), "dispute 3 went back to the unit",
    ),
    "the first dispute to the coordinator": (
        "disputed", into("disputed", "disputed", "terverifikasi"), "dispute 1 went to the coordinator",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BENT)
def test_what_is_bent_is_found(name: str) -> None:
    """A line that time had to write and is missing, or that came early, late, twice or at night, is found."""
    story, bend, words = BENT[name]
    records, until = stories()[story]
    flaws = found(bend(records), until)
    assert [] != [flaw for flaw in flaws if words in flaw], flaws
