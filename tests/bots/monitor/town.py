"""A city without an engine: every lane's real steps, each event told at once, and a public place beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import msgspec

from app.steppers import build_steppers
from core.city.city import City
from core.vocabulary.audience import Audience
from core.vocabulary.channel import RICH, Capabilities
from core.vocabulary.effects import Answer, AnswerInPrivate, Delete, Edit, Effect, Fetch, Send, Tell
from core.vocabulary.events import Body, Event, File, Person, Posted, Pressed, Said, Unposted
from core.vocabulary.lane_names import OFFICIALS_LANE, chat_lane, mention_lane
from core.vocabulary.monitoring import BurstGrew, ShowCandidate
from core.vocabulary.results import AnsweredInPrivate, Delivered, Fetched
from core.vocabulary.steps import Moment, Stepper
from tests.core.kupang import kupang

START = datetime(2026, 12, 1, 6, 30, tzinfo=UTC)
ADMIN = Person("1", "Ibu Rambu")
MEDIA = Person("2", "Vina")
ROADS = Person("3", "Budi")
AUTHOR = Person("77", "Maria Tallo", "mariat")
LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu, gelap sekali. Tolong diperbaiki!"
EVERYBODY = frozenset[Audience](("private", "public"))
PRIVATE = msgspec.structs.replace(RICH, answers_in_private=timedelta(days=7), audiences=EVERYBODY)
"""A platform with comments that can be answered in private."""
OPEN = msgspec.structs.replace(RICH, audiences=EVERYBODY, public_ids=True)
"""A platform where everything is public, and authors have one id."""


@cache
def city_steps() -> Mapping[str, Stepper]:
    """Build the steps of all lanes once."""
    return build_steppers(kupang(), frozenset({ADMIN.id}), b"a town", channels=("sms",))


@dataclass
class Shown:
    """A message of ours as it stands now."""

    id: str
    lane: str
    message: Send


@dataclass
class Town:
    """All lanes' documents, and what was sent where."""

    capabilities: Capabilities = PRIVATE
    channel: str = "papan"
    now: datetime = START
    states: dict[str, Any] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    told: list[Tell] = field(default_factory=list)
    public: list[str] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    count: int = 0
    early: tuple[str, str] = ("", "")
    """A chat and what is written there as soon as somebody is answered in private, before anything follows of that."""

    compares: bool = False
    """Drafts are compared with what is open near their place."""

    @property
    def city(self) -> City:
        """Give the pack."""
        return kupang()

    # --- what happens -------------------------------------------------------------------------------------------------

    def happens(self, lane: str, body: Body, *, at: datetime | None = None, reply_to: str = "", name: str = "") -> None:
        """Let something happen on a lane, and everything that follows."""
        self.count += 1
        waiting = deque([(Event(name or f"e{self.count}", lane, at or self.now, body, self.count), reply_to)])
        while waiting:
            event, reply = waiting.popleft()
            for n, effect in enumerate(self._step(event, reply)):
                follows = self._do(event, n, effect)
                if follows is not None:
                    waiting.append((follows, ""))

    def _step(self, event: Event, reply_to: str) -> tuple[Effect, ...]:
        kind, _, rest = event.lane.partition(":")
        channel = rest.partition(":")[0] if kind in ("chat", "mention") else "grup" if kind == "group" else ""
        event = msgspec.structs.replace(event, channel=channel, address=rest.rpartition(":")[2])
        steps = city_steps()[kind]
        reads = getattr(steps, "reads", None)
        helpful = getattr(steps, "helpful", None) if self.compares else None
        read = (*(reads(event) if reads else ()), *(helpful(self.states.get(event.lane), event) if helpful else ()))
        there = next((one for one in self.shown if one.id == reply_to), None)
        moment = Moment(
            self.now,
            reply_ref=there.message.ref if there else "",
            reply_key=there.message.key if there else "",
            lane=event.lane,
            channel=channel,
            address=rest.rpartition(":")[2],
            capabilities=self.capabilities if kind == "mention" else RICH,
            documents={lane: self.states.get(lane) for lane in read},
        )
        outcome = steps.step(self.states.get(event.lane), event, moment)
        self.states[event.lane] = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        return outcome.effects

    def _do(self, event: Event, n: int, effect: Effect) -> Event | None:
        name = f"{event.id}:{n}"
        match effect:
            case Tell():
                self.told.append(effect)
                return Event(name, effect.lane, self.now, effect.command, n)
            case Answer():
                self.answers.append(effect)
            case Fetch():
                self.fetched.append(effect.file.ref)
                body = Fetched(effect.file.ref, f"m-{effect.file.ref}", "image/jpeg", 10)
                return Event(f"{name}:fetched", event.lane, self.now, body)
            case AnswerInPrivate():
                self.private.append(effect.message.text)
                if self.early[0]:
                    self.happens(self.early[0], Said(Person("p"), "early", self.early[1]))
                address = f"private-{event.lane.rpartition(':')[2]}"
                return Event(f"{name}:private", event.lane, self.now, AnsweredInPrivate(effect.message.ref, address))
            case Send() | Edit() | Delete():
                self._show(event.lane, effect)
                if isinstance(effect, Send) and effect.confirm:
                    return Event(f"{name}:delivered", event.lane, self.now, Delivered(name, effect.ref))
        return None

    def _show(self, lane: str, effect: Send | Edit | Delete) -> None:
        if lane.startswith("mention:"):
            assert isinstance(effect, Send)
            assert "public" == effect.audience
            self.public.append(effect.text)
            return
        if isinstance(effect, Edit):
            there = next((one for one in self.shown if one.lane == lane and one.message.key == effect.key), None)
            if there is not None:
                there.message = msgspec.structs.replace(effect.to, key=effect.key)
                return
            effect = effect.to
        if isinstance(effect, Send):
            self.shown.append(Shown(f"m{len(self.shown) + 1}", lane, effect))

    # --- people -------------------------------------------------------------------------------------------------------

    def posts(
        self,
        text: str = LAMP,
        post: str = "p1",
        author: Person = AUTHOR,
        *,
        addressed: bool = True,
        why: str = "comment",
        files: tuple[File, ...] = (),
        at: datetime | None = None,
        name: str = "",
    ) -> str:
        """Somebody writes in public; give the post's lane."""
        link = f"https://papan.example/{post}"
        body = Posted(author, post, text, why, link, files, addressed=addressed)  # type: ignore[arg-type]
        lane = mention_lane(self.channel, post)
        self.happens(lane, body, at=at, name=name)
        return lane

    def deletes(self, post: str = "p1") -> None:
        """The author takes a post away."""
        self.happens(mention_lane(self.channel, post), Unposted(post))

    def presses(self, who: Person, label: str, post: str = "") -> str:
        """An official presses a button of the newest message that has it, or of a post's; give the answer."""
        place = next(
            one
            for one in reversed(self.shown)
            if (not post or one.message.key == self.card(post).message.key)
            and any(choice.label == label for choice in one.message.choices)
        )
        choice = next(choice for choice in place.message.choices if choice.label == label)
        return self.presses_data(who, choice.id, place.id)

    def presses_data(self, who: Person, data: str, message_id: str = "m1") -> str:
        """An official presses a button with this data; give the answer."""
        self.answers.clear()
        self.happens(OFFICIALS_LANE, Pressed(who, data, message_id, f"q{self.count}"))
        return self.answers[-1].text if self.answers else ""

    def says(self, who: Person, text: str, *, reply_to: str = "") -> None:
        """An official writes in the group."""
        command, argument = "", ""
        if text.startswith("/"):
            command, _, argument = text[1:].partition(" ")
        message_id = f"u{self.count}"
        said = Said(who, message_id, text, reply_to=reply_to, command=command, argument=argument, topic="77")
        self.happens(OFFICIALS_LANE, said, reply_to=reply_to)

    def registers(self, who: Person, unit: str) -> None:
        """An administrator registers an official, who accepts the code of ethics."""
        self.says(ADMIN, f"/daftar {who.id} {unit} {who.name}")
        self.presses(who, "Saya setuju")

    def writes(self, text: str, post: str = "p1") -> list[str]:
        """Whoever was invited because of a post writes in private; give what comes back."""
        lane = chat_lane(self.channel, f"private-{post}")
        before = len(self.shown)
        self.happens(lane, Said(Person("p"), f"c{self.count}", text))
        return [one.message.text for one in self.shown[before:] if one.lane == lane]

    # --- what is seen -------------------------------------------------------------------------------------------------

    def cards(self) -> list[Shown]:
        """Give the candidates at the desk."""
        return [one for one in self.shown if one.message.key.startswith("post:")]

    def card(self, post: str = "p1") -> Shown:
        """Give the candidate of a post."""
        link = f"https://papan.example/{post}"
        return next(one for one in self.cards() if f"🔗 {link}" in one.message.text)

    def labels(self, post: str = "p1") -> list[str]:
        """Give the buttons of a candidate."""
        return [choice.label for choice in self.card(post).message.choices]

    def group_says(self) -> list[str]:
        """Give every message of the group."""
        return [one.message.text for one in self.shown if one.lane == OFFICIALS_LANE]

    def of(self, kind: type[ShowCandidate] | type[BurstGrew]) -> list[Any]:
        """Give what was told of one kind."""
        return [tell.command for tell in self.told if isinstance(tell.command, kind)]

    def state(self, lane: str) -> Any:
        """Give the stored document of a lane."""
        return self.states[lane]
