"""Read a position out of words: map links, ``geo:`` links and bare coordinates."""

from __future__ import annotations

import re

from core.vocabulary.report import Pin

_LAT = r"(-?\d{1,2}(?:\.\d+)?)"
_LON = r"(-?\d{1,3}(?:\.\d+)?)"
_PAIR = rf"{_LAT}(?:,|%2C)(?:\s|\+|%20)?{_LON}"
_LINK = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:google\.[a-z.]{2,6}/maps|maps\.google\.[a-z.]{2,6}|maps\.apple\.com|"
    r"openstreetmap\.org|osm\.org|goo\.gl/maps|maps\.app\.goo\.gl|waze\.com)\S*",
    re.IGNORECASE,
)
_GEO = re.compile(rf"geo:{_LAT},{_LON}\S*", re.IGNORECASE)
_BARE = re.compile(r"(?<![\d.,-])(-?\d{1,2}\.\d{3,})\s*,\s*(-?\d{1,3}\.\d{3,})(?![\d.])")
_INSIDE = (
    re.compile(r"!3d(-?\d{1,2}\.\d+)!4d(-?\d{1,3}\.\d+)"),
    re.compile(rf"[?&](?:q|query|ll|daddr|destination|center|sll)=(?:loc:)?{_PAIR}", re.IGNORECASE),
    re.compile(r"[?&]mlat=(-?\d{1,2}\.\d+)&mlon=(-?\d{1,3}\.\d+)"),
    re.compile(rf"/(?:place|search|dir)/(?:[^@\s]*/)?{_PAIR}", re.IGNORECASE),
    re.compile(rf"@{_LAT},{_LON}"),
    re.compile(rf"#map=\d+/{_LAT}/{_LON}"),
)


def read_map(text: str) -> tuple[Pin | None, str]:
    """Find the first position in a text; give it with the text that is left without its link.

    A short link carries no position: it stays in the text, where an official can still open it.
    """
    for match in _GEO.finditer(text):
        pin = _pin(match[1], match[2])
        if pin is not None:
            return pin, _without(text, match)
    for match in _LINK.finditer(text):
        for shape in _INSIDE:
            found = shape.search(match[0])
            pin = _pin(found[1], found[2]) if found else None
            if pin is not None:
                return pin, _without(text, match)
    for match in _BARE.finditer(text):
        pin = _pin(match[1], match[2])
        if pin is not None:
            return pin, _without(text, match)
    return None, text


def short_link(text: str) -> str:
    """Give the first map link of a text as it stands, empty when there is none."""
    match = _LINK.search(text)
    return match[0] if match else ""


def _pin(latitude: str, longitude: str) -> Pin | None:
    north, east = float(latitude), float(longitude)
    return Pin(north, east) if -90 <= north <= 90 and -180 <= east <= 180 else None


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}".strip()
