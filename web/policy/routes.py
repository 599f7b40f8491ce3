"""Put the pages of policy among those behind the login."""

from __future__ import annotations

from web.monitor.routes import Oversight
from web.policy.pages import PolicyDesk, PolicyPages


def add_policy(oversight: Oversight, desk: PolicyDesk) -> None:
    """Add the list of periods, a page for each, and its tables as files."""
    root, pages = oversight.doors.paths.policy, PolicyPages(oversight.doors, desk)
    oversight.add(root, "policy", pages.periods, section="policy")
    oversight.add(f"{root}/{{month}}", "policy", pages.period)
    oversight.add(f"{root}/{{month}}/{{sheet}}.csv", "policy", pages.file)
