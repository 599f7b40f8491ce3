"""A telephone number that was silent for three months: whoever writes is asked, and nothing of before is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from core.vocabulary.channel import RICH
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Withdraw
from core.vocabulary.events import Timer
from core.vocabulary.linking import Renounced
from core.vocabulary.near import FollowerUpdate
from core.vocabulary.officials import DeskAnswer
from core.vocabulary.person import Arrival
from core.vocabulary.results import Undelivered
from tests.bots.citizen.chat import LAMP, NUMBER, OTHER_NUMBER, Chat

WORDS = "Lampunya sudah diganti di depan rumah Ibu Maria."
RUBBISH = "Sampah tidak diangkut seminggu di Pasar Oeba"


def silent(days: int = 91, **more: Any) -> Chat:
    """Give the chat of a number with a report, where nobody wrote for so long; the timers rang meanwhile."""
    chat = Chat()
    chat.capabilities = msgspec.structs.replace(RICH, numbers=True, **more)
    chat.files_a_report()
    until = chat.now + timedelta(days=days)
    while chat.wake_at is not None and chat.wake_at <= until:
        chat.now = chat.wake_at
        chat.happens(Timer(chat.now))
    chat.now = until
    chat.effects.clear()
    return chat


def shown(chat: Chat) -> str:
    """Give all that the chat was shown, with what could be chosen."""
    return "\n".join(f"{one.text} {[choice.label for choice in one.choices]}" for one in chat.bubbles)


@pytest.mark.parametrize(
    "text", ["status", NUMBER, "halo", "sudah beres", "jejak", "lapor", "batal", "1", "hapus data"]
)
def test_nothing_is_shown_before_the_writer_said_who_they_are(text: str) -> None:
    """Whatever is written first, the number and the words of the report are not shown, and the writer is asked."""
    chat = silent()
    assert "orang yang dulu menulis" in chat.says(text)
    assert ["Ya, saya", "Nomor ini baru"] == chat.labels
    chat.says("status")
    assert [False, False] == [NUMBER in shown(chat), "Oebufu" in shown(chat)]


def test_who_is_the_same_goes_on_with_what_was_written() -> None:
    """After a yes the message that was kept is taken as if it came now."""
    chat = silent()
    chat.says("status")
    assert NUMBER in chat.presses("Ya, saya")
    assert not chat.state.doubted
    assert NUMBER in chat.says("status")


def test_a_report_that_was_written_first_is_not_lost() -> None:
    """Somebody new presses once, and their complaint stands in a draft; nothing of the former owner is left."""
    chat = silent()
    chat.says(RUBBISH)
    assert "Sampah" in chat.presses("Nomor ini baru")
    assert [1, 0] == [len(chat.told(Renounced)), len(chat.state.tickets)]
    assert "Belum ada" in chat.says("status") or NUMBER not in shown(chat)


def test_several_messages_become_one() -> None:
    """What was written before the answer is taken together; a repeat of any of it later is nothing new."""
    chat = silent()
    chat.says("Sampah tidak diangkut", message_id="s1")
    chat.says("di Pasar Oeba", message_id="s2")
    chat.says("Nomor ini baru")
    assert chat.state.draft is not None
    assert ["Sampah tidak diangkut\ndi Pasar Oeba"] == [part.text for part in chat.state.draft.parts]
    chat.says("di Pasar Oeba", message_id="s2")
    assert 1 == len(chat.state.draft.parts)


def test_danger_does_not_wait() -> None:
    """Who tells of a fire is given the number to call at once; their words are still there after the answer."""
    chat = silent()
    assert "112" in chat.says("Tolong ada kebakaran rumah di Oebufu!")
    assert NUMBER not in shown(chat)
    chat.says("di dekat gereja")
    chat.presses("Nomor ini baru")
    assert chat.state.draft is not None
    assert any("kebakaran" in part.text for part in chat.state.draft.parts)


@pytest.mark.parametrize("kind", ["question", "answered", "progress"])
def test_news_goes_out_without_its_words(kind: str) -> None:
    """What officials write is not shown on such a number before it is asked for; then the writer is asked first."""
    chat = silent()
    said = chat.gets(Update(NUMBER, kind, "diproses", WORDS))  # type: ignore[arg-type]
    assert [True, False] == [NUMBER in said, WORDS in said]
    chat.presses("Tampilkan di sini")
    assert WORDS not in shown(chat)
    assert WORDS in chat.presses("Ya, saya")


def test_news_is_gone_for_somebody_new() -> None:
    """Who has the number now never reads it."""
    chat = silent()
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", WORDS))
    chat.says("halo")
    chat.presses("Nomor ini baru")
    chat.says("status")
    assert WORDS not in shown(chat)


def test_an_answer_of_the_desk_waits() -> None:
    """What the coordinator's desk answers is kept until it is known who reads it."""
    chat = silent()
    (said,) = chat.happens(DeskAnswer("person", WORDS))
    assert WORDS not in said
    chat.says("halo")
    assert WORDS in chat.presses("Ya, saya")


def test_news_of_what_was_followed_is_not_told() -> None:
    """Not even that somebody followed a report is said; who is the same finds it in the list."""
    chat = silent()
    assert [] == chat.happens(FollowerUpdate(OTHER_NUMBER, "news", "diproses", "lampu-jalan", "Oebufu"))
    chat.says("status")
    assert OTHER_NUMBER in chat.presses("Ya, saya")


def test_what_waits_unsent_is_taken_back() -> None:
    """When the doubt begins, messages that wait for the person to write are withdrawn, and missed from then on."""
    chat = Chat()
    chat.capabilities = msgspec.structs.replace(RICH, numbers=True)
    chat.files_a_report()
    chat.gets(Update(NUMBER, "answered", "ditindaklanjuti", WORDS))
    cause = chat.state.tickets[0].pushes[-1].cause
    chat.now += timedelta(days=90)
    chat.happens(Timer(chat.now))
    assert [effect for effect in chat.last if isinstance(effect, Withdraw)]
    chat.happens(Undelivered(f"{cause}:0", NUMBER, "rejected"))
    assert [False] == [one.arrived for one in chat.told(Arrival)][-1:]
    assert WORDS not in chat.says("halo")
    assert WORDS in chat.presses("Ya, saya")


@pytest.mark.parametrize(("days", "numbers", "asked"), [(89, True, False), (91, False, False), (91, True, True)])
def test_when_it_is_asked(days: int, numbers: bool, asked: bool) -> None:
    """Only a telephone number is asked, and only after three months of silence."""
    chat = silent(days)
    if not numbers:
        chat = Chat()
        chat.files_a_report()
        chat.now += timedelta(days=days)
    assert asked == ("orang yang dulu menulis" in chat.says("halo"))


def test_a_number_without_reports_is_not_asked() -> None:
    """Who only chatted long ago is welcomed like anybody."""
    chat = Chat()
    chat.capabilities = msgspec.structs.replace(RICH, numbers=True)
    chat.says("halo")
    chat.now += timedelta(days=200)
    assert "menyimpan" not in chat.says(LAMP)
    assert chat.state.draft is not None
    assert chat.state.doubted is False


def test_who_says_it_is_a_new_number_is_believed_at_once() -> None:
    """The words for a new number work as ever."""
    chat = silent()
    chat.says("nomor ini baru saya pakai")
    chat.presses("Ya, baru milik saya")
    assert ([], False) == (chat.state.tickets, chat.state.doubted)
