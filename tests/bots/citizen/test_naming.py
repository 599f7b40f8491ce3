"""A platform that says no names is asked for one only when the choice of privacy comes up, and nothing waits for it."""

from datetime import timedelta

import msgspec
import pytest

from core.vocabulary.citizen import ChangePrivacy, Update
from core.vocabulary.effects import AskName
from core.vocabulary.results import Named
from tests.bots.citizen.chat import LAMP, NUMBER, Chat

NAME = "Yanti Foenay"
WITH_NAME = f"{LAMP}, dekat warung Foenay"


def nameless() -> Chat:
    """Give a chat on a platform that says no names."""
    chat = Chat()
    chat.person = msgspec.structs.replace(chat.person, name="", username="")
    return chat


def asked(chat: Chat) -> int:
    """Count how often the platform was asked."""
    return sum(isinstance(effect, AskName) for effect in chat.effects)


def test_it_is_asked_when_privacy_is() -> None:
    """Neither the first words nor the draft ask for it; the choice of privacy does, once however often it is shown."""
    chat = nameless()
    chat.says(LAMP)
    assert 0 == asked(chat)
    chat.presses("Kirim")
    assert 1 == asked(chat)
    chat.says("hmm apa")
    chat.happens(Named(""))
    chat.says("hmm apa")
    assert 1 == asked(chat)


@pytest.mark.parametrize("words", ["rahasiakan nama saya", "anonim saja"])
def test_it_is_asked_when_the_words_choose(words: str) -> None:
    """Where the words say how the name shall be shown the choice comes up too."""
    chat = nameless()
    chat.says(LAMP)
    chat.says(words)
    assert 1 == asked(chat)


def test_it_is_not_asked_where_messages_say_it() -> None:
    """Where the sender's name comes with the message nobody asks for it."""
    chat = Chat()
    chat.files_a_report()
    assert 0 == asked(chat)


def test_the_name_is_shown_where_the_person_wants_it() -> None:
    """What the platform answered is the name of the report."""
    chat = nameless()
    chat.says(LAMP)
    chat.presses("Kirim")
    assert [] == chat.happens(Named(f" {NAME} "))
    chat.presses("Tampilkan nama")
    assert NAME == chat.filing.report.name


def test_filing_does_not_wait() -> None:
    """Without an answer, or with an empty one, the report goes without a name."""
    for answer in ([], [Named("")]):
        chat = nameless()
        chat.says(LAMP)
        chat.presses("Kirim")
        for body in answer:
            chat.happens(body)
        chat.presses("Tampilkan nama")
        assert ("nama", "") == (chat.filing.report.privacy, chat.filing.report.name)


@pytest.mark.parametrize(("answer", "told"), [(NAME, False), ("", True)])
@pytest.mark.parametrize("privacy", ["Anonim", "Rahasia"])
def test_a_hidden_report_does_not_tell_it(privacy: str, answer: str, told: bool) -> None:
    """The name that the platform gave is cut out of the words of a hidden report, which nothing else would."""
    chat = nameless()
    chat.says(WITH_NAME)
    chat.presses("Kirim")
    chat.happens(Named(answer))
    chat.presses(privacy)
    report = chat.filing.report
    assert ("", told) == (report.name, "Foenay" in f"{report.text} {report.landmark}")


def test_a_filed_report_may_show_it_later() -> None:
    """Asked how a filed report shall show the name, the chat asks the platform too, and uses the answer."""
    chat = nameless()
    chat.says(LAMP)
    chat.presses("Kirim")
    chat.presses("Anonim")
    chat.gets(Update(NUMBER, "filed", "baru", privacy="anonim"))
    chat.now += timedelta(days=2)
    chat.says("tampilkan saja nama saya")
    assert 2 == asked(chat)
    chat.happens(Named(NAME))
    chat.presses("Tampilkan nama")
    assert [ChangePrivacy("nama", NAME)] == chat.told(ChangePrivacy)


@pytest.mark.parametrize("name", ["Yuli💕Manafe", "Yuliana(Yuli)·Manafe", "𝓨𝓾𝓵𝓲_Manafe", "dr.Yuli,Manafe"])
def test_words_of_a_decorated_name_are_cut_out(name: str) -> None:
    """Pictures and signs between the words of a profile's name leave none of them in what an anonymous person says."""
    chat = Chat()
    chat.person = msgspec.structs.replace(chat.person, name=name, username="")
    chat.says(f"{LAMP}, tanya Yuli atau keluarga Manafe")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert [] == [word for word in ("Yuli", "Manafe") if word in chat.filing.report.text]
