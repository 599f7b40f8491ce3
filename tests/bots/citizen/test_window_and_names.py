"""Stories of what the officials must know in time, and of what they must never know."""

from datetime import timedelta

import pytest

from core.vocabulary.citizen import Disputed, Replied, Update, WindowClosing
from tests.bots.citizen.chat import LAMP, NUMBER, Chat

DAY = timedelta(hours=24)


def waiting_chat() -> Chat:
    """Give a chat on a platform with a window whose citizen has just answered a question."""
    chat = Chat()
    chat.window = DAY
    chat.files_a_report()
    chat.gets(Update(NUMBER, "question", "menunggu_pelapor", "Tiang nomor berapa?", "dishub"))
    chat.says("nomor 12")
    return chat


def test_officials_are_reminded_an_hour_before_the_window_closes() -> None:
    """Words that nobody answered are brought up once, one hour before free text ends."""
    chat = waiting_chat()
    closes = chat.now + DAY
    chat.waits(hours=22, minutes=59)
    assert [] == chat.told(WindowClosing)
    chat.waits(minutes=1)
    chat.waits(minutes=5)
    assert [WindowClosing(closes)] == chat.told(WindowClosing)


@pytest.mark.parametrize("kind", ["question", "progress", "answered"])
def test_answered_citizens_are_no_reason_to_remind(kind: str) -> None:
    """An official's words after the citizen's end the waiting."""
    chat = waiting_chat()
    chat.gets(Update(NUMBER, kind, "diproses", "Sedang dikerjakan", "dishub"))  # type: ignore[arg-type]
    chat.waits(hours=23)
    assert [] == chat.told(WindowClosing)


def test_new_words_move_the_reminder() -> None:
    """Each message of the citizen opens the window anew."""
    chat = waiting_chat()
    chat.waits(hours=20)
    chat.says("status")
    closes = chat.now + DAY
    chat.waits(hours=4)
    assert [] == chat.told(WindowClosing)
    chat.waits(hours=19)
    assert [WindowClosing(closes)] == chat.told(WindowClosing)


@pytest.mark.parametrize("label", ["Anonim", "Rahasia"])
def test_a_hidden_reporters_name_stays_in_the_chat(label: str) -> None:
    """Who files without the name can write it anywhere: no word that goes on carries it."""
    chat = Chat()
    chat.says(LAMP + ", saya Maria Tallo, tanya MARIAT saja")
    chat.presses("Kirim")
    chat.presses(label)
    chat.gets(Update(NUMBER, "filed", "baru"))
    chat.gets(Update(NUMBER, "question", "menunggu_pelapor", "Tiang mana?", "dishub"))
    chat.says("tiang 12, cari Maria di kios Tallo")
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", "Sudah", "dishub"))
    chat.presses("Belum beres")
    chat.says("masih mati, kata Maria")
    words = [chat.filing.report.text, chat.told(Replied)[0].text, chat.told(Disputed)[0].text]
    assert [] == [text for text in words if "maria" in text.lower() or "tallo" in text.lower()]
    assert all("[nama]" in text for text in words)


def test_a_shown_name_may_stay_in_the_words() -> None:
    """Who shows the name keeps the own words as they are."""
    chat = Chat()
    chat.says(LAMP + ", saya Maria")
    chat.presses("Kirim")
    chat.presses("Tampilkan nama")
    assert "Maria" in chat.filing.report.text
