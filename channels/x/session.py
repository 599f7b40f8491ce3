"""The session that tweepy asks through: at the address of our settings, redirected nowhere, read up to a limit.

tweepy has the platform's host written into it and knows no other; what it hands over is led to ``X_API_BASE`` here. An
answer that is no success is raised as it came: tweepy's own errors want JSON, and a proxy's page is none.
"""

import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import aiohttp

from channels.outgoing import request, save_limited, unanswered
from channels.x.errors import read_refusal
from core.vocabulary.errors import HelperDown, SendError, Unknown
from core.vocabulary.media import Spool

OFFICIAL_API = "https://api.twitter.com"
TIMEOUT_SECONDS = 10.0
FILE_SECONDS = 60.0
CONNECTIONS = 32
ANSWER_BYTES = 8 * 1024 * 1024
ADDRESS_ADVICE = "Is X_API_BASE an address, such as https://api.twitter.com?"


class TooLarge(Exception):
    """A body went over what was allowed."""


class Answer:
    """An answer that was read whole; what tweepy wants of one."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.reason = ""
        self.headers = headers
        self.body = body

    async def read(self) -> bytes:
        """Give the body."""
        return self.body

    async def json(self) -> Any:
        """Give the body as JSON; raises ``Unknown`` for what is none."""
        try:
            return json.loads(self.body.decode(errors="replace") or "{}")
        except (ValueError, RecursionError):
            raise Unknown("a success without JSON", f"HTTP {self.status}") from None


class _Asking:
    """One request, made on entering."""

    def __init__(self, session: "Session", arguments: dict[str, Any]) -> None:
        self._session = session
        self._arguments = arguments

    async def __aenter__(self) -> Answer:
        return await self._session.ask(**self._arguments)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class Session:
    """Stand in for aiohttp's session; ``base`` is where the platform is."""

    def __init__(self, base: str = OFFICIAL_API) -> None:
        self._base = (base or OFFICIAL_API).rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    @property
    def closed(self) -> bool:
        """Tell that we can always be asked."""
        return False

    def request(self, method: str, url: Any, **arguments: Any) -> _Asking:
        """Make a request, to be entered with ``async with``."""
        return _Asking(self, {"method": method, "url": url, **arguments})

    def moved(self, url: Any) -> Any:
        """Give the address at which we ask; one that tweepy has encoded stays as it is."""
        led = str(url).replace(OFFICIAL_API, self._base, 1) if str(url).startswith(f"{OFFICIAL_API}/") else str(url)
        return led if isinstance(url, str) else type(url)(led, encoded=True)

    def is_api(self, url: str) -> bool:
        """Tell whether an address is the API's, or where ``X_API_BASE`` points."""
        return any(url.startswith(f"{base}/") for base in (self._base, OFFICIAL_API))

    async def ask(
        self,
        method: str,
        url: Any,
        *,
        most_bytes: int = ANSWER_BYTES,
        seconds: float = TIMEOUT_SECONDS,
        into: Spool | None = None,
        **arguments: Any,
    ) -> Answer:
        """Give a success; raises ``Refused`` for another answer, and a ``SendError`` where there is none.

        ``TooLarge`` is for whoever set ``most_bytes``. With ``into`` the body of a success is there.
        """
        failure: SendError
        try:
            timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=TIMEOUT_SECONDS / 2)
            async with request(self._open(), method, self.moved(url), timeout=timeout, **arguments) as response:
                body = await save_limited(response, most_bytes, TooLarge, into)
                answer = Answer(response.status, response.headers, body)
        except HelperDown:
            raise
        except TooLarge:
            if most_bytes != ANSWER_BYTES:
                raise
            failure = Unknown("the answer is too large for one of the API", "too large")
        except Exception as error:  # noqa: BLE001 - sorted, never swallowed
            failure = unanswered(error, ADDRESS_ADVICE)
        else:
            if 200 <= answer.status < 300:
                return answer
            raise read_refusal(answer.status, answer.headers, answer.body)
        raise failure

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session
