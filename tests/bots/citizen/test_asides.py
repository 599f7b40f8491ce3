"""What the officials' group has to say to one official alone, in the private chat."""

from __future__ import annotations

import pytest

from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import Blocked, Event
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Aside, AsideUnheard
from core.vocabulary.results import Undelivered
from core.vocabulary.steps import Moment
from tests.bots.citizen.chat import LANE, MARIA, NOON, Chat, steps

WORDS = "KPG-26-00001-5: Hanya pemegang tiket (Sari) atau admin yang boleh melakukan ini."
ASIDE = Aside(OFFICIALS_LANE, "1234", WORDS)


def told(chat: Chat) -> list[tuple[str, object]]:
    """Give what the last step told other lanes."""
    return [(one.lane, one.command) for one in chat.last if isinstance(one, Tell)]


def shown(chat: Chat) -> list[Send]:
    """Give the messages of the last step."""
    return [one for one in chat.last if isinstance(one, Send)]


def test_it_is_said_beside_what_goes_on() -> None:
    """The sentence comes as a message of its own that says what it is about; a draft here stays as it was."""
    chat = Chat()
    chat.says("Lampu jalan mati di depan SDN Oebufu")
    draft = chat.state.draft
    chat.happens(ASIDE)
    (message,) = shown(chat)
    assert f"Soal pesan Anda di grup petugas:\n{WORDS}" == message.text
    assert ([], draft) == (told(chat), chat.state.draft)


def test_who_never_opened_the_chat_hears_it_in_the_group() -> None:
    """Where nobody ever wrote the words go back to the group, and no message is tried."""
    outcome = steps().step(None, Event("e0", LANE, NOON, ASIDE), Moment(NOON, lane=LANE))
    assert (Tell(OFFICIALS_LANE, AsideUnheard("1234", WORDS)),) == outcome.effects


def test_who_blocked_us_is_told_how_to_open_it() -> None:
    """Known before or found out by the sending: the group is asked to say how, without the words."""
    chat = Chat()
    chat.happens(ASIDE)
    ref = shown(chat)[0].ref
    chat.happens(Undelivered("e1:0", ref, "unreachable"))
    assert [(OFFICIALS_LANE, AsideUnheard("1234"))] == told(chat)
    chat.happens(Blocked(MARIA))
    chat.happens(ASIDE)
    assert ([], [(OFFICIALS_LANE, AsideUnheard("1234"))]) == (shown(chat), told(chat))


@pytest.mark.parametrize("words", ["Tapi saya pemegangnya", "Lampu jalan mati di depan SDN Oebufu"])
def test_an_answer_to_it_is_no_report(words: str) -> None:
    """Who replies to the sentence is sent to the group; nothing is drafted and nothing passed on."""
    chat = Chat()
    chat.happens(ASIDE)
    answer = chat.says(words, reply_key=shown(chat)[0].key)
    assert "grup petugas" in answer
    assert (None, []) == (chat.state.draft, told(chat))
