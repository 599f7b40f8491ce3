"""The pages for those who look from outside on a small server, and a browser that is logged in."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher
from msgspec import structs

from core.city.city import City
from core.vocabulary.accounts import Account, Office
from core.vocabulary.effects import Record
from core.vocabulary.lanes import Lane
from tests.clock import START, TestClock
from tests.web.accounts import FACTORS, AccountsInMemory
from tests.web.boxes import Boxes, small_site
from web.monitor.login import Entrance
from web.monitor.provider import Provider
from web.monitor.routes import Oversight, add_oversight
from web.monitor.secrets import Hasher
from web.routes import add_pages

NAME, PASSWORD, SECRET = "ombudsman-ntt", "lima kuda putih", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASHED = QUICK.hash(PASSWORD)
ACCOUNT = Account(NAME, "ombudsman", ("kupang",), START, password=HASHED, secret=SECRET)
OURS = {"Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')


def account(office: Office = "ombudsman", **changes: Any) -> Account:
    """Give an account that can log in."""
    return structs.replace(ACCOUNT, office=office, **changes)


@dataclass
class Journals:
    """Lanes and journals in memory."""

    boxes: Boxes
    lines: dict[str, list[Record]] = field(default_factory=dict)

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        return await self.boxes.load(lane)

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane."""
        return await self.boxes.excerpts(lanes, fields)

    async def journal_of(self, subject: str) -> Sequence[Record]:
        """Read a journal."""
        return self.lines.get(subject, [])


@dataclass
class House:
    """A served house and what it stored."""

    boxes: Boxes
    accounts: AccountsInMemory
    journals: Journals
    client: TestClient[web.Request, web.Application]
    clock: TestClock
    oversight: Oversight

    @property
    def entrance(self) -> Entrance:
        """Give what judges logins."""
        return self.oversight.doors.entrance

    async def ask(self, path: str, method: str = "get", **more: Any) -> tuple[int, str]:
        """Ask for a page without following where it leads."""
        async with self.client.request(method, path, allow_redirects=False, **more) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str, str]:
        """Post a form of ours; give status, where it leads and what it says."""
        async with self.client.post(path, data=fields, allow_redirects=False, headers={**OURS, **headers}) as answer:
            return answer.status, answer.headers.get("Location", ""), await answer.text()

    async def token(self, path: str) -> str:
        """Give the token in the first form of a page."""
        found = TOKEN.search((await self.ask(path))[1])
        return found[1] if found else ""

    async def is_in(self) -> None:
        """Let the browser be logged in."""
        word = await self.entrance.begin(self.accounts.people[NAME])
        self.client.session.cookie_jar.update_cookies({"kanal-session": word})


@asynccontextmanager
async def served(
    *,
    city: City | None = None,
    known: Account | None = ACCOUNT,
    room: float = 1e9,
    adds: Sequence[tuple[Any, ...]] = (),
    provider: Provider | None = None,
    further: Sequence[Callable[[Oversight], None]] = (),
    **more: Any,
) -> AsyncIterator[House]:
    """Serve the pages of a city, with one account and further pages."""
    boxes, clock, words = Boxes(), TestClock(), (f"{n:043}" for n in itertools.count())
    bugs: list[object] = []
    journals = Journals(boxes)
    accounts = AccountsInMemory({known.name: known} if known else {})
    site = small_site(
        boxes,
        clock,
        city=city,
        room=room,
        fresh=lambda: next(words),
        report=lambda _name, **facts: bugs.append(facts["bug"]) if "bug" in facts else None,
        **more,
    )
    app = web.Application()
    add_pages(app, site)
    oversight = add_oversight(app, site, accounts, journals, FACTORS, Hasher(QUICK), provider)
    for one in adds:
        oversight.add(*one)
    for add in further:
        add(oversight)
    # Addresses of tests are numbers, from which jars take no cookies by themselves.
    client = TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True))
    await client.start_server()
    try:
        yield House(boxes, accounts, journals, client, clock, oversight)
    finally:
        await client.close()
    assert [] == bugs
