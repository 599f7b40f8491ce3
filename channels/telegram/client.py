"""The Bot API client: python-telegram-bot's ``Bot`` with raw answers and typed errors."""

from typing import Any
from urllib.parse import quote

from telegram import Bot
from telegram.error import TelegramError

from channels.telegram.errors import TooLarge, classify
from channels.telegram.scrub import hide_token
from channels.telegram.transport import AiohttpRequest
from core.vocabulary.errors import HelperDown, KanalError, Rejected
from core.vocabulary.media import Spool

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
        self._files = _request(POOL_SIZE)
        super().__init__(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._files,
            get_updates_request=_request(1),
        )
        hide_token(token)

    @property
    def local(self) -> bool:
        """Tell whether this is somebody's own server, whose files may lie on this machine (Bot API, local server)."""
        return not self.base_url.startswith(f"{OFFICIAL_API}/")

    def __repr__(self) -> str:
        """Say what this is without the token, unlike the library."""
        return "Client()"

    async def call(self, method: str, /, *, wait_seconds: float = 0.0, **parameters: Any) -> Any:
        """Call a method; parameters that are None are left out.

        ``wait_seconds`` is added to the time that the answer may take (long polling). Raises a ``SendError`` or
        ``Harmless``; the error carries neither the token nor the library's exception.
        """
        failure: KanalError
        try:
            return await self._post(method, parameters, read_timeout=TIMEOUT_SECONDS + wait_seconds)
        except TelegramError as error:
            failure = classify(error, self._token)
        except (ValueError, LookupError, TypeError, AttributeError) as error:  # parameters that cannot be written down
            failure = Rejected(f"our request cannot be written: {type(error).__name__}")
        # Outside of the except block, so that the library's exception (with the address) is not its context.
        raise failure

    async def download(self, file_path: str, most_bytes: int, into: Spool) -> None:
        """Download a file into a spool by the path that ``getFile`` gave (good for an hour).

        Raises ``TooLarge`` for one of more bytes, whatever was announced, and otherwise like ``call``.
        """
        failure: KanalError
        try:
            url = f"{self._base_file_url}/{quote(file_path)}"
            await self._files.download(url, most_bytes, UPLOAD_SECONDS, into)
        except (TooLarge, HelperDown):
            raise
        except TelegramError as error:
            failure = classify(error, self._token)
        else:
            return
        raise failure

    async def shutdown(self) -> None:
        """Close all connections; the library's own does so only after its ``initialize``, which asks getMe."""
        for request in self._request:
            await request.shutdown()


def _request(pool_size: int) -> AiohttpRequest:
    return AiohttpRequest(pool_size, TIMEOUT_SECONDS, UPLOAD_SECONDS)
