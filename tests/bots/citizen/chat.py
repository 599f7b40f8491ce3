"""A citizen's chat as tests tell it: who says and presses what, what comes back, and what other lanes are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bots.citizen import CitizenSteps
from bots.citizen.state import ChatState, load
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import Texts
from core.reading.understand import Understander
from core.ticket.number import format_number
from core.vocabulary.channel import RICH
from core.vocabulary.citizen import FileReport, Update
from core.vocabulary.effects import Answer, Edit, Effect, Fetch, Send, Tell
from core.vocabulary.events import (
    Body,
    ContactCard,
    Deleted,
    Edited,
    Event,
    File,
    FileKind,
    Person,
    Place,
    Pressed,
    Said,
    Timer,
)
from core.vocabulary.lane_names import person_lane
from core.vocabulary.report import Filing
from core.vocabulary.results import Fetched, NotFetched
from core.vocabulary.seal import sealed_by
from core.vocabulary.steps import Moment
from storage.city import read_city

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
NUMBER = format_number("KPG", 26, 1)
OTHER_NUMBER = format_number("KPG", 26, 2)
LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu"
LANE = "chat:test:77"
PERSON = person_lane(LANE)
MARIA = Person("77", "Maria Tallo", "mariat", "id")
ADMIN = Person("70", "Agus Bria", "agus", "id")
"""Is registered nowhere."""
T = TypeVar("T")


@lru_cache(maxsize=1)
def kupang() -> City:
    """Read the real city pack once."""
    return read_city(Path(__file__).parents[3] / "cities" / "kupang")


@lru_cache(maxsize=2)
def steps(*channels: str) -> CitizenSteps:
    """Build the real steps once for each choice of channels that are on."""
    city, seal = kupang(), sealed_by(b"a town")
    return CitizenSteps(
        city, Texts(city.texts), Understander.of(city), WorkingCalendar(city), seal, (ADMIN.id,), channels
    )


class Chat:
    """One chat lane without an engine: state goes through builtins between events, time only moves when told."""

    def __init__(self, language: str = "id", lane: str = LANE) -> None:
        self.lane = lane
        self.person = msgspec.structs.replace(MARIA, language=language)
        self.stored: Any = None
        self.now = NOON
        self.wake_at: datetime | None = None
        self.window: timedelta | None = None
        self.paid = False
        self.on_page = False
        self.channels: tuple[str, ...] = ()
        self.capabilities = RICH
        self.heard_at: datetime | None = None
        self.effects: list[Effect] = []
        self.last: tuple[Effect, ...] = ()
        self.documents: dict[str, Any] = {}
        """States of other lanes that may be read."""
        self._count = 0

    # --- what happens ---------------------------------------------------------------------------------------------

    def happens(
        self,
        body: Body,
        *,
        reply_ref: str = "",
        reply_key: str = "",
        released: Sequence[str] = (),
        at: datetime | None = None,
        order: int = 0,
    ) -> list[str]:
        """Step one event; give the texts of the bubbles it caused."""
        self._count += 1
        _, channel, address = self.lane.split(":")
        event = Event(f"e{self._count}", self.lane, at or self.now, body, order or self._count, channel, address)
        if isinstance(body, Said | Edited | Pressed):
            written = at or self.now
            self.heard_at = max(self.heard_at or written, written)
        closes = self.heard_at + self.window if self.window and self.heard_at else None
        moment = Moment(
            self.now,
            reply_ref,
            reply_key,
            lane=self.lane,
            channel=channel,
            window_closes=closes,
            released=tuple(released),
            capabilities=msgspec.structs.replace(
                self.capabilities, paid=self.paid or self.capabilities.paid, waits=self.on_page
            ),
            documents={
                **{lane: self.documents.get(lane) for lane in steps().reads(event)},
                **{
                    lane: self.documents[lane] for lane in steps().helpful(self.stored, event) if lane in self.documents
                },
            },
        )
        outcome = steps(*self.channels).step(self.stored, event, moment)
        self.stored = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        self.wake_at = outcome.wake_at
        assert self.wake_at is None or self.wake_at > self.now
        self.last = outcome.effects
        self.effects += outcome.effects
        return [bubble.text for bubble in bubbles_of(outcome.effects)]

    def says(
        self,
        text: str = "",
        *,
        photos: Sequence[str] = (),
        files: Sequence[File] = (),
        place: Place | None = None,
        contact: ContactCard | None = None,
        album: str = "",
        message_id: str = "",
        reply_ref: str = "",
        reply_key: str = "",
        forwarded: bool = False,
        released: Sequence[str] = (),
        at: datetime | None = None,
        order: int = 0,
    ) -> str:
        """Send one message; give what came back (empty when nothing did)."""
        self._count += 1
        attached = (*(photo(ref) for ref in photos), *files)
        command, _, argument = text[1:].partition(" ") if text.startswith("/") else ("", "", "")
        said = Said(
            self.person,
            message_id or f"m{self._count}",
            text,
            attached,
            place,
            contact,
            album,
            command=command,
            argument=argument,
            forwarded=forwarded,
        )
        told = self.happens(said, reply_ref=reply_ref, reply_key=reply_key, released=released, at=at, order=order)
        return "\n---\n".join(told)

    def edits(self, message_id: str, text: str, *, at: datetime | None = None, place: Place | None = None) -> str:
        """Change an earlier message."""
        said = Said(self.person, message_id, text, place=place)
        return "\n".join(self.happens(Edited(said), at=at))

    def takes_back(self, message_id: str) -> str:
        """Delete an earlier message for everyone."""
        return "\n".join(self.happens(Deleted(self.person, message_id)))

    def presses(self, label: str, *, query: bool = True) -> str:
        """Press the newest button with that label."""
        return self.presses_id(self.button(label), query=query)

    def presses_id(self, choice: str, *, query: bool = True) -> str:
        """Press a button by its id, old ones too."""
        self._count += 1
        query_id = f"q{self._count}" if query else ""
        return "\n".join(self.happens(Pressed(self.person, choice, "", query_id)))

    def gets(self, update: Update) -> str:
        """Let a ticket report; a number is given to the report that has waited longest, where none is named."""
        waiting = self.state.waiting
        if update.kind == "filed" and not update.filing and waiting:
            update = msgspec.structs.replace(update, filing=waiting[0].id)
        return "\n".join(self.happens(update))

    def repeats(self, update: Update) -> str:
        """Let the newest event come once more: the same cause, not only the same words."""
        self._count -= 1
        return self.gets(update)

    def fetched(self, ref: str, media: str = "", *, origin: bool = False) -> str:
        """Let a file arrive in the store, with ``origin`` one that told when and where it was taken."""
        return "\n".join(self.happens(Fetched(ref, media or f"media-{ref}", "image/jpeg", origin=origin)))

    def not_fetched(self, ref: str) -> str:
        """Let a file fail for good."""
        return "\n".join(self.happens(NotFetched(ref, "too_large")))

    def waits(self, **duration: float) -> str:
        """Move the clock, and ring the lane's timer if its time has come."""
        self.now += timedelta(**duration)
        if self.wake_at is None or self.wake_at > self.now:
            return ""
        return "\n".join(self.happens(Timer(self.wake_at)))

    def files_a_report(self, text: str = LAMP, number: str = NUMBER, slip: str = "") -> None:
        """Go the whole way from words to a number."""
        self.says(text)
        if any(choice.label == "Lewati" for choice in self.choices):
            self.presses("Lewati")
        self.presses("Kirim")
        self.presses("Tampilkan nama")
        self.gets(Update(number, "filed", "baru", due_at=NOON + timedelta(days=3), slip=slip))

    # --- what came of it ------------------------------------------------------------------------------------------

    @property
    def state(self) -> ChatState:
        """Read the stored state."""
        return load(self.stored)

    @property
    def bubbles(self) -> list[Send]:
        """Give every bubble so far."""
        return bubbles_of(self.effects)

    @property
    def choices(self) -> tuple[Any, ...]:
        """Give the choices of the newest bubble that has some."""
        return next((bubble.choices for bubble in reversed(self.bubbles) if bubble.choices), ())

    @property
    def labels(self) -> list[str]:
        """Give the labels of the newest choices."""
        return [choice.label for choice in self.choices]

    @property
    def answers(self) -> list[str]:
        """Give the private answers of the last event."""
        return [effect.text for effect in self.last if isinstance(effect, Answer)]

    def button(self, label: str) -> str:
        """Give the id of the newest button with that label."""
        return str(next(c.id for bubble in reversed(self.bubbles) for c in bubble.choices if c.label == label))

    def told(self, kind: type[T]) -> list[T]:
        """Give the commands of a kind that other lanes were told."""
        commands: list[object] = [effect.command for effect in self.effects if isinstance(effect, Tell)]
        return [command for command in commands if isinstance(command, kind)]

    def fetches(self) -> list[str]:
        """Give the files that were asked for."""
        return [effect.file.ref for effect in self.effects if isinstance(effect, Fetch)]

    @property
    def filing(self) -> Filing:
        """Give the newest filed report."""
        return self.told(FileReport)[-1].filing


def bubbles_of(effects: Sequence[Effect]) -> list[Send]:
    """Give the bubbles among effects; an edit counts as what the message reads like."""
    found = [effect.to if isinstance(effect, Edit) else effect for effect in effects]
    return [effect for effect in found if isinstance(effect, Send)]


def photo(ref: str, kind: FileKind = "photo") -> File:
    """Attach a file."""
    return File(kind, ref, f"u-{ref}")
