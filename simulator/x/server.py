"""The stand-in itself: an HTTP server in front of the world."""

import asyncio
import time
from typing import Any

from aiohttp import web

from simulator.clock import Now
from simulator.standin import StandIn
from simulator.x.activity import Activity
from simulator.x.faults import Fault
from simulator.x.gateway import Gateway, Keys
from simulator.x.journal import Call
from simulator.x.limits import IMAGE_BYTES, MB
from simulator.x.money import Purse
from simulator.x.people import People
from simulator.x.rates import Limits, Rates
from simulator.x.reading import Reading
from simulator.x.world import Account, Direct, Post, World
from simulator.x.writing import Writing

Json = dict[str, Any]
DEFAULT_KEYS = Keys()
DEFAULT_ACCOUNT = Account()
DEFAULT_LIMITS = Limits()


class XStandIn(StandIn[Fault, Call]):
    """A strict X API v2 for one account: posts, private messages, activity, budgets, credit, faults.

    `limits=None` turns the rate limits off; `credit` in US dollars, None for as much as is wanted; `now` is the clock
    of the world. Act through `people`, break things through `fail`, `revoke_token`, `activity.mode`; look at `calls`,
    `refused`, `posts`, `directs`, `purse`.
    """

    def __init__(
        self, *, keys: Keys = DEFAULT_KEYS, account: Account = DEFAULT_ACCOUNT, limits: Limits | None = DEFAULT_LIMITS,
        credit: float | None = None, now: Now = time.time, time_scale: float = 1.0, retry_base_seconds: float = 0.05,
        remember_calls: int = 10_000, remember_events: int = 5_000,
    ) -> None:  # fmt: skip
        super().__init__(remember_calls, remember_events)
        self.keys = keys
        self.account = account
        self.world = World(account, now, self.feed)
        self.purse = Purse(now, credit)
        self.rates = Rates(limits, now)
        self.activity = Activity(self.world, self.purse, keys.api_secret, now, retry_base_seconds)
        self.people = People(self.world, self.activity, lambda: self.base_url)
        reading = Reading(self.world, self.purse, lambda: self.base_url)
        writing = Writing(self.world, self.purse)
        self.gateway = Gateway(
            keys, reading, writing, self.activity, self.rates, self.purse, self.faults, self.journal, now,
            self.closing, time_scale,
        )  # fmt: skip

    async def start(self, host: str = "127.0.0.1", port: int = 0, routes: tuple[web.RouteDef, ...] = ()) -> None:
        """Listen; port 0 takes a free one. The address is in `base_url` afterwards."""
        app = web.Application(client_max_size=IMAGE_BYTES + MB)
        app.add_routes(routes)
        app.router.add_get("/media/{key}", self.gateway.download)
        app.router.add_route("*", "/{rest:.*}", self.gateway.handle)
        await self._listen(app, host, port)

    async def stop(self) -> None:
        """Stop listening and delivering."""
        self.closing.set()
        self.feed.close()
        await self.activity.close()
        await self._hang_up()

    # -- breaking things ---------------------------------------------------------------------------------------------

    def fail(
        self, kind: str, method: str | None = None, user: str | None = None, times: int | None = 1, status: int = 403,
        title: str = "", detail: str = "", seconds: float = 0.2,
    ) -> Fault:  # fmt: skip
        """Plan a fault (`simulator.x.faults.KINDS`) for the next `times` matching calls, None = for ever."""
        person = None if user is None else self.world.user(user).id
        return self.faults.add(
            Fault(kind, method, times, seconds, user=person, status=status, title=title, detail=detail)
        )

    def revoke_token(self) -> None:
        """Answer 401 to everything until `restore_token`."""
        self.gateway.revoked = True

    def restore_token(self) -> None:
        """Accept the tokens again."""
        self.gateway.revoked = False

    def top_up(self, dollars: float) -> None:
        """Put money into the purse."""
        self.purse.credit = (self.purse.credit or 0.0) + dollars

    # -- looking -----------------------------------------------------------------------------------------------------

    def posts(self, username: str = "") -> list[Post]:
        """Give the posts of a person, of the account without a name, oldest first."""
        author = self.world.user(username).id if username else self.account.id
        return [post for post in self.world.posts.values() if post.author.id == author]

    def directs(self, user: str) -> list[Direct]:
        """Give what the account wrote to a person, oldest first."""
        return [one for one in self.world.chat(self.world.user(user)) if one.sender == self.account.id]

    async def next_direct(self, user: str, after: int = 0, timeout: float = 5.0) -> Direct:
        """Wait for the account's first message to a person with an id above `after`; cheap in crowds.

        Raises:
            TimeoutError: none came.
        """
        person = self.world.user(user)
        async with asyncio.timeout(timeout):
            while True:
                fresh = next((one for one in self.directs(person.id) if int(one.id) > after), None)
                if fresh is not None:
                    return fresh
                await self.feed.changed(person.id)
