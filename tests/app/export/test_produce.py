"""Exports: no person in them, the same bytes again, and nothing to learn from two of them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from app.export.order import NotPossible, Wish, read_order
from app.export.produce import produce, where
from core.tally.catalogue import SMALLEST
from core.vocabulary.citizen import ChangePrivacy, Confirmed
from core.vocabulary.report import Privacy
from tests.app.export.town import PLANTED, Town, day, waited, worked_on
from tests.core.ticket.lane import COORDINATOR, DISHUB, PHOTO, city

MONITOR = Wish("monitor", until="2026-08-31")


async def export(town: Town, wish: Wish, now: datetime, suffix: str = "csv") -> bytes:
    """Give an export whole."""
    order = read_order(city(), wish, now)
    numbers = await where(town.store, order)
    return b"".join([part async for part in produce(town.store, order, numbers, suffix, lambda _count: None)])


async def rows(town: Town, wish: Wish, now: datetime) -> list[dict[str, str]]:
    """Read an export's rows."""
    return list(csv.DictReader(io.StringIO((await export(town, wish, now)).decode(), newline="")))


async def busy_town() -> Town:
    """Make a town with a crowd, two rare reports, a confidential one, in two months."""
    town = Town()
    for n in range(7):
        await town.files(day(6, 2 + n), worked_on, kelurahan="Oebufu")
        await town.files(day(7, 2 + n), worked_on, kelurahan="Oebufu")
    await town.files(day(6, 20), kelurahan="Liliba", category="hewan")
    await town.files(day(6, 21), kelurahan="Oebufu", category="pajak")
    await town.files(day(7, 21), worked_on, privacy="rahasia", kelurahan="Liliba", category="pegawai", text="Pungli")
    return town


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("wish", [Wish(), MONITOR, Wish("monitor", until="2026-08-31", words=True)])
async def test_no_person_leaves_the_house(wish: Wish, suffix: str) -> None:
    """No name, number, address, pin or file of anybody is in any export, whoever it is for."""
    found = (await export(await busy_town(), wish, day(9, 20), suffix)).decode(errors="replace")
    assert [] == [planted for planted in (*PLANTED, "Pungli") if planted in found]


async def test_words_only_where_they_are_wanted() -> None:
    """A monitor who asks gets redacted words, and never those of a confidential report."""
    town = await busy_town()
    said = await rows(town, Wish("monitor", until="2026-08-31", words=True), day(9, 20))
    assert {"Saya [nama], [nomor], NIK [NIK]: lampu mati di depan rumah", ""} == {row["words"] for row in said}
    assert [""] == [row["words"] for row in said if row["confidential"] == "true"]
    assert "words" not in (await rows(town, MONITOR, day(9, 20)))[0]


async def test_of_a_confidential_report_only_number_unit_and_clocks() -> None:
    """Nothing else of it is in the monitor's rows."""
    (row,) = [row for row in await rows(await busy_town(), MONITOR, day(9, 20)) if row["confidential"] == "true"]
    hidden = ("category", "classification", "kelurahan", "kecamatan", "channel", "rating")
    assert [""] * len(hidden) == [row[name] for name in hidden]
    assert ("dishub", "diproses") == (row["unit"], row["status"])
    assert row["claimed_at"].startswith("2026-07-21T")


async def test_a_case_in_a_row() -> None:
    """The clocks of a whole case stand in its row, in the city's time."""
    town = Town()

    def solved(lane: Any) -> None:
        lane.waits(days=1).does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,)).calms()
        lane.waits(hours=2).happens(Confirmed())

    await town.files(day(7, 6), worked_on, solved)
    (row,) = await rows(town, MONITOR, day(9, 20))
    assert ("2026-07-06T10:00:00+08:00", "2026-07-06T11:00:00+08:00") == (row["opened_at"], row["verified_at"])
    assert ("selesai", "fixed", "true", "dishub") == (row["status"], row["outcome"], row["in_time"], row["units"])
    assert row["fixed_at"] == row["closed_at"] > row["answered_at"] >= row["first_answer_at"] > row["claimed_at"]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("wish", [Wish(), MONITOR])
async def test_twice_is_the_same_bytes(wish: Wish, suffix: str) -> None:
    """What happens after the day that was asked for changes nothing of it."""
    town, now = Town(), day(9, 20)
    lanes = [await town.files(day(7, 2 + n), worked_on, kelurahan="Oebufu") for n in range(6)]
    before = await export(town, wish, now, suffix)
    lanes[0].until(day(9, 21))
    await town.happens(lanes[0], 1, lambda lane: lane.does("selesai", DISHUB, "Diganti", evidence=(PHOTO,)))
    assert before == await export(town, wish, now, suffix)


# --- the public -------------------------------------------------------------------------------------------------------


def cells(found: list[dict[str, str]]) -> Counter[tuple[str, str, str]]:
    """Count rows by month, category and place."""
    return Counter((row["month"], row["category"], row["kelurahan"]) for row in found)


async def test_what_is_few_of_its_kind_is_hidden() -> None:
    """A rare report keeps its month and what became of it; that of a crowd its place, too."""
    found = cells(await rows(await busy_town(), Wish(), day(9, 20)))
    assert 17 == found.total()
    assert not [cell for cell, count in found.items() if cell[2] and count < SMALLEST]
    assert not {"hewan", "pajak", "pegawai"} & {category for _, category, _ in found}


async def test_two_exports_a_day_apart_tell_nothing() -> None:
    """Reports that come between two days are in neither, so the difference is empty; months later none stands out."""
    town = await busy_town()
    wish, before = Wish(), await export(town, Wish(), day(9, 20))
    await town.files(day(9, 20, 3), kelurahan="Liliba", category="hewan")
    await town.files(day(9, 1), kelurahan="Liliba", category="sampah")
    assert before == await export(town, wish, day(9, 20))
    assert before == await export(town, wish, day(9, 21))
    later = cells(await rows(town, wish, day(10, 20)))
    assert not [cell for cell, count in later.items() if cell[2] and count < SMALLEST]


async def test_a_later_correction_moves_no_report() -> None:
    """Where a report is counted is settled when its month comes out: else a hidden number would be five less one."""
    town = Town()
    lanes = [await town.files(day(6, 2 + n), worked_on, kelurahan="Oebufu") for n in range(5)]
    before = await rows(town, Wish(), day(8, 10))
    lanes[0].until(day(8, 20))
    await town.happens(lanes[0], 1, lambda lane: lane.does("kategori", DISHUB, category="hewan"))
    after = await rows(town, Wish(), day(9, 10))
    assert Counter({("2026-06", "lampu-jalan", "Oebufu"): 5}) == cells(before) == cells(after)


async def test_a_report_that_becomes_confidential_loses_its_place_at_once() -> None:
    """What its citizen says today holds today, also for months that are out."""
    town = Town()
    lanes = [await town.files(day(6, 2 + n), worked_on, kelurahan="Oebufu") for n in range(6)]
    secret: Privacy = "rahasia"
    lanes[0].until(day(8, 9))
    await town.happens(lanes[0], 1, lambda lane: lane.happens(ChangePrivacy(secret)))
    found = cells(await rows(town, Wish(), day(8, 10)))
    assert {("2026-06", "lampu-jalan", "Oebufu"): 5, ("2026-06", "lampu-jalan", ""): 1} == dict(found)
    lanes[1].until(day(8, 9))
    await town.happens(lanes[1], 2, lambda lane: lane.happens(ChangePrivacy(secret)))
    assert {("2026-06", "lampu-jalan", ""): 6} == dict(cells(await rows(town, Wish(), day(8, 10))))


async def test_the_order_of_rows_tells_no_day() -> None:
    """Rows of a month are sorted by what they say: those who came first do not stand first."""
    town = Town()
    for n in range(5):
        await town.files(day(6, 3 + n), worked_on, waited(hours=1), kelurahan="Oebufu")
    for n in range(5):
        await town.files(day(6, 20 + n), kelurahan="Oebufu")
    lines = (await export(town, Wish(), day(10, 10), "jsonl")).splitlines()
    assert [*["baru"] * 5, *["diproses"] * 5] == [json.loads(line)["status"] for line in lines]


async def test_what_became_of_reports_is_told_once() -> None:
    """Until a month is three months out nothing is told of it, and what is told then changes no more."""
    town = Town()
    lanes = [await town.files(day(6, 3 + n), worked_on, waited(hours=1), kelurahan="Oebufu") for n in range(6)]
    early = await rows(town, Wish(period="2026-06"), day(10, 2))
    assert {""} == {row[name] for row in early for name in ("status", "outcome", "limit_missed", "first_answer_days")}
    told = await export(town, Wish(period="2026-06"), day(10, 4))
    assert b"diproses" in told
    lanes[0].until(day(10, 20))
    await town.happens(lanes[0], 1, lambda lane: lane.does("selesai", DISHUB, "Diganti", evidence=(PHOTO,)).calms())
    assert told == await export(town, Wish(period="2026-06"), day(11, 10))


async def test_an_office_that_serves_a_place_is_named_by_the_one_above() -> None:
    """A clinic of one kelurahan would tell the place."""
    town = Town()
    for n in range(6):
        await town.files(
            day(6, 2 + n),
            lambda lane: lane.does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, unit="pkm-oesapa").calms(),
            kelurahan="Oebufu",
            category="kesehatan",
        )
    assert {"upp-dinkes"} == {row["office"] for row in await rows(town, Wish(), day(8, 10))}


# --- orders -----------------------------------------------------------------------------------------------------------

REFUSED = {
    "nobody we know": Wish("mayor"),
    "no period": Wish(period="march"),
    "a month that is not out": Wish(period="2026-09"),
    "a week for the public": Wish(period="2026-W10"),
    "a day for the public": Wish(period="2026-07-02"),
    "words for the public": Wish(words=True),
    "the public's day": Wish(until="2026-03-01"),
    "today": Wish("monitor", until="2026-09-20"),
    "no day": Wish("monitor", until="yesterday"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_had(name: str) -> None:
    """What would tell too much, or another thing tomorrow, is refused with a reason."""
    with pytest.raises(NotPossible):
        read_order(city(), REFUSED[name], day(9, 20))


def test_the_public_gets_a_month_from_the_fourth_day_on() -> None:
    """The last month is out when what was a mistake has been taken back."""
    orders = [read_order(city(), Wish(), datetime(2026, 9, n, 20, tzinfo=day(9, 1).tzinfo)) for n in (1, 2, 3, 4)]
    ends = [order.frame.period.last if order.frame.period else None for order in orders]
    assert [date(2026, 7, 31), date(2026, 7, 31), date(2026, 8, 31), date(2026, 8, 31)] == ends
