"""python-telegram-bot's network layer on aiohttp, its own extension point (``telegram.request.BaseRequest``).

The library's default, httpx, costs several times the processor time per call (measured by ``bench.turns``; docs/adr).
"""

from contextvars import ContextVar
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

ANSWERED: ContextVar[bool] = ContextVar("answered", default=False)
"""Whether the call under way has got an answer: what the library raises after that is no fault of the request."""


class Unsendable(TelegramError):
    """Our own side could not write the request, so that nothing was sent; trying again would end the same."""


class AiohttpRequest(BaseRequest):
    """One connection pool; times in seconds. Uploads may take ``upload_seconds`` in all."""

    def __init__(self, connections: int, timeout_seconds: float, upload_seconds: float) -> None:
        self._connections = connections
        self._timeout_seconds = timeout_seconds
        self._upload_seconds = upload_seconds
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float | None:
        """Give the default time that an answer may take."""
        return self._timeout_seconds

    async def initialize(self) -> None:
        """Nothing to prepare: the session opens with the first request, inside the running loop."""

    async def shutdown(self) -> None:
        """Close the connections and open none any more."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(
                connector=connector, headers={"User-Agent": self.USER_AGENT}, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request; give status and body. Raises ``TimedOut``, ``NetworkError`` or ``Unsendable``.

        Errors are raised without their cause: it would carry the address, and the address carries the token. Nothing
        else may escape, for the library calls all that it does not know trouble of the network.
        """
        failure: TelegramError
        try:
            answer = await self._request(url, method, request_data, read_timeout)
            ANSWERED.set(True)
            return answer
        except TelegramError as known:
            failure = known
        except TimeoutError:
            failure = TimedOut()
        except Exception as error:  # noqa: BLE001 - sorted, never swallowed: see `_failure`
            failure = _failure(error)
        raise failure

    async def _request(
        self, url: str, method: str, request_data: RequestData | None, read_timeout: Any
    ) -> tuple[int, bytes]:
        files = request_data.multipart_data if request_data else None
        seconds = self._timeout_seconds if isinstance(read_timeout, DefaultValue) else read_timeout
        if files:
            seconds = max(seconds or 0.0, self._upload_seconds)
        if self._closed:
            raise NetworkError("the connections are closed")
        async with self._open().request(
            method, url, data=_body(request_data), timeout=aiohttp.ClientTimeout(total=seconds)
        ) as answer:
            return answer.status, await answer.read()


_OURS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError)
_OUTSIDE = (aiohttp.ClientError, OSError)
"""Some of what the network raises is a ``ValueError`` too: a bad certificate, a bad address of the server."""


def _failure(error: BaseException) -> TelegramError:
    """Tell a request that cannot be written, which ends the same each time, from trouble outside, which passes.

    A name with a line break, half of a character, a value of a kind that nobody can encode: aiohttp raises the plain
    error while it writes the head, and wraps it in one of its own while it writes the body.
    """
    cause = error.__cause__ if isinstance(error, aiohttp.ClientConnectionError) and error.__cause__ else error
    if isinstance(cause, _OURS) and not isinstance(cause, _OUTSIDE):
        return Unsendable(type(cause).__name__)
    return NetworkError(f"network: {type(error).__name__}")


def _body(request_data: RequestData | None) -> Any:
    """Encode parameters as Telegram takes them: a form, multipart when there are files."""
    if request_data is None:
        return None
    files = request_data.multipart_data
    if not files:
        return request_data.json_parameters or None
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in files.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
