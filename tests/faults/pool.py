"""Many runs on few cores: worker processes that each play one point after the other."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.run import Point, Run, play

ROOT = Path(__file__).parents[2]


def _prepare() -> None:
    os.chdir(ROOT)  # where bridges are forked, our packages are found by the folder
    os.environ["PYTHONPATH"] = str(ROOT)
    sys.path.insert(0, str(ROOT))


def _play(point: Point, mongo_uri: str) -> Run:
    return asyncio.run(play(point, mongo_uri))


@dataclass
class Pool:
    """Plays points; ``mongo_uri`` is the one server that all runs share."""

    executor: ProcessPoolExecutor
    mongo_uri: str

    def play(self, points: Sequence[Point], done: Callable[[Run], None] = lambda _run: None) -> list[Run]:
        """Play all points, several at a time; give their runs in the points' order."""
        futures: dict[Future[Run], int] = {
            self.executor.submit(_play, point, self.mongo_uri): place for place, point in enumerate(points)
        }
        runs: dict[int, Run] = {}
        for future in as_completed(futures):
            place = futures[future]
            trouble = future.exception()
            run = Run(points[place], False, 0, 0.0, f"{trouble!r}") if trouble else future.result()
            runs[place] = run
            done(run)
        return [runs[place] for place in range(len(points))]


@contextmanager
def pool(mongo_uri: str, jobs: int) -> Iterator[Pool]:
    """Start the workers, and end them."""
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare)
    try:
        yield Pool(executor, mongo_uri)
    finally:
        executor.shutdown(cancel_futures=True)  # whoever interrupts does not wait for a thousand runs
