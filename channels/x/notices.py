"""What the operator is told of reading, money and encrypted chats, once each: notices for the health topic. Pure."""

from datetime import datetime

from channels.raw import Json, objects
from channels.x import directs
from channels.x.shapes import NAME, Account, Parsed, identity
from core.vocabulary.events import Event
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Notice

PREFIX = "officials.notice."
ENCRYPTED = "channel.x.encrypted"
"""What a person hears who wrote where Kanal cannot read."""
TEXTS = (
    ENCRYPTED,
    *(PREFIX + key for key in ("x_budget_spent", "x_reading_stopped", "x_reading_again", "x_encrypted", "x_revoked")),
)


def notice(account: Account, event_id: str, key: str, at: datetime, **values: str) -> Event:
    """Tell the officials' health topic something; the same id is told once."""
    return Event(account.event_id(event_id), OFFICIALS_LANE, at, Notice(PREFIX + key, values))


def budget_spent(account: Account, at: datetime, budget: float) -> Event:
    """Say that reading rests until the next UTC day."""
    return notice(account, f"budget:{at.date().isoformat()}", "x_budget_spent", at, budget=f"{budget:.2f}")


def reading_stopped(account: Account, since: datetime, reason: str, advice: str) -> Event:
    """Say that nothing can be read, and what to do."""
    return notice(account, f"stopped:{since.isoformat()}", "x_reading_stopped", since, reason=reason, advice=advice)


def reading_again(account: Account, since: datetime, at: datetime) -> Event:
    """Say that what had stopped ``since`` goes on."""
    return notice(account, f"again:{since.isoformat()}", "x_reading_again", at)


def revoked(_payload: Json, account: Account, received: datetime) -> Parsed:
    """Say that the account has taken the app's rights away (X Activity API, oauth.revoke)."""
    return Parsed((notice(account, f"revoked:{received.date().isoformat()}", "x_revoked", received),))


def encrypted(payload: Json, account: Account, received: datetime) -> Parsed:
    """Say that somebody wrote in encrypted chat: to the operator once, and to each who does once."""
    found = [notice(account, "encrypted", "x_encrypted", received)]
    for one in objects(payload.get("chat_events")):
        writer = identity(one.get("sender_id"))
        if writer and writer != account.id:
            told = directs.event(account, f"encrypted:{writer}", writer, received, Notice(ENCRYPTED))
            found.append(Event(told.id, told.lane, told.at, told.body, 0, NAME, writer, aliases=told.aliases))
    return Parsed(tuple(found))
