"""A thumb or a heart alone: an answer where one is asked for that it can give, courtesy where nothing is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.vocabulary.citizen import Confirmed, Disputed, Replied, Update, Withdrawn
from core.vocabulary.effects import Tell
from tests.bots.citizen.chat import LAMP, NUMBER, Chat
from tests.bots.citizen.standings import asked_back, category, withdrawal
from tests.bots.citizen.test_danger_story import changing, draft, filed, privacy, question, reason, verdict


def lapsed() -> Chat:
    """Give a chat whose report was closed in silence."""
    chat = verdict()
    chat.gets(Update(NUMBER, "lapsed", "lewat"))
    return chat


def rating() -> Chat:
    """Give a chat that is asked for a mark."""
    chat = verdict()
    chat.gets(Update(NUMBER, "finished", "selesai"))
    return chat


def expired() -> Chat:
    """Give a chat that is offered to take a closed draft up again."""
    chat = Chat()
    chat.says(LAMP)
    chat.waits(hours=1)
    chat.waits(hours=24)
    return chat


def emergency() -> Chat:
    """Give a chat that is asked whether to report after the number to call."""
    chat = Chat()
    chat.says("ada kebakaran besar di rumah tetangga")
    return chat


COURTESY = "Sama-sama"
SEND = "Bagaimana nama Anda ditampilkan"
TABLE: list[tuple[Callable[[], Chat], str, str, type | None]] = [
    (Chat, "👍", COURTESY, None),
    (Chat, "❤️", COURTESY, None),
    (Chat, "👎", "belum paham", None),
    (filed, "👍", COURTESY, None),
    (filed, "❤️", COURTESY, None),
    (draft, "👍", SEND, None),
    (draft, "👍🏽", SEND, None),
    (draft, "👎", "Apa yang mau diubah", None),
    (draft, "❤️", "Ini yang kami catat", None),
    (emergency, "👍", "Ini yang kami catat", None),
    (emergency, "❤️", "112", None),
    (privacy, "👍", SEND, None),
    (privacy, "👎", SEND, None),
    (category, "👍", "Ini tentang apa", None),
    (changing, "👍", "Tulis isi laporan", None),
    (changing, "👎", "Apa yang mau diubah", None),
    (changing, "❤️", "Tulis isi laporan", None),
    (expired, "👍", "Ini yang kami catat", None),
    (expired, "❤️", COURTESY, None),
    (question, "👍", "masih menunggu jawaban Anda", None),
    (question, "👎", "diteruskan ke petugas", Replied),
    (question, "❤️", "masih menunggu jawaban Anda", None),
    (asked_back, "👍", "diteruskan ke petugas", Replied),
    (asked_back, "❤️", "Pesan ini jawaban untuk pertanyaan", None),
    (verdict, "👍", "Apakah sudah beres", None),
    (verdict, "👍🏽", "Apakah sudah beres", None),
    (verdict, "👎", "Apa yang belum beres", None),
    (verdict, "❤️", "Apakah sudah beres", None),
    (lapsed, "👍", "Apakah sudah beres", None),
    (lapsed, "👎", "Apa yang belum beres", None),
    (reason, "👍", "Apa yang belum beres", None),
    (reason, "👎", "", Disputed),
    (reason, "❤️", "Apa yang belum beres", None),
    (rating, "👍", "dari 1 (buruk)", None),
    (rating, "👎", "tanpa nilai", None),
    (rating, "❤️", "dari 1 (buruk)", None),
    (withdrawal, "👍", "", Withdrawn),
    (withdrawal, "👎", "tetap dilanjutkan", None),
    (withdrawal, "❤️", COURTESY, None),
]
"""Where the conversation stands, the sign, what is said to it, and what a ticket is told, if anything."""


@pytest.mark.parametrize(("start", "sign", "said", "told"), TABLE, ids=[f"{row[0].__name__}-{row[1]}" for row in TABLE])
def test_what_a_sign_alone_does(start: Callable[[], Chat], sign: str, said: str, told: type | None) -> None:
    """Yes and no count where they can be meant; a heart is thanks, and never closes or changes anything."""
    chat = start()
    assert said in chat.says(sign)
    commands = {type(effect.command) for effect in chat.last if isinstance(effect, Tell)}
    relevant = commands & {Confirmed, Disputed, Replied, Withdrawn}
    assert ({told} if told else set()) == relevant


@pytest.mark.parametrize("words", ["ya", "iya betul", "👍"])
def test_the_kept_answer_goes_once(words: str) -> None:
    """A yes to "is this the answer?" passes on the message that was kept, once; the next one is talk."""
    chat = asked_back()
    chat.says(words)
    assert ["ya"] == [one.text for one in chat.told(Replied)]
    chat.says("👍")
    assert 1 == len(chat.told(Replied))
