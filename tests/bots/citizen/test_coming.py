"""By which poster or link somebody came: counted once, and nowhere in what they report."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.vocabulary.citizen import FormSent
from core.vocabulary.events import Edited, Said
from core.vocabulary.sources import CameBy
from tests.bots.citizen.chat import LAMP, MARIA, Chat

TAG = "pasar-oeba"


def told(chat: Chat) -> list[CameBy]:
    """Give what the chat told the counts of months."""
    return chat.told(CameBy)


@pytest.mark.parametrize("text", [f"/start {TAG}", f"Lapor (dari: {TAG})", f"(dari: {TAG})", f"{LAMP} (dari: {TAG})"])
def test_coming_is_counted_once(text: str) -> None:
    """However the link brings its name along, who comes by it is counted, and coming again soon is the same coming."""
    chat = Chat()
    chat.says(text)
    chat.says(f"/start {TAG}")
    assert [CameBy(TAG, "test")] == told(chat)


def test_mark_alone_only_opens_the_chat() -> None:
    """Who sends the words of a link and nothing else is welcomed, and nothing of the mark is taken for words."""
    assert "Selamat datang" in Chat().says(f"(dari: {TAG})")
    assert "Silakan tulis apa masalahnya" in Chat().says(f"Lapor (dari: {TAG})")


def test_mark_is_no_part_of_the_report() -> None:
    """What stands beside the mark is read as if it stood alone."""
    chat = Chat()
    chat.says(f"{LAMP} (dari: {TAG})")
    assert chat.state.draft is not None
    assert [LAMP] == [part.text for part in chat.state.draft.parts]


def test_an_edit_counts_nobody_twice() -> None:
    """A mark that an edit leaves in is cut out of it, too."""
    chat = Chat()
    chat.says(f"{LAMP} (dari: {TAG})", message_id="m7")
    chat.happens(Edited(Said(MARIA, "m7", f"{LAMP} sekali (dari: {TAG})")))
    assert [CameBy(TAG, "test")] == told(chat)
    assert chat.state.draft is not None
    assert [f"{LAMP} sekali"] == [part.text for part in chat.state.draft.parts]


def test_a_report_counts_for_the_newest_source_for_thirty_days() -> None:
    """A report is counted for the material by which its reporter came last, if that was not long ago."""
    chat = Chat()
    chat.says("/start radio")
    chat.says(f"/start {TAG}")
    chat.files_a_report()
    assert CameBy(TAG, "test", filed=True) == told(chat)[-1]
    chat.now += timedelta(days=31)
    before = len(told(chat))
    chat.says("Sampah tidak diangkut seminggu di depan SDN Oebufu")
    chat.presses("Kirim")
    chat.presses("Anonim")
    assert before == len(told(chat))


@pytest.mark.parametrize("word", ["isi", "k_ABCD2345", "u_abcdefghijklmnopqrstuv", "", "a b", "-"])
def test_other_words_of_links_are_no_sources(word: str) -> None:
    """What opens something, or is no name, is counted nowhere."""
    chat = Chat()
    chat.happens(Said(MARIA, "m1", f"/start {word}", command="start", argument=word))
    assert not told(chat)


def test_a_form_brings_its_source() -> None:
    """A form that was opened by a link is counted as coming and as a report; a made-up name as neither."""
    chat = Chat()
    chat.happens(FormSent(text=LAMP, privacy="anonim", category="lampu-jalan", kelurahan="Oebufu", source=TAG))
    assert [CameBy(TAG, "test"), CameBy(TAG, "test", filed=True)] == told(chat)
    other = Chat()
    other.happens(FormSent(text=LAMP, privacy="anonim", category="lampu-jalan", kelurahan="Oebufu", source="<b>"))
    assert not told(other)
