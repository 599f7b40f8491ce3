"""Play a month of a city's life on a moved clock, and recount it; ends non-zero when the recount differs.

``python -m bench.month --complaints 500``. Citizens on four channels and at the web form, officials in six units, two
of them in groups of their own, two processes that die by SIGKILL at writes that the dice choose, requests and answers
that get lost, the holidays of Nyepi and Idul Fitri within. Officials leave, are removed or change their unit; the
calendar changes; complaints become two; chats are linked; lists of tickets are turned while they change. The dice are
seeded: the same people do the same things, as far as the races of two processes let them.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.month.plan import Case
from bench.month.play import play
from bench.month.recount import Recount, recount
from bench.month.town import MonthTown, Size
from storage.embedded.server import EmbeddedServer

_BAR = 30
_SHOWN = 12


def bar(share: float, words: str) -> None:
    """Draw how much of the month has passed, on a terminal in place."""
    done = round(share * _BAR)
    line = f"[{'#' * done}{'.' * (_BAR - done)}] {share:4.0%} {words}"
    sys.stderr.write(f"\r{line:<90}" if sys.stderr.isatty() else f"{line}\n")
    sys.stderr.flush()


def table(town: MonthTown, cases: Sequence[Case], found: Recount, seconds: float) -> Sequence[str]:
    """Write the summary."""
    done: Counter[str] = sum((case.done for case in cases), Counter())
    missed = Counter(name for case in cases for name in case.missed)
    front = town.front
    rows = [
        f"\n{'compared':<22}{'how many':>10}{'differ':>8}",
        *(f"{name:<22}{found.compared[name]:>10}{len(faults):>8}" for name, faults in found.faults.items()),
        f"\nby time: {', '.join(f'{name} {count}' for name, count in sorted(found.by_time.items()))}",
        f"by people: {', '.join(f'{name} {count}' for name, count in done.most_common())}",
        f"in the city: {', '.join(f'{name} {count}' for name, count in sorted(town.happened.items()))}",
        f"in vain: {', '.join(f'{name} {count}' for name, count in missed.most_common()) or 'nothing'}",
        f"killed by SIGKILL {town.deaths.count}; requests lost {front.lost}, answers lost {front.unanswered}, "
        f"put twice {front.doubled}; {seconds:.0f} s",
    ]
    for name, faults in found.faults.items():
        rows += [f"{name}: {fault.where}: {fault.what}" for fault in faults[:_SHOWN]]
        rows += [f"{name}: and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
    return rows


async def month(size: Size, uri: str, name: str, folder: Path) -> Recount:
    """Play and recount one month on a database; give what was compared, and what differs."""
    began = time.monotonic()
    town = await MonthTown.build(uri, name, folder, size)
    try:
        await town.start(uri)
        cases = await play(town, size, bar)
        await town.read_pages()
        await town.rest_processes()
        found = recount(town, cases)
        print("\n".join(table(town, cases, found, time.monotonic() - began)))
        return found
    finally:
        await town.stop()


async def main(size: Size) -> int:
    """Start a database and play the month on it; give the exit code."""
    with tempfile.TemporaryDirectory(prefix="kanal-month-") as folder:
        embedded = EmbeddedServer(Path(folder))
        uri = await embedded.start()
        try:
            found = await month(size, uri, "month", Path(folder))
            return 1 if found.all_faults else 0
        finally:
            await embedded.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.month", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--complaints", type=int, default=500)
    parser.add_argument("--officials", type=int, default=40)
    parser.add_argument("--kills", type=int, default=40, help="deaths by SIGKILL, of both processes together")
    parser.add_argument("--days", type=int, default=33, help="calendar days that are played, from Monday 2 March 2026")
    parser.add_argument(
        "--losses", type=float, default=0.03, help="share of requests or of their answers that get lost"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=int, default=30, help="what happens within so many minutes happens together")
    sys.exit(asyncio.run(main(Size(**vars(parser.parse_args())))))
