"""Pictures that can be told apart."""

from __future__ import annotations

from tests import pictures


def png(number: int = 0) -> bytes:
    """Make a PNG of one colour that depends on the number."""
    return pictures.png(48, 48, colour=(number * 37 % 256, number * 91 % 256, 120))
