"""How fast we may send, so that the platform need not refuse (Cloud API, Throughput and Pair rate limits)."""

from dataclasses import dataclass

from channels import pacing

GRANT_SECONDS = 2.0


@dataclass(frozen=True)
class Limits:
    """The published rates of one number: messages a second in both directions together, and to one person."""

    per_second: int = 80
    pair_seconds: float = 6.0
    """One message per this many seconds to one person, in the long run."""
    pair_burst: int = 45
    """Lent at once, paid back by waiting."""


SHARE = 0.4
"""Part of the number's rates that one process takes: two processes together leave a fifth to what comes in."""


class Pace(pacing.Pace):
    """Count what this process sends, within its ``share`` of the number's rates; ``limits=None`` lets all pass."""

    def __init__(self, limits: Limits | None = Limits(), share: float = SHARE) -> None:
        super().__init__(_rate(limits, share) if limits else None)


def _rate(limits: Limits, share: float) -> pacing.Rate:
    return pacing.Rate(
        overall_per_second=max(1, int(limits.per_second * share)),
        chat_per_second=share / limits.pair_seconds,
        burst=max(1.0, limits.pair_burst * share),
        keep_seconds=GRANT_SECONDS,
    )
