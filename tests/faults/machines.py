"""A machine that files and follows by Open311 for its people, and the officials in their group, in fault runs.

A request that brings no answer is sent again, under the same name; a machine polls.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import aiohttp
from pymongo.database import Database

from core.vocabulary.clients import Client
from storage.mongo.documents import encode, pack
from tests.clock import START
from tests.faults.asking import Asking
from tests.faults.beside import BesideGroup, Json
from tests.faults.platform import CitizenSide, JourneyBroke, Listener, Shown
from tests.faults.timing import FastClock
from web.keys import digest_of, key_of
from web.open311.addresses import address_of, event_id, token_of, word_for

NAME, OWN = "peta-kota", "r-1"
KEY = key_of(NAME, "k" * 43)
CLIENT = Client(NAME, digest_of(KEY), ("report",), START, requests_per_minute=1_000_000)
REPORT: Mapping[str, str] = {
    "service_code": "lampu-jalan",
    "address_string": "depan SDN Oebufu",
    "lat": "-10.171",
    "long": "123.62",
}
TAKEN, TAKEN_BEFORE = 200, "taken before"
AGAIN_SECONDS = 0.05
"""Of the machine: how soon it tries again, and asks again."""
_CHOICE = re.compile(r"^(\d+)[.)]? (.*)$", re.MULTILINE)
T = TypeVar("T")


class MachineScene(BesideGroup):
    """The group's stand-in and a machine with a key. What it was told is what its requests for news brought."""

    paid = False

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        self.machine = Machine()
        super().__init__(self.machine, clock, patience_seconds)
        self.citizen: CitizenSide = People(self)

    def keep_client(self, database: Database[Json]) -> None:
        """Give the machine its key, as ``kanal client add`` does."""
        body = pack(CLIENT)
        database["clients"].insert_one(encode({"_id": body.pop("id"), **body}))

    async def connect(self, url: str) -> None:
        """Do nothing: a machine comes by itself."""

    def own_settings(self, port: int) -> Json:
        """Switch Open311 on."""
        self.machine.root = f"http://127.0.0.1:{port}/open311/v2/"
        return {"OPEN311": "on"}

    @property
    def address(self) -> str:
        """The chat of the one report that it files."""
        return address_of(token_of(CLIENT, word_for(CLIENT, OWN)))

    def own_shown(self) -> list[Shown]:
        """Give the news that was fetched, under the entries of the outbox where these are known."""
        return [replace(one, id=self.machine.entries.get(one.id, one.id)) for one in self.machine.seen]

    def names(self, entries: Sequence[str]) -> None:
        """Tell under which entry of an outbox each piece of news is known, of which a client sees a digest alone."""
        self.machine.entries = {event_id("update", one).partition(":")[2]: one for one in entries}

    def undelivered(self) -> int:
        """Count updates and requests that were not taken."""
        return self._group.undelivered() + self.machine.posting

    def refused(self) -> list[str]:
        """Name the calls that a correct bridge would never have made, and what a client was refused."""
        return [*self._group.refused(), *self.machine.refused]


class Machine(Asking):
    """The client: posts one thing after the other, each until it was taken, and asks for news."""

    def __init__(self) -> None:
        super().__init__()
        self.root = ""
        self.seen: list[Shown] = []
        self.entries: Mapping[str, str] = {}
        self.refused: list[str] = []
        self._number = ""
        self._said = 0

    async def start(self, **headers: str) -> None:
        """Begin, with the key."""
        await super().start(**{"X-API-Key": KEY}, **headers)

    def says(self, text: str) -> None:
        """File the report, or say more about it."""
        before, self._said = (self._posts[-1] if self._posts else None), self._said + 1
        self._posts.append(asyncio.get_running_loop().create_task(self._until_taken(text, self._said, before)))

    async def _until_taken(self, text: str, n: int, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        while True:
            if n == 1:
                taken = await self._post("requests.json", {**REPORT, "description": text})
            else:
                taken = await self._say(text, f"u-{n}")
            if taken:
                return
            await asyncio.sleep(AGAIN_SECONDS)

    async def _say(self, text: str, own: str) -> bool:
        if not (number := await self._its_number()):
            return False
        update = {"update_id": own, "service_request_id": number, "status": "open", "description": text}
        return await self._post("servicerequestupdates.json", {**update, "updated_datetime": START.isoformat()})

    async def _post(self, path: str, fields: Mapping[str, str]) -> bool:
        try:
            async with self._session.post(self.root + path, data=fields, headers={"Idempotency-Key": OWN}) as answer:
                words = await answer.text()
        except (aiohttp.ClientError, TimeoutError):
            return False
        if 400 <= answer.status < 500 and TAKEN_BEFORE not in words:
            self.refused.append(f"{path}: {answer.status} {words}")
        return answer.status < 500

    async def _its_number(self) -> str:
        if not self._number:
            (row,) = await self._get(f"tokens/{token_of(CLIENT, word_for(CLIENT, OWN))}.json") or [{}]
            self._number = row.get("service_request_id") or ""
        return self._number

    async def _get(self, path: str) -> list[dict[str, str]]:
        try:
            async with self._session.get(self.root + path) as answer:
                found: list[dict[str, str]] = await answer.json() if answer.status == TAKEN else []
        except (aiohttp.ClientError, TimeoutError):
            return []
        return found

    async def look(self) -> None:
        """Ask for news; none is what a bridge that is down answers too."""
        if news := await self._get("servicerequestupdates.json"):
            self.seen = [_seen(one["update_id"], one["description"]) for one in news]

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float = 5.0) -> T:
        """Ask until something is there. Raises ``TimeoutError``."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            await self.look()
            if (found := predicate()) is not None:
                return found
            await asyncio.sleep(AGAIN_SECONDS)
        raise TimeoutError


def _seen(own: str, text: str) -> Shown:
    return Shown(own, text, tuple(label for _number, label in _CHOICE.findall(text)))


class People(Listener):
    """Those for whom the machine files."""

    def __init__(self, scene: MachineScene) -> None:
        super().__init__(scene)
        self._scene = scene

    def says(self, text: str) -> None:
        """File, or write more."""
        self._scene.machine.says(text)

    def sends_photos(self, photos: Sequence[bytes], caption: str = "") -> None:
        """Say that this machine sends none."""
        raise JourneyBroke("this machine sends no photos")

    def presses(self, on: Shown, label: str) -> None:
        """Say the number of the choice whose words contain these."""
        places = [place for place, words in enumerate(on.labels, 1) if label.lower() in words.lower()]
        if not places:
            raise JourneyBroke(f"no choice {label!r} in {on!r}")
        self.says(str(places[0]))
