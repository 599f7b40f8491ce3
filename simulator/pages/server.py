"""The stand-ins themselves: an HTTP server in front of the world."""

import asyncio
import time
from functools import partial
from typing import Any

from aiohttp import web

from simulator.clock import Now
from simulator.meta.webhook import Webhook
from simulator.pages.faults import Fault
from simulator.pages.gateway import Gateway
from simulator.pages.graph import Graph
from simulator.pages.journal import Call
from simulator.pages.people import People
from simulator.pages.platform import ATTACHMENT_BYTES, INSTAGRAM, MB, MESSENGER, Platform
from simulator.pages.reports import Item, envelope
from simulator.pages.sending import TEXT_PER_SECOND, Sending
from simulator.pages.world import Bubble, Comment, Page, World
from simulator.standin import StandIn

Json = dict[str, Any]
DEFAULT_SECRET = "kanal_stand_in_app_secret"
DEFAULT_VERIFY_TOKEN = "kanal-stand-in-verify"
DEFAULT_PAGE = Page()
DEFAULT_ACCOUNT = Page("17841405309211844", "Pemerintah Kota Kupang", "pemkotkupang")


class PageStandIn(StandIn[Fault, Call]):
    """A strict Graph server for one Page or Instagram account: paths, people, comments, faults, a record of all.

    `now` is the clock of the world (windows, budgets); `per_second` None turns the sending budget off. Act through
    `people`, break things through `fail`, `webhook.mode`, `sending`; look at `calls`, `refused`, `bubbles`, `comments`.
    """

    def __init__(
        self, platform: Platform, page: Page, *, token: str = "EAAPageStandInToken0123456789",
        app_secret: str = DEFAULT_SECRET, per_second: int | None = TEXT_PER_SECOND, now: Now = time.time,
        time_scale: float = 1.0, retry_base_seconds: float = 0.05, retry_cap_seconds: float = 2.0,
        remember_calls: int = 10_000, remember_events: int = 5_000,
    ) -> None:  # fmt: skip
        super().__init__(remember_calls, remember_events)
        self.platform = platform
        self.page = page
        self.app_secret = app_secret
        self.world = World(platform, page, now, self.feed)
        self.webhook: Webhook[Item] = Webhook(
            partial(envelope, self.world), app_secret, now, self.feed.poke, retry_base_seconds, retry_cap_seconds
        )
        self.people = People(self.world, self._report, lambda: self.base_url)
        self.sending = Sending(self.world, self._report, per_second=per_second)
        self.graph = Graph(self.world, self.sending, self.people, self.webhook)
        self.graph.subscribed = set(platform.fields)
        self.gateway = Gateway(self.world, self.graph, self.faults, self.journal, token, self.closing, time_scale)

    def _report(self, item: Item) -> None:
        """Tell the webhook what the app is subscribed to, and nothing else."""
        if item.field in self.graph.subscribed or item.field not in self.platform.fields:
            self.webhook.push(item)

    # -- running -----------------------------------------------------------------------------------------------------

    async def start(self, host: str = "127.0.0.1", port: int = 0, routes: tuple[web.RouteDef, ...] = ()) -> None:
        """Listen; port 0 takes a free one. The address is in `base_url` afterwards."""
        app = web.Application(client_max_size=ATTACHMENT_BYTES + MB)
        app.add_routes(routes)
        app.router.add_get("/cdn/{key}", self.gateway.download)
        app.router.add_route("*", "/{rest:.*}", self.gateway.handle)
        await self._listen(app, host, port)

    async def stop(self) -> None:
        """Stop listening and delivering."""
        self.closing.set()
        self.feed.close()
        await self.webhook.close()
        await self._hang_up()

    async def subscribe(self, url: str, verify_token: str = DEFAULT_VERIFY_TOKEN) -> None:
        """Register the webhook: verify it by a challenge, then deliver to it, also what waited.

        Raises:
            GraphError: 2200, the address did not give the challenge back.
        """
        await self.graph.register(url, verify_token)

    # -- breaking things ---------------------------------------------------------------------------------------------

    def fail(
        self, kind: str, method: str | None = None, user: str | None = None, times: int | None = 1, code: int = 1,
        subcode: int | None = None, details: str = "planned", status: int | None = None, seconds: float = 0.2,
    ) -> Fault:  # fmt: skip
        """Plan a fault (`simulator.pages.faults.KINDS`) for the next `times` matching calls, None = for ever."""
        key = None if user is None else self.world.user(user).key
        fault = Fault(
            kind, method, times, seconds, user=key, code=code, subcode=subcode, details=details, status=status
        )
        return self.faults.add(fault)

    @property
    def token(self) -> str:
        """Give the token that the bridge must send."""
        return self.gateway.token

    def revoke_token(self) -> None:
        """Answer 190 to everything until `restore_token`."""
        self.gateway.revoked = True

    def restore_token(self) -> None:
        """Accept the token again."""
        self.gateway.revoked = False

    def approve_utility(self, name: str, language: str, places: int) -> None:
        """Approve a utility template with so many parameters."""
        self.world.utilities[name, language] = places

    def inject(self, body: bytes | Json) -> None:
        """Deliver a raw body, signed as any other."""
        self.webhook.inject(body)

    # -- looking -----------------------------------------------------------------------------------------------------

    def bubbles(self, user: str) -> list[Bubble]:
        """Give what the Page sent to a person, oldest first."""
        found = self.world.find(user)
        return [bubble for bubble in found.bubbles.values() if bubble.from_page] if found is not None else []

    def messages(self, user: str) -> list[Bubble]:
        """Give the chat of a person, both sides, oldest first."""
        found = self.world.find(user)
        return list(found.bubbles.values()) if found is not None else []

    def last(self, user: str) -> Bubble | None:
        """Give the Page's last message to a person."""
        return next(reversed(self.bubbles(user)), None)

    @property
    def comments(self) -> list[Comment]:
        """Give everything public, oldest first."""
        return list(self.world.comments.values())

    async def next_message(self, user: str, after: int = 0, timeout: float = 5.0) -> Bubble:
        """Wait for the Page's first message to a person with a number above `after`; cheap in crowds.

        Raises:
            TimeoutError: none came.
        """
        person = self.world.user(user)
        async with asyncio.timeout(timeout):
            while True:
                fresh = next((bubble for bubble in self.bubbles(person.key) if bubble.number > after), None)
                if fresh is not None:
                    return fresh
                await self.feed.changed(person.key)


class MessengerStandIn(PageStandIn):
    """The stand-in of a Facebook Page."""

    def __init__(self, *, page: Page = DEFAULT_PAGE, **more: Any) -> None:
        super().__init__(MESSENGER, page, **more)


class InstagramStandIn(PageStandIn):
    """The stand-in of an Instagram professional account."""

    def __init__(self, *, page: Page = DEFAULT_ACCOUNT, **more: Any) -> None:
        super().__init__(INSTAGRAM, page, **more)
