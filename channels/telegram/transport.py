"""python-telegram-bot's network layer on aiohttp, its own extension point (``telegram.request.BaseRequest``).

The library's default, httpx, costs several times the processor time per call (measured by ``bench.turns``; docs/adr).
"""

from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData


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
        """Make one request; give status and body. Raises ``TimedOut`` or ``NetworkError``.

        Errors are raised without their cause: it would carry the address, and the address carries the token.
        """
        files = request_data.multipart_data if request_data else None
        seconds = self._timeout_seconds if isinstance(read_timeout, DefaultValue) else read_timeout
        if files:
            seconds = max(seconds or 0.0, self._upload_seconds)
        if self._closed:
            raise NetworkError("the connections are closed")
        failure: NetworkError
        try:
            async with self._open().request(
                method, url, data=_body(request_data), timeout=aiohttp.ClientTimeout(total=seconds)
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError:
            failure = TimedOut()
        except aiohttp.ClientError as error:
            failure = NetworkError(f"aiohttp.{type(error).__name__}")
        raise failure


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
