"""Answers that are drawn once and given to everybody."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from core.tally.shades import ShadesState
from tests.web.portal.town import keep, portal
from web.portal import kept
from web.portal.kept import Drawings

PAGES = ("/terbuka", "/terbuka/angka/2026-11", "/terbuka/peta/Oebufu", "/terbuka/angka.csv", "/terbuka/peta.csv")


class Speech:
    """What names the language of an answer."""

    def __init__(self, language: str = "id", *, named: bool = False) -> None:
        self.language, self.named = language, named


def drawing(times: list[str], text: str = "x", status: int = 200) -> Callable[[], web.Response]:
    """Draw an answer, and note that it was drawn."""

    def draw() -> web.Response:
        times.append(text)
        return web.Response(text=text, status=status, headers={"Vary": "Accept-Language"})

    return draw


def give(drawings: Drawings, source: object, draw: Callable[[], web.Response], path: str = "/a", **how: Any) -> bytes:
    """Ask for a path; give what comes."""
    answer = drawings.give(make_mocked_request("GET", path), Speech(**how), source, draw)  # type: ignore[arg-type]
    assert isinstance(answer.body, bytes)
    return answer.body


def test_the_same_page_is_drawn_once() -> None:
    """Until what it shows is another; each language and path by itself."""
    drawings, times = Drawings(), list[str]()
    for source in ((1, "a"), (1, "a"), (2, "a"), (2, "a")):
        assert b"x" == give(drawings, source, drawing(times))
    assert 2 == len(times)
    give(drawings, (2, "a"), drawing(times), path="/b")
    give(drawings, (2, "a"), drawing(times), language="en")
    give(drawings, (2, "a"), drawing(times), named=True)
    assert 5 == len(times)


def test_what_is_no_page_is_not_kept() -> None:
    """Strange addresses fill nothing."""
    drawings, times = Drawings(), list[str]()
    give(drawings, 1, drawing(times, status=404))
    give(drawings, 1, drawing(times, status=404))
    assert 2 == len(times)


def test_what_is_kept_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many paths are asked for."""
    monkeypatch.setattr(kept, "MOST", 2)
    drawings, times = Drawings(), list[str]()
    for path in ("/a", "/b", "/c", "/a"):
        give(drawings, 1, drawing(times), path=path)
    assert 4 == len(times)


@pytest.mark.parametrize("path", PAGES)
async def test_a_kept_page_says_the_same_packed_and_plain(path: str) -> None:
    """And who keeps it on the way keeps both apart."""
    async with portal() as town:
        pages = []
        for encoding in ("identity", "gzip", "identity"):
            headers = {"Accept-Encoding": encoding}
            async with town.client.get(path, headers=headers, auto_decompress=False) as answer:
                assert "Accept-Encoding" in answer.headers["Vary"]
                body = await answer.read()
                assert (encoding if encoding == "gzip" else None) == answer.headers.get("Content-Encoding")
                pages.append(gzip.decompress(body) if encoding == "gzip" else body)
        assert 1 == len(set(pages))


async def test_the_map_is_drawn_anew_after_a_minute() -> None:
    """What is kept is never older than what was read."""
    async with portal() as town:
        before = (await town.ask("/terbuka/peta/Oebufu"))[1]
        keep(town.boxes, "shades:2026-11", ShadesState({"Oebufu": {"waiting": 10}}))
        assert before == (await town.ask("/terbuka/peta/Oebufu"))[1]
        town.clock.move(minutes=1)
        assert before != (await town.ask("/terbuka/peta/Oebufu"))[1]
