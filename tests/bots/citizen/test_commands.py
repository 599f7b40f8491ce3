"""Commands, greetings and languages."""

import ast
from pathlib import Path
from typing import get_args

import pytest

from core.city.texts import Texts, parse_texts
from core.vocabulary.citizen import UpdateKind
from core.vocabulary.ticket import TicketStatus
from tests.bots.citizen.chat import LAMP, Chat, kupang
from tests.catalogues import differences

BASE = Path(__file__).parents[3] / "cities" / "base"
PLATFORMS = ("telegram", "whatsapp", "messenger", "instagram", "facebook", "twitter", "sms")
STATUSES = {"citizen.status", "citizen.terse.status", "citizen.follow_status", "officials.verdict.status", "web.status"}


@pytest.mark.parametrize("text", ["/start", "/start poster_pasar-oeba", "halo", "selamat pagi", "mulai", "Shalom"])
def test_welcome_says_what_to_do(text: str) -> None:
    """A greeting gets a short welcome: what to write, what happens with the data, how to stop."""
    chat = Chat()
    said = chat.says(text)
    for part in ("Kota Kupang", "Tulis saja", "Data Anda hanya", "batal"):
        assert part in said
    assert chat.state.draft is None
    assert len(said) < 600


@pytest.mark.parametrize("command", ["/lapor", "/tolong", "/start", "/status"])
def test_danger_behind_a_command_is_heard_first(command: str) -> None:
    """Whoever tells of danger behind a command, known or not, gets the numbers, and the words lie in a draft."""
    chat = Chat()
    assert "112" in chat.says(f"{command} Ada kebakaran rumah di Kelurahan Oebobo sekarang")
    assert chat.state.draft is not None
    assert ["Ada kebakaran rumah di Kelurahan Oebobo sekarang"] == [part.text for part in chat.state.draft.parts]
    assert "119" in Chat().says(f"{command} saya mau bunuh diri saja")


def test_start_payload_is_kept() -> None:
    """The payload of the newest start link is remembered as the source."""
    chat = Chat()
    chat.says("/start poster_pasar-oeba")
    chat.says("/start other")
    assert "other" == chat.state.source


def test_greeting_shows_an_open_draft() -> None:
    """A greeting while a draft is open shows the draft again."""
    chat = Chat()
    chat.says(LAMP)
    assert LAMP in chat.says("halo kaka")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("lapor", "Silakan tulis"),
        ("/lapor", "Silakan tulis"),
        ("bantuan", "112"),
        ("/help", "112"),
        ("batal", "Tidak ada yang perlu dibatalkan"),
        ("jejak", "Belum ada laporan Anda"),
        ("hapus", "Bagian Organisasi"),
        ("data saya", "Belum ada laporan Anda"),
        ("tautkan", "sekali pakai"),
        ("lanjut", "Belum ada laporan"),
        ("kirim", "Belum ada laporan"),
        ("/ngawur", "belum paham"),
        ("terima kasih", "Sama-sama"),
        ("bahasa", "choose a language"),
        ("english", "English it is"),
        ("/bahasa en", "English it is"),
        ("/english", "English it is"),
        ("???", "belum paham"),
    ],
)
def test_command_is_answered(text: str, part: str) -> None:
    """Every command answers truthfully in one bubble and starts no draft."""
    chat = Chat()
    assert part in chat.says(text)
    assert (1, None) == (len(chat.bubbles), chat.state.draft)


def test_lapor_with_words_is_a_complaint() -> None:
    """/lapor followed by words is the complaint itself."""
    chat = Chat()
    assert "Air bersih" in chat.says("/lapor air sonde jalan di Liliba")


def test_menu_buttons_work() -> None:
    """The help's choices do what the words do."""
    chat = Chat()
    chat.says("bantuan")
    assert "Silakan tulis" in chat.presses("Lapor")
    assert "Belum ada laporan" in chat.presses("Status", query=False)


def test_second_misunderstanding_brings_help() -> None:
    """Two messages in a row that say nothing bring help with choices, not a loop."""
    chat = Chat()
    chat.says("???")
    assert "Contoh" in chat.says("123")
    assert ["Lapor", "Status", "Bantuan"] == chat.labels


def test_one_misunderstanding_apologises_once() -> None:
    """With a draft that says too little, each message brings one apology: first what to write, then the choices."""
    chat = Chat()
    chat.says("aaaa")
    for text in ("?", "...", "!!", "??"):
        assert 1 >= chat.says(text).count("Maaf"), text


def test_forgetting_deletes_the_draft() -> None:
    """Hapus says what can go and what is kept; after a yes the draft is gone."""
    chat = Chat()
    chat.says(LAMP)
    assert "wajib disimpan" in chat.says("hapus")
    assert "sudah dihapus" in chat.presses("Ya, hapus")
    assert "Oebufu" not in repr(chat.stored)


@pytest.mark.parametrize(
    ("client", "first", "language"),
    [
        ("en", "The street light is broken at the market", "en"),
        ("en-GB", "hello", "en"),
        ("en", "Lampu jalan mati di Oebufu", "id"),
        ("id", "The street light is broken at the market", "id"),
        ("", "hello", "id"),
    ],
)
def test_language_of_the_first_words(client: str, first: str, language: str) -> None:
    """English is spoken when client and first words agree on it, else Indonesian."""
    chat = Chat(client)
    chat.says(first)
    assert language == chat.state.language


def test_language_is_kept() -> None:
    """A chosen language is kept and used for the open draft at once."""
    chat = Chat()
    chat.says(LAMP)
    chat.says("bahasa")
    assert "This is what we noted" in chat.presses("English")
    chat.presses("Send")
    chat.presses("Anonymous")
    assert "en" == chat.filing.report.language


def test_texts_agree_in_both_languages() -> None:
    """Both languages have the same keys with the same fields, and no text names a platform."""
    catalogues = {lang: parse_texts((BASE / f"citizen.{lang}.toml").read_bytes()) for lang in ("id", "en")}
    assert [] == differences(catalogues, "id", "en")
    assert [] == [text for found in catalogues.values() for text in found.values() if _names_a_platform(text)]


def test_a_status_fits_into_a_sentence() -> None:
    """What a report is has no mark at its end: sentences go on behind it."""
    keys = [f"{table}.{status}" for table in STATUSES for status in get_args(TicketStatus)]
    said = [texts[key] for texts in kupang().texts.values() for key in keys if key in texts]
    assert len(keys) < len(said)
    assert [] == [text for text in said if text.rstrip()[-1] in ".?!:,"]


def _names_a_platform(text: str) -> bool:
    return any(name in text.casefold() for name in PLATFORMS)


def test_every_text_gets_its_fields() -> None:
    """Every key that the code says exists in both languages and asks for no field beyond those it is given."""
    required = _said_in_code()
    assert len(required) > 60
    Texts(kupang().texts).check(required)


def _said_in_code() -> dict[str, set[str]]:
    """Read keys and fields out of every call of say() and note() that names its key."""
    found: dict[str, set[str]] = {}
    for path in (Path(__file__).parents[3] / "bots" / "citizen").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and isinstance(called, ast.Attribute) and called.attr in ("say", "note"):
                _add_call(found, node)
    return found


def _add_call(found: dict[str, set[str]], call: ast.Call) -> None:
    key = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
    if isinstance(key, str):
        given = {word.arg for word in call.keywords if word.arg}
        whole = f"citizen.{key.removeprefix('citizen.')}"  # the catalogue itself is asked by whole keys
        found[whole] = found.get(whole, given) & given


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("push", get_args(UpdateKind)),
        ("status", get_args(TicketStatus)),
        ("class", ("pengaduan", "aspirasi", "informasi")),
        ("files", ("photo", "video", "voice", "document")),
        ("file", ("too_large", "gone", "refused")),
    ],
)
def test_every_value_has_a_text(table: str, names: tuple[str, ...]) -> None:
    """Every value of the contract that is said by its name has a text."""
    texts = Texts(kupang().texts)
    assert [] == [name for name in names if not texts.has(f"citizen.{table}.{name}")]
