"""Names of the writer in free text go; names of places, offices and ordinary words stay."""

from __future__ import annotations

import pytest

from core.reading.redact import Redactor
from tests.core.kupang import kupang

redact = Redactor.of(kupang()).redact
WORDS = kupang().own_words
SIGNED = [
    ("Lampu mati di depan SDN Oebufu.\nHormat saya,\nYuliana Manafe", "Manafe"),
    ("Lampu mati. Hormat saya, Yuliana Manafe", "Manafe"),
    ("Lampu jalan mati sudah lama\n- Budi, warga RT 5", "Budi"),
    ("Jalan rusak\nSalam, Yohanes", "Yohanes"),
    ("Jalan rusak\n\nSalam hormat,\nYOHANES BRIA", "BRIA"),
    ("air mati su 3 hari\nttd Yuliana Manafe", "Manafe"),
    ("air mati su 3 hari. Ttd. Markus Lau", "Lau"),
    ("Terima kasih, Yuliana Manafe", "Manafe"),
    ("sampah menumpuk, mohon diangkut. Terima kasih.\nMarkus", "Markus"),
    ("SAYA YOHANES BRIA DARI OEBA, LAMPU MATI", "BRIA"),
    ("saya yohanes bria dari oeba, lampu mati", "bria"),
    ("beta anton warga oebufu, got mampet", "anton"),
    ("Tolong pak, YULIANA MANAFE lapor jalan rusak di depan rumah", "MANAFE"),
    ("Mohon diproses atas laporan YOHANES BRIA ini", "BRIA"),
    ("Lampu mati di Oebufu\nYuliana Manafe\n", "Manafe"),
    ("Lampu mati di Oebufu. Yuliana Manafe", "Manafe"),
    ("Lampu mati di Oebufu\nYuliana Manafe, RT 5", "Manafe"),
    ("Regards,\nJohn Manafe", "Manafe"),
    ("Dengan hormat, saya Petrus Kefi warga Oesapa mau lapor", "Kefi"),
    ("Yang melapor, Petrus Kefi", "Kefi"),
    ("Wassalam,\nSiti Aminah", "Aminah"),
    ("Pelapor: SITI AMINAH", "AMINAH"),
    ("Hormat kami,\n(Siti Aminah)", "Aminah"),
    ("saya Dewi dari Oebobo", "Dewi"),
    ("Salam, Budi", "Budi"),
    ("Tabe, beta Domi dari Alak, jalan rusak", "Domi"),
]
KEPT = [
    "depan SDN Oebufu",
    "Gereja Anugerah",
    "Jl. Yos Sudarso rusak parah",
    "RS Siloam",
    "Pasar Kasih Naikoten",
    "Bapak Lurah tolong",
    "Kelurahan Naikoten 1",
    "Lampu mati di Jl. Frans Seda",
    "LAMPU JALAN MATI DI DEPAN SDN OEBUFU",
    "TOLONG SEGERA DIPERBAIKI",
    "Di RSUD JOHANNES antrean panjang",
    "RSUD Prof. W.Z. Johannes, antre",
    "Lampu mati\nDepan SDN Oebufu",
    "Jalan berlubang\nTaman Nostalgia",
    "Terima kasih Pak Lurah",
    "Terima kasih, Bapak Walikota",
    "Terima kasih, semoga cepat",
    "Salam, warga RT 5",
    "Salam sejahtera bapak ibu",
    "Lokasi:\n- Oebufu\n- Liliba",
    "Masalah:\n- Lampu mati\n- Jalan rusak",
    "Kami warga Perumnas, air mati",
    "saya pulang dari pasar, jalan gelap",
    "saya guru dari SDN Oebufu",
    "saya baru datang dari Soe",
    "Saya Pedagang dari Pasar Oeba",
    "saya lihat sendiri, lampu mati",
    "SAYA LIHAT SENDIRI, LAMPU MATI",
    "beta liat su lama, sampah menumpuk",
    "saya cek, ternyata mati",
    "saya ngungsi dari rumah karena banjir",
    "Saya Warga RT 5, lampu mati",
    "Hormat saya,\nwarga Oebufu",
    "Lampu PJU mati dekat BTN Kolhua",
    "antre di BANK NTT lama",
    "Dekat HOTEL ASTON lampu mati",
    "depan TOKO SINAR JAYA",
    "GMIT EFATA Liliba",
    "PLN PADAM LAGI",
    "PDAM mati",
    "lampu di Jalan El Tari mati",
    "Bundaran Tirosa gelap",
    "lampu merah Oebobo mati. Mohon Segera Diperbaiki",
    "Sampah di TPS Oesapa. Tolong Angkut",
    "Kantor Dukcapil, KTP belum jadi",
    "Jl. Adi Sucipto, Penfui",
    "Jl. Piet A. Tallo rusak",
    "Gereja Santo Yosef Pekerja",
    "SMA Giovanni",
    "Dekat Gereja Paulus Naikoten",
    "Lampu mati di Fatululi. Depan Flobamora Mall",
    "-10.178757, 123.597603",
    "lokasi -6.2000123, 106.8166612",
    "Selamat pagi, saya mau lapor",
    "Yth. Dinas PUPR\nJalan rusak di Sikumana",
    "From Oebobo to Penfui the road is broken",
    "Thanks, hope it gets fixed",
    "Regards to all",
    "Ini masalah lama.\nKapan Diperbaiki?",
    "tolong pak jalan rusak. Terima Kasih",
    "makasih ya kak",
    "Saya Ibu Rumah Tangga, air mati",
    "Saya Mahasiswa Undana dari Penfui",
    "saya tinggal di Oebufu",
    "saya orang Sabu dari Oebufu",
]


@pytest.mark.parametrize(("text", "name"), SIGNED)
def test_writer_is_taken_out(text: str, name: str) -> None:
    """Introductions, signatures and names in capitals leave the token and nothing of the name."""
    clean = redact(text, spare=WORDS)
    assert "[nama]" in clean
    assert name.lower() not in clean.lower()
    assert clean == redact(clean, spare=WORDS)


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_stays(text: str) -> None:
    """Streets, schools, churches, offices, lists, greetings and shouted complaints are left as they are."""
    assert text == redact(text, spare=WORDS)


ACCOUNT = ["Lampu Jalan Kupang", "Lampu", "Jalan", "Kupang"]


def test_words_of_the_pack_stay_whatever_the_account_is_called() -> None:
    """An account called like what is reported loses its whole name, and the report keeps every word."""
    said = "Lampu jalan mati su 3 hari di Kota Kupang"
    assert f"{said}, kata [nama]" == redact(f"{said}, kata Lampu Jalan Kupang", ACCOUNT, spare=WORDS)


def test_place_named_after_somebody_of_that_name() -> None:
    """A church or street keeps its name although the reporter is called so; said elsewhere it goes."""
    known = ["Paulus Nubatonis", "Paulus", "Nubatonis"]
    clean = redact("Di depan Gereja Paulus, kata Paulus dan Paulus Nubatonis", known, spare=WORDS)
    assert "Di depan Gereja Paulus, kata [nama] dan [nama]" == clean


OUTSIDE = [
    ("hubungi ibu Marselina Ngongo di depan", "hubungi ibu [nama] di depan"),
    ("kata Yuliana Taneo lampunya sudah lama mati", "kata [nama] lampunya sudah lama mati"),
    ("Sudah diganti oleh Yeremias Bessie, menyala", "Sudah diganti oleh [nama], menyala"),
    ("kata ibu Maria, lampu mati", "kata ibu [nama], lampu mati"),
    ("Bapak Lurah Oesapa tolong", "Bapak Lurah Oesapa tolong"),
    ("Lampu mati di Jl. Frans Seda", "Lampu mati di Jl. Frans Seda"),
    ("Ibu Kepala Sekolah sudah lapor", "Ibu Kepala Sekolah sudah lapor"),
    ("di rumah No. 47 RT 09, mobil DH 4821 XZ", "di rumah [alamat], mobil [plat]"),
]


@pytest.mark.parametrize(("text", "expected"), OUTSIDE)
def test_outside_of_the_house_nobody_is_named(text: str, expected: str) -> None:
    """For readers outside go also names of neighbours and officials, homes and plates; streets and offices stay."""
    assert expected == Redactor.of(kupang()).outside(text, (), WORDS)
