"""The keeper of `deploy/kannel` as an operator starts it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.journeys.process import free_port

PROGRAM = Path(__file__).parents[2] / "deploy" / "kannel" / "keeper.py"


class Keeper:
    """One process; ``url`` is where Kannel finds it."""

    def __init__(self, folder: Path, to: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._to = to
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it listens."""
        arguments = ("--to", self._to, "--port", str(self.port), "--folder", str(self.folder), "--pause", "0.05")
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, str(PROGRAM), *arguments, stderr=asyncio.subprocess.PIPE
        )
        assert self._process.stderr is not None
        async with asyncio.timeout(20.0):
            assert b"listening" in await self._process.stderr.readline()

    async def end(self, *, kill: bool = False) -> int:
        """End it; give its exit code."""
        assert self._process is not None
        self._process.kill() if kill else self._process.terminate()
        async with asyncio.timeout(20.0):
            await self._process.communicate()
        return self._process.returncode or 0

    def kept(self) -> list[str]:
        """Give the calls on the disk, oldest first."""
        return [file.read_text() for file in sorted(self.folder.glob("*.call"))]
