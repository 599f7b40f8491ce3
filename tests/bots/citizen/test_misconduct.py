"""What officials did wrong is a matter of its own: it is never taken for the wish to speak to one of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.vocabulary.citizen import Replied
from core.vocabulary.officials import Wish
from tests.bots.citizen.chat import Chat

WRONGS = (
    "petugas minta uang",
    "admin minta uang",
    "saya dimintai uang petugas",
    "petugas minta rokok",
    "petugas marah marah",
    "mau lapor petugas yang pungli",
    "saya mau lapor petugas kelurahan",
)


@pytest.mark.parametrize("words", WRONGS)
def test_it_becomes_a_draft(words: str) -> None:
    """Somebody new is shown the report; nothing of it is in the officials' group before it is sent."""
    chat = Chat()
    assert words in chat.says(words)
    assert chat.state.draft is not None
    assert [] == chat.told(Wish)


@pytest.mark.parametrize("words", [*WRONGS, "petugas minta bayar ktp"])
def test_it_goes_to_no_report_about_something_else(words: str) -> None:
    """It is a report of its own, or it is asked whether it belongs to the other one; nobody is told of it before."""
    chat = Chat()
    chat.files_a_report()
    chat.now += timedelta(minutes=5)
    said = chat.says(words)
    assert any(part in said for part in ("atau laporan baru?", f"“{words}”", "Silakan tulis apa masalahnya"))
    assert ([], []) == (chat.told(Wish), chat.told(Replied))


@pytest.mark.parametrize(
    "words",
    [
        "mau bicara dengan petugas",
        "minta petugas",
        "lapor ke petugas langsung boleh?",
        "operator",
        "saya diancam karena lapor",
    ],
)
def test_who_wants_a_person_gets_one(words: str) -> None:
    """Who only wants somebody to answer is passed on as before, and so is who is threatened for having reported."""
    chat = Chat()
    chat.says(words)
    assert 1 == len(chat.told(Wish))
