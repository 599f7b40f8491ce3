"""Take authors and times out of office documents, which are zipped XML (ECMA-376; OpenDocument 1.3)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from storage.files.errors import Barred, Unclear

MOST_BYTES = 200 * 1024 * 1024
"""Unpacked: a report with twenty pictures stays far below it."""
MOST_PARTS = 5000
_BLOCK = 64 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://'
    b'schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office="urn:oasis:names:tc:'
    b'opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>',
}
_ATTRIBUTES = re.compile(
    rb"((?:\bw:(?:author|initials)|\bw1[56]\w*:(?:author|userId|providerId)|\bdisplayName|\buserId|\bproviderId|"
    rb'\buserName|\blastModifiedBy)=)"[^"]*"'
)
_NAMED = re.compile(rb'(\b(?:name|initials|clrIdx)=)"[^"]*"')
_ELEMENTS = re.compile(
    rb"(<(?:dc:creator|meta:creator-initials|text:sender-[a-z-]+|text:author-(?:name|initials)|author|meta:initial-creator)"
    rb"(?:\s[^>]*)?>)[^<]*(</)"
)
_PATHS = re.compile(rb'((?:Target|url)=)"(?:file:|[A-Za-z]:\\)[^"]*"')

_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff")
_WORDS = (".xml", ".rels")

Picture = Callable[[bytes], bytes]


def tidy_office(document: BinaryIO, out: BinaryIO, picture: Picture) -> None:
    """Pack a document anew without who wrote it; ``picture`` tidies a picture inside. Raises ``Unclear``.

    Of its parts only words and pictures are in memory, one at a time.
    """
    with zipfile.ZipFile(document) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        parts = before.infolist()
        if len(parts) > MOST_PARTS or any(part.flag_bits & 1 for part in parts):
            raise Unclear("closed, or of too many parts")
        room = MOST_BYTES
        for part in parts:
            fresh = zipfile.ZipInfo(part.filename, _EPOCH)
            # The type of an OpenDocument comes first and is not packed.
            fresh.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            if _is_looked_into(part.filename):
                body = b"".join(_blocks(before, part, room))
                room -= len(body)
                after.writestr(fresh, _tidied(part.filename, body, picture))
                continue
            with after.open(fresh, "w") as copy:
                for block in _blocks(before, part, room):
                    room -= len(block)
                    copy.write(block)


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    """Unpack one part as far as there is room: what a part says of its own size is not believed."""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            room -= len(block)
            if room < 0:
                raise Barred("packed")
            yield block


def _is_looked_into(name: str) -> bool:
    return name in _PROPERTIES or name.lower().endswith(_PICTURES) or name.endswith(_WORDS)


def _tidied(name: str, body: bytes, picture: Picture) -> bytes:
    if name in _PROPERTIES:
        return _PROPERTIES[name]
    if name.lower().endswith(_PICTURES):
        return picture(body)
    if name.endswith(_WORDS):
        body = _PATHS.sub(rb'\1""', _ELEMENTS.sub(rb"\1\2", _ATTRIBUTES.sub(rb'\1""', body)))
        if name in ("ppt/commentAuthors.xml", "ppt/authors.xml"):
            body = _NAMED.sub(rb'\1""', body)
    return body
