"""Typed errors of the storage layer, beside ``core.errors.StoreDown``."""

from core.errors import KanalError, MediaTooLarge, Unstorable


class BadAddress(KanalError):
    """The address of the database cannot be read; it is never quoted, because it may carry a password."""


class EmbeddedMissing(KanalError):
    """No database is configured and the embedded one is not installed."""


class EmbeddedFailed(KanalError):
    """The embedded database did not start in time; the message ends with the last lines of its log."""


__all__ = ["EmbeddedFailed", "EmbeddedMissing", "MediaTooLarge", "Unstorable"]
