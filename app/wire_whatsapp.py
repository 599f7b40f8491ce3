"""WhatsApp, plugged into the bridge. Composition only: how it reads and sends is in `channels.whatsapp`."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app.settings import Settings
from channels.contract import Finding, Poll, Webhook
from channels.raw import read_object
from channels.whatsapp import checkup, setup
from channels.whatsapp.channel import WhatsAppChannel
from channels.whatsapp.client import Client
from channels.whatsapp.pace import Pace
from channels.whatsapp.parse import ignored, others, parse
from channels.whatsapp.plan import Labels
from channels.whatsapp.verify import HEADER, admit, challenge, signature, verify
from core.city.city import City
from core.city.texts import Texts
from core.vocabulary.channel import Channel
from core.vocabulary.errors import Malformed, SendError
from core.vocabulary.events import Event, Pressed, Said
from core.vocabulary.steps import Clock

REQUIRED = ("WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_TOKEN", "META_APP_SECRET", "META_VERIFY_TOKEN")
MARKS_AT_ONCE = 32
"""Read marks under way; more are left out, for they also mark what came before them."""


def sign(settings: Settings, body: bytes) -> dict[str, str]:
    """Give the header that Meta would send."""
    return {HEADER: signature(body, settings.meta_app_secret.get_secret_value())}


class WiredWhatsApp:
    """One phone number, by webhook."""

    name = "whatsapp"

    def __init__(
        self,
        settings: Settings,
        city: City,
        clock: Clock,
        report: Callable[..., None],
        *,
        paced: bool = True,
        read_marks: bool = True,
    ) -> None:
        self._settings = settings
        self._city = city
        self._report = report
        self._read_marks = read_marks
        self._account = ""
        self._marking: set[asyncio.Task[None]] = set()
        self._client = Client(
            settings.whatsapp_token.get_secret_value(),
            settings.whatsapp_phone_number_id,
            settings.graph_api_base,
            settings.graph_api_version,
        )
        texts = Texts(city.texts)
        labels = {
            language: Labels(
                texts.say("channel.whatsapp.list_button", language), texts.say("channel.whatsapp.left_out", language)
            )
            for language in texts.languages
        }
        self._sender = WhatsAppChannel(self._client, clock, labels, None if paced else Pace(None))
        self.channel: Channel = self._sender

    def admit(self, headers: Mapping[str, str]) -> None:
        """Look whether there is a signature; what it signs is the body."""
        admit(headers)

    def read(self, body: bytes, received: datetime) -> Sequence[Event]:
        """Parse all that is in a body."""
        raw = read_object(body)
        number = self._settings.whatsapp_phone_number_id
        parsed = parse(raw, phone_number_id=number, received=received, account=self._account)
        if fields := others(raw, self._account):
            self._report("other_account", channel=self.name, fields=", ".join(fields))
        elif fields := ignored(raw):
            self._report("ignored", channel=self.name, fields=", ".join(fields))
        if parsed.lost:
            raise Malformed(parsed.lost[0], parsed.events)
        return parsed.events

    def receive(self, webhook: Webhook) -> Sequence[Event]:
        """Verify the signature of the raw body and parse all that is in it."""
        verify(webhook.headers, webhook.body, self._settings.meta_app_secret.get_secret_value())
        return self.read(webhook.body, webhook.received)

    def taken(self, events: Sequence[Event]) -> None:
        """Show who wrote that we have read it; a repeat of a webhook shows nothing again."""
        self._mark(events)

    def challenge(self, webhook: Webhook) -> str | None:
        """Prove to Meta that the address is ours."""
        return challenge(webhook.query, self._settings.meta_verify_token.get_secret_value())

    async def start(self, public_url: str) -> None:
        """Subscribe to the account's webhooks, at our public address where one is set."""
        number = await setup.read_number(self._client)
        account = await setup.find_account(self._client, number)
        self._account = account
        if not account:
            self._report("not_subscribed", channel=self.name, error="the token shows no account; see kanal doctor")
            return
        token = self._settings.meta_verify_token.get_secret_value()
        url = self._webhook_url() if self._settings.public_url else ""
        if problem := await setup.subscribe(self._client, account, url, token):
            self._report("webhook_not_registered", channel=self.name, error=problem)

    def private_chat(self) -> str:
        """Officials have no private chat here."""
        return ""

    async def stop(self) -> None:
        """Close the connections."""
        for task in self._marking:
            task.cancel()
        await asyncio.gather(*self._marking, return_exceptions=True)
        await self._client.close()

    def poller(self) -> Poll | None:
        """There is nothing to poll."""
        return None

    async def check(self) -> Sequence[Finding]:
        """Ask Meta about token, number, account, webhooks and templates."""
        settings = self._settings
        found = await checkup.checkup(
            self._client,
            templates=[text for languages in self._city.templates.values() for text in languages.values()],
            webhook_url=self._webhook_url() if settings.public_url else "",
        )
        return [Finding(self.name, item.ok, item.what, item.advice) for item in found]

    def _webhook_url(self) -> str:
        return f"{self._settings.public_url.rstrip('/')}/webhooks/{self.name}"

    # --- read marks -----------------------------------------------------------------------------------------------

    def _mark(self, events: Sequence[Event]) -> None:
        """Show each person once per body that we have read and are typing; nothing waits for it."""
        if not self._read_marks:
            return
        newest: dict[str, str] = {}
        for event in events:
            if isinstance(event.body, Said | Pressed):
                newest[event.lane] = event.id.rpartition(":")[2]  # the id of a press is not in its body
        for message_id in list(newest.values())[: MARKS_AT_ONCE - len(self._marking)]:
            task = asyncio.get_running_loop().create_task(self._seen(message_id))
            self._marking.add(task)
            task.add_done_callback(self._marking.discard)

    async def _seen(self, message_id: str) -> None:
        try:
            await self._sender.seen(message_id)
        except SendError as reason:  # only a courtesy: the message itself is stored and handled
            self._report("not_marked", channel=self.name, error=type(reason).__name__)
