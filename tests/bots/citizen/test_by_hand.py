"""An official answers past us, in the platform's own inbox: the words are kept, and two voices never speak at once."""

from datetime import timedelta

import pytest

from core.vocabulary.citizen import AnsweredByHand, Update
from core.vocabulary.events import ByHand, File
from core.vocabulary.officials import DeskAnswer
from tests.bots.citizen.chat import LAMP, NUMBER, OTHER_NUMBER, Chat
from tests.bots.citizen.test_danger_story import DYING, FIRE

WORDS = "Besok pagi petugas kami ke sana, Bu."
MINUTE = timedelta(minutes=1)


def answered(chat: Chat, text: str = WORDS, **changes: object) -> list[str]:
    """Let an official answer by hand; give what the chat says to that."""
    return chat.happens(ByHand(text, "h1", **changes))  # type: ignore[arg-type]


@pytest.fixture
def chat() -> Chat:
    """A chat with an open report."""
    chat = Chat()
    chat.files_a_report()
    return chat


def test_the_words_go_to_the_report(chat: Chat) -> None:
    """The report keeps what the official wrote and how many files came with it; the chat says nothing to it."""
    assert [] == answered(chat, files=(File("photo", "a"), File("photo", "b")))
    assert [AnsweredByHand(WORDS, 2)] == chat.told(AnsweredByHand)


def test_without_a_report_there_is_only_silence() -> None:
    """In a chat without a report the words are nobody's, and nothing is told."""
    chat = Chat()
    chat.says(LAMP)
    assert [] == answered(chat)
    assert [] == chat.told(AnsweredByHand)
    assert chat.state.by_hand_at == chat.now


def test_the_open_report_is_meant_before_a_closed_one(chat: Chat) -> None:
    """The words go to the open report spoken of last, and only where none is open to the last one."""
    chat.now += timedelta(days=1)
    chat.files_a_report("Sampah menumpuk di pasar Oebobo", OTHER_NUMBER)
    chat.gets(Update(OTHER_NUMBER, "archived", "diarsipkan", "sudah lama"))
    answered(chat)
    told = [effect.lane for effect in chat.last if hasattr(effect, "lane")]
    assert [f"ticket:{NUMBER}"] == told
    chat.gets(Update(NUMBER, "archived", "diarsipkan", "sudah lama"))
    answered(chat)
    assert [f"ticket:{OTHER_NUMBER}"] == [effect.lane for effect in chat.last if hasattr(effect, "lane")]


def test_a_hidden_name_is_cut_out() -> None:
    """What the person is called does not come back to the officials by the words of one of them."""
    chat = Chat()
    chat.says(LAMP)
    chat.presses("Kirim")
    chat.presses("Anonim")
    chat.gets(Update(NUMBER, "filed", "baru", privacy="anonim"))
    answered(chat, "Baik Ibu Maria Tallo, besok kami ke sana")
    (told,) = chat.told(AnsweredByHand)
    assert "Maria" not in told.text
    assert "Tallo" not in told.text


def test_the_draft_is_not_mentioned_until_an_hour_has_passed() -> None:
    """A reminder that falls into the silence comes when the hour is over, and not before."""
    chat = Chat()
    chat.says(LAMP)
    chat.now += timedelta(minutes=5)
    answered(chat)
    assert chat.now + timedelta(hours=1) == chat.wake_at
    assert "" == chat.waits(minutes=59, seconds=59)
    assert "Ini yang kami catat" in chat.waits(seconds=1)
    assert chat.state.by_hand_at is None


def test_what_the_person_writes_is_answered_again(chat: Chat) -> None:
    """The person's next words end the silence."""
    answered(chat)
    assert NUMBER in chat.says("tiangnya juga miring", at=chat.now + MINUTE, reply_ref=NUMBER)
    assert chat.state.by_hand_at is None


def test_a_press_is_answered_again() -> None:
    """A button that is pressed after the official's words is answered too."""
    chat = Chat()
    chat.says(LAMP)
    answered(chat)
    chat.now += MINUTE
    assert "nama" in chat.presses("Kirim").lower()


def test_what_was_written_before_is_the_officials_to_answer() -> None:
    """Words that come late, but were written before the official's, are taken in silently and shown afterwards."""
    chat = Chat()
    answered(chat)
    assert "" == chat.says(LAMP, at=chat.now - MINUTE)
    draft = chat.state.draft
    assert draft is not None
    assert draft.unseen
    assert LAMP in chat.waits(hours=1)


def test_words_of_the_official_that_come_late_silence_nobody(chat: Chat) -> None:
    """What the official wrote before the person's newest words, or more than an hour ago, is kept and no more."""
    at = chat.now
    chat.now += 2 * MINUTE
    chat.says("tiangnya juga miring", reply_ref=NUMBER)
    chat.happens(ByHand(WORDS, "h1"), at=at)
    assert chat.state.by_hand_at is None
    chat.now += timedelta(days=1)
    chat.happens(ByHand(WORDS, "h2"), at=chat.now - timedelta(hours=1))
    assert chat.state.by_hand_at is None
    assert 2 == len(chat.told(AnsweredByHand))


def test_edits_are_taken_silently_but_danger_is_answered() -> None:
    """An edit in the silence changes the draft without a word; one that tells of danger is answered."""
    chat = Chat()
    chat.says(LAMP, message_id="first")
    answered(chat)
    chat.now += MINUTE
    assert "" == chat.edits("first", f"{LAMP}, tiang nomor 5")
    assert "112" in chat.edits("first", FIRE)


@pytest.mark.parametrize("words", [FIRE, DYING])
def test_danger_written_before_is_answered(words: str) -> None:
    """Danger is answered at once, even if the official has written since."""
    chat = Chat()
    answered(chat)
    assert chat.says(words, at=chat.now - MINUTE)


def test_news_of_reports_and_the_desk_still_come(chat: Chat) -> None:
    """Pushes go out in the silence, and do not end it."""
    answered(chat)
    assert "Besok" in chat.gets(Update(NUMBER, "progress", "diproses", "Besok diperbaiki"))
    assert "Kami hubungi" in "".join(chat.happens(DeskAnswer("person", "Kami hubungi Ibu")))
    assert chat.state.by_hand_at is not None
