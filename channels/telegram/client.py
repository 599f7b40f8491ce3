"""The Bot API client: python-telegram-bot's ``Bot`` with raw answers and typed errors."""

from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from channels.telegram.errors import classify
from channels.telegram.scrub import hide_token
from channels.telegram.transport import ANSWERED, AiohttpRequest
from core.errors import KanalError, Rejected, Retry

OFFICIAL_API = "https://api.telegram.org"
POOL_SIZE = 64
TIMEOUT_SECONDS = 10.0
UPLOAD_SECONDS = 60.0
POLL_SECONDS = 25
"""How long one getUpdates waits for news; the server cuts what is over 50."""


class Client(Bot):
    """Call any method of the Bot API and get the raw ``result``.

    Raw, because the library's own objects refuse bodies that lack a field, and a message that was sent must not look
    like a failure only because its echo could not be read.
    """

    def __init__(self, token: str, api_base: str = "") -> None:
        base = (api_base or OFFICIAL_API).rstrip("/")
        super().__init__(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=_request(POOL_SIZE),
            get_updates_request=_request(1),
        )
        hide_token(token)

    def __repr__(self) -> str:
        """Say what this is without the token, unlike the library."""
        return "Client()"

    async def call(self, method: str, /, *, wait_seconds: float = 0.0, **parameters: Any) -> Any:
        """Call a method; parameters that are None are left out.

        ``wait_seconds`` is added to the time that the answer may take (long polling). Raises a ``SendError`` or
        ``Harmless``; the error carries neither the token nor the library's exception.
        """
        failure: KanalError
        ANSWERED.set(False)
        try:
            return await self._post(method, parameters, read_timeout=TIMEOUT_SECONDS + wait_seconds)
        except TelegramError as error:
            failure = classify(error, self._token)
        except (LookupError, TypeError, AttributeError, ValueError) as bug:
            strange = Retry("the answer is not that of a Bot API server")
            failure = strange if ANSWERED.get() else Rejected(f"our request cannot be written: {type(bug).__name__}")
        # Outside of the except block, so that the library's exception (with the address) is not its context.
        raise failure

    async def download(self, file_path: str) -> bytes:
        """Download a file by the path that ``getFile`` gave (good for an hour). Raises like ``call``."""
        failure: KanalError
        try:
            return await self._request[1].retrieve(f"{self._base_file_url}/{file_path}", read_timeout=UPLOAD_SECONDS)
        except TelegramError as error:
            failure = classify(error, self._token)
        raise failure

    async def shutdown(self) -> None:
        """Close all connections; the library's own does so only after its ``initialize``, which asks getMe."""
        for request in self._request:
            await request.shutdown()


def _request(pool_size: int) -> AiohttpRequest:
    return AiohttpRequest(pool_size, TIMEOUT_SECONDS, UPLOAD_SECONDS)
