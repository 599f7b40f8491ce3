"""Read a city pack from its folder."""

from __future__ import annotations

from pathlib import Path

from core.city.city import City
from core.city.pack import parse_city

_BASE = "base"
_FILES = ("**/*.toml", "**/*.weights", "*.geojson", "*/*.png")


def read_city_files(folder: Path) -> dict[str, bytes]:
    """Read every TOML file, the learnt weights, boundaries and pictures of a pack and of the base pack beside it.

    They are keyed by relative path.

    Files of the base are keyed "base/...".

    Raises FileNotFoundError when the folder is none of a pack.
    """
    if not (folder / "city.toml").is_file():
        raise FileNotFoundError(f"no city pack in {folder}")
    files: dict[str, bytes] = {}
    for root, prefix in ((folder.resolve().parent / _BASE, f"{_BASE}/"), (folder.resolve(), "")):
        for path in sorted(path for pattern in _FILES for path in root.glob(pattern)):
            files[prefix + path.relative_to(root).as_posix()] = path.read_bytes()
    return files


def read_city(folder: Path) -> City:
    """Read and check a city pack; raise FileNotFoundError or CityError with the file, key and problem."""
    return parse_city(read_city_files(folder))
