"""The kit of text messages."""

from urllib.parse import quote

from channels.contract import Channel
from channels.kit import Around, Kit, Signed
from channels.sms.senders import NAME
from channels.sms.settings import SmsSettings


def build(settings: SmsSettings, around: Around) -> Channel:
    """Switch the number on."""
    from channels.sms.running import RunningSms  # loaded where needed, as all clients are

    return RunningSms(settings, around)


def sign(settings: SmsSettings, body: bytes) -> Signed:
    """Send a recorded query again, a report where its first line says so."""
    content = body.decode().strip()
    report = content.startswith("report?")
    secret = quote(settings.sms_webhook_secret.get_secret_value(), safe="")
    suffix = f"/report/{secret}" if report else f"/{secret}"
    return Signed(method="GET", suffix=suffix, raw_query=content.removeprefix("report").removeprefix("?"))


KIT = Kit(
    name=NAME,
    settings=SmsSettings,
    required=("SMS_SEND_URL", "SMS_USERNAME", "SMS_PASSWORD", "SMS_SENDER", "SMS_WEBHOOK_SECRET"),
    meant=("SMS_CALLBACK_URL",),
    build=build,
    sign=sign,
)
