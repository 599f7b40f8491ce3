"""Officials of the month: they find the cards of a ticket in their groups, press, and answer prompts."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.month.town import BRIEFLY_SECONDS, MonthTown
from demo.story import picture
from tests.journeys.reading import NUMBER, text_of

Json = dict[str, Any]
PATIENCE_SECONDS = 20.0
_CANCEL = "batal"
_LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Button:
    """A button of a message in a group."""

    chat: int
    message: int
    data: str


@dataclass
class Office:
    """All groups of officials as their members see them, with an index of what concerns which ticket."""

    town: MonthTown
    about: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    answers: dict[str, Json] = field(default_factory=dict)
    photos: int = 0
    _read: dict[int, int] = field(default_factory=dict)
    _busy: dict[int, asyncio.Lock] = field(default_factory=dict)

    def busy(self, official: int) -> asyncio.Lock:
        """Give what an official holds who is being asked for words: one prompt at a time."""
        return self._busy.setdefault(official, asyncio.Lock())

    def _refresh(self) -> None:
        for chat_id in self.town.groups:
            chat = self.town.telegram.world.chats[chat_id]
            for message_id in range(self._read.get(chat_id, 0) + 1, chat.last_id + 1):
                message = chat.messages.get(message_id)
                if message is not None and message["from"]["id"] == self.town.telegram.world.bot.id:
                    for number in dict.fromkeys(NUMBER.findall(text_of(message))):
                        self.about.setdefault(number, []).append((chat_id, message_id))
            self._read[chat_id] = chat.last_id
        for answer in reversed(self.town.telegram.answers):
            if answer["id"] in self.answers:
                break
            self.answers[answer["id"]] = answer

    def messages(self, number: str) -> Iterator[tuple[int, Json]]:
        """Yield the messages about a ticket as they read now, the newest first."""
        self._refresh()
        for chat_id, message_id in reversed(self.about.get(number, [])):
            message = self.town.telegram.world.chats[chat_id].messages.get(message_id)
            if message is not None:
                yield chat_id, message

    def button(self, number: str, wanted: str) -> Button | None:
        """Find the newest button about a ticket that carries this, or with a colon at the end what begins so."""
        for chat_id, message in self.messages(number):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for one in row:
                    data = str(one.get("callback_data", ""))
                    if data == wanted or (wanted.endswith(":") and data.startswith(wanted)):
                        return Button(chat_id, message["message_id"], data)
        return None

    async def presses(self, official: int, number: str, wanted: str) -> str:
        """Press a button as soon as it is offered; give what the press was answered. Raises ``TimeoutError``."""
        telegram = self.town.telegram
        found = await telegram.wait_for(lambda: self.button(number, wanted), PATIENCE_SECONDS)
        query = telegram.people.press(official, found.message, data=found.data, chat_id=found.chat)

        def answer() -> Json | None:
            self._refresh()
            return self.answers.get(query)

        return str((await telegram.wait_for(answer, PATIENCE_SECONDS))["text"])

    async def explains(self, official: int, number: str, action: str, text: str, *, photo: bool = False) -> None:
        """Press a button that asks for words, and give them."""
        async with self.busy(official):
            seen = self._history(number)
            await self.presses(official, number, f"{action}:{number}")
            await self._replies(official, number, text, photo=photo)
            await self._noticed(number, seen)

    async def _replies(self, official: int, number: str, text: str, *, photo: bool) -> None:
        telegram = self.town.telegram
        data = f"{_CANCEL}:{number}:{official}"
        asked = await telegram.wait_for(lambda: self.button(number, data), PATIENCE_SECONDS)
        prompt = telegram.world.chats[asked.chat].messages[asked.message]
        thread = prompt.get("message_thread_id")
        if photo:
            self.photos += 1
            telegram.people.send_photo(official, _picture(self.photos), text, asked.chat, thread, asked.message)
        else:
            telegram.people.say(official, text, asked.chat, thread, asked.message)

    async def offers(self, official: int, number: str, colleague: int) -> None:
        """Offer a ticket to a colleague, by the second page of the card."""
        async with self.busy(official):
            seen = self._history(number)
            await self.presses(official, number, f"menu:{number}:more")
            await self.presses(official, number, f"serahkan:{number}")
            await self.presses(official, number, f"serahkan:{number}:{colleague}")
            await self._noticed(number, seen)

    async def explains_further(self, official: int, number: str, data: str, text: str) -> None:
        """Press a button of the card's second page that asks for words, and give them."""
        async with self.busy(official):
            seen = self._history(number)
            await self.presses(official, number, f"menu:{number}:more")
            await self.presses(official, number, data)
            await self._replies(official, number, text, photo=False)
            await self._noticed(number, seen)

    async def until(self, look: Callable[[], object], seconds: float = BRIEFLY_SECONDS) -> None:
        """Wait until ``look`` finds something, or so many seconds while others go on."""
        with contextlib.suppress(TimeoutError):
            await self.town.telegram.wait_for(look, seconds)

    async def split_off(self, number: str, known: int) -> str:
        """Give the newest number that a part of a ticket was given, as soon as there are more than known ones.

        Raises ``TimeoutError``.
        """
        wanted = {"subject": number, "what": "split_off"}
        for _ in range(int(PATIENCE_SECONDS / _LOOK_SECONDS)):
            found = [line["details"]["other"] for line in self.town.database["journal"].find(wanted)]
            if len(found) > known:
                return str(max(found))
            await asyncio.sleep(_LOOK_SECONDS)
        raise TimeoutError(number)

    def _history(self, number: str) -> int:
        state = self.town.database["lanes"].find_one({"_id": f"ticket:{number}"}, {"state.history_count": 1})
        return int(state["state"].get("history_count", 0)) if state else 0

    async def _noticed(self, number: str, before: int) -> None:
        """Wait a while until a ticket has taken what was said; some things it need not take."""
        for _ in range(100):
            if self._history(number) > before:
                return
            await asyncio.sleep(0.03)


def _picture(number: int) -> bytes:
    """Make a photo that looks like no other, in which there is something to see: areas of one colour are all alike."""
    return picture(number * 37 % 256, number * 91 % 256, number // 256 % 256, side=96)
