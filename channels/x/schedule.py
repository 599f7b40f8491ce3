"""When each source is asked next: a table of what came and how long to wait. Pure; nothing here sleeps."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

IDLE_FACTOR = 1.5
IDLE_MOST = 5.0
"""An idle source is asked so many times less often than a busy one."""
TROUBLE_MOST_SECONDS = 900.0
PROBE_FIRST_SECONDS = 60.0
PROBE_MOST_SECONDS = 3600.0

Kind = Literal["news", "quiet", "unfinished", "limited", "trouble"]


@dataclass(frozen=True)
class Outcome:
    """What asking a source gave.

    ``unfinished``: there is more, and something was taken; ``limited``: too many calls, ``seconds`` until there may be
    more; ``trouble``: no answer, or none that could be used, ``seconds`` where the platform says when to come again.
    """

    kind: Kind
    seconds: float = 0.0


@dataclass(frozen=True)
class Beat:
    """When a source is asked next, how long its last pause was, and how often it failed in a row."""

    due: datetime
    pause: float
    failures: int = 0


def next_beat(beat: Beat, outcome: Outcome, now: datetime, base: float) -> Beat:
    """Give the next beat of a source whose busy pause is ``base`` seconds."""
    failures = 0
    match outcome.kind:
        case "news" | "unfinished":
            pause = base
        case "quiet":
            pause = min(max(beat.pause, base) * IDLE_FACTOR, base * IDLE_MOST)
        case "limited":
            # The wait is the platform's; how busy the source is has not changed.
            return replace(beat, due=now + timedelta(seconds=max(outcome.seconds, base)), failures=0)
        case "trouble":
            failures = beat.failures + 1
            pause = max(outcome.seconds, min(base * 2.0 ** min(failures - 1, 10), max(base, TROUBLE_MOST_SECONDS)))
    return Beat(now + timedelta(seconds=pause), min(pause, base * IDLE_MOST), failures)


def probe_seconds(tries: int) -> float:
    """Give how long to wait before the next try of what only a person can mend, after so many in vain."""
    return min(PROBE_FIRST_SECONDS * 2.0 ** min(tries, 10), PROBE_MOST_SECONDS)
