"""Text messages, switched on: what the bridge asks of them beside sending (`channels.sms.channel`)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from channels.contract import Finding, Received, Request, Route
from channels.kit import Around
from channels.sms import checkup, parse, proof, query
from channels.sms.channel import SmsChannel
from channels.sms.client import Client
from channels.sms.costs import Meter
from channels.sms.parse import Line
from channels.sms.settings import SmsSettings, split
from core.vocabulary.errors import SendError

REPORT = "/report"
Read = Callable[[str, Line, datetime], Received]


class RunningSms(SmsChannel):
    """One sender number, by calls of the gateway."""

    def __init__(self, settings: SmsSettings, around: Around) -> None:
        self._settings = settings
        self._around = around
        client = Client(settings.sms_send_url, settings.sms_username, settings.sms_password.get_secret_value())
        meter = Meter(around.notes, ZoneInfo(around.city.timezone), settings.sms_part_price)
        super().__init__(client, around.clock, meter, around.report, settings.sms_sender, self._report_address())
        countries = tuple(one.upper() for one in split(settings.sms_countries))
        theirs = query.names(settings.sms_parameters)
        self._line = Line(around.city.sms_keyword, around.city.name, countries, settings.sms_sender, theirs)
        self._sources = proof.networks(split(settings.sms_allowed_sources))
        self.routes: Sequence[Route] = (self._route("", parse.message), self._route(REPORT, parse.report))

    def _route(self, suffix: str, read: Read) -> Route:
        """Give an address: proven by the secret below it, and answered with nothing, which is not sent to anybody."""
        return Route(
            admit=self._admit,
            take=lambda asked: read(asked.raw_query or urlencode(dict(asked.query)), self._line, asked.received),
            suffix=suffix,
            methods=("GET",),
            below=True,
        )

    def _admit(self, asked: Request) -> None:
        proof.admit(asked, self._settings.sms_webhook_secret.get_secret_value(), self._sources)

    def _address(self) -> str:
        """Give where the gateway reaches us, empty where nobody said it."""
        return self._settings.sms_callback_url or (
            self._around.webhook_url(self.name) if self._around.public_url else ""
        )

    def _report_address(self) -> str:
        secret = self._settings.sms_webhook_secret.get_secret_value()
        return f"{self._address().rstrip('/')}{REPORT}/{quote(secret, safe='')}" if self._address() else ""

    async def register(self, public_url: str) -> None:
        """Ask the gateway whether it knows us; what it calls is written into its own configuration."""
        try:
            await checkup.greet(self._client, self._settings.sms_sender)
        except SendError as error:
            self._around.report("gateway_trouble", channel=self.name, error=str(error))

    def entrance(self) -> str:
        """Give the link that opens a message to us (RFC 5724), with the keyword where the number is shared."""
        city = self._around.city
        number = city.sms_number or self._settings.sms_sender
        keyword = quote(f"{city.sms_keyword} ") if city.sms_keyword else ""
        return f"sms:{number}?body={keyword}{{words}}" if number else ""

    async def check(self) -> Sequence[Finding]:
        """Look at the gateway, the ways back to us, and what was sent today."""
        return await checkup.checkup(
            self._client, self._settings, self._meter, self._address(), self._around.city, self._around.clock.now()
        )
