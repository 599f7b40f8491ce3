"""Files that tell who made them, one of each kind; ``WHO`` stands somewhere in every one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
from PIL import Image, PngImagePlugin

from storage.files.sounds import _checksum

WHO = "Yuliana Manafe"
_NAME = WHO.encode()
_EXIF_OWNER, _EXIF_ORIENTATION = 0x013B, 0x0112


def picture(kind: str, orientation: int = 1, **more: Any) -> bytes:
    """Draw a small picture, twice as wide as high, with its owner and position in it."""
    image = Image.new("RGB", (32, 16), (90, 120, 30))
    exif = image.getexif()
    exif[_EXIF_OWNER] = WHO
    exif[_EXIF_ORIENTATION] = orientation
    exif.get_ifd(0x8825)[2] = (10.0, 10.0, 38.0)
    out = io.BytesIO()
    image.save(out, kind, exif=exif.tobytes(), **more)
    return out.getvalue()


def jpeg(orientation: int = 1, **more: Any) -> bytes:
    """Make a photo with a comment, with something behind its end, and of several scans."""
    return picture("JPEG", orientation, comment=_NAME, **more) + _NAME


def png(orientation: int = 1) -> bytes:
    """Make a PNG with texts."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", WHO)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{WHO}</x>")
    return picture("PNG", orientation, pnginfo=notes) + _NAME


def webp() -> bytes:
    """Make a WebP with XMP."""
    return picture("WEBP", xmp=_NAME)


def gif() -> bytes:
    """Make a moving GIF with a comment."""
    frames = [Image.new("RGB", (8, 8), colour).convert("P") for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=_NAME, loop=0)
    return out.getvalue()


def tiff() -> bytes:
    """Make a TIFF."""
    return picture("TIFF")


def pdf(**more: Any) -> bytes:
    """Make a document with notes, an annotation and a photo in it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    page.obj["/PieceInfo"] = pikepdf.Dictionary(Who=pikepdf.String(WHO))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=WHO, Contents="catatan"
    )
    page.obj["/Annots"] = document.make_indirect(pikepdf.Array([document.make_indirect(note)]))
    photo = pikepdf.Stream(document, jpeg())
    photo.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=32, Height=16, ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=photo))
    document.docinfo["/Author"] = WHO
    with document.open_metadata() as notes:
        notes["dc:creator"] = [WHO]
    out = io.BytesIO()
    document.save(out, **more)
    return out.getvalue()


def closed_pdf() -> bytes:
    """Make a document that needs a password."""
    return pdf(encryption=pikepdf.Encryption(owner="a", user="b"))


def word(**parts: bytes) -> bytes:
    """Make a text document with an author, a tracked change and a photo."""
    content = {
        "[Content_Types].xml": b"<Types/>",
        "docProps/core.xml": b"<cp:coreProperties><dc:creator>" + _NAME + b"</dc:creator></cp:coreProperties>",
        "docProps/app.xml": b"<Properties><Company>" + _NAME + b"</Company></Properties>",
        "word/document.xml": b'<w:ins w:id="1" w:author="' + _NAME + b'"><w:t>Jalan rusak</w:t></w:ins>',
        "word/_rels/settings.xml.rels": b'<Relationship Target="file:///C:\\Users\\' + _NAME + b'\\a.dotm"/>',
        "word/media/image1.jpg": jpeg(),
        **parts,
    }
    return _packed(content)


def sheet() -> bytes:
    """Make a spreadsheet with a comment and the path where it was stored."""
    return _packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/comments1.xml": b"<authors><author>" + _NAME + b"</author></authors>",
            "xl/workbook.xml": b'<absPath url="C:\\Users\\' + _NAME + b'\\"/>',
        }
    )


def open_document() -> bytes:
    """Make an OpenDocument text."""
    return _packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "meta.xml": b"<meta:initial-creator>" + _NAME + b"</meta:initial-creator>",
            "content.xml": b"<office:annotation><dc:creator>" + _NAME + b"</dc:creator></office:annotation>",
        }
    )


def bomb() -> bytes:
    """Make a document that unpacks to 300 MB of nothing."""
    return word(**{"word/media/big.xml": bytes(300 * 1024 * 1024)})


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def mp4() -> bytes:
    """Make a film with user data, times and a track of positions."""

    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", len(body) + 8, kind) + body

    times = bytes(4) + b"\x01\x02\x03\x04\x05\x06\x07\x08" + bytes(80)
    handler = box(b"hdlr", bytes(8) + b"meta" + bytes(12) + _NAME)
    moov = box(b"mvhd", times) + box(b"udta", box(b"\xa9xyz", _NAME))
    moov += box(b"trak", box(b"mdia", handler)) + box(b"trak", box(b"udta", _NAME))
    return box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", moov) + box(b"uuid", _NAME) + box(b"mdat", b"film")


def mp3() -> bytes:
    """Make a sound with tags on both ends."""
    frame = b"TPE1" + struct.pack(">I", len(_NAME) + 1) + b"\0\0\0" + _NAME
    return (
        b"ID3\x04\0\0"
        + bytes((0, 0, 0, len(frame)))
        + frame
        + b"\xff\xfb\x90\x00"
        + bytes(400)
        + b"TAG"
        + _NAME.ljust(125, b"\0")
    )


def wav() -> bytes:
    """Make a sound with a list of facts about it."""
    info = b"INFOIART" + struct.pack("<I", len(_NAME)) + _NAME
    chunks = b"fmt " + struct.pack("<I", 16) + bytes(16) + b"LIST" + struct.pack("<I", len(info)) + info
    chunks += b"data" + struct.pack("<I", 4) + b"1234"
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def flac() -> bytes:
    """Make a sound with a comment."""
    note = struct.pack("<I", len(_NAME)) + _NAME
    return b"fLaC" + bytes((0, 0, 0, 34)) + bytes(34) + bytes((0x84, 0, 0, len(note))) + note + b"\xff\xf8sound"


def ogg() -> bytes:
    """Make a voice note with an artist."""

    def page(number: int, packet: bytes) -> bytes:
        sizes = [255] * (len(packet) // 255) + [len(packet) % 255]
        head = b"OggS\0\0" + bytes(8) + b"\1\0\0\0" + struct.pack("<I", number) + bytes(4) + bytes((len(sizes), *sizes))
        whole = bytearray(head + packet)
        whole[22:26] = _checksum(whole).to_bytes(4, "little")
        return bytes(whole)

    comment = b"ARTIST=" + _NAME
    tags = b"OpusTags" + struct.pack("<I", 4) + b"opus" + struct.pack("<II", 1, len(comment)) + comment + bytes(300)
    return page(0, b"OpusHead" + bytes(11)) + page(1, tags) + page(2, b"sound")


def picture_bomb() -> bytes:
    """Make a PNG whose head promises 40,000 times 40,000 pixels, turned on its side."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    exif = Image.Exif()
    exif[_EXIF_ORIENTATION] = 6
    turned = chunk(b"eXIf", exif.tobytes()[6:])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + turned
        + chunk(b"IDAT", zlib.compress(bytes(9)))
        + chunk(b"IEND", b"")
    )
