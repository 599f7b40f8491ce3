"""What stands between the platform and the bridge: it chooses a process for each request, and notes every answer."""

from __future__ import annotations

import asyncio
import io
import itertools
from typing import Literal

import aiohttp
from aiohttp import web

Route = Literal["turns", "both", "first"]
SIGNATURES = (
    "Content-Type",
    "X-Telegram-Bot-Api-Secret-Token",
    "X-Hub-Signature-256",
    "X-Twitter-Webhooks-Signature",
    "X-Forwarded-For",
)
"""Headers that are handed on."""
LARGE = 1024 * 1024
_TIMEOUT = aiohttp.ClientTimeout(total=20)


class Front:
    """A load balancer of one process or more: in turns, always the first, or each request to all at once."""

    def __init__(self) -> None:
        self.targets: list[str] = []
        self.route: Route = "turns"
        self.url = ""
        self.answers: list[tuple[int, str]] = []
        self.bodies: list[bytes] = []
        self._turn = itertools.count()
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=_TIMEOUT)
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/{rest:.*}", self._forward)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def ask(
        self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None, process: int = 0
    ) -> tuple[int, str]:
        """Put one request to one process; give status and body."""
        assert self._session is not None
        data = io.BytesIO(body) if len(body) > LARGE else body  # aiohttp wants a stream for what is large
        url = self.targets[process] + path
        async with self._session.request(method, url, data=data, headers=headers, allow_redirects=False) as answer:
            found = (answer.status, await answer.text())
        self.answers.append(found)
        return found

    async def _forward(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.bodies.append(body)
        names = SIGNATURES
        headers = {name: request.headers[name] for name in names if name in request.headers}
        answers = await asyncio.gather(
            *(self._try(request.method, request.path_qs, body, headers, process) for process in self._chosen())
        )
        status, text = max(answers)
        return web.Response(status=status, text=text)

    def _chosen(self) -> list[int]:
        if not self.targets:
            return [-1]
        if self.route == "both":
            return list(range(len(self.targets)))
        return [next(self._turn) % len(self.targets) if self.route == "turns" else 0]

    async def _try(self, method: str, path: str, body: bytes, headers: dict[str, str], process: int) -> tuple[int, str]:
        if process < 0:
            return 502, "no process"
        try:
            return await self.ask(method, path, body=body, headers=headers, process=process)
        except (aiohttp.ClientError, TimeoutError):
            return 502, "no answer"
