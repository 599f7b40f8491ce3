"""What pages draw of data: the tile map, how far a ticket is, a code to scan."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Final

import segno

from core.city.city import City
from core.vocabulary.ticket import TicketStatus

_PICTURES: Final = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u20e3][\ufe0e\ufe0f\u200d]* ?"
)
STAGES: Final = ("received", "assigned", "working", "done")
_STAGE: Final[dict[TicketStatus, int]] = {
    "baru": 0,
    "terverifikasi": 0,
    "didisposisikan": 1,
    "diproses": 2,
    "menunggu_pelapor": 2,
    "ditindaklanjuti": 2,
    "disanggah": 1,
    "ditunda": 1,
    "selesai": 3,
    "lewat": 3,
    "bukan_wewenang": 3,
    "diarsipkan": 3,
    "duplikat": 3,
    "ditarik": 3,
}
_TONE: Final[dict[TicketStatus, str]] = {
    "baru": "wait",
    "terverifikasi": "wait",
    "didisposisikan": "wait",
    "disanggah": "wait",
    "diproses": "work",
    "menunggu_pelapor": "work",
    "ditunda": "work",
    "ditindaklanjuti": "work",
    "selesai": "done",
}
"""Red waits, yellow is worked on, green is done; what ended otherwise is grey. Words say the same beside it."""


@dataclass(frozen=True)
class Tile:
    """One kelurahan of the tile map; without a name a hole in it."""

    name: str = ""
    kecamatan: str = ""
    district: int = 0
    """Place of the kecamatan in the pack: tiles of one have one colour."""


def rows_of(city: City) -> list[list[Tile]]:
    """Give the tile map row by row; empty where the pack has none."""
    placed = {area.tile: area for area in city.kelurahan if area.tile is not None}
    if not placed:
        return []
    height, width = (max(tile[side] for tile in placed) for side in (0, 1))
    rows: list[list[Tile]] = []
    for row in range(1, height + 1):
        found = [placed.get((row, column)) for column in range(1, width + 1)]
        rows.append(
            [Tile(one.name, one.kecamatan, city.kecamatan.index(one.kecamatan)) if one else Tile() for one in found]
        )
    return rows


@dataclass(frozen=True)
class Shape:
    """One kelurahan as its borders run: ``path`` is SVG; ``district`` as of a `Tile`."""

    name: str
    district: int
    path: str


def shapes_of(city: City) -> list[Shape]:
    """Give the kelurahan as they lie, by name; empty where the pack says nothing of borders."""
    paths = city.outlines.paths if city.outlines is not None else {}
    areas = sorted(city.kelurahan, key=lambda area: area.name)
    return [Shape(one.name, city.kecamatan.index(one.kecamatan), paths[one.name]) for one in areas if paths]


def stage_of(status: TicketStatus) -> int:
    """Tell how far a ticket is, as a place in `STAGES`."""
    return _STAGE[status]


def tone_of(status: TicketStatus) -> str:
    """Name the colour of a status."""
    return _TONE.get(status, "over")


def bare(text: str) -> str:
    """Give words without the little pictures that chats lead with: a page has colours, and readers spell them out."""
    return _PICTURES.sub("", text)


def code_of(address: str) -> str:
    """Draw an address as a code to scan: markup of an image, with nothing in it but lines."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=4, border=2, svgclass="qr", lineclass=None, omitsize=True
    )
    return out.getvalue().decode()
