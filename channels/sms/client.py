"""Ask the gateway's sendsms service."""

from collections.abc import Mapping

import aiohttp

from channels.outgoing import read_limited, request, unanswered
from channels.sms.errors import ADDRESS, classify, is_taken
from core.vocabulary.errors import SendError, Unknown

TIMEOUT_SECONDS = 10.0
ANSWER_BYTES = 64 * 1024
CONNECTIONS = 16


class TooLarge(Exception):
    """An answer without end."""


class Client:
    """One user at one gateway."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._url = url
        self._known = {"username": username, "password": password}
        self._session: aiohttp.ClientSession | None = None

    async def send(self, parameters: Mapping[str, str]) -> None:
        """Hand a message over; raises a ``SendError`` unless it was taken."""
        status, answer = await self.ask(parameters)
        if not is_taken(status, answer):
            raise classify(status, answer)

    async def ask(self, parameters: Mapping[str, str]) -> tuple[int, str]:
        """Give status and words of an answer; raises a ``SendError`` where there is none.

        By GET, which every build and every gateway like it knows.
        """
        failure: SendError
        try:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS, sock_connect=TIMEOUT_SECONDS / 2)
            query = {**self._known, **parameters}
            async with request(self._open(), "GET", self._url, params=query, timeout=timeout) as response:
                body = await read_limited(response, ANSWER_BYTES, TooLarge)
                return response.status, body.decode("utf-8", "replace")
        except TooLarge:
            failure = Unknown("the answer is too large for a gateway's", "too large")
        except Exception as error:  # noqa: BLE001 - sorted, never swallowed
            failure = unanswered(error, ADDRESS)
        raise failure

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
            # aiohttp asks again by itself when a connection breaks, as long as the method is GET: here that may be a
            # second message to a person. There is no public name for it; a test holds that it stays off.
            self._session._retry_connection = False
        return self._session
