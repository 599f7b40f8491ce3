"""What ``kanal doctor`` says of text messages: the gateway, the ways back to us, and money; nobody is written to."""

from datetime import datetime
from urllib.parse import urlsplit

from channels.contract import Finding
from channels.sms.client import Client
from channels.sms.costs import Meter
from channels.sms.errors import classify, is_taken
from channels.sms.senders import NAME
from channels.sms.settings import SmsSettings, split
from core.city.city import City
from core.vocabulary.errors import ChannelDown, Rejected, SendError, StoreDown

SHORTEST_SECRET = 16
NEAR = ("127.0.0.1", "localhost", "::1")


async def greet(client: Client, sender: str) -> None:
    """Ask to send nothing to nobody: a gateway that knows us misses the receiver. Raises a ``SendError`` otherwise."""
    status, answer = await client.ask({"from": sender, "text": "-"})
    if is_taken(status, answer):
        return  # sent to nobody, by a gateway that is content with that
    problem = classify(status, answer)
    if not isinstance(problem, Rejected):
        raise problem


async def checkup(
    client: Client, settings: SmsSettings, meter: Meter, address: str, city: City, now: datetime
) -> tuple[Finding, ...]:
    """Look at everything."""
    return (
        await _gateway(client, settings),
        _reports(address),
        _secret(settings),
        _keyword(city),
        await _costs(meter, now),
    )


async def _gateway(client: Client, settings: SmsSettings) -> Finding:
    host = urlsplit(settings.sms_send_url).netloc
    try:
        await greet(client, settings.sms_sender)
    except ChannelDown as error:
        return _finding(False, str(error), error.advice)
    except SendError as error:
        return _finding(False, f"the gateway at {host} does not answer: {error}", "start bearerbox and smsbox")
    return _finding(True, f"the gateway at {host} knows us; citizens see {settings.sms_sender}")


def _reports(address: str) -> Finding:
    if not address:
        advice = "set KANAL_PUBLIC_URL, or SMS_CALLBACK_URL to where the gateway reaches /webhooks/sms"
        return _finding(False, "nobody tells us whether messages arrive", advice)
    if urlsplit(address).scheme != "https" and urlsplit(address).hostname not in NEAR:
        return _finding(True, f"reports come to {address}, in the clear: only within a network of your own")
    return _finding(True, f"reports come to {address}")


def _secret(settings: SmsSettings) -> Finding:
    if len(settings.sms_webhook_secret.get_secret_value()) < SHORTEST_SECRET:
        advice = "make one of at least 16 signs (openssl rand -hex 24), and put it into kannel.conf too"
        return _finding(False, "SMS_WEBHOOK_SECRET is short", advice)
    sources = split(settings.sms_allowed_sources)
    where = ", ".join(sources) if sources else "any address (SMS_ALLOWED_SOURCES is empty)"
    return _finding(True, f"calls are taken from {where}")


def _keyword(city: City) -> Finding:
    if not city.sms_keyword:
        return _finding(True, "no keyword: each message is the whole complaint")
    return _finding(True, f"{city.sms_keyword} in front of a complaint is taken away, and not asked for")


async def _costs(meter: Meter, now: datetime) -> Finding:
    try:
        parts = await meter.today(now)
    except StoreDown:
        return _finding(True, "what was sent today is not known: the store is away")
    cost = f", {parts * meter.price:,.0f} in all" if meter.price else ""
    return _finding(True, f"{parts} parts sent today{cost}")


def _finding(ok: bool, detail: str, advice: str = "") -> Finding:
    return Finding(NAME, ok, detail, advice)
