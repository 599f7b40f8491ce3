"""Where a conversation stands, for the table of rules."""

from __future__ import annotations

from core.vocabulary.events import Blocked, ByHand
from core.vocabulary.monitoring import Invited
from tests.bots.citizen.chat import LAMP, NUMBER, OTHER_NUMBER, Chat, kupang
from tests.bots.citizen.test_danger_story import (
    QUESTION,
    RUBBISH,
    draft,
    filed,
    question,
)
from tests.bots.citizen.test_following import about_to_file


def alike() -> Chat:
    """Give a chat that is asked for the privacy, while somebody's open report may say the same."""
    return about_to_file(OTHER_NUMBER)


def album() -> Chat:
    """Give a chat in which an answer's album is gathered."""
    chat = question()
    chat.says(photos=["a"], album="1")
    return chat


def album_of_draft() -> Chat:
    """Give a chat in which an album lies in the draft."""
    chat = Chat()
    chat.says(RUBBISH, photos=["a"], album="1")
    return chat


def category() -> Chat:
    """Give a chat that is asked for the category."""
    chat = draft()
    chat.presses("Ubah")
    chat.presses("Kategori")
    return chat


def withdrawal() -> Chat:
    """Give a chat that is asked whether a report shall be taken back."""
    chat = filed()
    chat.says("tarik laporan saya")
    return chat


def away() -> Chat:
    """Give a chat that was blocked while a question came."""
    chat = filed()
    chat.happens(Blocked(chat.person))
    chat.gets(QUESTION)
    return chat


def flooding() -> Chat:
    """Give a chat with as many messages in a minute as are answered."""
    chat = draft()
    for _ in range(kupang().limits.flood_messages_per_minute - 1):
        chat.says("di Oesapa")
    return chat


def flooded() -> Chat:
    """Give a chat in which a flood was told of."""
    chat = flooding()
    chat.says("di Oesapa")
    return chat


def orphan() -> Chat:
    """Give a chat in which an edit came before its message."""
    chat = Chat()
    chat.edits("late", LAMP)
    return chat


def written() -> Chat:
    """Give a chat with a draft of one message of a known id."""
    chat = Chat()
    chat.says(LAMP, message_id="first")
    return chat


def passed_on() -> Chat:
    """Give a chat with an addition that went to the officials."""
    chat = filed()
    chat.says("tiangnya juga miring", message_id="first", reply_ref=NUMBER)
    return chat


def asked_back() -> Chat:
    """Give a chat that is asked whether a mere yes was the answer to an official's question."""
    chat = question()
    chat.says("ya")
    return chat


def by_hand() -> Chat:
    """Give a chat in which an official has answered past us."""
    chat = filed()
    chat.happens(ByHand("Besok kami ke sana", "h1"))
    return chat


def invited() -> Chat:
    """Give a chat in which the author of a public post is expected."""
    chat = Chat()
    chat.happens(Invited("mention:test:1", chat.now, chat.now, LAMP))
    return chat
