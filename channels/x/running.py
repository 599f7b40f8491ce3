"""X, switched on: what the bridge asks of it beside sending (`channels.x.channel`)."""

import asyncio
from collections.abc import Sequence

from cachetools import LRUCache

from channels.contract import Finding, Handle, Received, Reply, Request, Route
from channels.kit import Around
from channels.raw import read_object, text
from channels.x import activity, checkup, setup
from channels.x.channel import REMEMBERED, XChannel
from channels.x.client import Client
from channels.x.money import Kind, Purse
from channels.x.pace import Pace
from channels.x.plan import LABELS, Labels
from channels.x.poll import Poller
from channels.x.settings import XSettings
from channels.x.shapes import Account
from channels.x.sources import left_out, query_of
from channels.x.verify import admit, challenged, response, verify
from core.city.texts import Texts
from core.vocabulary.errors import StoreDown
from core.vocabulary.events import Event, Posted, Said

WITH_WEBHOOK = 5.0
"""Where X tells us, we ask so many times less often: only for what a webhook has lost."""


class RunningX(XChannel):
    """One account, polled, and by webhook where the operator has one."""

    def __init__(self, settings: XSettings, around: Around) -> None:
        texts = Texts(around.city.texts)
        labels = {language: Labels(*(texts.say(key, language) for key in LABELS)) for language in texts.languages}
        purse = Purse(around.notes, settings.x_user_id, settings.x_budget_usd, around.report)
        super().__init__(Client(settings), around.clock, labels, purse, None if around.paced else Pace(None))
        self._settings = settings
        self._around = around
        self._secret = settings.x_api_secret.get_secret_value()
        self._pushed = False
        # The first version of posts that were edited: who deletes one names the last.
        self._firsts: LRUCache[str, str] = LRUCache(REMEMBERED)
        self._counting: set[asyncio.Task[None]] = set()
        self.routes: Sequence[Route] = (
            Route(admit=lambda request: admit(request.headers), verify=self._verify, take=self._take),
            Route(admit=self._admit, take=self._answer, methods=("GET",)),
        )

    @property
    def account(self) -> Account:
        """Give who we are, as far as it is known by now."""
        return Account(self._settings.x_user_id, self._username)

    # --- by webhook ---------------------------------------------------------------------------------------------------

    def _verify(self, request: Request) -> None:
        verify(request.headers, request.body, self._secret)

    def _admit(self, request: Request) -> None:
        challenged(request.query)

    def _answer(self, request: Request) -> Received:
        """Answer a challenge (X API v2, Webhooks, CRC check)."""
        body = response(challenged(request.query), self._secret)
        return Received(reply=Reply(body, content_type="application/json"))

    def _take(self, request: Request) -> Received:
        parsed = activity.read(read_object(request.body), self.account, request.received, self._firsts)
        if parsed.ignored:
            self._around.report("ignored", channel=self.name, fields=", ".join(parsed.ignored))
        return Received(parsed.events, lost=parsed.lost[0] if parsed.lost else "")

    def stored(self, events: Sequence[Event]) -> None:
        """Count what a webhook brought, which costs as much as having asked; nothing waits for it."""
        for event in events:
            kind: Kind = "dm_event" if isinstance(event.body, Said) else "post_event"
            if isinstance(event.body, Posted):
                self._firsts[event.body.post] = event.lane.rpartition(":")[2]
            if isinstance(event.body, Said | Posted):
                task = asyncio.get_running_loop().create_task(self._charge(kind))
                self._counting.add(task)
                task.add_done_callback(self._counting.discard)

    # --- at start -----------------------------------------------------------------------------------------------------

    async def register(self, public_url: str) -> None:
        """Learn our name, and have activity sent to our address where that is wanted."""
        self.called(text((await setup.read_me(self._client)).get("username")))
        if left := left_out(self._settings.x_keywords, self._query()):
            self._around.report("keywords_left_out", channel=self.name, fields=str(len(left)))
        if not self._settings.x_webhook:
            return
        if not public_url.startswith(setup.HTTPS) and self._settings.x_api_base.startswith(setup.HTTPS):
            problems = ["KANAL_PUBLIC_URL is no https address"]
        else:
            problems = await setup.subscribe(self._client, f"{public_url.rstrip('/')}/webhooks/{self.name}")
        for problem in problems:
            self._around.report("webhook_not_registered", channel=self.name, error=problem)
        self._pushed = not problems

    # --- by asking ----------------------------------------------------------------------------------------------------

    async def poll(self, handle: Handle, stop: asyncio.Event) -> None:
        """Ask for news until told to stop."""

        async def take(events: Sequence[Event]) -> None:
            await handle(events)
            for event in events:
                if isinstance(event.body, Posted):
                    self._firsts[event.body.post] = event.lane.rpartition(":")[2]

        def base_seconds() -> float:
            return self._settings.x_poll_seconds * (WITH_WEBHOOK if self._pushed else 1.0)

        around = self._around
        poller = Poller(
            take,
            self._client,
            self._purse,
            around.clock,
            around.report,
            base_seconds,
            lambda: self.account,
            self._query,
        )
        await poller.run(stop)

    def _query(self) -> str:
        """Give what is searched for; nothing before we know by what name others call us."""
        return query_of(self._settings.x_keywords, self._username) if self._username else ""

    # --- looking at itself --------------------------------------------------------------------------------------------

    def private_chat(self) -> str:
        """Give the link with which a person opens a private chat with us."""
        return f"https://x.com/messages/compose?recipient_id={self._settings.x_user_id}"

    def entrance(self) -> str:
        """Give that link with words that stand ready (X, Direct message deeplink)."""
        return f"{self.private_chat()}&text={{words}}"

    async def check(self) -> Sequence[Finding]:
        """Ask X about keys, account, rights and webhooks, and ourselves about money."""
        try:
            spent = await self._purse.spent(self._around.clock.now())
        except StoreDown:
            spent = None
        url = self._around.webhook_url(self.name) if self._settings.x_webhook else ""
        return await checkup.checkup(self._client, self._settings, spent, url)

    async def close(self) -> None:
        """Close the connections."""
        await asyncio.gather(*self._counting, return_exceptions=True)
        await self._client.close()
