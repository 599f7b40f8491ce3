"""Count what a period says for policy in a process of its own: comparing words takes seconds of a processor.

``python -m app.counting`` reads what `counted` writes to it, and answers with a `Policy`.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from core.city.city import City
from core.tally.cases import Case, read_case
from core.tally.periods import Period
from core.tally.policy import Policy, policy_of
from core.vocabulary.errors import HelperDown


async def counted(city: City, period: Period, until: date, now: bytes, before: bytes) -> Policy:
    """Count from the lines of two exports; whoever stops waiting stops the process. Raises ``HelperDown``."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app.counting", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    bare = replace(city)  # without what was worked out from it meanwhile, of which some cannot be written down
    try:
        made, _ = await process.communicate(pickle.dumps((bare, period, until, now, before)))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise HelperDown("app.counting", f"it ended with {process.returncode}")
    policy: Policy = pickle.loads(made)
    return policy


def read_rows(lines: Iterable[bytes]) -> list[Case]:
    """Read lines of an export. Raises ``msgspec.ValidationError``."""
    return [read_case(line) for line in lines if line.strip()]


if __name__ == "__main__":
    city, period, until, now, before = pickle.load(sys.stdin.buffer)
    policy = policy_of(city, period, until, read_rows(now.splitlines()), read_rows(before.splitlines()))
    sys.stdout.buffer.write(pickle.dumps(policy))
