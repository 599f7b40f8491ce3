"""What is said in a voice note joins what it was sent with, marked as heard, and can be corrected."""

from __future__ import annotations

from core.vocabulary.citizen import Amended, FileReport, Replied, Update
from core.vocabulary.effects import Edit, Fetch
from core.vocabulary.events import File
from core.vocabulary.results import Fetched, Heard
from tests.bots.citizen.chat import NUMBER, Chat

VOICE = File("voice", "v1", mime="audio/ogg")
WORDS = "Lampu jalan mati su tiga hari di depan SDN Oebufu"


def hears(chat: Chat, text: str = WORDS, ref: str = "v1") -> str:
    """Let the sound arrive, and then what is said in it; give what the person is told or sees changed."""
    chat.happens(Fetched(ref, f"media-{ref}", "audio/ogg"))
    told = chat.happens(Heard(ref, text))
    edits = [effect.to.text for effect in chat.last if isinstance(effect, Edit)]
    return "\n".join((*told, *edits))


def test_a_sound_is_listened_to_and_a_photo_is_not() -> None:
    """The words of every sound are asked for, where somebody writes them down."""
    chat = Chat()
    chat.says(photos=["p1"], files=[VOICE])
    assert {"p1": True, "v1": True} == {e.file.ref: e.heard for e in chat.last if isinstance(e, Fetch)}
    assert ["v1"] == [voice.file.ref for voice in chat.state.voices]


def test_a_draft_is_made_of_a_voice_note_alone() -> None:
    """Category, place and time are understood as if they had been written; the words are marked as heard."""
    chat = Chat()
    chat.says(files=[VOICE])
    shown = hears(chat)
    assert f"🎙️ (transkrip) {WORDS}" in shown
    assert "lampu jalan" in shown.lower()
    assert "SDN Oebufu" in shown
    chat.presses("Kirim")
    chat.presses("Anonim")
    (filed,) = chat.told(FileReport)
    assert ("lampu-jalan", "Oebufu") == (filed.filing.report.category, filed.filing.report.kelurahan)
    assert f"🎙️ (transkrip) {WORDS}" == filed.filing.report.text
    assert ["media-v1"] == [item.media for item in filed.filing.report.evidence]


def test_what_was_heard_wrong_is_corrected() -> None:
    """By "change the words" what was heard goes, and what the person writes stands."""
    chat = Chat()
    chat.says(files=[VOICE])
    hears(chat, "lampu jalan mati di Oebobo")
    chat.presses("Ubah")
    chat.presses(next(label for label in chat.labels if "Isi" in label))
    shown = chat.says("Lampu jalan mati di depan SDN Oebufu")
    assert "transkrip" not in shown
    assert "SDN Oebufu" in shown


def test_words_and_voice_stand_together() -> None:
    """What was written with the sound stays, and of two sounds both are heard."""
    chat = Chat()
    chat.says("Ini suara saya", files=[VOICE, File("audio", "v2")])
    hears(chat, "lampu mati")
    shown = hears(chat, "di depan SDN Oebufu", "v2")
    assert "Ini suara saya 🎙️ (transkrip) lampu mati 🎙️ (transkrip) di depan SDN Oebufu" in shown


def test_danger_is_heard() -> None:
    """Who says in a voice note that a house burns is told the number to call."""
    chat = Chat()
    chat.says(files=[VOICE])
    chat.happens(Fetched("v1", "m1", "audio/ogg"))
    assert "112" in "\n".join(chat.happens(Heard("v1", "tolong ada kebakaran rumah di Oebufu sekarang")))


def test_what_is_heard_after_filing_reaches_the_officials() -> None:
    """The ticket's words become those with what was heard, and the person is told that it was passed on."""
    chat = Chat()
    chat.says("Lampu jalan mati di depan SDN Oebufu", files=[VOICE])
    chat.presses("Kirim")
    chat.presses("Anonim")
    chat.gets(Update(NUMBER, "filed", "baru"))
    told = hears(chat, "sudah tiga hari")
    (amended,) = chat.told(Amended)
    assert "🎙️ (transkrip) sudah tiga hari" in amended.text
    assert NUMBER in told


def test_an_answer_by_voice_is_heard() -> None:
    """An official's question may be answered by a voice note: the words come after it."""
    chat = Chat()
    chat.says("Lampu jalan mati di depan SDN Oebufu")
    chat.presses("Kirim")
    chat.presses("Anonim")
    chat.gets(Update(NUMBER, "filed", "baru"))
    chat.gets(Update(NUMBER, "question", "menunggu_pelapor", text="Tiang yang mana?"))
    chat.says(files=[VOICE])
    assert 1 == len(chat.told(Replied))
    hears(chat, "tiang nomor tiga dari gerbang")
    assert any("tiang nomor tiga" in amended.text for amended in chat.told(Amended))


def test_words_of_an_unknown_sound_are_nothing() -> None:
    """What was forgotten long ago changes nothing."""
    chat = Chat()
    assert [] == chat.happens(Heard("v9", "apa saja"))
    assert () == chat.last
