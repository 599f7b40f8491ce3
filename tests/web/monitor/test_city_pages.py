"""What those outside see of the city, its units and tickets: clocks and ways, and nobody."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import msgspec
import pytest
from msgspec import structs

from core.city.texts import Texts
from core.docket.standing import LISTS
from core.tally.state import DayState, Part
from core.ticket.matrix import rows_needed
from core.vocabulary.accounts import LookedAt
from core.vocabulary.lane_names import tally_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Alike, Facts
from tests.clock import START
from tests.core.kupang import kupang
from tests.core.ticket.lane import COORDINATOR, DISHUB, OTHER, PHOTO, brought_to
from tests.web.monitor.house import House, served
from tests.web.monitor.planted import NUMBER, PERSONS, SECRET_NUMBER, keep, secret, ticket
from web.monitor.doors import ALL
from web.monitor.dossier import REMINDERS, UNSEEN
from web.monitor.reading import ON_A_PAGE

ROOT = "/pengawas"
UNIT, TICKET = f"{ROOT}/unit/dishub", f"{ROOT}/laporan"
PAGES = (ROOT, UNIT, *(f"{UNIT}?list={name}" for name in LISTS), f"{TICKET}/{NUMBER}", f"{TICKET}/{SECRET_NUMBER}")


def words_of(page: str) -> str:
    """Give what a reader sees of a page's main part."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


async def shown(house: House, path: str) -> str:
    """Give the words of a page that is there."""
    status, page = await house.ask(path)
    assert 200 == status
    return words_of(page)


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_shows_a_person(path: str) -> None:
    """Names, numbers, accounts, homes, positions, plates, files and colleagues' notes are on no page, in its markup
    neither."""
    async with served() as house:
        keep(house, ticket(), secret())
        await house.is_in()
        status, page = await house.ask(path)
        assert (200, []) == (status, [one for one in PERSONS if one.lower() in unescape(page).lower()])


async def test_counts_and_lists_are_read_without_rows() -> None:
    """However many tickets lie on a desk: a page reads its counts, and of the tickets only those that it shows."""
    async with served() as house:
        keep(house, ticket(), secret())
        for name, lane in house.boxes.lanes.items():
            if name.startswith("docket:"):
                state = {key: value for key, value in lane.state.items() if key not in ("open", "ended")}
                house.boxes.lanes[name] = Lane(name, 1, state)
        await house.is_in()
        assert "Terbuka 2 Lewat batas 2" in await shown(house, ROOT)
        said = await shown(house, UNIT)
        assert {NUMBER, SECRET_NUMBER} == {one for one in (NUMBER, SECRET_NUMBER) if one in said}


async def test_what_was_counted_stands_for_a_minute() -> None:
    """A month is added up once for everybody, and anew after a minute."""
    async with served() as house:
        lane = tally_lane(START.date())
        house.boxes.lanes[lane] = Lane(lane, 1, msgspec.to_builtins(DayState(Part({"received": 7}))))
        await house.is_in()
        before = await shown(house, ROOT)
        house.boxes.lanes[lane] = Lane(lane, 2, msgspec.to_builtins(DayState(Part({"received": 8}))))
        assert before == await shown(house, ROOT)
        house.clock.move(minutes=1)
        assert before != await shown(house, ROOT)


async def test_a_ticket_shows_its_whole_way() -> None:
    """Status, way, clocks, disputes, flags, reminders and redacted words are there, each with its office."""
    async with served() as house:
        keep(house, ticket())
        await house.is_in()
        said = await shown(house, f"{TICKET}/{NUMBER}")
        for part in (
            NUMBER,
            "LEWAT BATAS",
            "PUPR → Dishub",
            "Lampu mati di Jl. Timor Raya [alamat]",
            "Masih gelap, telp [nomor] di Jl. Timor Raya [alamat]",
            "Diingatkan: pimpinan unit",
            "foto diambil sebelum laporan",
            "foto diambil di tempat lain",
            "Jawaban ditahan: buktinya diragukan",
            "Dilihat Ombudsman",
            "Catatan antarpetugas (isi tidak ditampilkan) Dishub",
        ):
            assert part in said


async def test_what_was_flagged_is_shown_after_a_second_officer_let_it_go() -> None:
    """A doubted photo that went through the real lane and was let go still stands in the list and at the ticket."""
    lane = brought_to("diproses")
    doubted = structs.replace(PHOTO, facts=Facts(alike=(Alike("m-9", OTHER),)))
    lane.does("selesai", DISHUB, "Lampu diganti", evidence=(doubted,)).waits(minutes=5).does("sahkan", COORDINATOR)
    assert ("ditindaklanjuti", None) == (lane.status, lane.ticket.closing)
    async with served() as house:
        keep(house, lane.ticket, secret(flagged=lane.ticket.flagged))
        await house.is_in()
        said = await shown(house, f"{TICKET}/{lane.ticket.number}")
        assert "Catatan atas bukti foto dari laporan lain" in said
        assert re.search(
            "foto dari laporan lain: dijawab Dishub, .*; disahkan petugas kedua dari Bagian Organisasi", said
        )
        page = (await house.ask(UNIT))[1]
        assert ["foto dari laporan lain"] == re.findall(r'class="flag">([^<]+)', page)
        assert "foto dari laporan lain" not in await shown(house, f"{TICKET}/{SECRET_NUMBER}")


async def test_a_confidential_one_shows_number_unit_and_clocks_alone() -> None:
    """Of a confidential report neither matter nor place, words, flags, disputes or files are shown, and in no list."""
    async with served() as house:
        keep(house, secret())
        await house.is_in()
        for path in (f"{TICKET}/{SECRET_NUMBER}", UNIT, f"{UNIT}?list=disputed", ROOT):
            said = await shown(house, path)
            for part in ("Lampu jalan", "Oebufu", "Masih gelap", "[nomor]", "foto diambil", "Pelapor menjawab"):
                assert part not in said
        said = await shown(house, f"{TICKET}/{SECRET_NUMBER}")
        for part in (SECRET_NUMBER, "Dishub", "Diingatkan: pimpinan unit", "hanya nomor, unit, dan waktunya"):
            assert part in said


async def test_a_look_at_a_ticket_is_in_its_journal_before_it_is_shown() -> None:
    """Each look tells the ticket's lane which office looked; with the store down nothing is shown."""
    async with served() as house:
        keep(house, ticket())
        await house.is_in()
        for _ in range(2):
            await shown(house, f"{TICKET}/{NUMBER}")
        told = [(one.lane, one.body) for one in house.boxes.events.values()]
        assert [(ticket_lane(NUMBER), LookedAt("ombudsman", "ombudsman-ntt"))] * 2 == told
        house.boxes.down = True
        status, page = await house.ask(f"{TICKET}/{NUMBER}")
        assert (503, False) == (status, "Timor Raya" in page)


async def test_words_of_disputes_in_a_list_are_a_look_too() -> None:
    """The list of disputed tickets shows what reporters said, which is a look at each of them; other lists are none."""
    async with served() as house:
        keep(house, ticket(), secret())
        await house.is_in()
        assert "Masih gelap" not in await shown(house, UNIT)
        assert {} == house.boxes.events
        assert "Masih gelap, Pak [nama]! telp [nomor] di [alamat]" in await shown(house, f"{UNIT}?list=disputed")
        assert [ticket_lane(NUMBER)] == [one.lane for one in house.boxes.events.values()]


async def test_units_stand_beside_each_other_with_their_times() -> None:
    """The overview counts now and in a month: medians and 90th percentiles beside counts, silence apart from fixed."""
    async with served() as house:
        keep(house, ticket(), secret(), ticket(number="KPG-26-00003-1", status="menunggu_pelapor", due_at=None))
        part = Part(
            {"answered": 4, "in_time": 3, "fixed": 2, "silent": 1, "disputed": 1, "reopened": 1, "flagged": 2},
            {"first_answer": {"60": 1, "2900": 1}},
        )
        lane = tally_lane(START.date())
        state = msgspec.to_builtins(DayState(city=part, unit={"dishub": part}), builtin_types=(datetime,))
        house.boxes.lanes[lane] = Lane(lane, 1, state)
        await house.is_in()
        page = (await house.ask(ROOT))[1]
        row = words_of(f"<main{page[page.index('/unit/dishub') - 40 :]}")
        assert row.startswith("Dishub 3 2 1 0 4 75% 0 1 jam 2 hari 2 – – 50% 25% 1 50% 0 2")
        assert "75" in await shown(house, f"{UNIT}?month=2026-11")
        assert "75" not in (await shown(house, f"{ROOT}?month=2026-10")).partition("Unit kerja")[0]


async def test_lists_are_cut_into_pages() -> None:
    """A unit with many tickets is shown fifty at a time; a page that is none is the nearest."""
    async with served() as house:
        keep(house, *(ticket(number=f"KPG-26-{n:05}-0") for n in range(ON_A_PAGE + 3)))
        await house.is_in()
        counts = [
            (await shown(house, f"{UNIT}?page={page}")).count("KPG-26-") for page in ("1", "2", "99", "0", "x", "²")
        ]
        assert [ON_A_PAGE, 3, 3, ON_A_PAGE, ON_A_PAGE, ON_A_PAGE] == counts


@pytest.mark.parametrize(
    "path",
    [f"{ROOT}/unit/nowhere", f"{TICKET}/KPG-26-99999-9", f"{TICKET}/x", f"{TICKET}?number=nothing", f"{ROOT}/unit/%00"],
)
async def test_what_is_not_there_is_said(path: str) -> None:
    """A unit or number that is none has a page that says so."""
    async with served() as house:
        await house.is_in()
        assert 404 == (await house.ask(path))[0]


async def test_what_nobody_has_is_with_who_verifies() -> None:
    """New tickets, and those that were sent back too often, are on the page of the verifying unit."""
    async with served() as house:
        new = ticket(number="KPG-26-00011-1", status="baru", unit="", path=())
        back = ticket(number="KPG-26-00012-1", status="terverifikasi", unit="", escalated=True)
        keep(house, new, back, ticket())
        await house.is_in()
        said = await shown(house, f"{ROOT}/unit/{kupang().verification_unit}")
        assert [True, True, False] == [number in said for number in (new.number, back.number, NUMBER)]


async def test_a_number_leads_to_its_page() -> None:
    """However a number is written, the search leads to its ticket."""
    async with served() as house:
        await house.is_in()
        async with house.client.get(f"{TICKET}?number=kpg 26 00001 5", allow_redirects=False) as answer:
            assert (303, f"{TICKET}/{NUMBER}") == (answer.status, answer.headers["Location"])


@pytest.mark.parametrize("path", [*PAGES, f"{ROOT}/jejak", f"{ROOT}/akun", TICKET])
async def test_nothing_is_shown_without_a_login(path: str) -> None:
    """Each page leads whoever is not logged in to the login, and reads nothing."""
    async with served() as house:
        keep(house, ticket(), secret())
        status, page = await house.ask(path)
        assert (303, "") == (status, page)
        assert ({}, {}) == (house.accounts.log, house.boxes.events)


def test_everything_that_happens_has_words() -> None:
    """What a journal can say, whom it calls and for whom somebody looks is worded in both languages."""
    texts = Texts(kupang().texts)
    whats = {cause for cause, by in rows_needed() if by != "system"} - UNSEEN - {"menu"}
    needed = [
        *(f"what.{one}" for one in whats if one not in ("disputed_again",)),
        *(f"called.{one}" for one in REMINDERS),
        *(f"office.{one}" for one in ALL),
        *(f"list.{one}" for one in LISTS),
    ]
    assert [] == [key for key in needed for lang in ("id", "en") if not texts.speaks(f"oversight.{key}", lang)]
