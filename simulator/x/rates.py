"""How often each path may be called in its window, and the headers that say so (X API v2, Rate limits)."""

from dataclasses import dataclass, field

from simulator.clock import Now
from simulator.x.errors import Problem

QUARTER = 900
DAY = 86_400


@dataclass(frozen=True)
class Rate:
    """Calls per window in seconds, by the app's own token and by the account's; 0 where that token is not accepted."""

    app: int
    user: int
    seconds: int = QUARTER


RATES: dict[str, Rate] = {
    "mentions": Rate(450, 300),
    "search": Rate(450, 300),
    "counts": Rate(300, 0),
    "post": Rate(0, 100),
    "delete_post": Rate(0, 50),
    "lookup": Rate(3500, 5000),
    "me": Rate(0, 75),
    "users": Rate(300, 900),
    "dm_events": Rate(0, 15),
    "dm": Rate(0, 15),
    "upload": Rate(0, 500),
    "webhooks": Rate(450, 0),
    "subscriptions": Rate(500, 500),
    "usage": Rate(50, 0),
}
DIRECT_PER_DAY = Rate(1440, 1440, DAY)


@dataclass(frozen=True)
class Limits:
    """The budgets; `scale` multiplies them all, so that a test can try more in a window."""

    scale: float = 1.0


@dataclass
class Window:
    """What is left of one budget until `reset` (epoch seconds)."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Give the three headers of each answer."""
        return {
            "x-rate-limit-limit": str(self.limit), "x-rate-limit-remaining": str(max(0, self.remaining)),
            "x-rate-limit-reset": str(self.reset),
        }  # fmt: skip


@dataclass
class Rates:
    """Count the calls of each path."""

    limits: Limits | None
    now: Now
    _windows: dict[tuple[str, str], Window] = field(default_factory=dict)

    def spend(self, name: str, token: str) -> Window:
        """Take one call out of the budget of a path for a kind of token (``app`` or ``user``).

        Raises:
            Problem: 429, nothing is left of it; 403, that path does not take this kind of token.
        """
        rate = RATES[name]
        most = rate.app if token == "app" else rate.user
        if not most:
            detail = "Authenticating with this kind of token is forbidden for this endpoint."
            raise Problem(403, detail, title="Unsupported Authentication", kind="unsupported-authentication", bug=True)
        window = self._take(name, token, most, rate.seconds)
        if name == "dm":
            self._take("dm_day", token, DIRECT_PER_DAY.user, DAY)
        return window

    def exhaust(self, name: str, token: str = "user") -> None:
        """Leave nothing of a budget until its window ends."""
        rate = RATES[name]
        self._window(name, token, rate.app if token == "app" else rate.user, rate.seconds).remaining = 0

    def _window(self, name: str, token: str, most: int, seconds: int) -> Window:
        now = self.now()
        window = self._windows.get((name, token))
        if window is None or window.reset <= now:
            most = int(most * (self.limits.scale if self.limits else 1_000_000))
            window = self._windows[name, token] = Window(most, most, int(now) + seconds)
        return window

    def _take(self, name: str, token: str, most: int, seconds: int) -> Window:
        window = self._window(name, token, most, seconds)
        if window.remaining <= 0:
            raise Problem(429, "Too Many Requests", title="Too Many Requests", reset=window.reset)
        window.remaining -= 1
        return window
