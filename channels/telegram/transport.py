"""python-telegram-bot's network layer on aiohttp, its own extension point (``telegram.request.BaseRequest``).

The library's default, httpx, costs several times the processor time per call (measured by ``bench.turns``; docs/adr).
"""

from typing import Any, cast

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from channels.outgoing import add_file, ours, request, save_limited
from channels.raw import file_name
from channels.telegram.errors import Failed, Payload, Refused, TooLarge, success
from core.vocabulary.errors import HelperDown
from core.vocabulary.media import Content, Spool

ANSWER_BYTES = 16 * 1024 * 1024
"""More than a hundred updates can hold (Bot API, getUpdates)."""


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
        """Make one request; give the body of a success. Raises ``Refused`` or ``Failed``."""
        status, body = await self._answer(url, method, request_data, read_timeout)
        return status, success(status, body)

    async def download(self, url: str, most_bytes: int, seconds: float, into: Spool) -> None:
        """Download a file into a spool; raises ``TooLarge``, ``HelperDown``, and otherwise like ``do_request``."""
        status, body = await self._answer(url, "GET", None, seconds, most_bytes, into)
        if status != 200:
            success(status, body)  # raises, unless somebody calls a success what is none
            raise Refused(status)

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Give what was decoded already; the library's own logs a body that it cannot read, words and all."""
        return payload.answer if isinstance(payload, Payload) else {}

    async def _answer(
        self,
        url: str,
        method: str,
        data: RequestData | None,
        seconds: Any,
        most_bytes: int = ANSWER_BYTES,
        into: Spool | None = None,
    ) -> tuple[int, bytes]:
        """Give status and body of an answer; with ``into`` the body of a success is there.

        Errors are raised without their cause: it would carry the address, and the address carries the token. Nothing
        else may escape, for the library calls all that it does not know trouble of the network.
        """
        failure: TelegramError
        try:
            return await self._request(url, method, data, seconds, most_bytes, into)
        except HelperDown:
            raise
        except TelegramError as known:
            failure = known
        except Exception as error:  # noqa: BLE001 - sorted, never swallowed: see `_failure`
            failure = _failure(error)
        raise failure

    async def _request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None,
        read_timeout: Any,
        most_bytes: int,
        into: Spool | None,
    ) -> tuple[int, bytes]:
        files = request_data.multipart_data if request_data else None
        seconds = self._timeout_seconds if isinstance(read_timeout, DefaultValue) else read_timeout
        if files:
            seconds = max(seconds or 0.0, self._upload_seconds)
        if self._closed:
            raise Failed("the connections are closed")
        timeout = aiohttp.ClientTimeout(total=seconds)
        async with request(self._open(), method, url, data=_body(request_data), timeout=timeout) as answer:
            return answer.status, await save_limited(answer, most_bytes, TooLarge, into)


def _failure(error: BaseException) -> TelegramError:
    if isinstance(error, aiohttp.InvalidURL):
        return Failed("the address cannot be called", address=True)
    if cause := ours(error):
        return Failed(type(cause).__name__, ours=True)
    return Failed("timed out" if isinstance(error, TimeoutError) else f"network: {type(error).__name__}")


def _body(request_data: RequestData | None) -> Any:
    """Encode parameters as Telegram takes them: a form, multipart when there are files."""
    if request_data is None:
        return None
    files = request_data.multipart_data
    if not files:
        return request_data.json_parameters or None
    # Names as they are: percent-encoded ones would be shown so. What a header cannot carry is not in them any more.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in files.items():
        add_file(form, name, cast("Content", content), file_name(filename) or "file", mime)
    return form
