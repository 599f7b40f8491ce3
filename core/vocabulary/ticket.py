"""What a ticket is in, what can be done with it, and who does it."""

from typing import Literal

import msgspec

TicketStatus = Literal[
    "baru",
    "terverifikasi",
    "didisposisikan",
    "diproses",
    "menunggu_pelapor",
    "ditindaklanjuti",
    "selesai",
    "disanggah",
    "lewat",
    "ditunda",
    "bukan_wewenang",
    "diarsipkan",
    "duplikat",
    "ditarik",
]

Action = Literal[
    "verifikasi",
    "disposisi",
    "ambil",
    "lepas",
    "tanya",
    "progres",
    "selesai",
    "sahkan",
    "tunda",
    "lanjutkan",
    "bukan_wewenang",
    "arsip",
    "duplikat",
    "catatan",
    "lihat",
    "balas",
    "menu",
    "buka",
    "serahkan",
    "terima",
    "tolak",
    "kategori",
    "lokasi",
    "prioritas",
    "siap",
    "urungkan",
    "buka_kembali",
    "gabung_lepas",
    "pecah",
    "terbitkan",
]


OfficialRole = Literal["koordinator", "penghubung", "petugas", "pimpinan", "media", "loket", "pemantau", "operator"]
"""What an official of a unit is there for; what each may do stands in ``core/city/roles.py``."""


class Official(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who acts in the group: platform id, shown name, unit code, role; ``admin`` may act for every unit."""

    id: str
    name: str
    unit: str = ""
    admin: bool = False
    role: OfficialRole = "petugas"
