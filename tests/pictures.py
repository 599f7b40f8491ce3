"""Small pictures of one colour."""

from __future__ import annotations

import io

from PIL import Image


def png(width: int = 64, height: int = 48, *, colour: tuple[int, int, int] = (48, 96, 144), padding: int = 0) -> bytes:
    """Make a PNG; ``padding`` bytes are appended to make it heavy."""
    output = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(output, "PNG")
    return output.getvalue() + b"\0" * padding
