"""Work on a file in a process of its own, which may eat no more memory and time than it is given.

The file comes in on the module's standard input, what is made of it goes out on standard output, and the exit status
tells how it went. Whatever a library does with a hostile file happens to that process alone.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import Callable

from storage.files.errors import Unclear

SECONDS = 20
"""Of a processor; on a busy machine the work may take twice as long."""
DONE, UNCLEAR, TOO_LARGE = 0, 3, 4


async def worked(module: str, content: bytes) -> tuple[int, bytes]:
    """Give exit status and output of a module that calls `work`. Raises ``Unclear`` when it takes too long."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, stdin=-1, stdout=-1, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(SECONDS * 2):
            made, _ = await process.communicate(content)
    except TimeoutError:
        raise Unclear("it took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or DONE, made


def work(make: Callable[[bytes], bytes | None], memory_bytes: int) -> int:
    """Make something of what comes in, within limits; give the exit status. None made: it is too large to try."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        made = make(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001 - the boundary of the process: whatever it is, nothing was made of the file
        return UNCLEAR
    if made is None:
        return TOO_LARGE
    sys.stdout.buffer.write(made)
    return DONE
