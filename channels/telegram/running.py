"""Telegram, switched on: what the bridge asks of it beside sending (`channels.telegram.channel`)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from channels.contract import Finding, Handle, Received, Reply, Request, Route
from channels.kit import Around
from channels.telegram import checkup, setup
from channels.telegram.channel import TelegramChannel
from channels.telegram.client import Client
from channels.telegram.menu import menus
from channels.telegram.pace import Pace
from channels.telegram.parse import parse_update, read
from channels.telegram.polling import poll
from channels.telegram.raw import Json
from channels.telegram.settings import TelegramSettings
from channels.telegram.verify import verify, webhook_secret
from core.vocabulary.errors import Malformed
from core.vocabulary.events import Event


class RunningTelegram(TelegramChannel):
    """One bot whose updates are delivered to us."""

    def __init__(self, settings: TelegramSettings, around: Around) -> None:
        token = settings.telegram_bot_token.get_secret_value()
        client = Client(token, settings.telegram_api_base)
        super().__init__(client, around.clock, None if around.paced else Pace(None))
        self._settings = settings
        self._around = around
        self._bot_id = token.partition(":")[0]
        self._username = ""
        self.routes: Sequence[Route] = (Route(admit=self._admit, take=self._take, reply=Reply("ok")),)

    def _admit(self, request: Request) -> None:
        """Look at the secret header: all that Telegram proves itself by."""
        verify(request.headers, webhook_secret(self._settings))

    def _take(self, request: Request) -> Received:
        return Received(self._events(read(request.body), request.received))

    def _events(self, update: Json, received: datetime) -> Sequence[Event]:
        return parse_update(update, bot_id=self._bot_id, bot_username=self._username, received=received)

    async def register(self, public_url: str) -> None:
        """Learn our name, choose how updates come, and offer the menus."""
        identity = await setup.identify(self._client)
        self._username = identity.username
        await self._choose_delivery(f"{public_url.rstrip('/')}/webhooks/{self.name}")
        groups = [chat_id for chat_id, _topics in self._groups()]
        for problem in await setup.offer_menu(self._client, menus(self._around.city), groups):
            self._around.report("menu_not_offered", channel=self.name, error=problem)

    async def _choose_delivery(self, url: str) -> None:
        await setup.use_webhook(self._client, url, webhook_secret(self._settings))

    def private_chat(self) -> str:
        """Give the bot's own link (Telegram, deep links)."""
        return self.entry("isi")

    def entry(self, word: str) -> str:
        """Give the bot's link with a word of at most 64 letters, digits, ``_`` and ``-`` (Telegram, deep links)."""
        return f"https://t.me/{self._username}?start={word}" if self._username else ""

    def entrance(self) -> str:
        """Give the bot's link with a word for whatever is brought along (Telegram, deep links)."""
        return self.entry("{word}")

    async def close(self) -> None:
        """Close the connections."""
        await self._client.shutdown()

    async def check(self) -> Sequence[Finding]:
        """Ask Telegram about the token, the delivery and the officials' group."""
        return await checkup.checkup(self._client, groups=self._groups(), webhook_url=self._expected_url())

    def _groups(self) -> list[tuple[str, bool]]:
        """List the chats of the officials' groups, the common one first, and whether they need topics."""
        common, city = self._settings.telegram_officials_chat_id, self._around.city
        further = [(chat, city.needs_topics(lane)) for lane, chat in city.groups.items()]
        return [(common, True), *further] if common else []

    def _expected_url(self) -> str:
        return self._around.webhook_url(self.name)


class PollingTelegram(RunningTelegram):
    """One bot that we ask for its updates."""

    async def _choose_delivery(self, url: str) -> None:
        await setup.use_polling(self._client)

    def _expected_url(self) -> str:
        return ""

    async def poll(self, handle: Handle, stop: asyncio.Event) -> None:
        """Ask for updates until told to stop."""

        async def take(updates: Sequence[Json]) -> None:
            events: list[Event] = []
            for update in updates:
                try:
                    events.extend(self._events(update, self._around.clock.now()))
                except Malformed as reason:
                    self._around.report("malformed", channel=self.name, error=str(reason))
            await handle(events)

        await poll(self._client, take, stop=stop)
