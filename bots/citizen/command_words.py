"""Know the few words that are commands, and tell courtesy and letters from content."""

from __future__ import annotations

import re
from typing import Literal

_EDGES = re.compile(r"^[^\w/#]+|[^\w]+$")
_LETTERS = re.compile(r"[^\W\d_]")
_TOKENS = re.compile(r"[^\W_]+")

Command = Literal[
    "start",
    "lapor",
    "status",
    "bantuan",
    "batal",
    "bahasa",
    "jejak",
    "hapus",
    "tautkan",
    "lanjut",
    "kirim",
    "ubah",
    "lewati",
]

_PHRASES: dict[Command, str] = {
    "start": "start|mulai|ulang|restart",
    "lapor": "lapor|melapor|laporan baru|buat laporan|buat laporan baru|mau lapor|saya mau lapor|beta mau lapor|"
    "saya ingin lapor|saya ingin melapor|saya mau melapor|lapor baru|pengaduan|aduan|"
    "report|new report|i want to report",
    "status": "status|cek status|cek laporan|status laporan|status laporan saya|laporan saya|lihat status|lacak|"
    "riwayat|cek status laporan|my reports|my report|check status|status of my report",
    "bantuan": "bantuan|help|menu|bantu|cara lapor|cara melapor|panduan|petunjuk|bagaimana caranya|info",
    "batal": "batal|batalkan|tidak jadi|tdk jadi|sonde jadi|son jadi|nggak jadi|gak jadi|ga jadi|berhenti|stop|cancel",
    "bahasa": "bahasa|ganti bahasa|inggris|bahasa inggris|indonesia|bahasa indonesia|"
    "language|english|in english|english please|indonesian",
    "jejak": "jejak|siapa lihat data saya|who saw my data",
    "hapus": "hapus|hapus data|hapus data saya|delete|delete my data",
    "tautkan": "tautkan|link",
    "lanjut": "lanjut|lanjutkan|teruskan|continue|resume",
    "kirim": "kirim|kirim saja|kirimkan|ya kirim|kirim sekarang|kirim laporan|send|send it|submit",
    "ubah": "ubah|ganti|perbaiki|ralat|koreksi|edit|change",
    "lewati": "lewati|lewat|tidak tahu|tidak tau|sonde tau|son tau|gak tau|nggak tau|langsung saja|skip",
}
_COMMANDS: dict[str, Command] = {phrase: name for name, phrases in _PHRASES.items() for phrase in phrases.split("|")}


def word_set(words: str) -> frozenset[str]:
    """Write a set of words as one text."""
    return frozenset(words.split())


_ADDRESSING = word_set("pak bu ibu bapak kak kaka kakak min admin om tante mama bapa e ee dong semua semuanya there")
_GREETING = _ADDRESSING | word_set(
    "halo hallo hallow hai hi hello hey hei selamat met pagi siang sore malam assalamualaikum assalamu alaikum salam "
    "sejahtera shalom syalom permisi good morning afternoon evening tes test testing ping p"
)
_POLITE = (
    _GREETING
    | word_set(
        "terima makasih makasi trims trimakasih terimakasih thanks thank thx ok oke okay okey sip siap baik mantap"
    )
    | word_set("kasih banyak ya sudah su sangat you very much atas bantuannya infonya")
    | word_set(
        "tolong mohon minta segera cepat secepatnya dibantu bantu bantuannya ditindaklanjuti perhatian diperhatikan "
        "please help soon asap saya kami katong beta ini itu yang dan"
    )
)
_ENGLISH = word_set(
    "the is are was were has have not there my our your of and since for please on at with this that it a an i we you "
    "broken street light lights road water garbage trash no be been from near in to they nobody what how when where "
    "hello hi good morning"
)
_INDONESIAN = word_set(
    "yang di dan tidak ada sudah su ini itu saya kami beta katong sonde dari ke mati rusak jalan lampu air sampah "
    "tolong mohon pak bu belum hari depan dekat dengan deng untuk karena lagi pung kenapa bagaimana apa mau"
)


def normalise(text: str) -> str:
    """Give a short text as it is compared: lower case, single spaces, no signs at its edges."""
    return " ".join(_EDGES.sub("", text.strip()).casefold().split())


def tokens(text: str) -> list[str]:
    """Split into words of letters and digits, in lower case."""
    return _TOKENS.findall(text.casefold())


def has_letters(text: str) -> bool:
    """Say whether there is anything to read in a text."""
    return bool(_LETTERS.search(text))


def command_word(text: str) -> Command | None:
    """Read a whole text that is only a command; a text that merely contains one is not."""
    return _COMMANDS.get(normalise(text))


def slash_command(word: str) -> Command | None:
    """Read the word after a slash."""
    return _COMMANDS.get(word.casefold())


def wanted_language(text: str) -> Literal["", "id", "en"]:
    """Tell which language a request for a language names, if any."""
    found = set(tokens(text))
    if found & {"english", "inggris", "en"}:
        return "en"
    return "id" if found & {"indonesia", "indonesian", "id"} else ""


def is_polite_only(text: str) -> bool:
    """Say whether a text holds nothing but politeness ("tolong cepat ya")."""
    return all(word in _POLITE for word in tokens(text))


def is_english(text: str) -> bool:
    """Say whether a text reads as English rather than Indonesian."""
    found = tokens(text)
    english = sum(word in _ENGLISH for word in found)
    return english > sum(word in _INDONESIAN for word in found)
