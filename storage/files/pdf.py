"""Take out of a PDF who wrote it, with what and when, in a process of its own (``python -m storage.files.pdf``).

A document that unpacks to far more than it is hurts that process alone.
"""

from __future__ import annotations

import sys
from typing import Any, BinaryIO

from storage.files import limited
from storage.files.errors import Unclear
from storage.files.spool import TemporarySpool

MEMORY_BYTES = 1024 * 1024 * 1024
_MOST_OBJECTS = 200_000


async def tidy_pdf(raw: TemporarySpool, made: TemporarySpool) -> None:
    """Write the document without its notes. Raises ``Unclear`` when it is closed, broken, signed or a bomb."""
    status = await limited.worked("storage.files.pdf", raw, made)
    if status != limited.DONE or not made.size:
        raise Unclear("closed, broken or signed")


def _strip(content: BinaryIO, out: BinaryIO) -> bool:
    import pikepdf

    with pikepdf.open(content) as pdf:
        if len(pdf.objects) > _MOST_OBJECTS or "/EmbeddedFiles" in pdf.Root.get("/Names", {}):
            raise Unclear("too much, or other files in it")
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for item in pdf.objects:
            _strip_object(item)
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            encryption=False,
        )
    return True


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


if __name__ == "__main__":
    sys.exit(limited.work(_strip, MEMORY_BYTES))
