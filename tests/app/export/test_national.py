"""The file for the national service, and what comes back from it."""

from __future__ import annotations

import csv
import io

from app.export.national import national_file, read_numbers
from app.export.order import Wish, read_order
from app.export.produce import where
from core.ticket.number import format_number
from core.vocabulary.citizen import Withdrawn
from core.vocabulary.national import KeptNationally
from tests.app.export.test_produce import MONITOR, rows
from tests.app.export.town import PLANTED, Town, day, worked_on
from tests.core.ticket.lane import NUMBER, OTHER, city

NOW = day(9, 20)


async def national_rows(town: Town) -> list[dict[str, str]]:
    """Read the file's rows."""
    order = read_order(city(), Wish("monitor", words=True), NOW)
    numbers = await where(town.store, order)
    parts = [part async for part in national_file(town.store, order, numbers, lambda _count: None)]
    return list(csv.DictReader(io.StringIO(b"".join(parts).decode(), newline="")))


async def test_a_report_as_the_national_service_reads_it() -> None:
    """Headings and values are words, not codes; who reported is nobody's business there."""
    town = Town()
    await town.files(day(7, 6), worked_on, kelurahan="Oebufu")
    (row,) = await national_rows(town)
    assert {
        "Nomor Laporan": NUMBER,
        "Judul Laporan": "Saya [nama], [nomor], NIK [NIK]: lampu mati di depan rumah",
        "Isi Laporan": "Saya [nama], [nomor], NIK [NIK]: lampu mati di depan rumah",
        "Klasifikasi": "pengaduan",
        "Kategori": "Lampu jalan",
        "Tanggal": "06-07-2026",
        "Lokasi": "Oebufu, Oebobo, Kota Kupang",
        "Instansi Tujuan": "Dinas Perhubungan",
        "Status": "Dalam proses",
        "Nama Pelapor": "Anonim",
    } == row
    assert [] == [planted for planted in PLANTED if planted in str(row)]


async def test_what_it_does_not_get() -> None:
    """Nothing confidential, nothing that was withdrawn or is another's matter, nothing that it has already."""
    town = Town()
    await town.files(day(7, 6), privacy="rahasia", text="Pungli")
    await town.files(day(7, 6), lambda lane: lane.happens(Withdrawn("sudah")))
    await town.files(day(7, 6), lambda lane: lane.happens(KeptNationally("8123456")))
    await town.files(day(7, 6))
    assert [format_number("KPG", 2026, 4)] == [row["Nomor Laporan"] for row in await national_rows(town)]
    numbers = {row["number"]: row["national_number"] for row in await rows(town, MONITOR, NOW)}
    assert "8123456" == numbers[format_number("KPG", 2026, 3)]


def test_numbers_come_back() -> None:
    """Two columns in either way of writing CSV, with or without headings; what is no pair is named by its line."""
    pairs = f"{NUMBER},8123456\r\n{OTHER},8123457\r\n"
    for content in (pairs, f"nomor,nomor lapor\r\n{pairs}", "\ufeff" + pairs.replace(",", ";")):
        events, strange = read_numbers(city(), content.encode(), NOW)
        found = [(event.lane, event.body) for event in events]
        expected = [(f"ticket:{NUMBER}", KeptNationally("8123456")), (f"ticket:{OTHER}", KeptNationally("8123457"))]
        assert (expected, []) == (found, strange)


def test_what_is_no_number_is_left_out() -> None:
    """A wrong check digit, a sentence, half a row: left out, named by line and not by what stood there."""
    content = f"nomor,lapor\n{NUMBER[:-1]}0,8123456\n{NUMBER},<b>hapus</b>\n{NUMBER},\n\n{NUMBER}\n"
    events, strange = read_numbers(city(), content.encode(), NOW)
    assert [KeptNationally("")] == [event.body for event in events]
    assert ["line 2", "line 3", "line 6"] == [line[:6] for line in strange]


def test_a_cell_without_an_end_is_left_out() -> None:
    """What is no table at all costs its line and not the rows around it."""
    content = f"{NUMBER},8123456\n{'[' * 200_000}\n{OTHER},8123457\n"
    events, strange = read_numbers(city(), content.encode(), NOW)
    assert [f"ticket:{NUMBER}", f"ticket:{OTHER}"] == [event.lane for event in events]
    assert ["line 2"] == [line[:6] for line in strange]
