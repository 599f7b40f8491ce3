"""What the platform says of the Page or account itself: a notice for the officials' health topic."""

from datetime import datetime

from channels.meta.errors import cleaned
from channels.meta.messaging.platform import Platform
from channels.raw import Json, text
from core.vocabulary.events import Event
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Notice

KEY = "officials.notice.page_policy"


def policy(value: Json, platform: Platform, event_id: str, at: datetime) -> Event:
    """Give the notice of a warning or a block (Webhooks, messaging_policy_enforcement)."""
    values = {
        "channel": platform.name,
        "action": cleaned(text(value.get("action"))) or "?",
        "reason": cleaned(text(value.get("reason"))) or "?",
    }
    return Event(id=event_id, lane=OFFICIALS_LANE, at=at, body=Notice(key=KEY, values=values))
