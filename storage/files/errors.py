"""Why something could not be taken out of a file, and why a file is not taken at all."""

from core.vocabulary.media import Rejection


class Unclear(Exception):
    """Raised when a file is closed, or of a kind whose traces nobody here knows; ``torn``: it is broken."""

    def __init__(self, why: str, *, torn: bool = False) -> None:
        super().__init__(why)
        self.torn = torn


class Barred(Exception):
    """Raised when a file is not to be stored."""

    def __init__(self, reason: Rejection) -> None:
        super().__init__(reason)
        self.reason = reason
