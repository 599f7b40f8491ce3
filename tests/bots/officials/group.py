"""A group to act in: people say, reply and press; the test reads what was posted and which acts reached the tickets."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bots.officials import OfficialsSteps
from core.city.city import City
from core.city.desks import VERIFICATION
from core.city.texts import Texts
from core.register.step import RegisterSteps
from core.vocabulary.commands import Command
from core.vocabulary.effects import Answer, Choice, Edit, Effect, Fetch, OpenTopic, Send, Tell
from core.vocabulary.events import Body, Event, File, Person, Pressed, Said
from core.vocabulary.lane_names import OFFICIALS_LANE, REGISTER_LANE, chat_lane, person_lane, ticket_lane
from core.vocabulary.officials import Act, Aside, Card, Notice, ShowCard, Verdict
from core.vocabulary.report import Report
from core.vocabulary.results import Fetched
from core.vocabulary.seal import sealed_by
from core.vocabulary.steps import Moment
from storage.city import read_city

SEAL = sealed_by(b"a test")
START = datetime(2026, 12, 1, 6, 30, tzinfo=UTC)
NUMBER = "KPG-26-00001-5"
OTHER = "KPG-26-00002-7"
ADMIN = Person(id="1", name="Ibu Rambu")
BUDI = Person(id="2", name="Budi L.")
SARI = Person(id="3", name="Sari")
STRANGER = Person(id="99", name="Orang Lain")


@cache
def kupang() -> City:
    """Read the city pack once."""
    return read_city(Path(__file__).parents[3] / "cities" / "kupang")


@cache
def texts() -> Texts:
    """Give the pack's texts."""
    return Texts(kupang().texts)


def a_card(**values: Any) -> Card:
    """Make a plain new card, changed by ``values``."""
    report = Report(
        category="lampu-jalan",
        classification="pengaduan",
        text="Lampu jalan mati su 3 hari di depan SDN Oebufu",
        kelurahan="Oebufu",
        landmark="depan SDN Oebufu",
        privacy="anonim",
        filed_at=START,
    )
    of_report = {name: values.pop(name) for name in Report.__struct_fields__ if name in values}
    plain = Card(
        number=NUMBER,
        status="baru",
        desk="verifikasi",
        unit="",
        report=msgspec.structs.replace(report, **of_report),
        actions=("verifikasi", "tunda", "bukan_wewenang", "arsip", "duplikat"),
        revision=1,
        due_at=datetime(2026, 12, 4, 15, 59, 59, tzinfo=UTC),
        due_kind="verifikasi",
    )
    return msgspec.structs.replace(plain, **values)


def photo(ref: str = "p1") -> File:
    """Make a photo as a platform refers to it."""
    return File("photo", ref, unique=f"u-{ref}", mime="image/jpeg")


@dataclass
class Posted:
    """A message of ours as the group shows it now."""

    message_id: str
    message: Send


@dataclass
class Group:
    """The group, its lane's document and the clock."""

    lang: str = "id"
    lane: str = OFFICIALS_LANE
    city: City = field(default_factory=lambda: kupang())
    now: datetime = START
    state: Any = None
    register: Any = None
    """The register's document: the group and the register answer each other at once."""
    wake_at: datetime | None = None
    posted: list[Posted] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    count: int = 0
    address: str = ""
    sent_from: str = ""
    topic: str = ""
    """The key of the topic in which people write."""
    dockets: dict[str, Any] = field(default_factory=dict)
    """The documents of the desks' lists by lane."""
    talking: bool = True
    """Whether everybody has written to the citizens of the tickets today: then replies to a card go at once."""

    def __post_init__(self) -> None:
        self.steps = OfficialsSteps(self.city, texts(), frozenset({ADMIN.id}), self.lang)

    # --- what happens ---

    def happens(self, body: Body, *, reply_to: str = "", event_id: str = "") -> list[Effect]:
        """Step once; give what it wants done, and show it in the group."""
        self.count += 1
        if self.talking:
            today = self.now.astimezone(ZoneInfo(self.city.timezone)).date().isoformat()
            pairs = (f"{who.id}:{number}" for who in (ADMIN, BUDI, SARI) for number in (NUMBER, OTHER))
            self.state = {**(self.state or {}), "addressed": dict.fromkeys(pairs, today)}
        event = Event(
            id=event_id or f"e{self.count}",
            lane=self.lane,
            at=self.now,
            body=body,
            channel="telegram",
            address=self.sent_from,
        )
        shown = next((item for item in self.posted if item.message_id == reply_to), None)
        moment = Moment(
            now=self.now,
            reply_ref=shown.message.ref if shown else "",
            reply_key=shown.message.key if shown else "",
            lane=self.lane,
            channel="telegram",
            address=self.address,
            documents={**dict.fromkeys(self.steps.reads(event)), **self.dockets, REGISTER_LANE: self.register},
            topic=self.topic,
        )
        outcome = self.steps.step(self.state, event, moment)
        assert outcome.wake_at is None or outcome.wake_at > self.now
        self.state = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        self.wake_at = outcome.wake_at
        wanted: list[Effect] = []
        effects: list[Effect] = []
        for effect in outcome.effects:
            asks = isinstance(effect, Tell) and effect.lane == REGISTER_LANE
            (wanted if asks else effects).append(effect)
            self._show(effect)
        for effect in wanted:
            for answer in self._registers(effect):
                effects += self.happens(answer)
        self.effects = effects
        return self.effects

    def _registers(self, tell: Effect) -> list[Body]:
        """Let the register take a command; give what it answers the group."""
        assert isinstance(tell, Tell)
        self.count += 1
        event = Event(f"r{self.count}", REGISTER_LANE, self.now, tell.command)
        steps = RegisterSteps(self.city, frozenset({ADMIN.id}), SEAL)
        outcome = steps.step(self.register, event, Moment(self.now, lane=REGISTER_LANE))
        self.register = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        answers = [effect for effect in outcome.effects if isinstance(effect, Tell)]
        here = (self.lane, self.city.desk(VERIFICATION).lane)
        return [answer.command for answer in answers if answer.lane in here]

    def _show(self, effect: Effect) -> None:
        if isinstance(effect, Edit):
            there = next((item for item in reversed(self.posted) if item.message.key == effect.key), None)
            if there is not None:
                there.message = msgspec.structs.replace(effect.to, key=effect.key)
                return
            effect = effect.to
        if isinstance(effect, Send):
            self.posted.append(Posted(f"m{len(self.posted) + 1}", effect))

    def tells(self, command: Command) -> None:
        """A ticket or the system tells the group something."""
        self.happens(command)

    def starts(self) -> None:
        """The program starts."""
        self.tells(Notice(key="officials.start"))

    def shows(self, **values: Any) -> None:
        """A ticket shows its card."""
        self.tells(ShowCard(a_card(**values)))

    def says(self, who: Person, text: str = "", *, topic: str = "77", **values: Any) -> str:
        """A person writes; give the message id."""
        message_id: str = values.pop("message_id", f"{1000 + self.count}")
        command, argument = "", ""
        if text.startswith("/") and not text.startswith("//"):
            command, _, argument = text[1:].partition(" ")
        said = Said(who, message_id, text, topic=topic, command=command, argument=argument, **values)
        self.happens(said, reply_to=said.reply_to)
        return message_id

    def replies(self, who: Person, text: str = "", *, to: Posted | None = None, **values: Any) -> str:
        """A person replies to one of our messages (the newest card or prompt)."""
        return self.says(who, text, reply_to=(to or self.posted[-1]).message_id, **values)

    def presses(self, who: Person, label: str, *, on: Posted | None = None) -> None:
        """A person presses a button by its label."""
        place = on or self.newest(label)
        choice = next(choice for choice in place.message.choices if choice.label == label)
        self.presses_data(who, choice.id, message_id=place.message_id)

    def presses_data(self, who: Person, data: str, *, message_id: str = "m1", query_id: str = "q1") -> None:
        """A person presses a button that carries ``data``."""
        self.happens(Pressed(who, data, message_id=message_id, query_id=query_id, topic="77"))

    def fetches(self, ref: str = "p1") -> None:
        """A file reaches our store."""
        self.happens(Fetched(ref=ref, media=f"media-{ref}", mime="image/jpeg", size=1000))

    def judges(self, key: str, *, alert: bool = False, **values: str) -> None:
        """The ticket answers the newest act."""
        act = self.last_act
        name, query, message = f"officials.verdict.{key}", act.query_id, act.message_id
        self.tells(Verdict(NUMBER, name, values, query, message, alert, person=act.by.id))

    def waits(self, **values: int) -> None:
        """Time passes."""
        self.now += timedelta(**values)

    def registers(self, who: Person, unit: str = "dishub") -> None:
        """An administrator registers a person, who accepts the code of ethics."""
        self.says(ADMIN, f"/daftar {who.id} {unit} {who.name}")
        self.presses(who, "Saya setuju")

    # --- what is seen ---

    def newest(self, label: str) -> Posted:
        """Find the newest message with a button of that label."""
        return next(p for p in reversed(self.posted) if any(label == choice.label for choice in p.message.choices))

    def by_key(self, key: str) -> Posted:
        """Find a message by its key."""
        return next(item for item in reversed(self.posted) if item.message.key == key)

    @property
    def last(self) -> Send:
        """The newest message."""
        return self.posted[-1].message

    def of(self, kind: type[Any]) -> list[Any]:
        """Give the last step's effects of one kind."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def answers(self) -> list[Answer]:
        """The last step's answers to buttons."""
        return self.of(Answer)

    @property
    def answer(self) -> Answer:
        """The one answer of the last step."""
        (answer,) = self.answers
        return answer

    @property
    def acts(self) -> list[Act]:
        """What the last step told the ticket."""
        found = []
        for tell in self.of(Tell):
            assert isinstance(tell.command, Act)
            assert tell.lane in (ticket_lane(NUMBER), ticket_lane(OTHER))
            assert tell.command.account == person_lane(chat_lane("telegram", tell.command.by.id))
            bare = msgspec.structs.replace(tell.command, account="")
            found.append(bare)
            self._last_act = bare
        return found

    @property
    def act(self) -> Act:
        """The one act of the last step."""
        (act,) = self.acts
        return act

    @property
    def last_act(self) -> Act:
        """The act of the last step, or the one that was looked at before."""
        acts = self.acts
        return acts[-1] if acts else self._last_act

    def told_alone(self, who: Person) -> str:
        """Give what somebody was told alone in the last step, beside which the group read nothing new of it."""
        (tell,) = (one for one in self.of(Tell) if isinstance(one.command, Aside))
        assert isinstance(tell.command, Aside)
        assert (chat_lane("telegram", who.id), self.lane) == (tell.lane, tell.command.group)
        assert not [one for one in self.of(Send) if one.reply_to == tell.command.message_id]
        return tell.command.text

    @property
    def fetched_refs(self) -> list[str]:
        """Files that the last step asked for."""
        return [effect.file.ref for effect in self.of(Fetch)]

    @property
    def topics(self) -> list[OpenTopic]:
        """Topics that the last step asked for."""
        return self.of(OpenTopic)


def drawn(message: Send) -> str:
    """Draw a message as a person sees it: text, then a line per row of buttons."""
    rows: dict[int, list[Choice]] = {}
    for choice in message.choices:
        rows.setdefault(choice.row, []).append(choice)
    lines = [" ".join(f"[{choice.label}]" for choice in rows[row]) for row in sorted(rows)]
    return "\n".join([message.text, "", *lines]).rstrip() + "\n"
