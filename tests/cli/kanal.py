"""Run the command line as an operator does: a process of its own, with its own settings and folder."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from app.settings import Settings
from tests.cli.template import Order, template

ROOT = Path(__file__).parents[2]
KANAL = (sys.executable, "-c", "from cli.main import app; app()")
PATIENCE_SECONDS = 120.0
NOWHERE = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200"
"""Port 1 answers nobody."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Give what it printed, by lines."""
        return self.out.splitlines()


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Give an environment with these settings and no others, wherever the tests run."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPYCACHEPREFIX")
    base = {name: os.environ[name] for name in kept if name in os.environ}
    return {**base, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "KANAL_CITY": str(ROOT / "cities/kupang"), **settings}


async def kanal(folder: Path, *arguments: str, settings: Mapping[str, str] | None = None, stdin: bytes = b"") -> Ended:
    """Run ``kanal`` to its end in ``folder``. Raises ``TimeoutError``."""
    with tempfile.TemporaryDirectory() as streams:
        given, out, err = (Path(streams) / name for name in ("in", "out", "err"))
        given.write_bytes(stdin)
        out.touch()
        err.touch()
        order = Order(
            arguments, str(folder), environment(settings or {}), (str(given), str(out), str(err)), int(PATIENCE_SECONDS)
        )
        code = await asyncio.to_thread(template(tuple(environment({}).items())).run, order)
        if code == -signal.SIGALRM:
            raise TimeoutError(f"kanal {arguments} does not end: {err.read_text()}")
        return Ended(code, out.read_text(), err.read_text())


async def serve_until(word: str, folder: Path, settings: Mapping[str, str]) -> Ended:
    """Run ``kanal serve`` until a log line has ``word``, then end it with SIGTERM."""
    process = await asyncio.create_subprocess_exec(
        *KANAL, "serve", cwd=folder, env=environment(settings), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    seen: list[str] = []
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for line in process.stderr:
                seen.append(line.decode())
                if word in seen[-1]:
                    process.send_signal(signal.SIGTERM)
                    break
            seen.append((await process.stderr.read()).decode())
            code = await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return Ended(code, "", "".join(seen))


def as_environment(settings: Settings) -> dict[str, str]:
    """Write settings as the environment that gives them."""
    values = {}
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        values[field.alias or name] = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    return values
