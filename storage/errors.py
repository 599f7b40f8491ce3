"""Typed errors of the storage layer, beside ``core.vocabulary.errors.StoreDown``."""

from core.vocabulary.errors import KanalError, MediaTooLarge, Unstorable


class BadAddress(KanalError):
    """The address of the database cannot be read; it is never quoted, because it may carry a password."""


class EmbeddedMissing(KanalError):
    """No database is configured and the embedded one is not installed."""


class EmbeddedFailed(KanalError):
    """The embedded database did not start in time; the message ends with the last lines of its log."""


class IndexRefused(KanalError):
    """An index could not be made as declared; ``advice`` has the command that mends it."""

    def __init__(self, collection: str, index: str, database: str, reason: str) -> None:
        super().__init__(f"index {collection}.{index} cannot be made: {reason}")
        self.advice = (
            f"remove the index in its way, in mongosh: use {database}; "
            f'db.getCollection("{collection}").dropIndex("{index}"); then start again'
        )


__all__ = ["EmbeddedFailed", "EmbeddedMissing", "IndexRefused", "MediaTooLarge", "Unstorable"]
