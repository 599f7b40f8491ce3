"""Redaction: personal data goes, what the officials need stays."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.city.city import City, MapBox
from core.reading.redact import Redactor
from tests.core.kupang import kupang

redact = Redactor.of(kupang()).redact

GONE: list[tuple[str, str]] = [
    ("HP 081234567890", "[nomor]"),
    ("hubungi 0812-3456-7890 ya", "[nomor]"),
    ("0812 3456 7890", "[nomor]"),
    ("0812.3456.7890", "[nomor]"),
    ("+62 812-3456-7890", "[nomor]"),
    ("6281234567890", "[nomor]"),
    ("(0380) 821234", "[nomor]"),
    ("O812 3456 7890", "[nomor]"),
    ("nol delapan satu dua tiga empat lima enam tujuh delapan", "[nomor]"),
    ("０８１２３４５６７８９０", "[nomor]"),
    ("0812\u200b3456\u200b7890", "[nomor]"),
    ("0812\u20113456\u20117890 (kontak yang disalin)", "[nomor]"),
    ("+62\u00a0812\u20103456\u20107890", "[nomor]"),
    ("0812\u22123456\u22127890", "[nomor]"),
    ("0812•3456•7890", "[nomor]"),
    ("0812・3456・7890", "[nomor]"),
    ("0812📞3456☎️7890", "[nomor]"),
    ("0812\u31643456\u28007890", "[nomor]"),
    ("⓿❽❶❷❸❹❺❻❼❽❾⓿", "[nomor]"),
    ("٠٣٨٠ ٨٢١٢٣٤", "[nomor]"),
    ("0,8,1,2,3,4,5,6,7,8,9,0", "[nomor]"),
    ("nol8satu2tiga4lima6tujuh8", "[nomor]"),
    ("NIK 5371\u20110123\u20114567\u20110001", "[NIK]"),
    ("NIK 5371012345670001", "[NIK]"),
    ("5371 0123 4567 0001", "[NIK]"),
    ("12.345.678.9-012.345", "[NPWP]"),
    ("NPWP 123456789012345", "[NPWP]"),
    ("surel ina.nope@gmail.com", "[email]"),
    ("ina (at) gmail.com", "[email]"),
    ("rek BRI 1234 5678 9012 345", "[nomor]"),
    ("https://wa.me/6281234567890", "[akun]"),
    ("t.me/ina_nope", "[akun]"),
    ("lihat instagram.com/ina.nope", "[akun]"),
    ("follow @ina_nope", "[akun]"),
    ("ig: ina.nope", "[akun]"),
    ("nama saya Ina Nope", "[nama]"),
    ("nama saya ina nope mau lapor", "[nama]"),
    ("beta pung nama ina nope", "[nama]"),
    ("a.n. Ina Nope", "[nama]"),
    ("atas nama: Ina Nope", "[nama]"),
    ("Perkenalkan, saya Ina dari Oebobo", "[nama]"),
    ("my name is Ina Nope and the road is bad", "[nama]"),
    ("Saya Ina Nope, got mampet", "[nama]"),
    ("Selamat pagi, saya Ina Nope dari Oebobo", "[nama]"),
    ("beta Ibu Nope warga Oeba", "[nama]"),
    ("saya Ina D. Nope dari Oeba", "[nama]"),
    ("Pelapor: Ina Nope", "[nama]"),
    ("Hello, I'm Ina Nope. The road is bad", "[nama]"),
    ("I am Ina Nope from Oeba", "[nama]"),
]
STAYS = [
    "KPG-26-00001-5",
    "tiket kpg 26 00001 5",
    "tanggal 12/03/2026 dan 2026-03-12",
    "RT 05/RW 02 nomor rumah 12",
    "Jl. Sudirman No. 45",
    "harga Rp 50.000 jadi Rp. 1.250.000",
    "bayar 500.000 rupiah",
    "tahun 2025-2026",
    "jam 08.00-14.00",
    "lokasi -10.1234567, 123.6123456",
    "DH 1234 AB parkir liar",
    "SMPN 5, 3 kelas, 120 murid",
    "atas nama warga RT 5",
    "nama jalan ini belum ada",
    "Saya Warga Kota Kupang, jalan rusak",
    "saya guru, gaji belum dibayar",
    "Saya PNS, mau tanya KTP",
    "Saya Mau Lapor Lampu Mati",
    "beta lihat di Oebobo, sampah menumpuk",
    "I am writing about the drain",
    "saya di Pasar Oeba, kotor",
]


@pytest.mark.parametrize(("text", "token"), GONE, ids=[row[0] for row in GONE])
def test_personal_data_is_replaced_by_a_visible_token(text: str, token: str) -> None:
    """Each kind of personal datum leaves its token and nothing of itself."""
    clean = redact(text)
    assert token in clean
    assert re.search(r"\d{3}|nope|gmail", clean, re.IGNORECASE) is None


@pytest.mark.parametrize("text", STAYS)
def test_what_officials_need_stays(text: str) -> None:
    """Ticket numbers, dates, prices, house numbers, places and plates are left alone."""
    assert redact(text) == text


def test_the_words_around_a_name_stay() -> None:
    """Only the name goes; the complaint after it stays whole."""
    assert "nama saya [nama], lampu di RT 5 mati" == redact("nama saya Ina Nope, lampu di RT 5 mati")
    assert "beta pung nama [nama] mau lapor got mampet" == redact("beta pung nama ina mau lapor got mampet")


def test_known_strings_go_wherever_they_stand() -> None:
    """The reporter's own names go in any case, as whole words only."""
    clean = redact("INA lapor, kata Ina Nope dan @inanope; kina dan inap tetap", ["Ina", "Ina Nope", "inanope"])
    assert "[nama] lapor, kata [nama] dan [nama]; kina dan inap tetap" == clean


YOGYAKARTA = replace(kupang(), map_box=MapBox(south=-7.85, west=110.33, north=-7.74, east=110.41), code="yogyakarta")


@pytest.mark.parametrize(
    ("city", "text", "clean"),
    [
        (kupang(), "titik 123.607912", "titik 123.607912"),
        (kupang(), "-10.17712345 123.60712345", "-10.1771234 123.6071234"),
        (kupang(), "lat 10.177123, long 123.607123456789", "lat 10.177123, long 123.6071234"),
        (YOGYAKARTA, "lat -7.797068 long 110.370529", "lat -7.797068 long 110.370529"),
        (YOGYAKARTA, "koordinat: 110.370529, -7.797068", "koordinat: 110.370529, -7.797068"),
        (YOGYAKARTA, "-7.7970681, 110.36490869999999", "-7.7970681, 110.3649086"),
        (YOGYAKARTA, "hubungi 110.370.529.12", "hubungi [nomor]"),
        (YOGYAKARTA, "hubungi 0812 3456 7890", "hubungi [nomor]"),
        (YOGYAKARTA, "titik 123.607912", "titik [nomor]"),
        (replace(kupang(), map_box=None, code="nowhere"), "titik 123.607912", "titik [nomor]"),
    ],
)
def test_what_lies_in_the_city_is_a_place_and_no_number(city: City, text: str, clean: str) -> None:
    """Latitudes and longitudes of the city stay, to the centimetre; elsewhere such digits are a telephone number."""
    assert clean == Redactor(city).redact(text)


def test_plates_go_only_when_asked() -> None:
    """A plate is part of many complaints, and personal only when the caller says so."""
    assert "[plat]" == redact("DH 1234 AB", plates=True)


@given(st.text(alphabet="0123456789 -.()+/abcRp,KPG\n", max_size=80))
def test_no_long_run_of_digits_survives(text: str) -> None:
    """Whatever surrounds it, no run of nine or more digits is left, and redacting twice changes nothing more."""
    clean = redact(text)
    assert re.search(r"\d{9,}", clean) is None
    assert re.search(r"\d{9,}", redact(clean)) is None


@given(
    st.sampled_from(["0812", "62813", "+62 852", "0380"]),
    st.lists(st.integers(0, 9), min_size=7, max_size=8),
    st.sampled_from(["", " ", "-", "."]),
    st.integers(1, 4),
)
def test_telephone_numbers_go_however_they_are_grouped(start: str, digits: list[int], gap: str, group: int) -> None:
    """A telephone number in groups of any size with any usual separator is removed."""
    tail = "".join(map(str, digits))
    grouped = gap.join(tail[place : place + group] for place in range(0, len(tail), group))
    clean = redact(f"telepon {start}{gap}{grouped} terima kasih")
    assert "telepon [nomor] terima kasih" == clean


HOMES = [
    ("Lampu mati di Jl. Timor Raya No. 12 RT 03/RW 02", "Lampu mati di Jl. Timor Raya [alamat]"),
    ("depan rumah no 5a", "depan rumah [alamat]"),
    ("cek ke No. 12 RT 03", "cek ke [alamat]"),
    ("Perumahan Matani blok C3/12", "Perumahan Matani [alamat]"),
    ("posisi -10.17720, 123.60703", "posisi [alamat]"),
    ("lat -10.1772 lon 123.60703", "lat [alamat] lon [alamat]"),
    ("Tiang nomor 12 dekat kios", "Tiang nomor 12 dekat kios"),
    ("sejak 12 Oktober, no antrean 15", "sejak 12 Oktober, no antrean 15"),
]


@pytest.mark.parametrize(("text", "left"), HOMES)
def test_homes_go_for_readers_outside_of_the_city(text: str, left: str) -> None:
    """House numbers, neighbourhoods and positions go when asked for, names of streets and other numbers stay."""
    redactor = Redactor.of(kupang())
    assert left == redactor.redact(text, homes=True)
    assert text == redactor.redact(text)


@pytest.mark.parametrize("text", ["Yuliana yang melihatnya", "kata ibu Manafe", "Manafe, Yuliana, lewat di sini"])
def test_outside_no_word_of_a_known_name_stays(text: str) -> None:
    """Whoever reads from outside learns not even one word of a name that is known, in whatever order."""
    shown = Redactor.of(kupang()).outside(f"Lampu mati. {text}", ("Yuliana 🌸 Manafe",))
    assert [] == [word for word in ("Yuliana", "Manafe") if word in shown]
