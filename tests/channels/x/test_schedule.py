"""When each source is asked next, as a table: what came, and how long to wait."""

from datetime import timedelta

import pytest

from channels.x.schedule import Beat, Kind, Outcome, next_beat, probe_seconds
from tests.clock import START

BASE = 60.0


@pytest.mark.parametrize(
    ("pause", "failures", "kind", "seconds", "wait", "then_pause", "then_failures"),
    [
        # Traffic: as often as is allowed, however idle it was before.
        (300.0, 0, "news", 0.0, 60.0, 60.0, 0),
        (60.0, 3, "news", 0.0, 60.0, 60.0, 0),
        (300.0, 0, "unfinished", 0.0, 60.0, 60.0, 0),
        # Silence: less and less often, up to five times less.
        (60.0, 0, "quiet", 0.0, 90.0, 90.0, 0),
        (90.0, 0, "quiet", 0.0, 135.0, 135.0, 0),
        (250.0, 0, "quiet", 0.0, 300.0, 300.0, 0),
        (300.0, 0, "quiet", 0.0, 300.0, 300.0, 0),
        (60.0, 4, "quiet", 0.0, 90.0, 90.0, 0),
        # Too many calls: when the platform says, and as busy as before after that.
        (60.0, 0, "limited", 840.0, 840.0, 60.0, 0),
        (300.0, 0, "limited", 5.0, 60.0, 300.0, 0),
        # Trouble: longer each time, at most a quarter of an hour, or what the platform says.
        (60.0, 0, "trouble", 0.0, 60.0, 60.0, 1),
        (60.0, 1, "trouble", 0.0, 120.0, 120.0, 2),
        (60.0, 3, "trouble", 0.0, 480.0, 300.0, 4),
        (60.0, 9, "trouble", 0.0, 900.0, 300.0, 10),
        (60.0, 50, "trouble", 0.0, 900.0, 300.0, 51),
        (60.0, 0, "trouble", 200.0, 200.0, 200.0, 1),
    ],
)
def test_the_next_beat(
    pause: float, failures: int, kind: Kind, seconds: float, wait: float, then_pause: float, then_failures: int
) -> None:
    """Each row is a source's last pause and failures, what came, and what follows."""
    found = next_beat(Beat(START, pause, failures), Outcome(kind, seconds), START, BASE)
    assert Beat(START + timedelta(seconds=wait), then_pause, then_failures) == found


@pytest.mark.parametrize(("tries", "seconds"), [(0, 60.0), (1, 120.0), (5, 1920.0), (6, 3600.0), (99, 3600.0)])
def test_what_only_a_person_can_mend_is_tried_now_and_then(tries: int, seconds: float) -> None:
    """Keys and credit are tried after a minute, two, four, up to an hour."""
    assert seconds == probe_seconds(tries)
