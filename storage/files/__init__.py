"""Take out of files what tells who made them, where and with what, before anything of them is stored."""

from storage.files.spool import TemporarySpool
from storage.files.tidy import Tidier

__all__ = ["TemporarySpool", "Tidier"]
