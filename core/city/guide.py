"""The short guide for officials: pages of texts of the base pack, the same in a group and in a private chat."""

from __future__ import annotations

from typing import Final

from core.city.texts import Texts

PAGES: Final = ("start", "card", "work", "close", "lists", "clock", "care")
"""Pages in their order."""


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
