"""Citizens who report by the web form, without scripts: what they read and post, page by page."""

import re
from collections.abc import Mapping, Sequence

import aiohttp

WORDS = "Lampu jalan mati su 3 hari di depan SDN Oebufu"
CORRECTED = {"category": "lampu-jalan", "area": "Oebufu", "landmark": "depan SDN Oebufu", "privacy": "anonim"}
READ, UNDERSTOOD, FILED, LOOKED = "read", "understood", "filed", "looked"
SCRIPT = (READ, UNDERSTOOD, FILED, LOOKED)
"""The form, what was understood, the private page with the number, and that page once more."""
WORD = re.compile(r'name="word" value="([^"]+)"')


def address(number: int) -> dict[str, str]:
    """Give the header by which a proxy says whom it speaks for, another for each number."""
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


class FormCrowd:
    """People at the form of one bridge; each turn is a page until it is read to its end."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._url = ""
        self._last = 0
        self._fields: dict[int, dict[str, str]] = {}
        self._private: dict[int, str] = {}

    def open(self, url: str) -> None:
        """Begin at a bridge."""
        self._url = url
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()

    def newcomer(self) -> int:
        """Create a citizen with an address of the own; give the number."""
        self._last += 1
        return self._last

    def script(self, _citizen: int) -> Sequence[str]:
        """Give the pages in their order."""
        return SCRIPT

    async def turn(self, citizen: int, text: str, *, answered: bool) -> None:
        """Go to the next page, and read it."""
        if text == READ:
            _url, page = await self._page(citizen, "/lapor")
            found = WORD.search(page)
            assert found is not None
            self._fields[citizen] = {"words": f"{WORDS}, tiang {citizen}", "word": found[1]}
        elif text == UNDERSTOOD:
            await self._page(citizen, "/lapor/2", self._fields[citizen])
        elif text == FILED:
            fields = self._fields.pop(citizen) | CORRECTED
            self._private[citizen], _page = await self._page(citizen, "/lapor/3", fields)
        else:
            await self._page(citizen, self._private.pop(citizen))

    async def _page(self, citizen: int, path: str, fields: Mapping[str, str] | None = None) -> tuple[str, str]:
        """Ask for a page or post one; give the path that it led to and its words."""
        assert self._session is not None
        method = "GET" if fields is None else "POST"
        headers = address(citizen)
        async with self._session.request(method, f"{self._url}{path}", data=fields, headers=headers) as answer:
            answer.raise_for_status()
            return answer.url.path, await answer.text()
