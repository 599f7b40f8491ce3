"""Draw HEIC and AVIF as JPEG in a process of its own, which may eat no more than it is given.

Called as ``python -m storage.files.apart``: the picture comes in on standard input, the JPEG goes out on standard
output with the notes that it had, the exit status tells whether it did. The libraries that read these kinds are large
and young; whatever happens to them happens to this process alone.
"""

from __future__ import annotations

import asyncio
import io
import resource
import sys

from storage.files.errors import Barred, Unclear

MEMORY_BYTES = 1536 * 1024 * 1024
SECONDS = 20
MOST_PIXELS = 64_000_000
_DONE, _UNCLEAR, _TOO_LARGE = 0, 3, 4


async def as_jpeg(content: bytes) -> bytes:
    """Give a picture as JPEG. Raises ``Unclear`` when it is broken, ``Barred`` for too many pixels."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "storage.files.apart", stdin=-1, stdout=-1, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(SECONDS * 2):
            drawn, _ = await process.communicate(content)
    except TimeoutError:
        raise Unclear("it took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == _TOO_LARGE:
        raise Barred("pixels")
    if process.returncode != _DONE or not drawn:
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


def main() -> int:
    """Draw what comes in."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        drawn = _drawn(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001 - the boundary of the process: whatever it is, there is no picture
        return _UNCLEAR
    if drawn is None:
        return _TOO_LARGE
    sys.stdout.buffer.write(drawn)
    return _DONE


if __name__ == "__main__":
    sys.exit(main())
