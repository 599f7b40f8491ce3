"""What happens to each report of the invented months: who says what, and when."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.tally.periods import Period
from core.vocabulary.citizen import Confirmed, Disputed, Rated, Replied, Withdrawn
from core.vocabulary.events import Body
from core.vocabulary.lane_names import person_lane
from core.vocabulary.officials import Act
from core.vocabulary.report import Evidence, Privacy, Report
from core.vocabulary.ticket import Official

WORDS: Final = Path(__file__).parent / "words.toml"
A_DAY: Final = 7.0
"""Reports on a usual day: a city that has just begun."""
PHOTO: Final = "contoh"
"""The stored file that stands for every photo."""
WAYS: Final[Mapping[str, int]] = {
    "fixed": 41, "silent": 17, "disputed": 12, "asked": 9, "held": 4, "returned": 4, "withdrawn": 3, "archived": 3,
    "forgotten": 7,
}  # fmt: skip
"""How reports go, and how often of a hundred."""
CHANNELS: Final[Mapping[str, int]] = {"whatsapp": 52, "telegram": 16, "web": 14, "sms": 8, "messenger": 6, "counter": 4}
COORDINATOR: Final = Official("1", "Agus Bria", "setda", admin=True)
_OPENS, _CLOSES = 8, 15
_CONFIDENTIAL, _LISTED, _NAMED, _LATE = 0.03, 0.3, 0.6, 0.36

Step = tuple[datetime, Body]


def read_words() -> dict[str, Any]:
    """Read what is said in the invented months."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Course:
    """A report, who files it and when, and everything that people do to it, in the order of time."""

    reporter: str
    report: Report
    at: datetime
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Author:
    """What invents: the same dice give the same months."""

    city: City
    calendar: WorkingCalendar
    dice: random.Random
    words: Mapping[str, Any]

    @classmethod
    def of(cls, city: City, dice: random.Random) -> Author:
        """Read the words."""
        return cls(city, WorkingCalendar(city), dice, read_words())

    def courses(self, days: Period) -> list[Course]:
        """Invent the reports of some days, in the order in which they come."""
        found = [course for day in days.days for course in self._day(day, (day - days.first).days)]
        return sorted(found, key=lambda one: one.at)

    def _day(self, day: date, age: int) -> Iterator[Course]:
        busy = A_DAY * (1.15 if day.weekday() == 0 else 0.45 if day.weekday() > 4 else 1.0)
        for _ in range(int(busy) + (self.dice.random() < busy % 1)):
            kinds = self.words["kind"]
            weights = [kind["weight"] * kind.get("growth", 1.0) ** (age / 30) for kind in kinds]
            yield self._course(self.dice.choices(kinds, weights)[0], day)

    def _course(self, kind: Mapping[str, Any], day: date) -> Course:
        dice, places = self.dice, self.words["places"]
        at = self._local(day, dice.randint(6, 21), dice.randint(0, 59))
        place = dice.choices(list(places), list(places.values()))[0]
        said = dice.choice(kind["said"])
        text = said.format(place=place, mark=dice.choice(self.words["marks"]), days=dice.randint(2, 9))
        way = dice.choices(list(WAYS), list(WAYS.values()))[0]
        listed = way in ("fixed", "silent") and dice.random() < _LISTED
        privacy: Privacy = "nama" if dice.random() < _NAMED else "anonim"
        if not listed and dice.random() < _CONFIDENTIAL:
            privacy = "rahasia"
        channel = dice.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        report = Report(
            text,
            "pengaduan",
            kind["code"],
            privacy=privacy,
            kelurahan=place,
            channel=channel,
            filed_at=at,
            listable=listed,
        )
        reporter = person_lane(f"invented:{dice.getrandbits(64):x}")
        return Course(reporter, report, at, tuple(self._steps(kind, at, way, reporter, listed=listed)))

    def _steps(self, kind: Mapping[str, Any], at: datetime, way: str, reporter: str, *, listed: bool) -> Iterator[Step]:
        """Yield what people do; a slow unit or a busy coordinator lets limits pass."""
        told, officer, dice = self.words["told"], self._officer(kind["unit"]), self.dice
        slow = (2.0 if kind["unit"] == "pupr" else 0.9) * (3.0 if dice.random() < _LATE else 0.7)
        done = Act("selesai", officer, text=kind["answer"], evidence=(Evidence("photo", PHOTO, PHOTO, "image/png"),))
        at = self._work(at, 0.3 if self.dice.random() > 0.06 else 4.5)
        yield at, Act("verifikasi", COORDINATOR)
        if way == "archived":
            yield self._work(at, 0.2), Act("arsip", COORDINATOR, text=told["archived"])
            return
        if way == "withdrawn":
            yield self._work(at, 0.4), Withdrawn(told["withdrawn"])
            return
        if way == "returned":
            other = self._officer("dishub" if kind["unit"] != "dishub" else "pupr")
            at = at + timedelta(minutes=20)
            yield at, Act("disposisi", COORDINATOR, unit=other.unit)
            at = self._work(at, 0.8)
            yield at, Act("bukan_wewenang", other, text=told["returned"])
        at = at + timedelta(minutes=self.dice.randint(10, 90))
        yield at, Act("disposisi", COORDINATOR, unit=kind["unit"])
        if listed:
            yield at + timedelta(minutes=5), Act("terbitkan", COORDINATOR, choice="ya")
        if way == "forgotten" and self.dice.random() < 0.4:
            return
        at = self._work(at, 0.5 * slow)
        yield at, Act("ambil", officer)
        if way == "forgotten":
            return
        if way == "asked":
            at = self._work(at, 0.4)
            yield at, Act("tanya", officer, text=told["question"])
            at = at + timedelta(hours=self.dice.randint(1, 40))
            yield at, Replied(told["reply"])
        if way == "held":
            day = self.calendar.local_day(at) + timedelta(days=self.dice.randint(3, 8))
            words = f"Menunggu bahan dari gudang sampai {day.day}/{day.month}/{day.year}"
            yield at + timedelta(minutes=30), Act("tunda", officer, text=words)
            at = self._local(day + timedelta(days=1), 9)
        elif self.dice.random() < 0.3:
            yield self._work(at, 0.3), Act("progres", officer, text=told["progress"])
            at = self._work(at, 0.4)
        at = self._work(at, 1.6 * slow)
        yield at, done
        yield from self._verdict(at, way, reporter, officer)

    def _verdict(self, at: datetime, way: str, reporter: str, officer: Official) -> Iterator[Step]:
        if way == "silent":
            return
        at = at + timedelta(hours=self.dice.randint(1, 50))
        if way == "disputed":
            yield at, Disputed(self.words["told"]["disputed"])
            at = self._work(at, 1.0)
            yield at, Act("lanjutkan", officer)
            at = self._work(at, 1.2)
            photo = Evidence("photo", f"{PHOTO}-2", PHOTO, "image/png")
            yield at, Act("selesai", officer, text=self.words["told"]["again"], evidence=(photo,))
            at = at + timedelta(hours=self.dice.randint(2, 40))
        yield at, Confirmed(person=reporter)
        if self.dice.random() < 0.5:
            yield at + timedelta(minutes=2), Rated(self.dice.choice((3, 4, 4, 5, 5)))

    # --- when and who -------------------------------------------------------------------------------------------------

    def _work(self, at: datetime, days: float) -> datetime:
        """Give a moment in office hours, some working days later: now and then much later."""
        waited = timedelta(days=self.dice.lognormvariate(0, 0.55) * days)
        at = at + waited
        day = self.calendar.local_day(at)
        hour = at.astimezone(self.calendar.zone).hour
        if hour > _CLOSES:
            day += timedelta(days=1)
        while not self.calendar.is_working_day(day):
            day += timedelta(days=1)
        if day == self.calendar.local_day(at) and _OPENS <= hour <= _CLOSES:
            return at
        return max(at, self._local(day, self.dice.randint(_OPENS, _CLOSES), self.dice.randint(0, 59)))

    def _local(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), self.calendar.zone).astimezone(UTC)

    def _officer(self, unit: str) -> Official:
        return Official(f"invented-{unit}", self.city.tree.short_name(unit), unit, role="penghubung")
