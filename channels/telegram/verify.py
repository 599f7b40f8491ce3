"""Is a webhook call from Telegram: the secret that we gave to ``setWebhook`` comes back in a header."""

import hashlib
import hmac
from collections.abc import Mapping

from channels.telegram.settings import TelegramSettings
from core.vocabulary.errors import Forged

HEADER = "X-Telegram-Bot-Api-Secret-Token"


def verify(headers: Mapping[str, str], secret: str) -> None:
    """Raise ``Forged`` unless the header carries ``secret``; an empty ``secret`` lets nobody in."""
    given = next((value for name, value in headers.items() if name.lower() == HEADER.lower()), "")
    same = hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode())
    if not secret or not same:
        raise Forged("telegram: wrong or missing secret token")


def derived_secret(token: str) -> str:
    """Make the secret for a deployment that has set none: the same in every process that has the token.

    64 hexadecimal digits; allowed are 1-256 of A-Z a-z 0-9 _ - (Bot API, setWebhook).
    """
    return hmac.new(token.encode(), b"kanal telegram webhook", hashlib.sha256).hexdigest()


def webhook_secret(settings: TelegramSettings) -> str:
    """Give the configured secret, or one made from the token, the same in every process."""
    configured = settings.telegram_webhook_secret.get_secret_value()
    return configured or derived_secret(settings.telegram_bot_token.get_secret_value())
