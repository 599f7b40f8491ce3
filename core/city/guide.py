"""The short guide for officials: pages of texts of the base pack, the same in a group and in a private chat."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from core.city.texts import Texts
from core.language.data import CityError

PAGES: Final = ("start", "card", "work", "close", "lists", "clock", "care")
"""Pages in their order."""
FOLDER: Final = "guide"
"""Of a pack: pictures for pages, ``card.png`` for the page of that name."""
PNG_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
DRAWN: Final = "guide:"
"""A picture that was asked for comes under this name, with its page and the topic that it is for."""


def read_pictures(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the pictures of a pack by their pages; raise `CityError` for one of no page, or that is no PNG."""
    found: dict[str, bytes] = {}
    for name, content in files.items():
        path = PurePosixPath(name)
        if path.suffix != ".png" or path.parts[0] != FOLDER:
            continue
        if path.stem not in PAGES:
            raise CityError(name, path.stem, f"no page of the guide; its pages are {', '.join(PAGES)}")
        if not content.startswith(PNG_BEGINS):
            raise CityError(name, path.stem, "not a picture in PNG")
        found[path.stem] = content
    return found


def title_of(texts: Texts, language: str, place: int) -> str:
    """Give the first line of a page."""
    return page_of(texts, language, place).partition("\n")[0]


def page_of(texts: Texts, language: str, place: int) -> str:
    """Word a page, the first of which is 0; a place that is not there gives the nearest one."""
    place = nearest(place)
    foot = texts.say("officials.guide.page", language, page=place + 1, pages=len(PAGES))
    return f"{texts.say(f'officials.guide.{PAGES[place]}', language).strip()}\n\n{foot}"


def nearest(place: int) -> int:
    """Give the place of a page that is there."""
    return min(max(0, place), len(PAGES) - 1)


def beside(place: int) -> tuple[tuple[int, str], ...]:
    """List the pages to which one can turn: place and the name of the button's text."""
    before = ((place - 1, "back"),) if place > 0 else ()
    return (*before, (place + 1, "on")) if place < len(PAGES) - 1 else before
