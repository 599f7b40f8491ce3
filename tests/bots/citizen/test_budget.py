"""Where each message costs money, one person has a budget a day; nothing that is written is lost by it."""

from datetime import timedelta

import pytest

from core.vocabulary.citizen import Update
from tests.bots.citizen.chat import LAMP, Chat, kupang

LIMIT = kupang().limits.paid_answers_per_day
LAST = "besok pagi kami balas lagi"


def chatter(chat: Chat, count: int) -> list[str]:
    """Say so much, slowly enough to be no flood; give the answers."""
    answers = []
    for n in range(count):
        chat.now += timedelta(seconds=10)
        answers.append(chat.says(f"bagian {n} dari cerita yang panjang"))
    return answers


@pytest.fixture
def chat() -> Chat:
    """A chat on a channel that costs money, with a draft."""
    chat = Chat()
    chat.paid = True
    assert chat.says(LAMP)
    return chat


def test_one_last_word_and_then_silence(chat: Chat) -> None:
    """The last answer that is paid for says so; after it nothing goes out, and all words are kept."""
    answers = chatter(chat, LIMIT + 5)
    assert LIMIT - 1 == sum(bool(answer) for answer in answers)
    assert [LIMIT - 2] == [n for n, answer in enumerate(answers) if LAST in answer]
    draft = chat.state.draft
    assert draft is not None
    assert f"bagian {LIMIT + 4} dari" in draft.parts[-1].text


def test_in_the_morning_it_goes_on(chat: Chat) -> None:
    """Next morning the whole draft is shown by itself, its time begins then, and answers come again."""
    chatter(chat, LIMIT + 5)
    assert chat.state.draft is not None
    assert chat.state.draft.unseen
    assert "Ini yang kami catat" in chat.waits(hours=24)
    assert not chat.state.draft.unseen
    assert chat.says("tambah satu lagi")
    assert 2 == chat.state.paid


def test_danger_and_news_come_in_silence(chat: Chat) -> None:
    """The number for an emergency and news of a report are said whatever was spent."""
    chatter(chat, LIMIT + 5)
    assert "112" in chat.says("rumah tetangga terbakar sekarang!")
    filed = Update("KPG-26-00001-5", "filed", "baru", "", "", None)
    assert "KPG-26-00001-5" in chat.gets(filed)


def test_where_nothing_is_paid_there_is_no_budget() -> None:
    """On other channels answers do not end."""
    chat = Chat()
    chat.says(LAMP)
    assert all(chatter(chat, LIMIT + 5))
