"""The stand-in of the toy's gateway: strict, and what it is answered it texts to the person, as real ones do."""

import asyncio
import unicodedata
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from tests.channels.toy.channel import TEXT_LIMIT

KEY = "a-key-of-the-gateway"


@dataclass
class Gateway:
    """Takes messages by GET, brings people's words and reports by GET."""

    url: str = ""
    bridge: str = ""
    screens: dict[str, list[str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    reported: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)
    _count: int = 0
    _reports: set[asyncio.Task[None]] = field(default_factory=set)
    _runner: web.AppRunner | None = None
    _session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_get("/send", self._send)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._session = aiohttp.ClientSession()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/send"

    async def stop(self) -> None:
        """Stop listening."""
        for task in self._reports:
            task.cancel()
        await asyncio.gather(*self._reports, return_exceptions=True)
        assert self._runner is not None
        await self._runner.cleanup()
        assert self._session is not None
        await self._session.close()

    async def says(self, number: str, words: str) -> None:
        """Bring what a person wrote; whatever the bridge answers is texted to the person."""
        self._count += 1
        await self._call("", {"from": number, "text": words, "id": f"in-{self._count}"}, number)

    async def _call(self, suffix: str, query: dict[str, str], number: str) -> None:
        assert self._session is not None
        address = f"{self.bridge}/webhooks/tamtam{suffix}"
        async with self._session.get(address, params={**query, "key": KEY}) as answer:
            if answer.status != 200:
                self.refused.append(f"{suffix} was answered {answer.status}")
            if words := await answer.text():
                self._show(number, words)

    def _show(self, number: str, words: str) -> None:
        self.screens.setdefault(number, []).append(words)
        self.came.set()

    async def idle(self) -> None:
        """Wait until every report has been brought."""
        await asyncio.gather(*self._reports)

    async def _send(self, asked: web.Request) -> web.Response:
        wrong = [
            why
            for why, is_so in {
                "wrong key": asked.query.get("key") != KEY,
                "nothing to show": not asked.query.get("text"),
                "too long": len(asked.query.get("text", "")) > TEXT_LIMIT,
                "a picture": any(unicodedata.category(one) == "So" for one in asked.query.get("text", "")),
                "a name that is too long": set(asked.query) != {"key", "to", "text", "ref"},
            }.items()
            if is_so
        ]
        if wrong:
            self.refused += wrong
            return web.Response(status=400, text=", ".join(wrong))
        self._count += 1
        message_id, number = f"out-{self._count}", asked.query["to"]
        self._show(number, asked.query["text"])
        report = {"to": number, "id": message_id, "state": "1", "ref": asked.query["ref"]}
        task = asyncio.get_running_loop().create_task(self._report(report, number))
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)
        return web.Response(text=message_id)

    async def _report(self, report: dict[str, str], number: str) -> None:
        await self._call("/report", report, number)
        self.reported += 1
