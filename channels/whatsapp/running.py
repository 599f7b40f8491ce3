"""WhatsApp, switched on: what the bridge asks of it beside sending (`channels.whatsapp.channel`)."""

import asyncio
from collections.abc import Sequence

from channels.contract import Finding, Received, Request, Route
from channels.kit import Around
from channels.meta.webhooks import meta_routes
from channels.raw import read_object, text
from channels.whatsapp import checkup, setup
from channels.whatsapp.channel import WhatsAppChannel
from channels.whatsapp.client import Client
from channels.whatsapp.pace import Pace
from channels.whatsapp.parse import ignored, others, parse
from channels.whatsapp.plan import LABELS, Labels
from channels.whatsapp.settings import WhatsAppSettings
from core.city.texts import Texts
from core.vocabulary.errors import SendError
from core.vocabulary.events import Event, Pressed, Said

MARKS_AT_ONCE = 32
"""Read marks under way; more are left out, for they also mark what came before them."""


class RunningWhatsApp(WhatsAppChannel):
    """One phone number, by webhook."""

    def __init__(self, settings: WhatsAppSettings, around: Around) -> None:
        client = Client(
            settings.whatsapp_token.get_secret_value(),
            settings.whatsapp_phone_number_id,
            settings.graph_api_base,
            settings.graph_api_version,
        )
        texts = Texts(around.city.texts)
        labels = {language: Labels(*(texts.say(key, language) for key in LABELS)) for language in texts.languages}
        super().__init__(client, around.clock, labels, None if around.paced else Pace(None))
        self._settings = settings
        self._around = around
        self._account = self._shown = ""
        self._marking: set[asyncio.Task[None]] = set()
        self.routes: Sequence[Route] = meta_routes(settings, self._take)

    def _take(self, request: Request) -> Received:
        """Parse all that is in a body."""
        raw = read_object(request.body)
        number = self._settings.whatsapp_phone_number_id
        parsed = parse(raw, phone_number_id=number, received=request.received, account=self._account)
        if fields := others(raw, self._account):
            self._around.report("other_account", channel=self.name, fields=", ".join(fields))
        elif fields := ignored(raw):
            self._around.report("ignored", channel=self.name, fields=", ".join(fields))
        return Received(parsed.events, lost=parsed.lost[0] if parsed.lost else "")

    async def register(self, public_url: str) -> None:
        """Subscribe to the account's webhooks, at our public address where one is set."""
        number = await setup.read_number(self._client)
        self._shown = "".join(filter(str.isdecimal, text(number.get("display_phone_number"))))
        self._account = await setup.find_account(self._client, number)
        if not self._account:
            error = "the token shows no account; see kanal doctor"
            self._around.report("not_subscribed", channel=self.name, error=error)
            return
        token = self._settings.meta_verify_token.get_secret_value()
        if problem := await setup.subscribe(self._client, self._account, self._address(), token):
            self._around.report("webhook_not_registered", channel=self.name, error=problem)

    def entrance(self) -> str:
        """Give the number's link with words that stand ready (WhatsApp, click to chat)."""
        return f"https://wa.me/{self._shown}?text={{words}}" if self._shown else ""

    async def close(self) -> None:
        """Close the connections."""
        for task in self._marking:
            task.cancel()
        await asyncio.gather(*self._marking, return_exceptions=True)
        await self._client.close()

    async def check(self) -> Sequence[Finding]:
        """Ask Meta about token, number, account, webhooks and templates."""
        templates = [text for text in self._around.city.templates if text.channel == self.name]
        return await checkup.checkup(self._client, templates=templates, webhook_url=self._address())

    def _address(self) -> str:
        """Give the address that Meta is told, empty where none is set: then the one in the app's settings stays."""
        return self._around.webhook_url(self.name) if self._around.public_url else ""

    # --- read marks -----------------------------------------------------------------------------------------------

    def stored(self, events: Sequence[Event]) -> None:
        """Show each person once per body that we have read and are typing; nothing waits for it.

        A repeat of a webhook shows nothing again.
        """
        newest: dict[str, str] = {}
        for event in events:
            if isinstance(event.body, Said | Pressed):
                newest[event.lane] = event.id.rpartition(":")[2]  # the id of a press is not in its body
        for message_id in list(newest.values())[: MARKS_AT_ONCE - len(self._marking)]:
            task = asyncio.get_running_loop().create_task(self._mark(message_id))
            self._marking.add(task)
            task.add_done_callback(self._marking.discard)

    async def _mark(self, message_id: str) -> None:
        try:
            await self.seen(message_id)
        except SendError as reason:  # only a courtesy: the message itself is stored and handled
            self._around.report("not_marked", channel=self.name, error=type(reason).__name__)
