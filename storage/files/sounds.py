"""Blank what sounds and films tell besides themselves; nothing moves, so that all positions inside stay true."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from storage.files.errors import Unclear

_PARENTS = frozenset((b"moov", b"trak", b"mdia", b"moof", b"traf"))
_NOTES = frozenset((b"udta", b"meta", b"uuid", b"free", b"skip"))
_TIMED = frozenset((b"mvhd", b"tkhd", b"mdhd"))


def tidy_mp4(content: bytes) -> bytes:
    """Blank user data, places and times of an MP4, QuickTime or 3GP file (ISO/IEC 14496-12), and tracks of notes."""
    out = bytearray(content)
    kinds = [kind for kind, *_ in _boxes(content, 0, len(content))]
    if b"moov" not in kinds:
        raise Unclear("no film in it")
    _blank_boxes(out, 0, len(out))
    return bytes(out)


def _boxes(content: bytes | bytearray, place: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Give kind, begin, begin of the body and end of each box."""
    while place + 8 <= end:
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        body = place + 8
        if size == 1 and place + 16 <= end:
            (size,) = struct.unpack(">Q", content[body : body + 8])
            body += 8
        elif size == 0:
            size = end - place
        if size < body - place or place + size > end:
            raise Unclear("a box is too long")
        yield kind, place, body, place + size
        place += size


def _blank_boxes(content: bytearray, place: int, end: int) -> None:
    for kind, start, body, stop in _boxes(content, place, end):
        if kind in _NOTES or (kind == b"trak" and _is_of_notes(content, body, stop)):
            content[start + 4 : start + 8] = b"free"
            content[body:stop] = bytes(stop - body)
        elif kind in _TIMED and stop - body >= 20:
            long = content[body] == 1
            content[body + 4 : body + (20 if long else 12)] = bytes(16 if long else 8)
        elif kind in _PARENTS:
            _blank_boxes(content, body, stop)


def _is_of_notes(content: bytearray, place: int, end: int) -> bool:
    """Tell whether a track holds neither picture nor sound, but positions and the like."""
    for kind, _start, body, stop in _boxes(content, place, end):
        if kind == b"mdia":
            return _is_of_notes(content, body, stop)
        if kind == b"hdlr":
            return bytes(content[body + 8 : body + 12]) in (b"meta", b"data")
    return False


def tidy_mp3(content: bytes) -> bytes:
    """Cut the tags off both ends of an MP3 or AAC file (ID3v2.4, ID3v1, APEv2)."""
    while content[:3] == b"ID3" and len(content) > 10:
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        content = content[10 + size + (10 if content[5] & 0x10 else 0) :]
    if content[-128:-125] == b"TAG":
        content = content[:-128]
    if content[-32:-24] == b"APETAGEX":
        size, flags = struct.unpack("<I4xI", content[-20:-8])
        content = content[: -(size + (32 if flags & 0x80000000 else 0))]
    content = content.lstrip(b"\x00")
    if content[:1] != b"\xff":
        raise Unclear("no sound in it")
    return content


def tidy_wav(content: bytes) -> bytes:
    """Blank every chunk of a WAV file but format and sound (RIFF)."""
    out, place = bytearray(content), 12
    while place + 8 <= len(out):
        kind, size = struct.unpack("<4sI", out[place : place + 8])
        if kind not in (b"fmt ", b"data", b"fact"):
            out[place : place + 4] = b"JUNK"
            stop = min(len(out), place + 8 + size)
            out[place + 8 : stop] = bytes(stop - place - 8)
        place += 8 + size + size % 2
    return bytes(out[:place]) if place < len(out) else bytes(out)


def tidy_flac(content: bytes) -> bytes:
    """Turn texts and pictures of a FLAC file into padding (RFC 9639)."""
    out, place, last = bytearray(content), 4, False
    while not last:
        if place + 4 > len(out):
            raise Unclear("no sound in it")
        last, kind = bool(out[place] & 0x80), out[place] & 0x7F
        size = int.from_bytes(out[place + 1 : place + 4], "big")
        if kind not in (0, 3):  # what the sound is, and where its parts begin
            out[place] = (0x80 if last else 0) | 1
            out[place + 4 : place + 4 + size] = bytes(min(size, len(out) - place - 4))
        place += 4 + size
    return bytes(out)


def tidy_ogg(content: bytes) -> bytes:
    """Empty the list of comments of an Ogg file: Opus, Vorbis, Speex (RFC 3533, RFC 7845)."""
    out = bytearray(content)
    pages = _pages(out)
    places = [place for page in pages[1:] for place in range(page[1], page[2])]
    packet = _first_packet(out, pages[1:])
    head = 8 if packet.startswith(b"OpusTags") else 7 if packet.startswith(b"\x03vorbis") else 0
    if not head and not content[28:36].startswith(b"Speex"):
        raise Unclear("an unknown kind of sound")
    fresh = bytearray(packet[:head]) + bytes(len(packet) - head)
    if packet.startswith(b"\x03vorbis") and len(fresh) > head + 8:
        fresh[head + 8] = 1
    for place, byte in zip(places, fresh, strict=False):
        out[place] = byte
    for start, _body, stop in pages:
        out[start + 22 : start + 26] = bytes(4)
        out[start + 22 : start + 26] = _checksum(out[start:stop]).to_bytes(4, "little")
    return bytes(out)


_PAGES_READ = 64


def _pages(content: bytearray) -> list[tuple[int, int, int]]:
    """Give begin, begin of the body and end of the first pages."""
    found: list[tuple[int, int, int]] = []
    place = 0
    while len(found) < _PAGES_READ and content[place : place + 4] == b"OggS" and place + 27 <= len(content):
        count = content[place + 26]
        body = place + 27 + count
        stop = body + sum(content[place + 27 : body])
        if stop > len(content):
            raise Unclear("a page is too long")
        found.append((place, body, stop))
        place = stop
    if len(found) < 2:
        raise Unclear("no sound in it")
    return found


def _first_packet(content: bytearray, pages: list[tuple[int, int, int]]) -> bytes:
    packet = bytearray()
    for start, body, _stop in pages:
        place = body
        for size in content[start + 27 : body]:
            packet += content[place : place + size]
            place += size
            if size < 255:
                return bytes(packet)
    raise Unclear("the comments have no end")


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return table


_CRC = _table()


def _checksum(page: bytes | bytearray) -> int:
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC[value >> 24 ^ byte]
    return value
