"""Why something could not be taken out of a file."""


class Unclear(Exception):
    """Raised when a file is broken, closed, too large when unpacked, or of a kind whose traces nobody here knows."""
