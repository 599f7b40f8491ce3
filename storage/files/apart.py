"""Draw HEIC and AVIF as JPEG in a process of its own: the libraries that read these kinds are large and young.

The notes that the picture had go with it (``python -m storage.files.apart``).
"""

from __future__ import annotations

import sys
from typing import BinaryIO

from storage.files import limited
from storage.files.errors import Barred, Unclear
from storage.files.spool import TemporarySpool

MEMORY_BYTES = 1536 * 1024 * 1024
MOST_PIXELS = 64_000_000


async def as_jpeg(raw: TemporarySpool, drawn: TemporarySpool) -> None:
    """Draw a picture as JPEG. Raises ``Unclear`` when it is broken, ``Barred`` for too many pixels."""
    status = await limited.worked("storage.files.apart", raw, drawn)
    if status == limited.TOO_LARGE:
        raise Barred("pixels")
    if status != limited.DONE or not drawn.size:
        raise Unclear("broken", torn=True)


def _draw(content: BinaryIO, out: BinaryIO) -> bool:
    """Draw a picture; not one of too many pixels."""
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # measured here
    with Image.open(content) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return False
        exif = picture.getexif()
        picture.convert("RGB").save(out, "JPEG", quality=92, exif=exif, icc_profile=picture.info.get("icc_profile"))
    return True


if __name__ == "__main__":
    sys.exit(limited.work(_draw, MEMORY_BYTES))
