"""Take out of a PDF who wrote it, with what and when; in a process of its own, which may eat no more than it is given.

Called as ``python -m storage.files.pdf``: the file comes in on standard input, the tidy one goes out on standard
output, the exit status tells whether it did. A document that unpacks to far more than it is hurts this process alone.
"""

from __future__ import annotations

import asyncio
import io
import resource
import sys
from typing import Any

from storage.files.errors import Unclear

MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 20
_DONE, _UNCLEAR = 0, 3
_MOST_OBJECTS = 200_000


async def tidy_pdf(content: bytes) -> bytes:
    """Give the document without its notes. Raises ``Unclear`` when it is closed, broken, signed or a bomb."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "storage.files.pdf", stdin=-1, stdout=-1, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(SECONDS * 2):
            tidied, _ = await process.communicate(content)
    except TimeoutError:
        raise Unclear("it took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != _DONE or not tidied:
        raise Unclear("closed, broken or signed")
    return tidied


def _strip(content: bytes) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        if len(pdf.objects) > _MOST_OBJECTS or "/EmbeddedFiles" in pdf.Root.get("/Names", {}):
            raise Unclear("too much, or other files in it")
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for item in pdf.objects:
            _strip_object(item)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            encryption=False,
        )
    return out.getvalue()


def _strip_object(item: Any) -> None:
    import pikepdf

    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in ("/Metadata", "/PieceInfo", "/LastModified"):
        if key in item:
            del item[key]
    if item.get("/Type") == "/Sig":
        raise Unclear("signed")
    if item.get("/Subtype") == "/FileAttachment":
        raise Unclear("other files in it")
    if "/Subtype" in item and "/Rect" in item and item.get("/Subtype") != "/Widget":
        for key in ("/T", "/M", "/CreationDate", "/NM"):
            if key in item:
                del item[key]
    if isinstance(item, pikepdf.Stream):
        _strip_picture(item)


def _strip_picture(item: Any) -> None:
    """Take its notes out of a photo that stands in the document as it came from the camera."""
    import pikepdf

    from storage.files import jpeg

    filters = item.get("/Filter")
    alone = filters == "/DCTDecode" or (isinstance(filters, pikepdf.Array) and list(filters) == ["/DCTDecode"])
    if not alone:
        return
    item.write(
        jpeg.without_traces(item.read_raw_bytes()),
        filter=pikepdf.Name("/DCTDecode"),
        decode_parms=item.get("/DecodeParms"),
    )


def main() -> int:
    """Tidy what comes in."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        tidied = _strip(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001 - the boundary of the process: whatever it is, the document is not tidy
        return _UNCLEAR
    sys.stdout.buffer.write(tidied)
    return _DONE


if __name__ == "__main__":
    sys.exit(main())
