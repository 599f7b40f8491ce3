"""On a plain telephone: few plain words, choices by number, and never more than two messages a turn."""

from datetime import timedelta

import pytest

from core.language.septets import count_parts, fits_alphabet, in_alphabet
from core.vocabulary.citizen import Confirmed, Update
from core.vocabulary.events import Odd
from core.vocabulary.report import Evidence
from tests.bots.citizen.chat import LAMP, NOON, NUMBER, OTHER_NUMBER, kupang
from tests.bots.citizen.terse_chat import TerseChat
from tests.bots.citizen.test_following import near

DUE = NOON + timedelta(days=3)
ANSWER = "Lampu sudah diganti oleh tim lapangan kami pada hari ini juga. " * 12
NOT_THERE = ("tombol", "obrolan", "kirim lokasi", "button", "this chat", "send your location")
"""What a plain telephone has not."""


def filed() -> TerseChat:
    """Give a chat with a filed report."""
    chat = TerseChat()
    chat.says(LAMP)
    chat.chooses("Kirim")
    chat.chooses("Anonim")
    chat.gets(Update(NUMBER, "filed", "baru", due_at=DUE))
    return chat


def test_a_whole_case_in_words() -> None:
    """Filing, status by number, a question, dispute, answer, confirm and mark: each turn as the phone shows it."""
    chat = filed()
    chat.says(f"status {NUMBER}")
    chat.gets(Update(NUMBER, "question", "menunggu_pelapor", unit="dishub", text="Tiang nomor berapa?"))
    chat.says("nomor 12")
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", unit="dishub", text="Sudah diganti.", due_at=DUE))
    chat.chooses("Belum beres")
    chat.says("masih gelap")
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", unit="dishub", text="Kabel disambung.", due_at=DUE))
    chat.chooses("Sudah beres")
    chat.gets(Update(NUMBER, "finished", "selesai", unit="dishub"))
    assert "nilai 5" in chat.chooses("sangat baik")
    assert all(fits_alphabet(text) and "\n\n" not in text for text in chat.screen)


@pytest.mark.parametrize(
    "words", ["1", " 1 ", "1.", "1)", "(1)", "#1", "no 1", "satu", "Satu.", "yang nomor satu, pak", "opsi 1"]
)
def test_a_choice_is_said_by_its_number_or_word(words: str) -> None:
    """A number is taken as people type it, also as a word and with small words around it."""
    chat = TerseChat()
    chat.says(LAMP)
    assert "Kirim sebagai" in chat.says(words)


@pytest.mark.parametrize("words", ["satu saja", "baru satu", "satu atau dua?", "1 tiang"])
def test_a_count_is_no_choice(words: str) -> None:
    """ "Only one" to "is it fixed?" closes nothing."""
    chat = filed()
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", unit="dishub", text="Sudah diganti.", due_at=DUE))
    chat.says(words)
    assert not chat.told(Confirmed)


def test_no_name_is_offered_to_be_shown() -> None:
    """A telephone has no name, so there is none to show."""
    chat = TerseChat()
    chat.says(LAMP)
    assert "Tampilkan nama" not in chat.chooses("Kirim")


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_may_be_the_same_is_shown_with_its_choices(language: str) -> None:
    """Two open reports, what to do about them and every choice stand in one turn: nothing is to be asked for first."""
    chat = TerseChat(language)
    chat.stored = {**(chat.stored or {}), "language": language, "language_set": True}
    chat.documents = near(NUMBER, OTHER_NUMBER)
    chat.says(LAMP)
    chat.says("1")
    follow = {"id": "Ikuti", "en": "Follow"}[language]
    choices = [line[2:] for line in chat.last_text.split("\n") if line[:1].isdigit()]
    assert [f"{follow} {NUMBER}", f"{follow} {OTHER_NUMBER}"] == choices[-2:]
    assert 4 <= len(choices)


def test_a_long_answer_is_read_on() -> None:
    """What does not fit comes when it is asked for, whole and in order, and the choices stand below its end."""
    chat = filed()
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", unit="dishub", text=ANSWER, due_at=DUE))
    told = [chat.last_text]
    while "Sambungannya" in chat.last_text:
        told.append(chat.chooses("Sambungannya"))
    words = " ".join(text.partition("\n1 ")[0].removesuffix("...") for text in told)
    assert 12 == " ".join(words.split()).count("Lampu sudah diganti oleh tim lapangan kami")
    assert told[-1].endswith("1 Sudah beres\n2 Belum beres")
    assert "Sudah beres" not in "".join(told[:-1])


def test_what_was_read_is_not_read_on_again() -> None:
    """An old wish to read on is answered, and changes nothing."""
    chat = filed()
    chat.presses_id("sisa", query=False)
    assert "tidak berlaku" in chat.last_text


def test_files_are_spoken_of() -> None:
    """Officials' photos cannot come, and the message says that there are some, above its question."""
    chat = filed()
    photos = (Evidence("photo", "r1", media="m1", mime="image/jpeg"),)
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", unit="dishub", text="Sudah.", evidence=photos))
    lines = chat.last_text.split("\n")
    assert lines.index("(Ada lampiran petugas; tidak bisa lewat SMS.)") < lines.index("Sudah beres?")
    assert () == chat.bubbles[-1].evidence


def test_danger_comes_first_and_short() -> None:
    """The number to call stands in the first words of one message."""
    chat = TerseChat()
    chat.says("kebakaran rumah di oebobo tolong")
    assert chat.last_text.startswith("DARURAT: telepon 112 SEKARANG")
    assert 1 == count_parts(chat.last_text)


def test_an_empty_message_gets_a_hint() -> None:
    """A slip is answered with what can be written."""
    chat = TerseChat()
    chat.happens(Odd("empty", chat.person, "m1", answer=True))
    assert "Tulis masalah dan tempatnya" in chat.last_text


def test_many_reports_are_a_list_of_numbers() -> None:
    """A status without a number lists each report with how it stands, to be chosen by its place."""
    chat = filed()
    chat.says("status")
    assert f"1 {NUMBER} belum diperiksa" == chat.last_text.split("\n")[1]


WORDS = ["halo", "bantuan", "jejak", "hapus", "tautkan", "batal", "status", "terima kasih", "asdf qwer", LAMP]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_turn_is_two_messages_at_the_most(words: str, language: str) -> None:
    """Whatever is said, nothing and with a report: the answer keeps to its room (`shown` holds it)."""
    for chat in (TerseChat(language), filed()):
        chat.stored = {**(chat.stored or {}), "language": language, "language_set": True}
        chat.says(words)
        chat.says(words)
        assert [] == [text for text in chat.screen if not fits_alphabet(text)]


@pytest.mark.parametrize("language", ["id", "en"])
def test_terse_sentences_are_terse(language: str) -> None:
    """Each sentence of their own fits one message, and speaks of nothing that is not there."""
    texts = {key: text for key, text in kupang().texts[language].items() if key.startswith("citizen.terse.")}
    assert 100 < len(texts)
    plain = {key: in_alphabet(text) for key, text in texts.items()}
    assert [] == [key for key, text in plain.items() if count_parts(text) > 1 and key != "citizen.terse.welcome.first"]
    assert [] == [key for key, text in plain.items() if any(word in text.lower() for word in NOT_THERE)]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_terse_sentence_asks_for_nothing_more(language: str) -> None:
    """Each stands for a sentence that everybody else gets."""
    texts = kupang().texts[language]
    terse = [key.replace(".terse.", ".", 1) for key in texts if key.startswith("citizen.terse.")]
    assert [] == [key for key in terse if key not in texts]
