"""The page that checks receipts, and the files of keys and roots."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from msgspec import structs

from core.proof.chain import linked
from core.proof.merkle import packed
from core.proof.roots import Published
from core.ticket.slips import KEY
from core.ticket.slips import WORDS as DIGEST
from core.vocabulary.effects import Record
from core.vocabulary.errors import StoreDown
from core.vocabulary.proof import CityKey, DayRoot
from core.vocabulary.seal import sealed_by
from tests.clock import TestClock
from tests.core.proof.days import KEYS, NOON, OLD, SLIP, WORDS, days
from tests.web.boxes import Boxes, Town, small_site
from web.proof.routes import add_proof
from web.routes import add_pages

PATH = "/periksa"


def journal(**details: str) -> list[Record]:
    """Give the journal of the slip's report."""
    said = {DIGEST: SLIP.words, KEY: SLIP.key} | details
    first, head = linked(Record(SLIP.number, "pelapor", "opened", "baru", NOON, "", said), 1, "", sealed_by(b"x"))
    second, _ = linked(Record(SLIP.number, "10", "verifikasi", "terverifikasi", NOON), 2, head, sealed_by(b"x"))
    return [first, second]


@dataclass
class Shelf:
    """Published days and one journal, in memory."""

    days: dict[str, Published] = field(default_factory=lambda: {day.root.day: day for day in days()})
    lines: list[Record] = field(default_factory=journal)
    down: bool = False

    async def root_of(self, day: str) -> DayRoot | None:
        """Read a root."""
        if self.down:
            raise StoreDown("down")
        return self.days[day].root if day in self.days else None

    async def roots_of(self, year: str) -> Sequence[DayRoot]:
        """Read the roots of a year."""
        return [day.root for name, day in self.days.items() if name.startswith(year)]

    async def leaves_of(self, day: str) -> bytes:
        """Read leaves."""
        return packed([bytes.fromhex(leaf) for leaf in self.days[day].leaves])

    async def city_keys(self) -> Sequence[CityKey]:
        """Read the keys."""
        return KEYS

    async def journal_of(self, subject: str) -> Sequence[Record]:
        """Read a journal."""
        return self.lines if subject == SLIP.number else []


@asynccontextmanager
async def served(shelf: Shelf | None = None, room: float = 1e9) -> AsyncIterator[Town]:
    """Serve the pages of a city that signs."""
    boxes, clock = Boxes(), TestClock()
    site = small_site(boxes, clock, room=room, proof=PATH)
    app = web.Application()
    add_pages(app, site)
    add_proof(app, site, shelf or Shelf())
    client = TestClient(TestServer(app))
    await client.start_server()
    try:
        yield Town(boxes, client, site, clock)
    finally:
        await client.close()


async def test_a_slip_that_was_scanned() -> None:
    """The address of the code shows at once that the slip is genuine, in the seal, and as the city's record says."""
    async with served() as town:
        status, page = await town.ask(f"{PATH}?slip={SLIP.text}")
    assert 200 == status
    for said in (
        "Tanda terima ini asli.",
        f"Laporan {SLIP.number} masuk pada",
        f"Ditandatangani dengan kunci {OLD.key}.",
        "Tercantum dalam segel hari 2026-12-01.",
        "Utuh: 2 baris",
        f'href="{PATH}/roots/2026-12-01.json"',
    ):
        assert said in page


async def test_other_pages_lead_to_it() -> None:
    """Whoever reads a receipt on the phone that it came to cannot scan it: a link stands below each page."""
    async with served() as town:
        status, page = await town.ask("/lapor")
    assert (200, True) == (status, f'<a href="{PATH}">' in page)


async def test_words_are_compared_and_forgotten() -> None:
    """The words are compared; nothing is stored and no event is made."""
    async with served() as town:
        _, right = await town.ask(PATH, "post", data={"slip": SLIP.text, "words": f" {WORDS}\n"})
        _, wrong = await town.ask(PATH, "post", data={"slip": SLIP.text, "words": "Lampu menyala"})
        assert {} == town.boxes.events
    assert "Sama dengan yang dilaporkan." in right
    assert "Berbeda dari yang dilaporkan." in wrong
    assert "Ada yang tidak cocok." in wrong


async def test_a_slip_that_was_altered() -> None:
    """What was not signed is said to be wrong, and the city's record is not asked about it."""
    altered = structs.replace(SLIP, at="20261201T040001Z")
    async with served() as town:
        _, page = await town.ask(f"{PATH}?slip={altered.text}")
    assert "Ada yang tidak cocok." in page
    assert "Utuh:" not in page


async def test_a_slip_of_today() -> None:
    """Before the day has its seal the signature is checked, and when the rest can be is said."""
    async with served(Shelf(days={})) as town:
        _, page = await town.ask(f"{PATH}?slip={SLIP.text}")
    assert "Tanda terima ini asli." in page
    assert "Belum terbit." in page


@pytest.mark.parametrize(
    "lines", [[], journal()[1:], journal(**{DIGEST: "x"}), [structs.replace(journal()[0], reason="x")]]
)
async def test_a_record_that_was_bent(lines: list[Record]) -> None:
    """A journal that is gone, altered or begins otherwise shows, although the slip is genuine."""
    async with served(Shelf(lines=lines)) as town:
        _, page = await town.ask(f"{PATH}?slip={SLIP.text}")
    assert "Ada yang tidak cocok." in page
    assert "Ombudsman" in page


@pytest.mark.parametrize("text", ["x", "KANAL1.", SLIP.text[:-1], "<script>alert(1)</script>", "A" * 9999])
async def test_what_is_no_slip(text: str) -> None:
    """Anything else is said to be none, and shown without running."""
    async with served() as town:
        status, page = await town.ask(PATH, "post", data={"slip": text})
    assert (200, True) == (status, "bukan tanda terima yang utuh" in page)
    assert "<script>" not in page


async def test_a_time_that_there_is_not() -> None:
    """A slip with a thirteenth month is none."""
    async with served() as town:
        status, page = await town.ask(f"{PATH}?slip={structs.replace(SLIP, at='20261301T040000Z').text}")
    assert (200, True) == (status, "bukan tanda terima yang utuh" in page)


async def test_files_are_those_that_the_command_reads() -> None:
    """A day's file is what `kanal roots` writes; keys and a year are there, too; other days are not."""
    async with served() as town:
        _, day = await town.ask(f"{PATH}/roots/2026-12-03.json")
        _, year = await town.ask(f"{PATH}/roots/2026.json")
        _, keys = await town.ask(f"{PATH}/keys.json")
        missing, _ = await town.ask(f"{PATH}/roots/2026-12-04.json")
        odd, _ = await town.ask(f"{PATH}/roots/2026-12.json")
    found = msgspec.json.decode(day, type=Published)
    assert (days()[2].root, days()[2].leaves, KEYS) == (found.root, found.leaves, found.keys)
    assert [one.root for one in days()] == msgspec.json.decode(year, type=list[DayRoot])
    assert list(KEYS) == msgspec.json.decode(keys, type=list[CityKey])
    assert (404, 404) == (missing, odd)


async def test_foreign_pages_cannot_post() -> None:
    """Another site's form is refused, as everywhere."""
    async with served() as town:
        status, _ = await town.ask(PATH, "post", data={"slip": "x"}, headers={"Origin": "https://evil.example"})
    assert 403 == status


async def test_whoever_asks_too_much_waits() -> None:
    """Checks cost as much as a look-up by number does."""
    async with served(room=12.0) as town:
        found = [(await town.ask(f"{PATH}?slip=x"))[0] for _ in range(3)]
    assert [200, 200, 429] == found


async def test_a_store_that_is_down() -> None:
    """A page says so."""
    async with served(Shelf(down=True)) as town:
        status, _ = await town.ask(f"{PATH}/roots/2026-12-01.json")
    assert 503 == status
