"""The Graph API client: one session, the token in a header only, typed errors without the token."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import aiohttp

from channels.meta.errors import Refused, read_error
from channels.outgoing import request, save_limited, unanswered
from channels.raw import Json, obj, objects, text
from core.vocabulary.errors import HelperDown, Rejected, SendError, Unknown
from core.vocabulary.media import Spool

OFFICIAL_API = "https://graph.facebook.com"
DEFAULT_VERSION = "v26.0"
TIMEOUT_SECONDS = 10.0
FILE_SECONDS = 60.0
CONNECTIONS = 64
HOPS = 4
"""So many addresses are asked for one file at most."""
REDIRECTS = (301, 302, 303, 307, 308)


ANSWER_BYTES = 4 * 1024 * 1024
MEDIA_HOSTS = ("graph.facebook.com", "lookaside.fbsbx.com", "fbcdn.net", "whatsapp.net")
"""Where files are (Cloud API, Download media; the last two are Meta's delivery network): these and what is below."""
ADDRESS_ADVICE = "Is GRAPH_API_BASE an address, such as https://graph.facebook.com?"


class TooLarge(Exception):
    """A body went over what was allowed."""


class Elsewhere(Exception):
    """An address is not the platform's: our token does not go there."""


class Graph:
    """Call the Graph API with one token; ``judge`` tells what a refusal means to the channel."""

    def __init__(
        self,
        token: str,
        judge: Callable[[Refused], SendError],
        api_base: str = OFFICIAL_API,
        version: str = DEFAULT_VERSION,
    ) -> None:
        self._token = token
        self._judge = judge
        self._origin = _origin(api_base or OFFICIAL_API)
        self._base = f"{(api_base or OFFICIAL_API).rstrip('/')}/{version.strip('/')}"
        self._session: aiohttp.ClientSession | None = None

    def __repr__(self) -> str:
        """Say what this is without the token."""
        return f"{type(self).__name__}()"

    async def post(self, path: str, body: Mapping[str, Any]) -> Json:
        """Post JSON to a path below the version; raises ``Refused``, or ``Retry`` when there is no answer."""
        return await self.call("POST", path, json=body)

    async def get(self, path: str, **query: str) -> Json:
        """Read a node or an edge; raises like ``post``."""
        return await self.call("GET", path, params=query)

    async def read(self, path: str, **query: str) -> Json:
        """Read a node or an edge. Raises a ``SendError``."""
        return await self._judged(self.get(path, **query))

    async def write(self, path: str, body: Mapping[str, Any]) -> Json:
        """Change a node or an edge. Raises a ``SendError``."""
        return await self._judged(self.post(path, body))

    async def _judged(self, call: Awaitable[Json]) -> Json:
        failure: SendError
        try:
            return await call
        except Refused as refused:
            failure = self._judge(refused)
        # Outside of the except block, so that the unjudged refusal is not its context.
        raise failure

    async def read_edge(self, path: str, **query: str) -> list[Json]:
        """Read all pages of an edge, at most a thousand items. Raises a ``SendError``."""
        found: list[Json] = []
        after: dict[str, str] = {}
        for _ in range(10):
            page = await self.read(path, limit="100", **query, **after)
            found += objects(page.get("data"))
            cursor = text(obj(obj(page.get("paging")).get("cursors")).get("after"))
            if not cursor or not obj(page.get("paging")).get("next"):
                break
            after = {"after": cursor}
        return found

    def own_token(self) -> dict[str, str]:
        """Give the query with which the platform tells what our token may do (Graph API, Debug token)."""
        return {"input_token": self._token}

    async def download(self, url: str, most_bytes: int, into: Spool) -> None:
        """Download into a spool from an address of Meta's, which needs the token too (Cloud API, Download media).

        Raises ``Elsewhere`` before anything is asked when the address is not the platform's, ``TooLarge`` for more
        bytes than allowed, whatever was announced, ``HelperDown`` where the spool has no room, and otherwise like
        ``post``.
        """
        if not self.is_ours(url):
            raise Elsewhere(_host_of(url))
        status, body, _headers = await self._answer("GET", url, most_bytes, FILE_SECONDS, into)
        if status != 200:
            raise read_error(_decoded(body), status, self._token)

    async def download_open(self, url: str, most_bytes: int, into: Spool) -> str:
        """Download into a spool from an address that is open to whoever knows it; give the MIME type.

        Our token stays here. It leads on to others at times: each is asked only by https, or where GRAPH_API_BASE
        points. Raises like ``download``.
        """
        for _ in range(HOPS):
            origin = _origin(url)
            if origin is None or (origin != self._origin and not _is_public(origin)):
                raise Elsewhere(_host_of(url))
            status, _body, headers = await self._answer("GET", url, most_bytes, FILE_SECONDS, into, bare=True)
            if status == 200:
                return headers.get("Content-Type", "").strip()
            if status not in REDIRECTS:
                raise Refused(status, coded=False)
            url = urljoin(url, headers.get("Location", ""))
        raise Refused(status, coded=False)

    def is_ours(self, url: str) -> bool:
        """Tell whether an address may be given the token: Meta's own by https, or where GRAPH_API_BASE points."""
        origin = _origin(url)
        if origin is None or origin == self._origin:
            return origin is not None
        scheme, host, port = origin
        meta = any(host == one or host.endswith(f".{one}") for one in MEDIA_HOSTS)
        return meta and scheme == "https" and port == 443

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    async def call(self, method: str, path: str, seconds: float = TIMEOUT_SECONDS, **arguments: Any) -> Json:
        """Ask for a path below the version; what is no JSON object of the platform is a refusal."""
        try:
            status, content = await self._ask(method, f"{self._base}/{path}", ANSWER_BYTES, seconds, **arguments)
        except TooLarge:
            raise Unknown("the answer is too large for one of the Graph API", "too large") from None
        body = _decoded(content)
        if 200 <= status < 300 and isinstance(body, dict) and "error" not in body:
            return obj(body)
        raise read_error(body, status, self._token)

    async def _ask(self, method: str, url: str, most_bytes: int, seconds: float, **arguments: Any) -> tuple[int, bytes]:
        status, body, _headers = await self._answer(method, url, most_bytes, seconds, **arguments)
        return status, body

    async def _answer(
        self, method: str, url: str, most_bytes: int, seconds: float, into: Spool | None = None, **arguments: Any
    ) -> tuple[int, bytes, Mapping[str, str]]:
        """Give status, body and headers of an answer, or raise ``Retry`` when there is none.

        With ``into`` the body of a success is there.
        """
        failure: SendError
        try:
            async with self._request(method, url, seconds, **arguments) as response:
                return response.status, await save_limited(response, most_bytes, TooLarge, into), response.headers
        except (TooLarge, HelperDown):
            raise
        except Exception as error:  # noqa: BLE001 - sorted, never swallowed
            failure = unanswered(error, ADDRESS_ADVICE)
        raise failure

    def _request(self, method: str, url: str, seconds: float, *, bare: bool = False, **arguments: Any) -> Any:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        headers = {} if bare else {"Authorization": f"Bearer {self._token}"}
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=TIMEOUT_SECONDS / 2)
        return request(self._session, method, url, headers=headers, timeout=timeout, **arguments)


def _origin(address: str) -> tuple[str, str, int] | None:
    """Give scheme, host and port of an address; None for one that can be read in two ways, or says who asks."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    default = {"https": 443, "http": 80}.get(parts.scheme)
    if default is None or "@" in parts.netloc or not re.fullmatch(r"[a-z0-9.-]+|[0-9a-f:]+", host):
        return None
    return parts.scheme, host, port or default


def _is_public(origin: tuple[str, str, int]) -> bool:
    """Tell whether an address is one of the wide web by https, and no machine near us."""
    scheme, host, port = origin
    return scheme == "https" and port == 443 and bool(re.search(r"\.[a-z]{2,}$", host))


def _host_of(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].rpartition("@")[2][:80]  # the host, no more


def quoted(name: str) -> str:
    """Make one part of a path of an id that came from outside; raises ``Rejected`` for one that is no name at all."""
    if not name.strip("."):
        raise Rejected("an id without a name")
    return quote(name, safe="")


def _decoded(content: bytes) -> object:
    try:
        return json.loads(content.decode(errors="replace"))
    except (ValueError, RecursionError):
        return None
