"""Drive a ticket lane in tests as the engine does: every state makes the round trip through builtins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import Texts
from core.ticket.alarm import Alarm
from core.ticket.clock import ALARMS
from core.ticket.number import format_number
from core.ticket.state import TicketState, load
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Confirmed, Disputed, Opened, Replied, Update, Withdrawn
from core.vocabulary.effects import Effect, Record, Tell
from core.vocabulary.events import Body, Event, Timer
from core.vocabulary.lane_names import OFFICIALS_LANE, person_lane, ticket_lane
from core.vocabulary.officials import Act, Card, Relay, ShowCard, Verdict
from core.vocabulary.report import Evidence, Filing, Origin, Report
from core.vocabulary.steps import Moment
from core.vocabulary.ticket import Action, Official, TicketStatus
from storage.city import read_city

WITA = ZoneInfo("Asia/Makassar")
MONDAY = datetime(2026, 7, 6, 10, 0, tzinfo=WITA)
"""A Monday morning with no holiday in the three weeks after it."""
ADDRESS = "771234567"
CHAT = f"chat:telegram:{ADDRESS}"
REPORTER = person_lane(CHAT)
NUMBER = format_number("KPG", 2026, 1)
OTHER = format_number("KPG", 2026, 2)
PHOTO = Evidence(kind="photo", ref="f1", media="m1", mime="image/jpeg")

COORDINATOR = Official("10", "Maria Coordinator", "setda")
DISHUB = Official("20", "Yosef Lay", "dishub")
DISHUB_TWO = Official("21", "Dina Nalle", "dishub")
DLHK = Official("30", "Oktavianus Mooy", "dlhk")
DINKES = Official("40", "Ester Bria", "dinkes")
CLINIC = Official("41", "Nurse Oesapa", "pkm-oesapa")
HEAD = Official("22", "Kepala Dishub", "dishub", role="pimpinan")
SECRETARY = Official("5", "Sekretaris", "sekda", role="pimpinan")
ADMIN = Official("1", "Admin", "", admin=True)
STRANGER = Official("99", "Nobody", "")

PLAIN: tuple[Alarm, ...] = tuple(alarm for alarm in ALARMS if alarm.name in ("silence", "limit"))
"""What time does to a ticket, without whom it calls."""

_Found = TypeVar("_Found")


@cache
def city() -> City:
    """Read the Kupang pack once."""
    return read_city(Path(__file__).parents[3] / "cities" / "kupang")


@cache
def steps(alarms: tuple[Alarm, ...] = ALARMS) -> TicketSteps:
    """Build the steps once; they are pure."""
    return TicketSteps(city(), WorkingCalendar(city()), alarms)


@cache
def texts() -> Texts:
    """Give the texts of the pack."""
    return Texts(city().texts)


def filing(**changes: Any) -> Filing:
    """Give a plain complaint about street lights, with changes."""
    plain = Report(
        text="Lampu jalan mati su 3 hari",
        classification="pengaduan",
        category="lampu-jalan",
        name="Beny Tefa",
        kelurahan="Oebufu",
        landmark="depan SDN Oebufu",
        channel="telegram",
    )
    lane, number = changes.pop("reporter", REPORTER), changes.pop("id", "")
    return Filing(lane, msgspec.structs.replace(plain, **changes), number)


@cache
def open_other() -> Any:
    """Give the stored state of an open ticket that says the same as the plain one, by somebody else."""
    event = Event("other", ticket_lane(OTHER), MONDAY, Opened(OTHER, filing(reporter="person:other")))
    return msgspec.to_builtins(steps().step(None, event, Moment(MONDAY.astimezone(UTC))).state)


class TicketLane:
    """One ticket, its state, and what the last event made it do."""

    def __init__(self, now: datetime = MONDAY, alarms: tuple[Alarm, ...] = ALARMS) -> None:
        """Start with an empty lane at a moment; `alarms` are what time does to the ticket."""
        self.now = now.astimezone(UTC)
        self.steps = steps(alarms)
        self.state: Any = None
        self.effects: tuple[Effect, ...] = ()
        self.wake_at: datetime | None = None
        self.all_effects: list[Effect] = []
        self.documents: dict[str, Any] = {ticket_lane(OTHER): open_other()}
        """States of other lanes: of a ticket that says the same, unless told otherwise."""
        self.origins: dict[str, Origin] = {}
        """When and where files were taken, where that is kept."""
        self._count = 0

    @property
    def ticket(self) -> TicketState:
        """Give the ticket as the lane holds it."""
        found = load(self.state)
        assert found is not None
        return found

    @property
    def status(self) -> TicketStatus:
        """Give the status."""
        return self.ticket.status

    def happens(self, body: Body) -> TicketLane:
        """Step one event, as the engine would."""
        self._count += 1
        event = Event(f"e{self._count}", ticket_lane(NUMBER), self.now, body)
        documents = {lane: self.documents.get(lane) for lane in self.steps.reads(event)}
        compared = self.steps.files_compared(self.state, event)
        origins = {media: self.origins[media] for media in compared if media in self.origins}
        moment = Moment(self.now, lane=event.lane, documents=documents, origins=origins)
        outcome = self.steps.step(self.state, event, moment)
        self.state = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        self.effects, self.wake_at = outcome.effects, outcome.wake_at
        self.all_effects += outcome.effects
        return self

    def opens(self, **changes: Any) -> TicketLane:
        """Open the ticket with a filing."""
        return self.happens(Opened(NUMBER, filing(**changes)))

    def does(self, action: Action, by: Official, text: str = "", **more: Any) -> TicketLane:
        """Let an official act by button."""
        return self.happens(Act(action, by, query_id=f"q{self._count}", text=text, **more))

    def says(self, text: str, *evidence: Evidence) -> TicketLane:
        """Let the citizen write about the ticket."""
        return self.happens(Replied(text, evidence))

    def waits(self, **span: float) -> TicketLane:
        """Let time pass without any event."""
        self.now += timedelta(**span)
        return self

    def until(self, moment: datetime) -> TicketLane:
        """Let time pass to a moment."""
        self.now = moment.astimezone(UTC)
        return self

    def calms(self) -> TicketLane:
        """Let the minutes pass in which the last act can be taken back; what it made happen stays to be read."""
        last, effects = self.ticket.last_act, self.effects
        if last is not None:
            self.now = max(self.now, last.until)
            self.happens(Timer(last.until))
            self.effects = effects
        return self

    def rings(self) -> TicketLane:
        """Let the timer come at the time asked for, after the minutes in which the last act can be taken back."""
        self.calms()
        assert self.wake_at is not None
        self.now = max(self.now, self.wake_at)
        return self.happens(Timer(self.wake_at))

    # --- what came out -----------------------------------------------------------------------------------------

    def told(self, kind: type[_Found], lane: str = OFFICIALS_LANE) -> list[_Found]:
        """List the commands of a kind that the last event told a lane."""
        return commands(self.effects, kind, lane)

    @property
    def verdict(self) -> Verdict:
        """Give the one verdict of the last event."""
        (found,) = self.told(Verdict)
        return found

    @property
    def sentence(self) -> str:
        """Say the verdict as the group reads it."""
        return texts().say(self.verdict.key, "id", **self.verdict.values)

    @property
    def update(self) -> Update:
        """Give the one push of the last event."""
        (found,) = self.told(Update, REPORTER)
        return found

    @property
    def card(self) -> Card:
        """Give the card that the last event drew."""
        (found,) = self.told(ShowCard)
        return found.card

    @property
    def relay(self) -> Relay:
        """Give the one relay of the last event."""
        (found,) = self.told(Relay)
        return found

    @property
    def records(self) -> list[Record]:
        """List the journal lines of the last event."""
        return [effect for effect in self.effects if isinstance(effect, Record)]


def commands(effects: Sequence[Effect], kind: type[_Found], lane: str = OFFICIALS_LANE) -> list[_Found]:
    """List the commands of a kind among effects that go to a lane."""
    return [
        effect.command
        for effect in effects
        if isinstance(effect, Tell) and effect.lane == lane and isinstance(effect.command, kind)
    ]


def local(moment: datetime | None) -> str:
    """Write a moment in the city's time: "2026-07-09 23:59:59"."""
    assert moment is not None
    return f"{moment.astimezone(WITA):%Y-%m-%d %H:%M:%S}"


def brought_to(status: TicketStatus, alarms: tuple[Alarm, ...] = ALARMS, **changes: Any) -> TicketLane:
    """Bring a new ticket, of a filing with changes, to a status by the shortest way; nothing can be undone any more."""
    return hurried_to(status, alarms, **changes).calms()


def hurried_to(status: TicketStatus, alarms: tuple[Alarm, ...] = ALARMS, **changes: Any) -> TicketLane:
    """Bring a new ticket to a status within a moment, so that the last act can be taken back still."""
    lane = TicketLane(alarms=alarms).opens(**changes)
    match status:
        case "ditunda":
            return lane.does("tunda", COORDINATOR, "menunggu musim kering sampai 1 Agustus")
        case "bukan_wewenang":
            return lane.does("bukan_wewenang", COORDINATOR, "urusan provinsi")
        case "diarsipkan":
            return lane.does("arsip", COORDINATOR, "bukan laporan")
        case "duplikat":
            return lane.does("duplikat", COORDINATOR, other=OTHER)
        case "ditarik":
            return lane.happens(Withdrawn("sudah tidak perlu"))
    way: list[tuple[TicketStatus, Any]] = [
        ("baru", None),
        ("terverifikasi", lambda: lane.does("verifikasi", COORDINATOR)),
        ("didisposisikan", lambda: lane.does("disposisi", COORDINATOR, unit="dishub")),
        ("diproses", lambda: lane.does("ambil", DISHUB)),
        ("menunggu_pelapor", lambda: lane.does("tanya", DISHUB, "Tiang yang mana?")),
        ("ditindaklanjuti", lambda: lane.does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,))),
    ]
    for name, step in way:
        if step:
            step()
        if name == status:
            return lane
    if status == "lewat":
        return lane.rings()
    lane.happens(Confirmed() if status == "selesai" else Disputed("masih mati"))
    return lane
