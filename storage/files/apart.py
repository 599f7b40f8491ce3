"""Draw HEIC and AVIF as JPEG in a process of its own: the libraries that read these kinds are large and young.

The notes that the picture had go with it (``python -m storage.files.apart``).
"""

from __future__ import annotations

import io
import sys

from storage.files import limited
from storage.files.errors import Barred, Unclear

MEMORY_BYTES = 1536 * 1024 * 1024
MOST_PIXELS = 64_000_000


async def as_jpeg(content: bytes) -> bytes:
    """Give a picture as JPEG. Raises ``Unclear`` when it is broken, ``Barred`` for too many pixels."""
    status, drawn = await limited.worked("storage.files.apart", content)
    if status == limited.TOO_LARGE:
        raise Barred("pixels")
    if status != limited.DONE or not drawn:
        raise Unclear("broken", torn=True)
    return drawn


def _drawn(content: bytes) -> bytes | None:
    """Draw a picture; None for one of too many pixels."""
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # measured here
    with Image.open(io.BytesIO(content)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return None
        exif = picture.getexif()
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=92, exif=exif, icc_profile=picture.info.get("icc_profile"))
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(limited.work(_drawn, MEMORY_BYTES))
