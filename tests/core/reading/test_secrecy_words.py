"""Which reports should be confidential: a table of those that accuse officials, and of those that only name offices."""

from __future__ import annotations

import pytest

from core.reading.secrecy import SecrecyReader
from tests.core.kupang import kupang

READER = SecrecyReader(kupang())
ACCUSING = [
    "Pak lurah minta uang kalau urus surat",
    "oknum polisi pukul adik saya",
    "guru SDN Oebufu memukul anak saya",
    "kepala sekolah melecehkan murid",
    "Petugas Dukcapil minta duit 200 ribu",
    "mantri Anton kasar sekali",
    "lurah bernama Yosef tidak pernah masuk kantor",
    "satpol pp aniaya pedagang",
    "ketua RT potong bansos",
    "ketua rt pungli ke warga",
    "pegawai pungli di Samsat",
    "the police officer beat my brother",
    "staf kelurahan ancam saya kalau lapor",
    "bu bidan maki-maki pasien",
    "dokter puskesmas bentak ibu saya",
    "Ada korupsi dana desa oleh bendahara",
    "kepala dinas terima suap",
]
ORDINARY = [
    "Lampu jalan mati su 3 hari di depan SDN Oebufu",
    "Bapak Lurah tolong perbaiki jalan",
    "guru kurang di SDN Oebufu",
    "dokter tidak ada di puskesmas",
    "petugas sampah tidak datang su 2 minggu",
    "Lurah Oebufu tolong lihat got mampet",
    "polisi lalu lintas tidak ada di lampu merah Oebobo",
    "Mohon petugas angkut sampah",
    "anjing galak gigit orang",
    "harga cabai mahal",
    "bak sampah dipukul angin",
    "petugas PDAM belum datang perbaiki pipa bocor",
    "Terima kasih petugas Dishub",
]


@pytest.mark.parametrize("text", ACCUSING)
def test_accusations_propose_secrecy(text: str) -> None:
    """Violence, greed or harassment by who serves the public, or a named official, proposes it."""
    assert READER.proposes_secrecy(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_reports_do_not(text: str) -> None:
    """An office in a report about lamps or rubbish does not."""
    assert not READER.proposes_secrecy(text)
