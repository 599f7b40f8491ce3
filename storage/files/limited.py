"""Work on a file in a process of its own, which may eat no more memory and time than it is given.

The file comes in on the module's standard input, what is made of it goes out on standard output, and the exit status
tells how it went. Whatever a library does with a hostile file happens to that process alone.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO

from storage.files.errors import Unclear
from storage.files.spool import TemporarySpool

SECONDS = 20
"""Of a processor; on a busy machine the work may take twice as long."""
MADE_BYTES = 100 * 1024 * 1024
"""Of what is made on the disk."""
DONE, UNCLEAR, TOO_LARGE = 0, 3, 4


async def worked(module: str, raw: TemporarySpool, made: TemporarySpool) -> int:
    """Give the exit status of a module that calls `work`. Raises ``Unclear`` when it takes too long."""
    with raw.lent(), made.lent():
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            stdin=raw.fileno(),
            stdout=made.fileno(),
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(SECONDS * 2):
                await process.wait()
        except TimeoutError:
            raise Unclear("it took too long") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    return process.returncode or DONE


def work(make: Callable[[BinaryIO, BinaryIO], bool], memory_bytes: int) -> int:
    """Make something of what comes in, within limits; give the exit status. Not made: it is too large to try."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MADE_BYTES, MADE_BYTES))
    try:
        made = make(sys.stdin.buffer, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except Exception:  # noqa: BLE001 - the boundary of the process: whatever it is, nothing was made of the file
        return UNCLEAR
    return DONE if made else TOO_LARGE
