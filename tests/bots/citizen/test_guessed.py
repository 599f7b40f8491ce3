"""Few words that nothing but a weak guess takes for courtesy are asked about, instead of being thanked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bots.citizen.chat import Chat

GUESSED = ("xxxxxxxx", "x" * 4500, "gila", "amblas")


@pytest.mark.parametrize("words", GUESSED)
def test_a_guess_is_no_courtesy(words: str) -> None:
    """Who has a report is asked what such a word belongs to; nobody is told "you are welcome" for it."""
    chat = Chat()
    chat.files_a_report()
    chat.now += timedelta(minutes=5)
    said = chat.says(words)
    assert "tambahan untuk" in said
    assert "Sama-sama" not in said


@pytest.mark.parametrize("words", ["makasi", "suwun", "sip", "mantap", "trims", "yoi"])
def test_thanks_are_thanks(words: str) -> None:
    """What is learnt well, or named by the pack, is answered as before."""
    chat = Chat()
    chat.files_a_report()
    chat.now += timedelta(minutes=5)
    assert "Sama-sama" in chat.says(words)
