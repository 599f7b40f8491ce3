"""The page that checks a receipt, and the city's keys and roots as files: nothing of it names anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

import msgspec
from aiohttp import web

from core.proof.checking import Checked, check
from core.proof.lines import flaws, line_of
from core.proof.merkle import unpacked
from core.proof.roots import LATE, Published
from core.proof.slip import Slip, read_slip
from core.ticket.slips import WORDS
from core.vocabulary.effects import Record
from core.vocabulary.proof import CityKey, DayRoot
from web.posts import read_post
from web.proof.paths import proof_path
from web.render import Pages, Speech

SLIP_LETTERS: Final = 600
KEPT: Final = "public, max-age=3600"
"""A day's file changes only by the keys that it names."""


class Proofs(Protocol):
    """What these pages read. Every method raises ``StoreDown``."""

    async def root_of(self, day: str) -> DayRoot | None:
        """Read the root of a day."""
        ...

    async def roots_of(self, year: str) -> Sequence[DayRoot]:
        """Read the roots of a year."""
        ...

    async def leaves_of(self, day: str) -> bytes:
        """Read the leaves of a day."""
        ...

    async def city_keys(self) -> Sequence[CityKey]:
        """Read all keys."""
        ...

    async def journal_of(self, subject: str) -> Sequence[Record]:
        """Read the lines of a ticket."""
        ...


@dataclass(frozen=True)
class Book:
    """What the city's own journal says of the report of a slip: how many lines, and whether they are whole."""

    lines: int
    whole: bool
    same: bool
    """The first line has the digest that is on the slip."""


class ProofPages:
    """The pages and files."""

    def __init__(self, pages: Pages, store: Proofs) -> None:
        self._pages, self._site, self._store = pages, pages.site, store
        self.path = proof_path(pages.site.city)

    async def show(self, request: web.Request) -> web.Response:
        """Show the empty page, or what came of a slip that was scanned."""
        return await self._checked(request, self._pages.speech(request), request.query.get("slip", ""), "")

    async def take(self, request: web.Request) -> web.Response:
        """Check a slip that was pasted, perhaps with the words: they are compared and forgotten."""
        post = await read_post(request, self._site.limits)
        speech = self._pages.speech(request, post.text("lang"))
        return await self._checked(request, speech, post.fields.get("slip", ""), post.fields.get("words", ""))

    async def _checked(self, request: web.Request, speech: Speech, text: str, words: str) -> web.Response:
        text = text[:SLIP_LETTERS]
        slip = read_slip(text)
        moment = _moment_of(slip)
        checked = await self._check(slip, moment, words) if slip is not None and moment is not None else None
        real = checked is not None and checked.signature == "right"
        return self._pages.draw(
            request,
            "proof/check.html",
            speech,
            here=self.path,
            path=self.path,
            text=text.strip(),
            words=words,
            slip=slip if moment is not None else None,
            checked=checked,
            book=await self._book(checked.slip) if checked is not None and real else None,
            keys=await self._store.city_keys(),
            secret=True,
        )

    async def _check(self, slip: Slip, day: date, words: str) -> Checked:
        found = [await self._published((day + timedelta(days=n)).isoformat()) for n in range(LATE.days + 1)]
        days = [one for one in found if one is not None]
        keys = tuple(await self._store.city_keys())
        if not days:  # signed today: the signature can be checked all the same
            return check(slip, (), words=words.strip() or None, known=keys)
        until = next((n for n, one in enumerate(days) if _has(one, slip)), len(days) - 1)
        return check(slip, days[: until + 1], words=words.strip() or None, known=keys)

    async def _book(self, slip: Slip) -> Book:
        records = list(await self._store.journal_of(slip.number))
        lines = [line_of(record, lambda _name, _value: False) for record in records]
        whole = bool(lines) and not any(flaws(slip.number, lines))
        same = bool(records) and records[0].details.get(WORDS) == slip.words
        return Book(len(lines), whole, same)

    async def _published(self, day: str) -> Published | None:
        root = await self._store.root_of(day)
        if root is None:
            return None
        leaves = tuple(leaf.hex() for leaf in unpacked(await self._store.leaves_of(day)))
        return Published(root, leaves, tuple(await self._store.city_keys()))

    # --- files --------------------------------------------------------------------------------------------------------

    async def keys(self, _request: web.Request) -> web.Response:
        """Give the keys."""
        return _file(await self._store.city_keys())

    async def year(self, request: web.Request) -> web.Response:
        """Give the roots of a year, without their leaves."""
        return _file(await self._store.roots_of(request.match_info["year"]))

    async def day(self, request: web.Request) -> web.Response:
        """Give what is published of a day, as `kanal roots` writes it."""
        found = await self._published(request.match_info["day"])
        if found is None:
            raise web.HTTPNotFound
        return _file(found)


def _moment_of(slip: Slip | None) -> date | None:
    """Give the day before which the slip was not signed anywhere on earth; None where its time is none."""
    try:
        return slip.moment.date() - timedelta(days=1) if slip is not None else None
    except ValueError:
        return None


def _has(day: Published, slip: Slip) -> bool:
    return check(slip, (day,)).rooted == "found"


def _file(value: object) -> web.Response:
    headers = {
        "Cache-Control": KEPT,
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
        "Access-Control-Allow-Origin": "*",  # anybody's own page may check with it
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    response = web.Response(body=msgspec.json.encode(value), content_type="application/json", headers=headers)
    response.enable_compression()
    return response
