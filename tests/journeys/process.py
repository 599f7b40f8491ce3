"""A real process of the bridge, as an operator starts it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from tests.cli.kanal import as_environment
from tests.journeys.driver import Town

CHANNELS = ("TELEGRAM_", "META_", "GRAPH_", "WHATSAPP_", "MESSENGER_", "INSTAGRAM_")
"""How the names of settings begin that come from the stage."""
READY_SECONDS = 120.0
HASTY_POLLER = "import app.connections as c; c.POLL_LEASE_SECONDS = 3.0; from cli.main import app; app()"
"""The same program with a shorter lease of the poller, so that a test need not wait for a quarter of a minute."""


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class BridgeProcess:
    """One ``kanal serve``. ``settings`` by their fixed names; its log goes to a file."""

    def __init__(self, town: Town, folder: Path, name: str = "bridge", **settings: str) -> None:
        self.town = town
        self.port = free_port()
        self.log = folder / f"{name}.log"
        self._folder = folder
        self._environment = {**self._from_town(), **settings}
        self._process: asyncio.subprocess.Process | None = None

    def _from_town(self) -> dict[str, str]:
        stage, town = self.town.stage, self.town
        values = as_environment(stage.settings())
        wanted = {name: value for name, value in values.items() if name.startswith(CHANNELS)}
        return {
            **wanted,
            "KANAL_PORT": str(self.port),
            "KANAL_PUBLIC_URL": town.front.url,
            "KANAL_MONGODB_URI": town.uri,
            "KANAL_MONGODB_DATABASE": town.database,
            "KANAL_CITY": str(Path("cities/kupang").resolve()),
            "PATH": os.environ["PATH"],
        }

    @property
    def url(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Give the process id."""
        assert self._process is not None
        return self._process.pid

    async def start(self, *command: str) -> None:
        """Start it, and wait until it says that it is ready."""
        program = command or (str(Path(sys.executable).parent / "kanal"), "serve")
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *program, cwd=self._folder, env=self._environment, stdout=output, stderr=output
            )
        async with asyncio.timeout(READY_SECONDS):
            while await self._status() != 200:
                assert self._process.returncode is None, self.log.read_text()[-2000:]
                await asyncio.sleep(0.05)

    async def _status(self) -> int:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return 0
        try:
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            line = await reader.readline()
            await reader.read()
        except OSError:
            return 0
        finally:
            writer.close()
        return int(line.split()[1]) if line else 0

    async def command(self, *words: str) -> tuple[int, str]:
        """Run another ``kanal`` command with the same settings; give the exit code and the last line."""
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).parent / "kanal"),
            *words,
            cwd=self._folder,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        async with asyncio.timeout(READY_SECONDS):
            output, _nothing = await process.communicate()
        assert process.returncode is not None
        return process.returncode, output.decode().strip().splitlines()[-1]

    async def end(self, number: signal.Signals = signal.SIGTERM, timeout: float = 12.0) -> int:
        """Send a signal and wait for the end; give the exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        try:
            async with asyncio.timeout(timeout):
                return await self._process.wait()
        except TimeoutError:
            self._process.kill()
            raise
