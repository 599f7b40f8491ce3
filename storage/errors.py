"""Typed errors of the storage layer, beside ``core.errors.StoreDown``."""

from core.errors import KanalError


class BadAddress(KanalError):
    """The address of the database cannot be read; it is never quoted, because it may carry a password."""


class Unstorable(KanalError):
    """A document that the database can never take: larger than 16 MB, or with values that BSON does not know."""


class MediaTooLarge(KanalError):
    """A file above the store's size limit; ``size`` and ``limit`` in bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"file of {size} bytes is above the limit of {limit} bytes")
        self.size = size
        self.limit = limit


class EmbeddedMissing(KanalError):
    """No database is configured and the embedded one is not installed."""


class EmbeddedFailed(KanalError):
    """The embedded database did not start in time; the message ends with the last lines of its log."""
