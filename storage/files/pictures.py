"""Draw pictures anew, bounded and without anything that is not the picture, and keep aside what they tell."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, BinaryIO
from zoneinfo import ZoneInfo

from PIL import Image, ImageOps

from core.vocabulary.media import Likeness
from core.vocabulary.report import Facts
from storage.files import jpeg, moving
from storage.files.errors import Barred, Unclear
from storage.files.likeness import likeness_of
from storage.files.seen import Shown, as_file
from storage.files.told import facts_of

logging.getLogger("PIL").setLevel(logging.WARNING)  # below it writes down owner and place of every picture
MOST_PIXELS = 50_000_000
"""Of a picture that has to be unpacked whole: 200 MB."""
MOST_JPEG_PIXELS = 200_000_000
"""Of a JPEG, which can be unpacked at an eighth of its size; the largest sensors of phones have so many."""
MOST_SIDE = 4096
"""Pixels along the longer side of what is kept."""
Image.MAX_IMAGE_PIXELS = MOST_JPEG_PIXELS
_QUALITY = 88
_KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
_PNG_MODES = frozenset(("1", "L", "LA", "P", "RGB", "RGBA", "I;16"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a picture became, what it told, and by what it is known again."""

    mime: str
    facts: Facts | None
    likeness: Likeness | None


def draw(content: Shown, mime: str, zone: ZoneInfo, out: BinaryIO) -> Drawn:
    """Draw a picture anew; one that moves keeps moving. Raises ``Barred`` for too many pixels, ``Unclear``.

    ``zone`` is where a camera's clock is believed to be set when it does not say.
    """
    end = jpeg.end_of(content) if mime == "image/jpeg" else len(content)
    with (
        as_file(content, end) as file,
        _opened(file, MOST_JPEG_PIXELS if mime == "image/jpeg" else MOST_PIXELS) as picture,
    ):
        moves = getattr(picture, "n_frames", 1) > 1
        if moves and mime not in _KINDS:
            raise Unclear("several pages")
        facts = facts_of(picture, zone)
        if moves and mime != "image/jpeg":
            out.writelines(_MOVING[mime](content))
            return Drawn(mime, facts, None)
        picture.draft("RGB", (MOST_SIDE, MOST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
        kind = _KINDS.get(mime, "PNG")
        _write(upright, kind, out)
        return Drawn(Image.MIME[kind], facts, likeness_of(upright))


def inner(content: bytes, mime: str) -> bytes:
    """Draw a picture that stands in a document anew. Raises ``Barred``, ``Unclear``."""
    out = io.BytesIO()
    draw(content, mime, ZoneInfo("UTC"), out)
    return out.getvalue()


_MOVING: Mapping[str, Callable[[Shown], Iterator[bytes]]] = {
    "image/gif": moving.tidy_gif,
    "image/webp": moving.tidy_webp,
    "image/png": moving.tidy_png,
}
"""What takes out of one that moves what is not the picture, without drawing each of its frames."""


def _write(picture: Image.Image, kind: str, out: BinaryIO) -> None:
    profile = picture.info.get("icc_profile")
    if kind == "JPEG" and picture.mode not in ("L", "RGB"):
        picture, profile = picture.convert("RGB"), None
    if kind == "PNG" and picture.mode not in _PNG_MODES:
        picture, profile = picture.convert("RGBA" if "A" in picture.mode else "RGB"), None
    picture.info = {key: picture.info[key] for key in ("transparency",) if key in picture.info}
    picture.save(out, kind, icc_profile=profile, **({} if kind == "PNG" else {"quality": _QUALITY}))


def _opened(file: IO[bytes], most: int) -> Image.Image:
    """Read the head of a picture. Raises ``Barred`` when it would unpack to more than ``most`` pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of what is measured here
        try:
            picture = Image.open(file)
        except Image.DecompressionBombError:
            raise Barred("pixels") from None
    if picture.width * picture.height > most:
        raise Barred("pixels")
    return picture
