"""What a citizen of a case holds in hand: a channel's way to write, to choose, and to see what came."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp

from simulator.control import Impossible
from tests.journeys.cast import Citizen
from tests.journeys.driver import Town
from tests.journeys.page_driver import PageCitizen, PageTown, titles
from tests.journeys.pictures import png
from tests.journeys.reading import buttons_of, text_of
from tests.journeys.sms_driver import SmsTown, Texter
from tests.journeys.web_driver import WebTown
from tests.turns.cases import Case
from web.links import digest_of

_CHOICE = re.compile(r"^\d+ (.+)$", re.MULTILINE)
_LETTERS = 200


@dataclass(frozen=True)
class Bubble:
    """One message as it is seen; ``mine`` are the citizen's own words."""

    id: int
    text: str
    buttons: tuple[str, ...] = ()
    mine: bool = False
    kind: str = ""


class Phone(Protocol):
    """One citizen's side of a channel. What a channel has not raises Impossible."""

    @property
    def seed(self) -> int:
        """Tell this citizen's photos from those of others."""
        ...

    def says(self, text: str, *, reply_to: int = 0) -> None:
        """Write, in answer to a bubble where one is named."""
        ...

    def sends(self, kind: str, words: str) -> None:
        """Send a photo, voice, sticker or location, with words where the channel has a caption."""
        ...

    def presses(self, bubble: Bubble, label: str) -> None:
        """Choose what a bubble offers, by its whole label."""
        ...

    async def log(self) -> list[Bubble]:
        """Give everything on the screen, the oldest first."""
        ...


@dataclass
class TelegramPhone:
    """A private chat with the bot."""

    citizen: Citizen

    @property
    def seed(self) -> int:
        """Give the account's number."""
        return self.citizen.id

    def says(self, text: str, *, reply_to: int = 0) -> None:
        """Write."""
        self.citizen.town.people.say(self.citizen.id, text, reply_to=reply_to or None)

    def sends(self, kind: str, words: str) -> None:
        """Send a photo, voice, sticker or location."""
        people, user = self.citizen.town.people, self.citizen.id
        if kind == "foto":
            people.send_photo(user, png(user % 250 + 1), words)
        elif kind == "suara":
            people.send_file(user, "voice", b"OggS suara", words, mime="audio/ogg")
        elif kind == "stiker":
            people.send_file(user, "sticker", b"RIFF", words)
        else:
            people.send_location(user, -10.1772, 123.607, title=words)

    def presses(self, bubble: Bubble, label: str) -> None:
        """Press a button."""
        self.citizen.town.people.press(self.citizen.id, bubble.id, label)

    async def log(self) -> list[Bubble]:
        """Give the chat."""
        standin = self.citizen.town.standin
        found = []
        for one in standin.messages(self.citizen.id):
            kind = next((name for name in ("photo", "voice", "sticker", "location") if name in one), "")
            mine = one["from"]["id"] != standin.world.bot.id
            found.append(Bubble(one["message_id"], text_of(one), tuple(buttons_of(one)), mine, kind))
        return found


@dataclass
class SmsPhone:
    """A plain telephone: nothing but words, choices are typed as numbers."""

    texter: Texter

    @property
    def seed(self) -> int:
        """Give the end of the number."""
        return int(self.texter.id) % 1000

    def says(self, text: str, *, reply_to: int = 0) -> None:
        """Write."""
        self.texter.says(text)

    def sends(self, kind: str, words: str) -> None:
        """Refuse: a text message carries no files."""
        raise Impossible(f"no {kind} by text message")

    def presses(self, bubble: Bubble, label: str) -> None:
        """Type the number in front of a choice."""
        self.texter.says(str(bubble.buttons.index(label) + 1))

    async def log(self) -> list[Bubble]:
        """Give what is on the telephone."""
        shown = self.texter.town.sms.people.messages(self.texter.phone)
        return [
            Bubble(one.number, one.text, () if one.mine else tuple(_CHOICE.findall(one.text)), one.mine)
            for one in shown
        ]


@dataclass
class PagePhone:
    """A chat with the city's Page."""

    citizen: PageCitizen

    @property
    def seed(self) -> int:
        """Give the end of the account's number."""
        return int(self.citizen.id) % 1000

    def says(self, text: str, *, reply_to: int = 0) -> None:
        """Write."""
        bubbles = self.citizen.town.page.bubbles(self.citizen.key)
        self.citizen.says(text, next((one for one in bubbles if one.number == reply_to), None))

    def sends(self, kind: str, words: str) -> None:
        """Send a photo or a voice message; a sticker is the bare thumb."""
        people, key = self.citizen.people, self.citizen.key
        if kind == "foto":
            people.send_files(key, [png(self.seed % 250 + 1)], "image/png", words)
        elif kind == "suara":
            people.send_files(key, [b"OggS suara"], "audio/ogg", words)
        elif kind == "stiker":
            people.thumb(key)
        else:
            raise Impossible("no location on this channel")

    def presses(self, bubble: Bubble, label: str) -> None:
        """Tap a quick reply or button."""
        found = next(one for one in self.citizen.town.page.bubbles(self.citizen.key) if one.number == bubble.id)
        self.citizen.presses(found, label)

    async def log(self) -> list[Bubble]:
        """Give the chat."""
        seen = self.citizen.town.page.messages(self.citizen.key)
        return [Bubble(one.number, one.text, titles(one), not one.from_page, one.kind) for one in seen]


@dataclass
class WebPhone:
    """A browser: the form first, then the private page of the report."""

    town: WebTown
    seed: int
    running: set[asyncio.Task[None]]
    word: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    _offered: dict[tuple[int, str], str] = field(default_factory=dict)
    _posts: int = 0

    def says(self, text: str, *, reply_to: int = 0) -> None:
        """File by the form at first, write on the private page from then on."""
        if not self.word:
            self.word = f"{self.seed:04d}" + "w" * 39
            form = {"words": text, "category": "lampu-jalan", "privacy": "anonim", "word": self.word}
            self._post("/lapor/3", form)
        else:
            self._post(f"/milik/{self.word}/say", {"words": text, "word": self._fresh()})

    def sends(self, kind: str, words: str) -> None:
        """Refuse: photos by form are measured elsewhere."""
        raise Impossible(f"no {kind} here")

    def presses(self, bubble: Bubble, label: str) -> None:
        """Press a choice of a letter."""
        self._post(f"/milik/{self.word}/press", {"choice": self._offered[bubble.id, label], "word": self._fresh()})

    def _fresh(self) -> str:
        self._posts += 1
        return f"{self.seed:04d}{self._posts:04d}" + "p" * 35

    def _post(self, path: str, form: dict[str, str]) -> None:
        url, address = f"{self.town.runtime.url}{path}", f"10.0.{self.seed // 250}.{self.seed % 250 + 1}"

        async def post() -> None:
            async with (
                aiohttp.ClientSession(headers={"X-Forwarded-For": address}) as session,
                session.post(url, data=form, allow_redirects=False) as answer,
            ):
                assert answer.status in (302, 303), f"{path}: {answer.status}"

        self.running.add(asyncio.ensure_future(post()))

    async def log(self) -> list[Bubble]:
        """Give the letters of the private page."""
        store = self.town.runtime.store
        box = (await store.link_of(digest_of(self.word))).box if self.word else ""
        found = []
        for one in await store.letters(box, _LETTERS) if box else ():
            place = self.numbers.setdefault(one.id, len(self.numbers) + 1)
            for choice in one.choices:
                self._offered[place, choice.label] = choice.id
            found.append(Bubble(place, one.text, tuple(choice.label for choice in one.choices), one.own))
        return found


class Phones(Protocol):
    """All telephones of one channel in a town."""

    def new(self, place: int) -> Phone:
        """Bring in somebody."""
        ...

    async def idle(self, seconds: float) -> None:
        """Wait until nothing is on its way to the bridge."""
        ...

    def seen(self) -> int:
        """Count what has happened on the channel, to notice more of it."""
        ...


@dataclass
class TelegramPhones:
    """Chats with the bot; the group's own waiting covers them."""

    town: Town

    def new(self, place: int) -> Phone:
        """Bring in somebody."""
        return TelegramPhone(self.town.citizen(username=f"warga_{place}"))

    async def idle(self, seconds: float) -> None:
        """Wait for nothing more."""

    def seen(self) -> int:
        """Count nothing more."""
        return 0


@dataclass
class SmsPhones:
    """Telephones beside the gateway."""

    town: SmsTown

    def new(self, place: int) -> Phone:
        """Bring in somebody."""
        return SmsPhone(self.town.texter())

    async def idle(self, seconds: float) -> None:
        """Wait for the gateway."""
        await self.town.sms.idle(seconds)
        await self.town.quiet()

    def seen(self) -> int:
        """Count messages either way."""
        return self.town.sms.feed.number


@dataclass
class PagePhones:
    """Chats with the Page."""

    town: PageTown

    def new(self, place: int) -> Phone:
        """Bring in somebody."""
        return PagePhone(self.town.person(key=f"warga{place}"))

    async def idle(self, seconds: float) -> None:
        """Wait for the platform's deliveries."""
        await self.town.page.webhook.idle(seconds)
        await self.town.quiet()

    def seen(self) -> int:
        """Count calls."""
        return self.town.page.journal.count


@dataclass
class WebPhones:
    """Browsers, each behind an address of its own."""

    town: WebTown
    running: set[asyncio.Task[None]] = field(default_factory=set)
    _done: int = 0

    def new(self, place: int) -> Phone:
        """Bring in somebody."""
        return WebPhone(self.town, place + 1, self.running)

    async def idle(self, seconds: float) -> None:
        """Wait until every form is answered."""
        async with asyncio.timeout(seconds):
            while self.running:
                one = self.running.pop()
                await one
                self._done += 1

    def seen(self) -> int:
        """Count forms that were answered."""
        return self._done


CHANNELS: dict[str, tuple[type[Town], Callable[[Any], Phones]]] = {
    "telegram": (Town, TelegramPhones),
    "sms": (SmsTown, SmsPhones),
    "messenger": (PageTown, PagePhones),
    "web": (WebTown, WebPhones),
}
"""The town of each channel, and what its citizens write with."""
_CANNOT = {"sms": frozenset(("foto", "suara", "lokasi", "stiker")), "messenger": frozenset(("lokasi",))}
_ON_PAGES = frozenset(("filed", "question", "verdict", "lapsed", "rating", "closed"))
"""Contexts that a private page has: it is one report's."""


def can_say(channel: str, case: Case) -> bool:
    """Tell whether a channel has what a case needs."""
    if channel == "web":
        return case.context in _ON_PAGES and not case.attached
    return case.attached not in _CANNOT.get(channel, ())
