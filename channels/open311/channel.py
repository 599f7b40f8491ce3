"""Keep what the city says to somebody whose report a machine filed, until the machine fetches it."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp

from channels.contract import Finding, Route
from channels.kit import Around
from channels.open311.files import bring
from channels.open311.settings import Open311Settings
from channels.render import draw
from core.vocabulary.channel import Capabilities, Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import FetchError
from core.vocabulary.events import File
from core.vocabulary.feed import MachineNews, MachineReport
from core.vocabulary.media import Media, Spool, copy

NAME = "open311"
TEXT_LIMIT = 20_000
"""Of our own: a description in an answer has no limit (GeoReport v2, "GET Service Requests")."""
CAPABILITIES = Capabilities(text=TEXT_LIMIT, caption=TEXT_LIMIT, buttons=0, button_label=0, waits=True, reports=True)
FETCH_SECONDS = 60.0


class Open311Channel:
    """The chats of all reports that machines filed: an address is the client's name, a dot and a word of the report."""

    name = NAME
    capabilities = CAPABILITIES
    routes: Sequence[Route] = ()

    def __init__(self, _settings: Open311Settings, around: Around) -> None:
        self._around = around
        self._session: aiohttp.ClientSession | None = None

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Note the number of a report, or keep news of it.

        What names no report is kept too: the chat has one, and whoever wrote there is answered.
        """
        client, now, number = target.address.partition(".")[0], self._around.clock.now(), message.ref
        kind = message.key.removeprefix(f"push:{number}:") if message.key.startswith("push:") else ""
        if kind == "filed":
            report = MachineReport(number, client, target.address, now, target.entry_id)
            await self._around.feed.put_report(report)
        else:
            text = draw(message.text, message.choices, CAPABILITIES).text
            news = MachineNews(target.entry_id, client, target.address, number, now, text, kind)
            await self._around.feed.put_news(news)
        return (target.entry_id,)

    async def fetch(self, file: File, into: Spool) -> Media:
        """Give a file that was sent along, or bring one from its address. Raises ``FetchError``."""
        if urlsplit(file.ref).scheme == "https":  # of a host that the client may name (`web/open311/judging.py`)
            if self._session is None:
                self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=FETCH_SECONDS))
            return await bring(self._session, file.ref, file.name, into)
        upload = await self._around.letters.get_upload(file.ref)
        if upload is None:
            raise FetchError("gone", "the file was kept for a day only")
        await copy(upload.content, into)
        return Media(into, upload.mime, file.name)

    async def check(self) -> Sequence[Finding]:
        """Tell whether clients would find us by the addresses that we name."""
        address = self._around.public_url
        advice = "set KANAL_PUBLIC_URL: discovery names addresses by it"
        return (Finding("open311", bool(address), address or "no public address", "" if address else advice),)

    async def close(self) -> None:
        """Close connections to hosts of files."""
        if self._session is not None:
            await self._session.close()
