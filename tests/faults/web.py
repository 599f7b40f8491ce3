"""A citizen with a browser on our own pages, and the officials in their Telegram group, in fault runs.

A browser whose post brings no answer is sent again by its person, who sees the form as it was: the same word in it.
"""

from __future__ import annotations

import asyncio
import html
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp

from tests.faults.asking import Asking
from tests.faults.platform import CitizenSide, JourneyBroke, OfficeSide, Shown
from tests.faults.telegram import TelegramScene
from tests.faults.timing import FastClock
from web.links import box_of

WORD = "K" * 43
FIELDS: Mapping[str, str] = {"category": "lampu-jalan", "area": "Oebufu", "privacy": "anonim"}
AGAIN_SECONDS = 0.05
"""Of the machine: how soon a person tries again, and looks again."""
FOUND = 303
_LETTER = re.compile(r'<li class="ours" data-letter="([^"]*)">(.*?)</li>', re.DOTALL)
_TEXT = re.compile(r'<p class="text">(.*?)</p>', re.DOTALL)
_BUTTON = re.compile(r'name="choice" value="([^"]*)">(.*?)</button>')
Json = dict[str, Any]


class WebScene:
    """The group's stand-in and somebody with a browser."""

    citizen: CitizenSide
    office: OfficeSide

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        self._group = TelegramScene(clock, patience_seconds)
        self._citizen = Browser(patience_seconds)
        self.citizen = self._citizen

    async def start(self) -> None:
        """Start the stand-in with its people, and the browser."""
        await self._group.start()
        self.office = self._group.office
        await self._citizen.start()

    async def connect(self, url: str) -> None:
        """Do nothing: people come by themselves."""

    async def stop(self) -> None:
        """Stop both."""
        await self._citizen.stop()
        await self._group.stop()

    def settings(self, port: int) -> Json:
        """Give the settings of a bridge with the form on."""
        self._citizen.url = f"http://127.0.0.1:{port}"
        return {**self._group.settings(port), "WEB_FORM": "on"}

    def addresses(self) -> tuple[str, str]:
        """Give the addresses of the private page and of the group."""
        return box_of(WORD), self._group.addresses()[1]

    def joins(self, address: str) -> bool:
        """Say no for the page: each message is a letter of its own."""
        return False if address == box_of(WORD) else self._group.joins(address)

    def shown(self, address: str) -> list[Shown]:
        """Give the letters of the page as it was seen last, or the group's messages."""
        return list(self._citizen.seen) if address == box_of(WORD) else self._group.shown(address)

    def sendings(self, address: str) -> Mapping[str, str]:
        """Name the album of messages in the group; a page has none."""
        return {} if address == box_of(WORD) else self._group.sendings(address)

    def arrived(self) -> list[str]:
        """Name nothing: that a letter was seen is told by the page itself."""
        return []

    def undelivered(self) -> int:
        """Count updates and posts that were not taken."""
        return self._group.undelivered() + self._citizen.posting

    def unanswered(self) -> int:
        """Count the group's presses that never got an answer."""
        return self._group.unanswered()

    def refused(self) -> list[str]:
        """Name the calls that a correct bridge would never have made."""
        return self._group.refused()


class Browser(Asking):
    """Somebody who files a form, and keeps the private page open: ``fields`` is what the form says besides words."""

    def __init__(self, patience_seconds: float, word: str = WORD, fields: Mapping[str, str] = FIELDS) -> None:
        super().__init__()
        self.url = ""
        self.word = word
        self.seen: list[Shown] = []
        self.choices: dict[str, str] = {}
        """What can be pressed now: label -> choice."""
        self._fields = fields
        self._patience_seconds = patience_seconds
        self._heard: set[tuple[str, tuple[str, ...]]] = set()
        self._known: set[str] = set()
        self._filed = False
        self._count = 0

    # --- what the person does ---------------------------------------------------------------------------------------

    def says(self, text: str) -> None:
        """File the form, or write on the private page."""
        self.sends_photos((), text)

    def sends_photos(self, photos: Sequence[bytes], caption: str = "") -> None:
        """Send photos with words."""
        if self._filed:
            self._post(f"/milik/{self.word}/say", {"words": caption, "word": self._word()}, photos)
        else:
            self._filed = True
            self._post("/lapor/3", {**self._fields, "words": caption, "word": self.word}, photos)

    def presses(self, on: Shown, label: str) -> None:
        """Press the choice whose label contains these words."""
        found = next((own for shown, own in self.choices.items() if label.lower() in shown.lower()), "")
        if not found:
            raise JourneyBroke(f"no choice {label!r} among {list(self.choices)}")
        self._post(f"/milik/{self.word}/press", {"choice": found, "word": self._word()}, ())

    def _word(self) -> str:
        self._count += 1
        return f"{self._count:043d}"

    def _post(self, path: str, fields: Mapping[str, str], photos: Sequence[bytes]) -> None:
        before = self._posts[-1] if self._posts else None
        self._posts.append(asyncio.get_running_loop().create_task(self._until_taken(path, fields, photos, before)))

    async def _until_taken(
        self, path: str, fields: Mapping[str, str], photos: Sequence[bytes], before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        while True:
            form = aiohttp.FormData(dict(fields), default_to_multipart=True)
            for number, photo in enumerate(photos):
                form.add_field("photos", photo, filename=f"{number}.png", content_type="image/png")
            try:
                async with self._session.post(self.url + path, data=form, allow_redirects=False) as answer:
                    if answer.status == FOUND:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(AGAIN_SECONDS)

    async def hears(self, what: str, *needles: str) -> Shown:
        """Look at the page until a letter, not taken note of before, contains every needle."""
        deadline = time.monotonic() + self._patience_seconds
        while time.monotonic() < deadline:
            await self.look()
            for letter in self.seen:
                fits = all(needle.lower() in letter.text.lower() for needle in needles)
                if fits and letter.id not in self._known and (letter.id, needles) not in self._heard:
                    self._heard.add((letter.id, needles))
                    return letter
            await asyncio.sleep(AGAIN_SECONDS)
        raise JourneyBroke(f"waited in vain: {what}; last seen: {[one.text for one in self.seen[:3]]}")

    def catches_up(self) -> None:
        """Take note of the letters that were seen."""
        self._known.update(letter.id for letter in self.seen)

    async def look(self) -> None:
        """Read the page as it is now, if it can be read."""
        try:
            async with self._session.get(f"{self.url}/milik/{self.word}") as answer:
                page = await answer.text() if answer.status == 200 else ""
        except (aiohttp.ClientError, TimeoutError):
            return
        if page:
            self.choices = {html.unescape(label): html.unescape(own) for own, label in _BUTTON.findall(page)}
            self.seen = [_letter(*found) for found in reversed(_LETTER.findall(page))]


def _letter(own: str, body: str) -> Shown:
    text = _TEXT.search(body)
    return Shown(html.unescape(own), html.unescape(text[1]) if text else "", files=body.count("<img"))
