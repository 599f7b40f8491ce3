"""Typed errors. A channel's ``send`` raises one of the ``SendError`` kinds and nothing else."""

import math

WAIT_MOST_SECONDS = 3600.0
"""Longest wait that a platform's word is believed: trying once an hour harms nobody, and a wrong number ends."""


class KanalError(Exception):
    """Every error that Kanal raises on purpose."""


class StoreDown(KanalError):
    """The database did not take or give in time: answer 503, so that the platform repeats."""


class HelperDown(KanalError):
    """What looks for viruses or writes down what is said does not answer, or the disk has no room for files.

    No file's fault, ask again later.
    """

    def __init__(self, helper: str, detail: str = "") -> None:
        super().__init__(f"{helper}: {detail}")
        self.helper = helper


class Unstorable(KanalError):
    """A document that the database can never take: too large, or with values it does not know."""


class UnreadableLane(KanalError):
    """A lane's stored document that this version cannot read: its events wait, and the operator is told."""

    def __init__(self, lane: str, reason: str) -> None:
        super().__init__(reason)
        self.lane = lane


class MediaTooLarge(KanalError):
    """A file above the store's size limit; ``size`` and ``limit`` in bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"file of {size} bytes is above the limit of {limit} bytes")
        self.size = size
        self.limit = limit


class Forged(KanalError):
    """A webhook whose signature or secret is missing or wrong: answer 403 with a fixed body, store nothing."""


class Malformed(KanalError):
    """A genuine webhook whose body is not what the platform sends: park it, and answer as if it were stored."""


class SendError(KanalError):
    """The platform did not take a message."""


class Retry(SendError):
    """Give when the platform is throttling or passing trouble shows; ``after`` in seconds, None = back off."""

    def __init__(self, reason: str, after: object = None) -> None:
        """Take ``after`` as the platform wrote it: no number above zero means back off, and an hour is the most."""
        super().__init__(reason)
        self.after = wait_seconds(after)


class Unknown(Retry):
    """Give when the platform says what no rule of ours knows, or somebody else answers in its place.

    The message is kept and tried again, and the operator is told once a day per ``mark`` (a code, a status; no words
    of a person): an unknown answer never gets a default meaning.
    """

    def __init__(self, reason: str, mark: str) -> None:
        super().__init__(reason)
        self.mark = mark


class Barred(Retry):
    """Give when the chat refuses what we want there until one of its administrators acts: a right, its topics."""


class ChannelDown(SendError):
    """Give when nothing can be sent on the channel until a person acts: token revoked, account locked.

    ``advice`` says what the operator should do.
    """

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.advice = advice


class WindowClosed(SendError):
    """Give when the platform refuses free text because the person has not written lately."""


class Unreachable(SendError):
    """Give when this person or group cannot be reached: blocked, deactivated, never started, not on the platform."""


class Rejected(SendError):
    """Give when the request itself is wrong: our bug, a dead letter."""


class WrongAudience(Rejected):
    """Raise when more people would read a message than it is for, or a channel cannot reach whom it is for."""


class TargetGone(SendError):
    """Give when the message to edit or to reply to no longer exists: the engine posts anew."""


class TopicGone(SendError):
    """Give when the group topic was deleted or closed: the engine opens it again."""


class Moved(SendError):
    """Give when the chat has a new address: the engine stores it and sends again."""

    def __init__(self, address: str) -> None:
        super().__init__(f"moved to {address}")
        self.address = address


class FetchError(KanalError):
    """A file that will not come: ``reason`` is too_large, gone or refused.

    ``passing``: the platform's words leave open whether it may come after all, so a few tries are made first.
    """

    def __init__(self, reason: str, detail: str = "", *, passing: bool = False) -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.passing = passing


def wait_seconds(told: object) -> float | None:
    """Read how long a platform says to wait: at most an hour, None for what is no number above zero."""
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        return None
    try:
        seconds = float(told)
    except (ValueError, OverflowError):
        return None
    return min(seconds, WAIT_MOST_SECONDS) if math.isfinite(seconds) and seconds > 0 else None
