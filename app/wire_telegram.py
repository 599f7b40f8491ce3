"""Telegram, plugged into the bridge. Composition only: how it reads and sends is in `channels.telegram`."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app.settings import Settings
from channels.contract import Finding, Handle, Poll, Webhook
from channels.telegram import checkup, setup
from channels.telegram.channel import TelegramChannel
from channels.telegram.client import Client
from channels.telegram.pace import Pace
from channels.telegram.parse import parse_update, read
from channels.telegram.polling import poll
from channels.telegram.raw import Json
from channels.telegram.verify import HEADER, derived_secret, verify
from core.vocabulary.channel import Channel
from core.vocabulary.errors import Malformed
from core.vocabulary.events import Event
from core.vocabulary.steps import Clock

REQUIRED = ("TELEGRAM_BOT_TOKEN",)


def webhook_secret(settings: Settings) -> str:
    """Give the configured secret, or one made from the token, the same in every process."""
    configured = settings.telegram_webhook_secret.get_secret_value()
    return configured or derived_secret(settings.telegram_bot_token.get_secret_value())


def sign(settings: Settings, _body: bytes) -> dict[str, str]:
    """Give the headers that Telegram would send."""
    return {HEADER: webhook_secret(settings)}


class WiredTelegram:
    """One bot, by webhook or by polling."""

    name = "telegram"

    def __init__(self, settings: Settings, clock: Clock, report: Callable[..., None], *, paced: bool = True) -> None:
        token = settings.telegram_bot_token.get_secret_value()
        self._settings = settings
        self._clock = clock
        self._report = report
        self._client = Client(token, settings.telegram_api_base)
        self._bot_id = token.partition(":")[0]
        self._username = ""
        self.channel: Channel = TelegramChannel(self._client, clock, None if paced else Pace(None))

    def admit(self, headers: Mapping[str, str]) -> None:
        """Look at the secret header: all that Telegram proves itself by."""
        verify(headers, webhook_secret(self._settings))

    def read(self, body: bytes, received: datetime) -> Sequence[Event]:
        """Parse one update."""
        return self._parse(read(body), received)

    def receive(self, webhook: Webhook) -> Sequence[Event]:
        """Verify the secret header and parse one update."""
        verify(webhook.headers, webhook_secret(self._settings))
        return self._parse(read(webhook.body), webhook.received)

    def taken(self, events: Sequence[Event]) -> None:
        """Do nothing: nobody is shown that a message was read."""

    def _parse(self, update: Json, received: datetime) -> Sequence[Event]:
        return parse_update(
            update,
            bot_id=self._bot_id,
            bot_username=self._username,
            received=received,
        )

    def challenge(self, webhook: Webhook) -> str | None:
        """Telegram verifies nothing by GET."""
        return None

    async def start(self, public_url: str) -> None:
        """Learn our name, choose webhook or polling, and offer the menus."""
        identity = await setup.identify(self._client)
        self._username = identity.username
        if self._settings.telegram_mode == "webhook":
            await setup.use_webhook(
                self._client, f"{public_url.rstrip('/')}/webhooks/telegram", webhook_secret(self._settings)
            )
        else:
            await setup.use_polling(self._client)
        for problem in await setup.offer_menu(self._client, self._settings.telegram_officials_chat_id):
            self._report("menu_not_offered", channel=self.name, error=problem)

    def private_chat(self) -> str:
        """Give the bot's own link (Telegram, deep links)."""
        return f"https://t.me/{self._username}?start=isi" if self._username else ""

    async def stop(self) -> None:
        """Close the connections."""
        await self._client.shutdown()

    def poller(self) -> Poll | None:
        """Give the long-polling loop in polling mode."""
        return self._poll if self._settings.telegram_mode == "polling" else None

    async def _poll(self, handle: Handle, stop: asyncio.Event) -> None:
        async def take(updates: Sequence[Json]) -> None:
            events: list[Event] = []
            for update in updates:
                try:
                    events.extend(self._parse(update, self._clock.now()))
                except Malformed as reason:
                    self._report("malformed", channel=self.name, error=str(reason))
            await handle(events)

        await poll(self._client, take, stop=stop)

    async def check(self) -> Sequence[Finding]:
        """Ask Telegram about the token, the delivery and the officials' group."""
        url = f"{self._settings.public_url.rstrip('/')}/webhooks/telegram"
        found = await checkup.checkup(
            self._client,
            officials_chat_id=self._settings.telegram_officials_chat_id,
            webhook_url=url if self._settings.telegram_mode == "webhook" else "",
        )
        return [Finding("telegram", item.ok, item.what, item.advice) for item in found]
