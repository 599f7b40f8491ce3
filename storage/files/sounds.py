"""Blank what sounds and films tell besides themselves; nothing moves, so that all positions inside stay true.

All works on a copy in place (but of MP3, where the sound is what lies between the tags).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import chain

from storage.files.errors import Unclear
from storage.files.spool import TemporarySpool

_BLOCK = 64 * 1024
_PARENTS = frozenset((b"moov", b"trak", b"mdia", b"moof", b"traf"))
_NOTES = frozenset((b"udta", b"meta", b"uuid", b"free", b"skip"))
_TIMED = frozenset((b"mvhd", b"tkhd", b"mdhd"))


def tidy_mp4(made: TemporarySpool) -> None:
    """Blank user data, places and times of an MP4, QuickTime or 3GP file (ISO/IEC 14496-12), and tracks of notes."""
    kinds = [kind for kind, *_ in _boxes(made, 0, made.size)]
    if b"moov" not in kinds:
        raise Unclear("no film in it")
    _blank_boxes(made, 0, made.size)


def _boxes(made: TemporarySpool, place: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Give kind, begin, begin of the body and end of each box."""
    while place + 8 <= end:
        size, kind = struct.unpack(">I4s", made.at(place, 8))
        body = place + 8
        if size == 1 and place + 16 <= end:
            (size,) = struct.unpack(">Q", made.at(body, 8))
            body += 8
        elif size == 0:
            size = end - place
        if size < body - place or place + size > end:
            raise Unclear("a box is too long")
        yield kind, place, body, place + size
        place += size


def _blank_boxes(made: TemporarySpool, place: int, end: int) -> None:
    for kind, start, body, stop in _boxes(made, place, end):
        if kind in _NOTES or (kind == b"trak" and _is_of_notes(made, body, stop)):
            made.put(start + 4, b"free")
            made.blank(body, stop)
        elif kind in _TIMED and stop - body >= 20:
            long = made.at(body, 1) == b"\x01"
            made.blank(body + 4, body + (20 if long else 12))
        elif kind in _PARENTS:
            _blank_boxes(made, body, stop)


def _is_of_notes(made: TemporarySpool, place: int, end: int) -> bool:
    """Tell whether a track holds neither picture nor sound, but positions and the like."""
    for kind, _start, body, stop in _boxes(made, place, end):
        if kind == b"mdia":
            return _is_of_notes(made, body, stop)
        if kind == b"hdlr":
            return made.at(body + 8, 4) in (b"meta", b"data")
    return False


def mp3_without_tags(raw: TemporarySpool) -> tuple[int, int]:
    """Find begin and end of the sound in an MP3 or AAC file, between its tags (ID3v2.4, ID3v1, APEv2)."""
    start, stop = 0, raw.size
    while (head := raw.at(start, 10))[:3] == b"ID3" and stop - start > 10:
        size = 0
        for byte in head[6:10]:
            size = size << 7 | byte & 0x7F
        start += 10 + size + (10 if head[5] & 0x10 else 0)
    if stop - start >= 128 and raw.at(stop - 128, 3) == b"TAG":
        stop -= 128
    if stop - start >= 32 and (tail := raw.at(stop - 32, 32)).startswith(b"APETAGEX"):
        size, flags = struct.unpack("<I4xI", tail[12:24])
        stop -= size + (32 if flags & 0x80000000 else 0)
    while start < stop and not (piece := raw.at(start, min(_BLOCK, stop - start))).strip(b"\x00"):
        start += len(piece)
    if start < stop:
        piece = raw.at(start, min(_BLOCK, stop - start))
        start += len(piece) - len(piece.lstrip(b"\x00"))
    if start >= stop or raw.at(start, 1) != b"\xff":
        raise Unclear("no sound in it")
    return start, stop


def tidy_wav(made: TemporarySpool) -> None:
    """Blank every chunk of a WAV file but format and sound (RIFF)."""
    place, end = 12, made.size
    while place + 8 <= end:
        kind, size = struct.unpack("<4sI", made.at(place, 8))
        if kind not in (b"fmt ", b"data", b"fact"):
            made.put(place, b"JUNK")
            made.blank(place + 8, place + 8 + size)
        place += 8 + size + size % 2
    if place < end:
        made.cut(place)


def tidy_flac(made: TemporarySpool) -> None:
    """Turn texts and pictures of a FLAC file into padding (RFC 9639)."""
    place, last = 4, False
    while not last:
        head = made.at(place, 4)
        if len(head) < 4:
            raise Unclear("no sound in it")
        last, kind = bool(head[0] & 0x80), head[0] & 0x7F
        size = int.from_bytes(head[1:], "big")
        if kind not in (0, 3):  # what the sound is, and where its parts begin
            made.put(place, bytes(((0x80 if last else 0) | 1,)))
            made.blank(place + 4, place + 4 + size)
        place += 4 + size


def tidy_ogg(made: TemporarySpool) -> None:
    """Empty the list of comments of an Ogg file: Opus, Vorbis, Speex (RFC 3533, RFC 7845)."""
    out = bytearray(made.at(0, _PAGES_READ * _PAGE_BYTES))
    pages = _pages(out)
    places = chain.from_iterable(range(body, stop) for _start, body, stop in pages[1:])
    packet = _first_packet(out, pages[1:])
    head = 8 if packet.startswith(b"OpusTags") else 7 if packet.startswith(b"\x03vorbis") else 0
    if not head and not out[28:36].startswith(b"Speex"):
        raise Unclear("an unknown kind of sound")
    fresh = bytearray(packet[:head]) + bytes(len(packet) - head)
    if packet.startswith(b"\x03vorbis") and len(fresh) > head + 8:
        fresh[head + 8] = 1
    for place, byte in zip(places, fresh, strict=False):
        out[place] = byte
    for start, _body, stop in pages:
        out[start + 22 : start + 26] = bytes(4)
        out[start + 22 : start + 26] = _checksum(out[start:stop]).to_bytes(4, "little")
    made.put(0, bytes(out))


_PAGES_READ = 64
_PAGE_BYTES = 27 + 255 + 255 * 255
"""Of the longest page (RFC 3533, 6)."""


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
