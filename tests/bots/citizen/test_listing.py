"""The word by which a citizen lets a report stand in the public list."""

from __future__ import annotations

import pytest

from core.vocabulary.effects import Tell
from core.vocabulary.publishing import AllowListing
from tests.bots.citizen.chat import NUMBER, OTHER_NUMBER, Chat


def told(chat: Chat) -> list[bool]:
    """Give what tickets were told in the last step."""
    commands = (effect.command for effect in chat.last if isinstance(effect, Tell))
    return [command.allowed for command in commands if isinstance(command, AllowListing)]


@pytest.mark.parametrize("words", ["umum", "/umum", "boleh dipublikasikan", "jangan tampilkan"])
def test_a_word_asks_first(words: str) -> None:
    """Nothing is allowed by a word alone: what would be seen is said, and a press answers."""
    chat = Chat()
    chat.files_a_report()
    asked = chat.says(words)
    assert "tanpa nama, alamat, foto, atau titik lokasi" in asked
    assert [] == told(chat)
    chat.presses("Boleh")
    assert [True] == told(chat)
    chat.says(words)
    chat.presses("Jangan")
    assert [False] == told(chat)


def test_of_several_reports_one_is_chosen() -> None:
    """Whose report it is not, is answered as if there were none."""
    chat = Chat()
    assert "Belum ada laporan Anda" in chat.says("umum")
    chat.files_a_report()
    chat.files_a_report("Sampah menumpuk di Pasar Oeba", OTHER_NUMBER)
    chat.says("umum")
    assert [OTHER_NUMBER, NUMBER] == chat.labels
    chat.presses(NUMBER)
    chat.presses("Boleh")
    assert [True] == told(chat)
