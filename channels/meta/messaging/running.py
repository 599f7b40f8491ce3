"""A Page or account, switched on: what the bridge asks of it beside sending (`channels.meta.messaging.send`)."""

import asyncio
from collections.abc import Sequence

import msgspec

from channels.contract import Finding, Received, Request, Route
from channels.kit import Around
from channels.meta.messaging import checkup, profile, setup
from channels.meta.messaging.client import Client
from channels.meta.messaging.pace import Pace
from channels.meta.messaging.parse import parse
from channels.meta.messaging.send import PageChannel
from channels.meta.settings import MetaSettings
from channels.meta.webhooks import meta_routes
from channels.raw import read_object, text
from core.city.texts import Texts
from core.vocabulary.errors import ChannelDown, SendError
from core.vocabulary.events import Event, Pressed, Said, Status

MARKS_AT_ONCE = 32
"""People who are shown at the same moment that their words were read; more are left out."""


class RunningPage(PageChannel):
    """One Page or account, by webhook."""

    def __init__(self, client: Client, settings: MetaSettings, around: Around) -> None:
        texts = Texts(around.city.texts)

        def left_out(language: str) -> str:
            return texts.say("channel.page.left_out", language or around.city.default_language)

        super().__init__(client, around.clock, left_out, None if around.paced else Pace(0))
        self._around = around
        self._app_id = self._handle = ""
        self._marking: set[asyncio.Task[None]] = set()
        self.routes: Sequence[Route] = meta_routes(settings, self._take)

    def _take(self, request: Request) -> Received:
        """Parse all that is in a body."""
        client = self._client
        parsed = parse(
            read_object(request.body),
            client.platform,
            account=client.account,
            received=request.received,
            app_id=self._app_id,
        )
        if parsed.others:
            self._around.report("other_account", channel=self.name, fields=", ".join(parsed.others))
        if parsed.ignored:
            self._around.report("ignored", channel=self.name, fields=", ".join(parsed.ignored))
        return Received([self._known(event) for event in parsed.events], lost=parsed.lost[0] if parsed.lost else "")

    def _known(self, event: Event) -> Event:
        """Say of what became of a message which of ours it was, if this process sent it."""
        body = event.body
        if not isinstance(body, Status) or not (entry_id := self._entries.get(body.message_id, "")):
            return event
        return msgspec.structs.replace(event, body=msgspec.structs.replace(body, entry_id=entry_id))

    async def register(self, public_url: str) -> None:
        """See who we are, subscribe to the webhooks, and show what is to be seen before anybody writes."""
        account = await setup.read_account(self._client)
        self._handle = text(account.get(self._client.platform.handle))
        self._app_id = await setup.find_app(self._client)
        try:
            await setup.subscribe(self._client)
        except ChannelDown:
            raise
        except SendError as error:
            self._around.report("not_subscribed", channel=self.name, error=str(error))
        try:
            await profile.offer(self._client, self._around.city)
        except ChannelDown:
            raise
        except SendError as error:  # no menu is no reason not to work
            self._around.report("menu_not_offered", channel=self.name, error=str(error))

    def entrance(self) -> str:
        """Give the link into our inbox with a word that is brought along as a referral."""
        return f"{self._client.platform.inbox}/{self._handle}?ref={{word}}" if self._handle else ""

    async def close(self) -> None:
        """Close the connections."""
        for task in self._marking:
            task.cancel()
        await asyncio.gather(*self._marking, return_exceptions=True)
        await self._client.close()

    async def check(self) -> Sequence[Finding]:
        """Ask Meta about token, account, webhooks and profile."""
        url = self._around.webhook_url(self.name) if self._around.public_url else ""
        return await checkup.checkup(self._client, self._around.city, url)

    # --- read marks -----------------------------------------------------------------------------------------------

    def stored(self, events: Sequence[Event]) -> None:
        """Show each person once per body that we have read and are typing; nothing waits for it.

        A repeat of a webhook shows nothing again.
        """
        people = dict.fromkeys(event.address for event in events if isinstance(event.body, Said | Pressed))
        for address in list(people)[: MARKS_AT_ONCE - len(self._marking)]:
            task = asyncio.get_running_loop().create_task(self._mark(address))
            self._marking.add(task)
            task.add_done_callback(self._marking.discard)

    async def _mark(self, address: str) -> None:
        try:
            await self.seen(address)
        except SendError as reason:  # only a courtesy: the message itself is stored and handled
            self._around.report("not_marked", channel=self.name, error=type(reason).__name__)
