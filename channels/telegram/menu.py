"""What Telegram shows about the bot before anybody writes: command lists and descriptions, in two languages.

The first language of each is also the one for people whose app speaks another (Bot API, setMyCommands).
"""

from collections.abc import Mapping

LANGUAGES = ("id", "en")

Commands = Mapping[str, tuple[str, str]]

CITIZEN: Commands = {
    "lapor": ("Sampaikan keluhan, saran atau pertanyaan", "Report a problem, suggestion or question"),
    "status": ("Lihat perkembangan laporan Anda", "See how your report is doing"),
    "bantuan": ("Cara memakai layanan ini", "How to use this service"),
    "batal": ("Batalkan yang sedang diisi", "Cancel what you are filling in"),
    "bahasa": ("Ganti bahasa: Indonesia atau English", "Change the language: Indonesia or English"),
}

OFFICIALS: Commands = {
    "tiket": ("Tampilkan tiket: /tiket NOMOR", "Show a ticket: /tiket NUMBER"),
    "saya": ("Unit dan hak saya", "My unit and rights"),
    "daftar": ("Daftarkan petugas (admin)", "Register an official (admins)"),
    "bantuan": ("Cara bekerja di grup ini", "How to work in this group"),
}

DESCRIPTION = (
    "Sampaikan keluhan, saran atau pertanyaan untuk pemerintah kota di sini. Tulis saja apa dan di mana; foto dan "
    "lokasi membantu. Anda mendapat nomor laporan dan kabar sampai selesai. Keadaan darurat: hubungi 112.",
    "Send complaints, suggestions or questions to the city government here. Just write what and where; photos and a "
    "location help. You get a number, and news until it is solved. Emergencies: call 112.",
)
"""Shown in the empty chat, at most 512 characters (Bot API, setMyDescription)."""

SHORT_DESCRIPTION = (
    "Layanan pengaduan warga: lapor, pantau, sampai selesai. Darurat: 112.",
    "Citizens' complaints: report, follow, until solved. Emergencies: 112.",
)
"""Shown on the profile page, at most 120 characters (Bot API, setMyShortDescription)."""
