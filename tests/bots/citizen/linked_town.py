"""All lanes of a city with people who have several chats: what is said in each, and what each shows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from bots.citizen.state import ChatState, load
from core.person.state import PersonState
from core.person.state import load as load_person
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Effect, Send, Withdraw
from core.vocabulary.events import Body, Event, Person, Pressed, Said
from core.vocabulary.lane_names import person_lane, ticket_lane
from tests.bots.monitor.town import LAMP, Town

SMS = "chat:sms:6281239990011"
WHATSAPP = "chat:whatsapp:6281239990022"
TELEGRAM = "chat:telegram:5001"
STRANGER = "chat:telegram:6666"
CODE = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}\b")
NUMBER = re.compile(r"KPG-\d{2}-\d{5}-\d")


class LinkedTown(Town):
    """People by their chats: each line below is something that one of them does."""

    def __init__(self) -> None:
        """Begin with nobody."""
        super().__init__()
        self.withdrawn: list[tuple[str, Withdraw]] = []

    def _do(self, event: Event, n: int, effect: Effect) -> Event | None:
        if isinstance(effect, Withdraw):
            self.withdrawn.append((event.lane, effect))
        return super()._do(event, n, effect)

    def writes_in(self, chat: str, text: str) -> str:
        """Somebody writes in a chat; give what is shown there because of it."""
        before = len(self.shown)
        self.now += timedelta(seconds=5)
        command, _, argument = text[1:].partition(" ") if text.startswith("/") else ("", "", "")
        name = chat.rpartition(":")[2]
        said = Said(Person(name, f"Warga {name}"), f"c{self.count}", text, command=command, argument=argument)
        self.happens(chat, said)
        return self.seen(chat, before)

    def chooses(self, chat: str, label: str) -> str:
        """Somebody presses the newest button of a chat with that label; give what is shown there."""
        before = len(self.shown)
        self.now += timedelta(seconds=5)
        offered = (choice for one in reversed(self.messages(chat)) for choice in one.choices)
        choice = next(choice.id for choice in offered if choice.label == label)
        self.happens(chat, Pressed(Person(chat.rpartition(":")[2]), choice))
        return self.seen(chat, before)

    def happens_in(self, chat: str, body: Body) -> str:
        """Let something happen to a chat; give what is shown there."""
        before = len(self.shown)
        self.happens(chat, body)
        return self.seen(chat, before)

    def seen(self, chat: str, since: int = 0) -> str:
        """Give what a chat was shown since then."""
        return "\n---\n".join(one.message.text for one in self.shown[since:] if one.lane == chat)

    def messages(self, chat: str) -> list[Send]:
        """Give the messages of a chat."""
        return [one.message for one in self.shown if one.lane == chat]

    def files(self, chat: str, text: str = LAMP, privacy: str = "Anonim") -> str:
        """Somebody files a report; give its number."""
        before = len(self.shown)
        self.writes_in(chat, text)
        self.chooses(chat, "Kirim")
        self.chooses(chat, privacy)
        return str(NUMBER.findall(self.seen(chat, before))[-1])

    def links(self, first: str, second: str) -> None:
        """Link two chats with the consent of both."""
        code = self.code(first)
        self.writes_in(second, f"tautkan {code}")
        self.chooses(second, "Ya, tautkan")
        self.chooses(first, "Ya, tautkan")

    def code(self, chat: str) -> str:
        """Ask for a code in a chat."""
        (code,) = set(CODE.findall(self.writes_in(chat, "tautkan")))
        return str(code)

    def pushes(
        self, number: str, kind: str = "progress", text: str = "Petugas sudah di lokasi.", **more: Any
    ) -> list[str]:
        """A ticket tells its reporter something; give the chats that show it."""
        before = len(self.shown)
        self.now += timedelta(seconds=5)
        report = self.states[ticket_lane(number)]
        secret = report["report"].get("privacy") == "rahasia"
        status = more.pop("status", "diproses")
        update = Update(number, kind, status, text, secret=secret, **more)  # type: ignore[arg-type]
        self.happens(report["reporter"], update)
        return [one.lane for one in self.shown[before:]]

    def chat(self, chat: str) -> ChatState:
        """Read what a chat remembers."""
        return load(self.states.get(chat))

    def person(self, chat: str) -> PersonState:
        """Read the person that a chat would be alone."""
        return load_person(self.states.get(person_lane(chat)))

    def digest(self, chat: str) -> str:
        """Give the account that a chat is."""
        return person_lane(chat)

    def numbers(self, chat: str) -> list[str]:
        """Give the numbers that a chat lists when it is asked how things stand."""
        return NUMBER.findall(self.writes_in(chat, "status"))
