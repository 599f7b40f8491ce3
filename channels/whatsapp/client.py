"""The Graph API client: one session, the token in a header only, typed errors without the token."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp

from channels.raw import Json, obj
from channels.whatsapp.errors import read_error
from core.errors import Retry

OFFICIAL_API = "https://graph.facebook.com"
DEFAULT_VERSION = "v26.0"
TIMEOUT_SECONDS = 10.0
UPLOAD_SECONDS = 60.0
CONNECTIONS = 64
CHUNK_BYTES = 64 * 1024


class TooLarge(Exception):
    """A download went over what was allowed."""


class Client:
    """Call the Graph API for one phone number."""

    def __init__(
        self, token: str, phone_number_id: str, api_base: str = OFFICIAL_API, version: str = DEFAULT_VERSION
    ) -> None:
        self.phone_number_id = phone_number_id
        self._token = token
        self._base = f"{(api_base or OFFICIAL_API).rstrip('/')}/{version.strip('/')}"
        self._session: aiohttp.ClientSession | None = None

    def __repr__(self) -> str:
        """Say what this is without the token."""
        return f"Client({self.phone_number_id})"

    async def post(self, path: str, body: Mapping[str, Any]) -> Json:
        """Post JSON to a path below the version; raises ``Refused``, or ``Retry`` when there is no answer."""
        return await self._call("POST", path, json=body)

    async def get(self, path: str, **query: str) -> Json:
        """Read a node or an edge; raises like ``post``."""
        return await self._call("GET", path, params=query)

    def own_token(self) -> dict[str, str]:
        """Give the query with which the platform tells what our token may do (Graph API, Debug token)."""
        return {"input_token": self._token}

    async def upload(self, content: bytes, mime: str, name: str) -> Json:
        """Upload a file of ours (Cloud API, Upload media); raises like ``post``."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", mime)
        form.add_field("file", content, filename=name, content_type=mime)
        return await self._call("POST", f"{self.phone_number_id}/media", data=form, seconds=UPLOAD_SECONDS)

    async def download(self, url: str, most_bytes: int) -> bytes:
        """Download from an address that the platform gave, which needs the token too (Cloud API, Download media).

        Raises ``TooLarge``, and otherwise like ``post``.
        """
        try:
            async with self._request("GET", url, UPLOAD_SECONDS) as response:
                if response.status != 200:
                    raise read_error(await _json(response), response.status, self._token)
                if (response.content_length or 0) > most_bytes:
                    raise TooLarge
                content = bytearray()
                async for chunk in response.content.iter_chunked(CHUNK_BYTES):
                    content += chunk
                    if len(content) > most_bytes:
                        raise TooLarge
                return bytes(content)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            reason = type(error).__name__
        raise Retry(f"no file from the media server: {reason}")

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    async def _call(self, method: str, path: str, seconds: float = TIMEOUT_SECONDS, **arguments: Any) -> Json:
        try:
            async with self._request(method, f"{self._base}/{path}", seconds, **arguments) as response:
                body = await _json(response)
                if response.status == 200 and isinstance(body, dict) and "error" not in body:
                    return obj(body)
                status, failure = response.status, body
        except (aiohttp.ClientError, TimeoutError) as error:
            # Only the kind: the text of such an error can hold the address and what was sent.
            reason = type(error).__name__
        else:
            if status == 200 and not isinstance(failure, dict):
                raise Retry("the answer is not that of the Graph API")
            raise read_error(failure, status, self._token)
        raise Retry(f"no answer: {reason}")

    def _request(self, method: str, url: str, seconds: float, **arguments: Any) -> Any:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        headers = {"Authorization": f"Bearer {self._token}"}
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=TIMEOUT_SECONDS / 2)
        return self._session.request(method, url, headers=headers, timeout=timeout, **arguments)


async def _json(response: aiohttp.ClientResponse) -> object:
    try:
        return await response.json(content_type=None)
    except (ValueError, asyncio.IncompleteReadError):
        return None
