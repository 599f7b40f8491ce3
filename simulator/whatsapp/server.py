"""The stand-in itself: an HTTP server in front of the world."""

import asyncio
import time
from functools import partial
from typing import Any

from aiohttp import web

from simulator.clock import Now
from simulator.meta.webhook import Webhook
from simulator.standin import StandIn
from simulator.whatsapp.bubble import Bubble
from simulator.whatsapp.budget import Budget, Limits
from simulator.whatsapp.errors import GraphError
from simulator.whatsapp.faults import Fault
from simulator.whatsapp.gateway import Gateway
from simulator.whatsapp.graph import Graph
from simulator.whatsapp.inbound import Item, envelope
from simulator.whatsapp.journal import Call
from simulator.whatsapp.limits import MB, UPLOAD_BYTES
from simulator.whatsapp.media import Medias
from simulator.whatsapp.personas import People
from simulator.whatsapp.sending import Sending
from simulator.whatsapp.statuses import Statuses
from simulator.whatsapp.templates import Templates
from simulator.whatsapp.world import Business, User, World

Json = dict[str, Any]
DEFAULT_TOKEN = "EAAKanalStandInToken0123456789"
DEFAULT_SECRET = "kanal_stand_in_app_secret"
DEFAULT_VERIFY_TOKEN = "kanal-stand-in-verify"
DEFAULT_LIMITS = Limits()
DEFAULT_BUSINESS = Business()


class WhatsAppStandIn(StandIn[Fault, Call]):
    """A strict WhatsApp Cloud API for one number: Graph paths, people, faults, and a record of everything seen.

    `limits=None` turns the sending budgets off. `now` is the clock of the world (windows, addresses, budgets);
    `time_scale` shortens the real waits of slow faults. `remember_*` cap what is kept. Act through `people`, set up
    `templates`, break things through `fail`, `late`, `deliveries` and `statuses.mode`; look at `calls`, `refused`,
    `bubbles`, `messages`, `counts`.
    """

    def __init__(
        self, *, token: str = DEFAULT_TOKEN, app_secret: str = DEFAULT_SECRET, business: Business = DEFAULT_BUSINESS,
        limits: Limits | None = DEFAULT_LIMITS, now: Now = time.time, time_scale: float = 1.0,
        retry_base_seconds: float = 0.05, retry_cap_seconds: float = 2.0, remember_messages: int = 1_000,
        remember_calls: int = 10_000, remember_events: int = 5_000, remember_files: int | None = 2_000,
        media_urls: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(remember_calls, remember_events)
        self.app_secret = app_secret
        self.business = business
        self.medias = Medias(now, remember_files)
        self.world = World(business, now, self.feed, self.medias, remember_messages)
        self.webhook: Webhook[Item] = Webhook(
            partial(envelope, business), app_secret, now, self.feed.poke, retry_base_seconds, retry_cap_seconds
        )
        self.statuses = Statuses(self.world, self.webhook.push)
        self.templates = Templates(self.notify)
        self.budget = Budget(limits, now)
        self.people = People(self.world, self.statuses, self.budget, self.webhook.push)
        self.people.media_urls = media_urls
        self.people.base_url = lambda: self.base_url
        sending = Sending(self.world, self.templates, self.budget, self.statuses)
        self.late = sending.late
        self.graph = Graph(business, self.medias, self.templates, sending, self.webhook, lambda: self.base_url)
        self.gateway = Gateway(self.graph, self.faults, self.journal, self.statuses, token, self.closing, time_scale)

    # -- running -----------------------------------------------------------------------------------------------------

    async def start(self, host: str = "127.0.0.1", port: int = 0, routes: tuple[web.RouteDef, ...] = ()) -> None:
        """Listen; port 0 takes a free one. The address is in `base_url` afterwards.

        `routes` are served besides the platform's own, such as those of `simulator.whatsapp.routes`.
        """
        app = web.Application(client_max_size=UPLOAD_BYTES + MB)
        app.add_routes(routes)
        app.router.add_get("/whatsapp_business/attachments/", self.gateway.download)
        app.router.add_route("*", "/{rest:.*}", self.gateway.handle)
        await self._listen(app, host, port)

    async def stop(self) -> None:
        """Stop listening and delivering."""
        self.closing.set()
        self.feed.close()
        self.statuses.close()
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
        self, kind: str, method: str | None = None, user: str | None = None, times: int | None = 1, code: int = 131000,
        details: str = "", status: int | None = None, seconds: float = 0.2,
    ) -> Fault:  # fmt: skip
        """Plan a fault (`simulator.whatsapp.faults.KINDS`) for the next `times` matching calls, None = for ever."""
        key = None if user is None else self.world.user(user).key
        return self.faults.add(Fault(kind, method, times, seconds, user=key, code=code, details=details, status=status))

    @property
    def token(self) -> str:
        """Give the token that the bridge must send."""
        return self.gateway.token

    def revoke_token(self) -> None:
        """Answer 401 with code 190 to everything until `restore_token`."""
        self.gateway.revoked = True

    def restore_token(self) -> None:
        """Accept the token again."""
        self.gateway.revoked = False

    def notify(self, field: str, value: Json) -> None:
        """Send a webhook of another field: account_update, phone_number_quality_update, security, ..."""
        self.webhook.push(Item(field, value))

    def value_error(self, code: int, details: str = "") -> None:
        """Send a value-level error: trouble of the account that belongs to no message."""
        self.webhook.push(Item("messages", {"errors": [GraphError(code, details).in_webhook()]}))

    def inject(self, body: bytes | Json) -> None:
        """Deliver a raw body, signed as any other."""
        self.webhook.inject(body)

    # -- looking -----------------------------------------------------------------------------------------------------

    def messages(self, user: str) -> list[Bubble]:
        """Give the chat of a person, both sides, oldest first."""
        found = self.world.find(user)
        return list(found.messages.values()) if found is not None else []

    def bubbles(self, user: str) -> list[Bubble]:
        """Give what the business sent to a person, as the person sees it, oldest first."""
        return [bubble for bubble in self.messages(user) if bubble.from_business]

    def last(self, user: str) -> Bubble | None:
        """Give the business's last message to a person."""
        found = self.world.find(user)
        bubbles = reversed(found.messages.values()) if found is not None else ()
        return next((bubble for bubble in bubbles if bubble.from_business), None)

    @property
    def counts(self) -> Json:
        """Give how many bubbles were sent, how many of them cost money, and how many of each category."""
        return {"sent": 0, "billable": 0, **self.world.counts}

    def user(self, reference: str) -> User:
        """Give a person by key, number or business-scoped id."""
        return self.world.user(reference)

    async def next_message(self, user: str, after: int = 0, timeout: float = 5.0) -> Bubble:
        """Wait for the first message of the business to a person with a number above `after`; cheap in crowds.

        Raises:
            TimeoutError: none came.
        """
        person = self.world.user(user)
        async with asyncio.timeout(timeout):
            while True:
                fresh = None
                for bubble in reversed(person.messages.values()):
                    if bubble.number <= after:
                        break
                    fresh = bubble if bubble.from_business else fresh
                if fresh is not None:
                    return fresh
                await self.feed.changed(person.key)
