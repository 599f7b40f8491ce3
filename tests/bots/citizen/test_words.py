"""Which short words are a command or a choice, and what a road, a place and a language look like."""

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import pytest

from bots.citizen.choices import resolve
from bots.citizen.maps import read_map, short_link
from bots.citizen.plain_words import Command, PlainWords
from bots.citizen.remembered import Offer
from bots.citizen.streets import Roads
from core.language.data import CityError
from tests.bots.citizen.chat import NUMBER, Chat, kupang

WORDS = PlainWords.of(kupang())
OFFERED = [Offer("kirim:1", "Kirim"), Offer("ubah:1", "Ubah"), Offer("isi:1", "Isi"), Offer("batal:1", "Batal")]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("lapor", "lapor"),
        ("LAPOR!", "lapor"),
        ("beta mau lapor", "lapor"),
        ("status", "status"),
        ("Status?", "status"),
        ("cek laporan", "status"),
        ("bantuan", "bantuan"),
        ("Help", "bantuan"),
        ("batal", "batal"),
        ("sonde jadi", "batal"),
        ("english", "bahasa"),
        ("bahasa", "bahasa"),
        ("jejak", "jejak"),
        ("hapus data saya", "hapus"),
        ("Data saya", "salinan"),
        ("minta salinan data saya", "salinan"),
        ("siapa lihat data saya", "jejak"),
        ("tautkan", "tautkan"),
        ("lanjut", "lanjut"),
        ("Kirim.", "kirim"),
        ("lewati", "lewati"),
        ("status jalan rusak di Oebufu", None),
        ("lapor ada jalan rusak", None),
        ("batalkan proyek jalan itu", None),
        ("tolong bantuan sosial belum dibayar", None),
        ("bahasa gurunya kasar", None),
    ],
)
def test_command_word(text: str, command: str | None) -> None:
    """A whole text that is a command is one; a text that merely contains the word is not."""
    assert command == WORDS.command(text)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Kirim", "kirim:1"),
        ("  kirim. ", "kirim:1"),
        ("KIRIM", "kirim:1"),
        ("1", "kirim:1"),
        ("1.", "kirim:1"),
        ("no 2", "ubah:1"),
        ("nomor 4", "batal:1"),
        ("pilih 2)", "ubah:1"),
        ("5", ""),
        ("0", ""),
        ("kirim dong", ""),
        ("", ""),
        ("!!", ""),
    ],
)
def test_resolve(text: str, choice: str) -> None:
    """A typed label or number means the choice offered last; nothing else does."""
    assert choice == resolve(text, OFFERED, WORDS)


@pytest.mark.parametrize(
    ("text", "road"),
    [
        ("Lampu mati di Jalan Frans Seda", "Jalan Frans Seda"),
        ("jl. frans seda berlubang", "jl frans seda"),
        ("jln soeharto macet", "jln soeharto"),
        ("sampah di jl. El Tari 2 depan gereja", "jl El Tari 2"),
        ("Jalan Piet A. Tallo rusak parah", "Jalan Piet A. Tallo"),
        ("di Jln Mawar no 12, RT 3", "Jln Mawar no 12"),
        ("JALAN RUSAK PARAH", ""),
        ("jalan rusak di depan rumah", ""),
        ("air sonde jalan su seminggu", ""),
        ("Jalan berlubang", ""),
        ("jl.", ""),
        ("", ""),
    ],
)
def test_street(text: str, road: str) -> None:
    """A named road is read with its house number; the word for a broken road is not."""
    assert road == Roads(WORDS).named(text)


def test_politeness_says_nothing() -> None:
    """Polite filler is told from words with content."""
    assert (True, False) == (
        WORDS.is_polite_only("tolong cepat ya kaka"),
        WORDS.is_polite_only("tolong angkat sampah"),
    )


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The street light is broken", True),
        ("hello", True),
        ("Lampu jalan mati", False),
        ("trash di depan rumah", False),
        ("", False),
    ],
)
def test_told_language(text: str, english: bool) -> None:
    """English is told from Indonesian by its small words."""
    assert english == (WORDS.told_language(text) == "en")


@pytest.mark.parametrize(("text", "language"), [("bahasa Inggris", "en"), ("indonesia", "id"), ("bahasa", "")])
def test_wanted_language(text: str, language: str) -> None:
    """A request may name the language."""
    assert language == WORDS.wanted_language(text)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("https://www.google.com/maps/place/SDN+Oebufu/@-10.1701,123.6201,17z", (-10.1701, 123.6201)),
        ("https://www.google.com/maps/place/X/@-10.1,123.1,17z/data=!3d-10.1702!4d123.6202", (-10.1702, 123.6202)),
        ("https://maps.google.com/?q=-10.1703,123.6203", (-10.1703, 123.6203)),
        ("https://www.google.com/maps/search/?api=1&query=-10.1704%2C123.6204", (-10.1704, 123.6204)),
        ("geo:-10.1705,123.6205?z=17", (-10.1705, 123.6205)),
        ("https://www.openstreetmap.org/?mlat=-10.1706&mlon=123.6206#map=17/-10.1/123.1", (-10.1706, 123.6206)),
        ("https://maps.apple.com/?ll=-10.1707,123.6207", (-10.1707, 123.6207)),
        ("-10.17080, 123.62080", (-10.1708, 123.6208)),
        ("https://maps.app.goo.gl/AbCdEf123", None),
        ("harga 10,5 dan 12,3 naik", None),
        ("geo:99.5,123.0", None),
        ("lihat https://example.org/?q=-10.1,123.6", None),
    ],
)
def test_read_map(text: str, position: tuple[float, float] | None) -> None:
    """A link or pair of coordinates becomes a pin and leaves the words; anything else is left alone."""
    pin, rest = read_map(f"Lampu mati {text} tolong")
    found = (pin.latitude, pin.longitude) if pin else None
    assert position == found
    assert rest == ("Lampu mati tolong" if position else f"Lampu mati {text} tolong")


def test_short_link_is_kept() -> None:
    """A short map link stays as it is, because its position is unknown."""
    assert "https://maps.app.goo.gl/AbC1" == short_link("di sini https://maps.app.goo.gl/AbC1 kaka")


@pytest.mark.parametrize("text", [NUMBER, f"status {NUMBER}", f"cek laporan nomor {NUMBER.lower()}", "kpg 26 1 5"])
def test_number_asks_for_status(text: str) -> None:
    """A ticket number with little around it asks for its status instead of starting a complaint."""
    chat = Chat()
    chat.files_a_report()
    chat.says(text)
    assert chat.state.draft is None
    assert "AskStatus" in {type(effect.command).__name__ for effect in chat.last if hasattr(effect, "command")}


def test_every_command_is_written_somehow() -> None:
    """The pack has words for each command that is answered, and for no other."""
    assert sorted(get_args(Command)) == sorted(kupang().language.plain["commands"])


@pytest.mark.parametrize(
    ("commands", "key"),
    [({"terbang": ("terbang",)}, "commands.terbang"), ({"lapor": ("info",), "bantuan": ("info",)}, "commands.bantuan")],
)
def test_a_command_means_one_thing(commands: Mapping[str, tuple[str, ...]], key: str) -> None:
    """A pack with a command that nothing answers, or a phrase for two commands, is refused with its key."""
    city = kupang()
    odd = replace(city, language=replace(city.language, plain={**city.language.plain, "commands": commands}))
    with pytest.raises(CityError) as refused:
        PlainWords.of(odd)
    assert key == refused.value.key


def test_a_city_without_words_reads_none() -> None:
    """Where the pack has no plain words, nothing is a command, a road or a language, only a bare number a choice."""
    city = kupang()
    words = PlainWords.of(replace(city, language=replace(city.language, plain={})))
    found = (words.command("lapor"), Roads(words).named("Jalan Mawar"), words.told_language("the road"))
    assert (None, "", "") == found
    assert (2, None) == (words.choice_number("2."), words.choice_number("nomor 2"))
