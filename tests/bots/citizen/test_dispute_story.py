"""Stories of reports that were finished and are not fixed after all: disputed in time, or too late."""

from datetime import timedelta

import msgspec
import pytest

from core.vocabulary.citizen import Disputed, FileReport, Update
from tests.bots.citizen.chat import LAMP, NOON, NUMBER, Chat

ANSWERED = Update(NUMBER, "answered", "ditindaklanjuti", "Lampu sudah diganti.", "dishub", NOON + timedelta(days=14))
FINISHED = Update(NUMBER, "finished", "selesai", unit="dishub")
STATUS = Update(NUMBER, "status", "selesai", unit="dishub", disputable=True)


def finished() -> Chat:
    """Give a chat whose report was confirmed."""
    chat = Chat()
    chat.files_a_report()
    chat.gets(ANSWERED)
    chat.presses("Sudah beres")
    chat.gets(FINISHED)
    return chat


def test_disputed_by_button() -> None:
    """The status of a finished report offers to say that it is not fixed, for as long as that is possible."""
    chat = finished()
    chat.gets(STATUS)
    assert "Apa yang belum beres" in chat.presses("Belum beres")
    chat.says("Malamnya mati lagi")
    assert [Disputed("Malamnya mati lagi")] == chat.told(Disputed)
    late = finished()
    late.gets(Update(NUMBER, "status", "selesai", unit="dishub"))
    assert () == late.bubbles[-1].choices


@pytest.mark.parametrize("words", ["Lampunya rusak lagi, gelap seperti dulu", "ternyata belum beres, masih gelap"])
def test_disputed_by_words(words: str) -> None:
    """Words under the news of a finished report that say that it is broken again dispute it."""
    chat = finished()
    chat.says(words, reply_ref=NUMBER)
    assert [Disputed(words)] == chat.told(Disputed)


@pytest.mark.parametrize("words", ["tolong buka lagi laporannya", "rusak lagi"])
def test_a_bare_no_is_asked_for_its_reason(words: str) -> None:
    """Who only says that it is not fixed is asked what is not, and nothing is disputed yet."""
    chat = finished()
    assert "Apa yang belum beres" in chat.says(words, reply_ref=NUMBER)
    assert [] == chat.told(Disputed)


@pytest.mark.parametrize("words", ["Terima kasih banyak", "5", "sip, sudah terang"])
def test_not_disputed_by_kind_words(words: str) -> None:
    """Thanks and marks dispute nothing."""
    chat = finished()
    chat.says(words, reply_ref=NUMBER)
    assert [] == chat.told(Disputed)


def test_too_late_becomes_a_new_report() -> None:
    """A dispute that comes too late is a draft with the same words, which names the old report to the officials."""
    chat = finished()
    said = chat.gets(Update(NUMBER, "dispute_late", "selesai", LAMP, "dishub", category="lampu-jalan"))
    for part in ("lebih dari 14 hari ditutup", NUMBER, "Ini yang kami catat", "SDN Oebufu"):
        assert part in said
    chat.presses("Kirim")
    chat.presses("Anonim")
    filed = chat.told(FileReport)[-1]
    assert (NUMBER, "lampu-jalan") == (filed.filing.report.follows, filed.filing.report.category)


def test_too_late_while_another_draft_is_open() -> None:
    """While another report is being written the person is asked to write this one again, and that draft stays."""
    chat = finished()
    chat.says("Sampah menumpuk di Pasar Oeba")
    said = chat.gets(Update(NUMBER, "dispute_late", "selesai", LAMP, "dishub", category="lampu-jalan"))
    assert "Tulis masalahnya sekali lagi" in said
    assert "Ini yang kami catat" not in said


def test_the_number_of_the_national_service_is_told_to_who_asks() -> None:
    """The status names the number under which the report can be found there, too."""
    chat = finished()
    assert "SP4N" not in chat.gets(STATUS)
    assert "Nomornya di SP4N LAPOR!: 8123456" in chat.gets(msgspec.structs.replace(STATUS, national="8123456"))
