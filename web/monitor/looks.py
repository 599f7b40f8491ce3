"""Write a look at a ticket into its own journal, before anything of it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from core.vocabulary.accounts import LookedAt
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from web.monitor.doors import Doors, Visit


async def log_ticket(doors: Doors, visit: Visit, numbers: Sequence[str]) -> None:
    """Tell tickets that they were looked at, so that whoever reported them can ask who did. Raises ``StoreDown``."""
    site, body = doors.pages.site, LookedAt(visit.account.office, visit.account.name)
    now = site.clock.now()
    await site.handle([Event(f"look:{visit.look}:{one}", ticket_lane(one), now, body) for one in numbers])
