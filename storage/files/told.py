"""Read out of a picture's notes when and where it was taken (Exif 2.32, CIPA DC-008), before they go."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from core.vocabulary.report import Facts

_FIRST = 1990
"""A camera that was never set counts from its own beginning."""


def facts_of(picture: Image.Image, zone: ZoneInfo) -> Facts | None:
    """Give what a picture tells; None where it tells nothing that can be believed.

    ``zone`` is where the camera's clock is set, unless it says so itself.
    """
    try:
        notes = picture.getexif()
        taken = _time(notes.get_ifd(ExifTags.IFD.Exif), zone) or _time(dict(notes), zone)
        place = _place(notes.get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # noqa: BLE001 - a stranger's notes: whatever is wrong in them, the picture is one all the same
        return None
    if taken is None and place is None:
        return None
    latitude, longitude = place or (None, None)
    return Facts(taken, latitude, longitude)


def _time(notes: Mapping[int, Any], zone: ZoneInfo) -> datetime | None:
    for tag, offset in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
        (ExifTags.Base.DateTime, ExifTags.Base.OffsetTime),
    ):
        said = str(notes.get(tag, "")).strip("\0 ")
        with contextlib.suppress(ValueError):
            local = datetime.strptime(said, "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
            with contextlib.suppress(ValueError):
                beside = str(notes.get(offset, "")).strip("\0 ")
                local = datetime.strptime(f"{said} {beside}", "%Y:%m:%d %H:%M:%S %z")
            if local.year >= _FIRST:
                return local.astimezone(UTC)
    return None


def _place(notes: Mapping[int, Any]) -> tuple[float, float] | None:
    latitude = _degrees(notes.get(ExifTags.GPS.GPSLatitude), notes.get(ExifTags.GPS.GPSLatitudeRef))
    longitude = _degrees(notes.get(ExifTags.GPS.GPSLongitude), notes.get(ExifTags.GPS.GPSLongitudeRef))
    if latitude is None or longitude is None or (latitude, longitude) == (0.0, 0.0):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _degrees(parts: Any, side: Any) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    whole = degrees + minutes / 60 + seconds / 3600
    return -whole if str(side).strip("\0 ").upper() in ("S", "W") else whole
