"""Answers that were drawn once: whoever asks for the same page gets it, until what it shows is read anew."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from web.render import Speech

MOST: Final = 600
"""More than the pages and files of twelve months and of all places of a city, in two languages; packed, they have a few
megabytes."""
_OF_ONE: Final = ("Content-Length", "Content-Encoding", "Date", "Server")
"""Headers that belong to one answer (RFC 9110)."""
_ENCODING: Final = "Accept-Encoding"


@dataclass(frozen=True, slots=True)
class _Drawn:
    source: object
    packed: bytes
    headers: Mapping[str, str]


class Drawings:
    """Keep answers, packed, with the figures from which each was drawn."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, bool], _Drawn] = {}

    def give(
        self, request: web.Request, speech: Speech, source: object, draw: Callable[[], web.Response]
    ) -> web.Response:
        """Give the answer for this path and language, drawn from ``source``; one of before where that is equal.

        What is drawn may depend on nothing else. An answer that is no page is not kept.
        """
        key = request.path, speech.language, speech.named
        known = self._kept.get(key)
        if known is None or (known.source is not source and known.source != source):
            fresh = draw()
            if fresh.status != web.HTTPOk.status_code:
                return fresh
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = known = _of(source, fresh)
        return _answer(known, packed="gzip" in request.headers.get(_ENCODING, ""))


def _of(source: object, fresh: web.Response) -> _Drawn:
    body: Any = fresh.body or b""
    headers = {name: value for name, value in fresh.headers.items() if name not in _OF_ONE}
    headers["Vary"] = ", ".join(filter(None, (headers.get("Vary", ""), _ENCODING)))
    return _Drawn(source, gzip.compress(bytes(body), mtime=0), headers)


def _answer(drawn: _Drawn, *, packed: bool) -> web.Response:
    if packed:
        return web.Response(body=drawn.packed, headers={**drawn.headers, "Content-Encoding": "gzip"})
    return web.Response(body=gzip.decompress(drawn.packed), headers=drawn.headers)
