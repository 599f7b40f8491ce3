"""The whole bridge while its database is alive and silent."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from storage.embedded.ports import free_port
from tests.cli.kanal import KANAL, PATIENCE_SECONDS, environment


async def ask(port: int, path: str) -> tuple[int, float]:
    """Get a path; give status and seconds."""
    begun = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    status = int((await reader.read()).split()[1])
    writer.close()
    return status, time.monotonic() - begun


async def test_readiness_is_answered_in_time_and_a_stop_ends(tmp_path: Path) -> None:
    """With the database stopped in its tracks `/readyz` and `/metrics` answer within 2 s, and SIGTERM ends in 10 s."""
    port = free_port()
    settings = {"KANAL_PORT": str(port), "KANAL_DATA_DIR": str(tmp_path / "data")}
    process = await asyncio.create_subprocess_exec(
        *KANAL, "serve", cwd=tmp_path, env=environment(settings), stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while b'"ready"' not in await process.stderr.readline():
                pass
            assert 200 == (await ask(port, "/readyz"))[0]
            os.kill(json.loads((tmp_path / "data" / "server.json").read_bytes())["pid"], signal.SIGSTOP)

            answers = await asyncio.gather(*(ask(port, path) for path in ["/readyz"] * 5 + ["/metrics", "/healthz"]))
            assert [503] * 5 + [200, 200] == [status for status, _seconds in answers]
            assert max(seconds for _status, seconds in answers) < 3.0  # two, and one for a busy machine
            begun = time.monotonic()
            process.terminate()
            rest = (await process.stderr.read()).decode()
            assert 0 == await process.wait()
        assert time.monotonic() - begun < 12.0  # ten, and two for a busy machine
        assert "Traceback" not in rest
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
