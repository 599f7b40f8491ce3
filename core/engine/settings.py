"""The engine's times and sizes, in one place."""

import msgspec


class EngineSettings(msgspec.Struct, frozen=True):
    """Times in seconds. Tests shorten them; the defaults suit production."""

    lease_seconds: float = 40.0
    poison_base_seconds: float = 0.2
    stale_seconds: float = 5.0
    quiet_seconds: float = 2.0
    prune_seconds: float = 5.0
    backoff_base_seconds: float = 1.0
    backoff_cap_seconds: float = 300.0
    give_up_seconds: float = 24 * 3600.0
    takeover_poll_seconds: float = 0.25
    cached_lanes: int = 1000

    @property
    def patience_seconds(self) -> float:
        """Give how long one try of sending may take: less than half a lease, so that nobody takes over meanwhile."""
        return self.lease_seconds * 0.45
