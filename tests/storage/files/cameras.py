"""Photos as a phone's camera makes them, with when and where they were taken in their notes (Exif 2.32)."""

from __future__ import annotations

import io

from PIL import Image

from tests.storage.files.streets import street

HERE = (-10.158333, 123.623100)
"""In front of a school of Kupang."""
Angle = tuple[float, float, float]


def shot(
    latitude: float = HERE[0],
    longitude: float = HERE[1],
    when: str = "2026:03:14 09:30:00",
    picture: Image.Image | None = None,
    *,
    turned: int = 1,
    **more: object,
) -> bytes:
    """Take a photo as JPEG, by the camera's clock; of a street where no picture is given.

    ``turned`` is how the camera was held (Exif, Orientation).
    """
    out, picture = io.BytesIO(), picture or street(1)
    exif = picture.getexif()
    exif.get_ifd(0x8769)[0x9003] = when
    if turned != 1:
        exif[0x0112] = turned
    south, west = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    exif.get_ifd(0x8825).update({1: south, 2: _angle(latitude), 3: west, 4: _angle(longitude)})
    picture.save(out, "JPEG", exif=exif.tobytes(), **more)
    return out.getvalue()


def _angle(degrees: float) -> Angle:
    whole, part = divmod(round(abs(degrees) * 360_000), 360_000)
    minutes, seconds = divmod(part, 6_000)
    return (float(whole), float(minutes), seconds / 100)
