"""Read the areas of a city, the places that everybody knows, and where on the map the city lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.city.city import Kelurahan, MapBox
from core.language.data import CityError
from core.language.tables import Reader, unique

_SIDES = {"south": 90.0, "west": 180.0, "north": 90.0, "east": 180.0}
"""The sides of the box, and the most degrees that each may have."""

MOST_TILES = 24
"""Rows and columns of a tile map: more would be a picture that nobody can touch on a phone."""


@dataclass(frozen=True, slots=True)
class Areas:
    """What `areas.toml` says: districts, areas, and well-known places in lower case -> name of their area."""

    kecamatan: tuple[str, ...]
    kelurahan: tuple[Kelurahan, ...]
    places: Mapping[str, str]


def read_areas(reader: Reader) -> Areas:
    """Give the areas; raise CityError with file and key."""
    districts: list[str] = []
    areas: list[Kelurahan] = []
    reader.only("kecamatan", "places")
    for row in reader.rows("kecamatan"):
        row.only("name", "kelurahan")
        districts.append(row.text("name"))
        areas += [_kelurahan(item, row.text("name")) for item in row.rows("kelurahan")]
    unique(reader.file, "kecamatan.name", districts)
    unique(reader.file, "kelurahan.name", (area.name for area in areas))
    _check_tiles(reader.file, areas)
    names = {area.name for area in areas}
    places: dict[str, str] = {}
    for place, name in reader.table("places").items():
        if name not in names:
            raise CityError(reader.file, f"places.{place}", f"unknown kelurahan {name!r}")
        places[place.lower()] = name
    return Areas(tuple(districts), tuple(areas), places)


def read_map(head: Reader) -> MapBox | None:
    """Give the box in which the city lies (`[map]` of `city.toml`), None when the pack does not say."""
    table = Reader(head.file, head.table("map"), "map").only(*_SIDES).data
    if not table:
        return None
    sides: dict[str, float] = {}
    for side, most in _SIDES.items():
        value = table.get(side)
        if not isinstance(value, int | float) or isinstance(value, bool) or not -most <= value <= most:
            raise CityError(head.file, f"map.{side}", f"degrees from -{most:.0f} to {most:.0f} are needed")
        sides[side] = float(value)
    if sides["south"] >= sides["north"] or sides["west"] >= sides["east"]:
        raise CityError(head.file, "map", "south has to be less than north, and west less than east")
    return MapBox(**sides)


def _check_tiles(file: str, areas: list[Kelurahan]) -> None:
    """See that every area has its own tile, or none has one: a map with holes would hide who lives there."""
    tiles = [area.tile for area in areas if area.tile is not None]
    if tiles and len(tiles) < len(areas):
        missing = next(area.name for area in areas if area.tile is None)
        raise CityError(file, f"kelurahan.{missing}.tile", "every kelurahan needs a tile, or none has one")
    if len(set(tiles)) < len(tiles):
        twice = next(tile for tile in tiles if tiles.count(tile) > 1)
        raise CityError(file, "kelurahan.tile", f"two kelurahan lie on {list(twice)}")


def _tile(item: Reader) -> tuple[int, int] | None:
    value = item.data.get("tile")
    if value is None:
        return None
    numbers = value if isinstance(value, list) else []
    whole = [one for one in numbers if isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= MOST_TILES]
    if len(numbers) != 2 or len(whole) != 2:
        raise CityError(item.file, item.key("tile"), f"row and column from 1 to {MOST_TILES} are needed")
    return whole[0], whole[1]


def _kelurahan(item: Reader, kecamatan: str) -> Kelurahan:
    item.only("name", "spellings", "careful", "not_after", "tile")
    name, spellings, careful = item.text("name"), item.texts("spellings"), item.texts("careful")
    known = {spelling.lower() for spelling in (name, *spellings)}
    for spelling in careful:
        if spelling.lower() not in known:
            raise CityError(item.file, item.key("careful"), f"{spelling!r} is neither name nor spelling")
    return Kelurahan(name, kecamatan, spellings, careful, item.texts("not_after"), _tile(item))
