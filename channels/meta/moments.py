"""When something happened, as Meta writes it: seconds or milliseconds, as a number or a text, or a date of ISO 8601."""

from datetime import UTC, datetime

from channels.raw import text

MILLISECONDS = 100_000_000_000
"""A timestamp above this (the year 5138 in seconds) is in milliseconds."""


def moment(value: object, otherwise: datetime) -> datetime:
    """Read a timestamp of any of these forms; ``otherwise`` when it is none."""
    try:
        seconds = float(text(value) or (value if isinstance(value, int | float) else 0))
    except (OverflowError, ValueError):
        return _written(text(value), otherwise)
    try:
        if seconds > MILLISECONDS:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else otherwise
    except (OverflowError, OSError, ValueError):
        return otherwise


def _written(value: str, otherwise: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return otherwise
