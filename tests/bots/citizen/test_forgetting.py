"""What was erased is forgotten by the chat, too, and the person is told."""

from __future__ import annotations

import msgspec

from bots.citizen.state import ChatState
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Withdraw
from core.vocabulary.erasing import ForgetPerson
from tests.bots.citizen.chat import LAMP, NUMBER
from tests.bots.citizen.test_wishes_story import QUESTION, two


def test_a_report_that_was_erased_keeps_no_words() -> None:
    """Its words, questions and news are forgotten; that it was filed and how it ended is still told."""
    chat = two()
    chat.gets(QUESTION)
    chat.gets(Update(NUMBER, "withdrawn", "ditarik"))
    assert "sudah dihapus" in chat.gets(Update(NUMBER, "erased", "ditarik"))
    kept = str(msgspec.to_builtins(chat.state.ticket(NUMBER)))
    assert [] == [one for one in (LAMP[:12], QUESTION.text) if one in kept]
    assert NUMBER in chat.says("status")
    assert Withdraw(NUMBER) in chat.effects


def test_a_person_who_is_forgotten_is_told_for_the_last_time() -> None:
    """Everything goes, what waits to be sent too; only the language in which they are told stays."""
    chat = two()
    chat.says("Ada jalan rusak di Liliba")
    (told,) = chat.happens(ForgetPerson())
    assert "mulai dari awal" in told
    assert ChatState(language=chat.state.language) == chat.state
    assert Withdraw() in chat.effects


def test_who_cannot_be_reached_is_forgotten_without_a_word() -> None:
    """Nothing is said where the number may be somebody else's, or nobody is there."""
    for name in ("blocked", "lost", "doubted"):
        chat = two()
        chat.stored[name] = True
        assert ([], []) == (chat.happens(ForgetPerson()), chat.state.tickets)
