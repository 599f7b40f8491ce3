"""Measure ``kanal audit``: lines of a file of chains that are checked in a second, and memory.

Run: ``python -m bench.audit [--reports 1000 10000]``; files are made first, in a temporary folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from msgspec import structs

from bench.leaving import resident
from core.proof.chain import linked
from core.proof.export import VERSION, Day, End, Header, Keys, Report, write
from core.proof.lines import Line, line_of
from core.proof.roots import Gathered, begin_of, made
from core.proof.showing import shown
from core.ticket.number import format_number
from core.vocabulary.proof import DayRoot, HeadMark
from tests.core.proof.city_life import KEYS, SEAL, SIGNER, ZONE, lives
from tests.core.ticket.lane import MONDAY

MADE_AT = "2026-07-18T02:00:00.000Z"
DAYS = 10


def reports(count: int) -> Iterator[tuple[Report, list[Line], list[HeadMark]]]:
    """Yield reports that live as one did, each with a number and a chain of its own."""
    life = lives()[0]
    for serial in range(1, count + 1):
        number, head, rows, marks = format_number("KPG", 2026, serial), "", [], []
        for n, record in enumerate(life.records, start=1):
            bare = structs.replace(record, subject=number, chain=None)
            written, head = linked(bare, n, head, SEAL)
            rows.append(line_of(written, shown(confidential=False)))
            words, key = bare.details.get("words", ""), bare.details.get("slip_key", "")
            marks.append(HeadMark(number, bare.at, n, head, words, key))
        yield Report(number, len(rows), head, life.ticket.status, life.ticket.unit, False), rows, marks


def fill(file: Path, count: int) -> None:
    """Write a file of so many reports, behind the roots of their days."""
    ends = [begin_of(date.fromisoformat(f"{MONDAY:%Y-%m-%d}") + timedelta(days=n + 1), ZONE) for n in range(DAYS)]
    gathered, body, lines = [Gathered() for _ in ends], file.with_suffix(".body"), 0
    with body.open("wb") as target:
        for report, rows, marks in reports(count):
            target.write(write(report) + b"".join(map(write, rows)))
            lines += len(rows)
            for mark in marks:
                next(day for day, end in zip(gathered, ends, strict=True) if mark.at < end).add(mark)
    with file.open("wb") as target, body.open("rb") as kept:
        target.write(write(Header(VERSION, "KPG", MADE_AT, True)) + write(Keys(KEYS)))
        target.writelines(write(day) for day in _days(gathered, ends))
        while block := kept.read(1 << 20):
            target.write(block)
        target.write(write(End(count, lines)))
    body.unlink()


def _days(gathered: list[Gathered], ends: list[datetime]) -> Iterator[Day]:
    last: DayRoot | None = None
    for day, end in zip(gathered, ends, strict=True):
        leaves = day.leaves()
        last = made("KPG", (end - timedelta(hours=1)).astimezone(ZONE).date(), end, last, leaves, end, SIGNER)
        yield Day(last, tuple(leaf.hex() for leaf in leaves))


def measure(file: Path) -> str:
    """Let ``kanal audit`` check a file; give a line that says what it took. Raises AssertionError when it finds any."""
    peak = 0
    with tempfile.TemporaryFile() as said:
        words = [str(Path(sys.executable).parent / "kanal"), "audit", str(file)]
        with subprocess.Popen(words, stdout=said, stderr=subprocess.STDOUT) as process:
            while process.poll() is None:
                peak = max(peak, resident(process.pid))
                time.sleep(0.02)
        said.seek(0)
        lines = said.read().decode().splitlines()
    assert process.returncode == 0, lines
    (rate,) = (line for line in lines if "a second" in line)
    size = file.stat().st_size // 1024**2
    return f"{lines[0]}, {size} MB: {rate}, {peak / 1e6:.0f} MB resident at most"


def run(counts: Sequence[int]) -> None:
    """Make a file of each length and check it."""
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            file = Path(folder) / f"{count}.jsonl"
            fill(file, count)
            print(f"audit of {count:,} tickets: {measure(file)}", flush=True)
            file.unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[1000, 10_000, 100_000])
    run(parser.parse_args().reports)
